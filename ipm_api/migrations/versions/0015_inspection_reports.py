"""Of the phone: every verdict is kept, and the short form of a seizure report."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TRANSPORT = ("SEA", "AIR", "ROAD", "RAIL", "RIVER", "POST", "EXPRESS", "PERSON")
UNIT = ("PIECES", "PAIRS", "SETS", "PACKAGES", "KILOGRAMS", "LITRES", "METRES")
_VERDICT = postgresql.ENUM(name="verdict", create_type=False)


def upgrade() -> None:
    """Verdicts of before are kept as the first ones of their inspections."""
    op.create_table(
        "recorded_verdict",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verdict", _VERDICT, nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("version_number", sa.Integer(), nullable=True),
        sa.Column("checks", postgresql.JSONB(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_recorded_verdict_inspection_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recorded_verdict")),
        sa.UniqueConstraint("inspection_id", "number", name=op.f("uq_recorded_verdict_inspection_id_number")),
    )
    op.create_index(
        op.f("ix_recorded_verdict_inspection_id"), "recorded_verdict", ["inspection_id"]
    )
    op.execute(
        """
        INSERT INTO recorded_verdict (id, inspection_id, number, verdict, reason, product_id,
                                      version_number, checks, recorded_at)
        SELECT gen_random_uuid(), inspection.id, 1, verdict, verdict_reason, verdict_product_id,
               (SELECT version_number FROM candidate
                WHERE candidate.inspection_id = inspection.id
                AND candidate.product_id = verdict_product_id LIMIT 1),
               coalesce((SELECT jsonb_agg(jsonb_build_object(
                            'feature_id', feature_id,
                            'answer', replace(lower(answer::text), '_', '-')))
                         FROM feature_check WHERE inspection_id = inspection.id), '[]'),
               coalesce(verdict_at, started_at)
        FROM inspection WHERE verdict IS NOT NULL
        """
    )
    op.create_table(
        "seizure",
        sa.Column("inspection_id", sa.Uuid(), nullable=False),
        sa.Column("goods", sa.String(length=500), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("unit", sa.Enum(*UNIT, name="unit"), nullable=True),
        sa.Column("origin", sa.String(length=2), nullable=False),
        sa.Column("route", sa.String(length=500), nullable=False),
        sa.Column("transport", sa.Enum(*TRANSPORT, name="transport"), nullable=True),
        sa.Column("value", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("hs_code", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("seized_on", sa.Date(), nullable=True),
        sa.Column("right_holder", sa.String(length=200), nullable=False),
        sa.Column("legal_ground", sa.String(length=1000), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_seizure_inspection_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_seizure")),
    )


def downgrade() -> None:
    """The verdict that holds stays where it was: on the inspection."""
    op.drop_table("seizure")
    op.execute("DROP TYPE transport")
    op.execute("DROP TYPE unit")
    op.drop_table("recorded_verdict")
