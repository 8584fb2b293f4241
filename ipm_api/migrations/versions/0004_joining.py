"""
Joining: memberships instead of one right holder per account, sessions that can be told apart.

Whoever registered an organisation runs its team from now on.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OLD_ROLES = ("ADMINISTRATOR", "MEMBER", "PUBLISHER", "OFFICER", "TRAINER")
_PURPOSES = ("PASSWORD_RESET", "INVITATION", "SECOND_STEP", "PASSKEY")
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
    _add_proof_of_right()
    _create_second_factors()
    _create_tokens_and_mails()


def _add_proof_of_right() -> None:
    """What was said before stays in the sentence of the claim."""
    for column in (
        sa.Column("office", sa.String(2), nullable=False, server_default=""),
        sa.Column("right_number", sa.String(60), nullable=False, server_default=""),
        sa.Column("nice_classes", postgresql.JSONB(), nullable=False, server_default="[]"),
        sa.Column("reference_url", sa.String(500), nullable=False, server_default=""),
    ):
        name = column.name
        op.add_column("right_holder", column)
        op.alter_column("right_holder", name, server_default=None)
    op.add_column("right_holder", sa.Column("valid_until", sa.Date(), nullable=True))


def _create_second_factors() -> None:
    op.create_table(
        "totp",
        _account(),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_counter", sa.BigInteger(), nullable=False),
        *_keys("totp", "account_id"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_sha256", sa.LargeBinary(32), nullable=False),
        _account(),
        *_keys("recovery_code", "code_sha256"),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        _account(),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        *_keys("passkey", "id"),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_account_id"), "passkey", ["account_id"])


def _create_tokens_and_mails() -> None:
    purpose = postgresql.ENUM(*_PURPOSES, name="purpose", create_type=False)
    purpose.create(op.get_bind())
    op.create_table(
        "one_time_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("purpose", purpose, nullable=False),
        _account(nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        *_keys("one_time_token", "id"),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_one_time_token_token_sha256")),
    )
    op.create_index(op.f("ix_one_time_token_account_id"), "one_time_token", ["account_id"])
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("right_holder_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("role", postgresql.ENUM(name="role", create_type=False), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["right_holder_id"],
            ["right_holder.id"],
            name=op.f("fk_invitation_right_holder_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"],
            ["account.id"],
            name=op.f("fk_invitation_invited_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_invitation_token_sha256")),
        sa.UniqueConstraint(
            "right_holder_id", "email", name=op.f("uq_invitation_right_holder_id_email")
        ),
    )
    op.create_index(op.f("ix_invitation_invited_by_id"), "invitation", ["invited_by_id"])
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("subject", postgresql.JSONB(), nullable=False),
        sa.Column("lines", postgresql.JSONB(), nullable=False),
        sa.Column("link", sa.String(500), nullable=False),
        sa.Column("link_purpose", purpose, nullable=True),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    op.create_index(op.f("ix_outgoing_mail_created_at"), "outgoing_mail", ["created_at"])


def _account(*, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column("account_id", sa.Uuid(), nullable=nullable)


def _keys(table: str, key: str) -> tuple[sa.Constraint, sa.Constraint]:
    return (
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f(f"fk_{table}_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{table}")),
    )


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
    for table in ("outgoing_mail", "invitation", "one_time_token", "passkey", "recovery_code", "totp"):
        op.drop_table(table)
    op.execute("DROP TYPE purpose")
    for column in ("office", "right_number", "nice_classes", "valid_until", "reference_url"):
        op.drop_column("right_holder", column)
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
