"""Of the portal: secrets of second factors are kept sealed, and what else is added."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ROLE = postgresql.ENUM(name="role", create_type=False)
_IMAGE_STATE = postgresql.ENUM(name="imagestate", create_type=False)


def upgrade() -> None:
    op.execute("ALTER TYPE imagestate ADD VALUE IF NOT EXISTS 'TAKEN_DOWN'")
    op.create_table(
        "image_takedown",
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "LAW",
                "PERSON",
                "NOT_OURS",
                "WRONG_ARTICLE",
                "SHOWS_TOO_MUCH",
                name="takedownreason",
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_before", _IMAGE_STATE, nullable=False),
        sa.Column("was_in_use", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_image_takedown_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["image_id"],
            ["reference_image.id"],
            name=op.f("fk_image_takedown_image_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("image_id", name=op.f("pk_image_takedown")),
    )


    op.execute("ALTER TYPE purpose ADD VALUE IF NOT EXISTS 'EMAIL_CHANGE'")
    op.create_table(
        "email_change",
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"],
            ["one_time_token.id"],
            name=op.f("fk_email_change_token_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_email_change")),
    )
    op.create_table(
        "past_membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("right_holder_id", sa.Uuid(), nullable=False),
        sa.Column("role", _ROLE, nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_past_membership_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["right_holder_id"],
            ["right_holder.id"],
            name=op.f("fk_past_membership_right_holder_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_membership")),
    )
    op.create_index(
        op.f("ix_past_membership_right_holder_id"), "past_membership", ["right_holder_id"]
    )
    # a start of the service, which knows the secret, seals what is there: operations/code.py
    op.alter_column(
        "totp", "secret", existing_type=sa.String(length=64), type_=sa.String(length=200)
    )
    # imports called the name of a stop of a suspicious route "place", pages call it "name"
    op.execute("""
        UPDATE suspicious_route SET stops = (
            SELECT jsonb_agg(
                CASE WHEN stop ? 'place'
                THEN (stop - 'place') || jsonb_build_object('name', stop -> 'place')
                ELSE stop END ORDER BY number
            ) FROM jsonb_array_elements(stops) WITH ORDINALITY AS each (stop, number)
        ) WHERE stops @> '[{}]' AND stops::text LIKE '%"place"%'
    """)


def downgrade() -> None:
    # an older release cannot open what is sealed: people set their app up again
    op.execute("DELETE FROM totp WHERE secret LIKE 'aesgcm1:%'")
    op.alter_column(
        "totp", "secret", existing_type=sa.String(length=200), type_=sa.String(length=64)
    )
    op.drop_index(op.f("ix_past_membership_right_holder_id"), table_name="past_membership")
    op.drop_table("past_membership")
    op.drop_table("email_change")
    op.execute("DELETE FROM one_time_token WHERE purpose::text = 'EMAIL_CHANGE'")
    op.execute("UPDATE outgoing_mail SET link_purpose = NULL WHERE link_purpose::text = 'EMAIL_CHANGE'")
    op.drop_table("image_takedown")
    op.execute("DROP TYPE takedownreason")
    # an older release knows no such state; a refused picture is shown to nobody either
    op.execute("UPDATE reference_image SET state = 'REFUSED' WHERE state::text = 'TAKEN_DOWN'")
