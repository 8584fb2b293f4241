"""
Joining: memberships instead of one right holder per account, sessions that can be told apart.

Whoever registered an organisation runs its team from now on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OLD_ROLES = ("ADMINISTRATOR", "MEMBER", "PUBLISHER", "OFFICER", "TRAINER")
_NEW_ROLES = ("ADMINISTRATOR", "MEMBER", "PUBLISHER", "ORGANISATION_ADMINISTRATOR", "OFFICER", "TRAINER")


def upgrade() -> None:
    op.drop_constraint(
        op.f("ck_account_right_holder_accounts_belong_to_one"), "account", type_="check"
    )
    _replace_roles(_NEW_ROLES)
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("right_holder_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Enum(*_NEW_ROLES, name="role", create_type=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('MEMBER', 'PUBLISHER', 'ORGANISATION_ADMINISTRATOR')",
            name=op.f("ck_membership_roles_of_a_right_holder"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["right_holder_id"],
            ["right_holder.id"],
            name=op.f("fk_membership_right_holder_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "account_id", "right_holder_id", name=op.f("uq_membership_account_id_right_holder_id")
        ),
    )
    op.create_index(op.f("ix_membership_right_holder_id"), "membership", ["right_holder_id"])
    op.execute(
        "INSERT INTO membership (id, account_id, right_holder_id, role, created_at)"
        " SELECT gen_random_uuid(), id, right_holder_id, CASE WHEN id IN ("
        "  SELECT DISTINCT ON (right_holder_id) id FROM account WHERE role = 'PUBLISHER'"
        "  ORDER BY right_holder_id, created_at, id"
        " ) THEN 'ORGANISATION_ADMINISTRATOR' ELSE role END, created_at"
        " FROM account WHERE right_holder_id IS NOT NULL"
    )
    op.alter_column("account", "role", nullable=True)
    op.execute("UPDATE account SET role = NULL WHERE right_holder_id IS NOT NULL")
    op.create_check_constraint(
        op.f("ck_account_right_holder_roles_are_in_memberships"),
        "account",
        "role NOT IN ('MEMBER', 'PUBLISHER', 'ORGANISATION_ADMINISTRATOR')",
    )
    op.drop_column("account", "right_holder_id")
    _extend_access_tokens()


def _extend_access_tokens() -> None:
    op.add_column("access_token", sa.Column("id", sa.Uuid(), nullable=True))
    op.execute("UPDATE access_token SET id = gen_random_uuid()")
    op.alter_column("access_token", "id", nullable=False)
    op.create_unique_constraint(op.f("uq_access_token_id"), "access_token", ["id"])
    op.add_column("access_token", sa.Column("membership_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_access_token_membership_id"),
        "access_token",
        "membership",
        ["membership_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.create_index(op.f("ix_access_token_membership_id"), "access_token", ["membership_id"])
    op.execute(
        "UPDATE access_token SET membership_id = membership.id FROM membership"
        " WHERE membership.account_id = access_token.account_id"
    )
    op.add_column(
        "access_token", sa.Column("device", sa.String(100), nullable=False, server_default="")
    )
    op.alter_column("access_token", "device", server_default=None)
    op.add_column(
        "access_token", sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute("UPDATE access_token SET last_seen_at = created_at")
    op.alter_column("access_token", "last_seen_at", nullable=False)


def downgrade() -> None:
    """A representative keeps the first right holder; people without any are removed."""
    op.drop_column("access_token", "last_seen_at")
    op.drop_column("access_token", "device")
    op.drop_column("access_token", "membership_id")
    op.drop_column("access_token", "id")
    op.drop_constraint(
        op.f("ck_account_right_holder_roles_are_in_memberships"), "account", type_="check"
    )
    op.add_column("account", sa.Column("right_holder_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE account SET right_holder_id = first.right_holder_id, role = CASE"
        " WHEN first.role = 'MEMBER' THEN first.role ELSE 'PUBLISHER' END"
        " FROM (SELECT DISTINCT ON (account_id) * FROM membership"
        "  ORDER BY account_id, created_at, id) AS first"
        " WHERE first.account_id = account.id"
    )
    op.execute("DELETE FROM account WHERE role IS NULL")
    op.drop_table("membership")
    op.alter_column("account", "role", nullable=False)
    op.create_foreign_key(
        op.f("fk_account_right_holder_id"), "account", "right_holder", ["right_holder_id"], ["id"]
    )
    op.create_index(op.f("ix_account_right_holder_id"), "account", ["right_holder_id"])
    _replace_roles(_OLD_ROLES)
    op.create_check_constraint(
        op.f("ck_account_right_holder_accounts_belong_to_one"),
        "account",
        "(role IN ('MEMBER', 'PUBLISHER')) = (right_holder_id IS NOT NULL)",
    )


def _replace_roles(roles: tuple[str, ...]) -> None:
    """A value that is added to an enum cannot be used in the same transaction; a new type can."""
    op.execute("ALTER TYPE role RENAME TO role_before")
    sa.Enum(*roles, name="role").create(op.get_bind())
    op.execute("ALTER TABLE account ALTER COLUMN role TYPE role USING role::text::role")
    op.execute("DROP TYPE role_before")
