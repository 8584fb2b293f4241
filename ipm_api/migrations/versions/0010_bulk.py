"""Bulk: the queue of work done later, imports and exports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

IMPORT_STATES = (
    "READING",
    "CHECKING",
    "CHECKED",
    "IMPORTING",
    "IMPORTED",
    "UNDOING",
    "UNDONE",
    "REFUSED",
)
OUTCOMES = ("NEW", "CHANGED", "UNCHANGED", "ERROR", "UNDONE", "KEPT")
OPEN = sa.text("state IN ('WAITING', 'RUNNING')")


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task", sa.String(60), nullable=False),
        sa.Column("arguments", postgresql.JSONB(), nullable=False),
        sa.Column("key", sa.String(120), nullable=True),
        sa.Column("right_holder_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("WAITING", "RUNNING", "DONE", "FAILED", name="jobstate"),
            nullable=False,
        ),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["right_holder_id"],
            ["right_holder.id"],
            name=op.f("fk_job_right_holder_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_job_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_turn", "job", ["turn", "due_at"], postgresql_where=OPEN)
    op.create_index("ix_job_lane", "job", ["right_holder_id", "turn"], postgresql_where=OPEN)
    op.create_index(
        "uq_job_key", "job", ["key"], unique=True, postgresql_where=sa.text("state = 'WAITING'")
    )
    op.create_index(op.f("ix_job_account_id"), "job", ["account_id"])
    op.create_index(op.f("ix_job_finished_at"), "job", ["finished_at"])

    op.create_table(
        "bulk_import",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "right_holder_id",
            sa.Uuid(),
            sa.ForeignKey("right_holder.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("account.id", ondelete="SET NULL"), nullable=True),
        sa.Column("job_id", sa.Uuid(), sa.ForeignKey("job.id", ondelete="SET NULL"), nullable=True),
        sa.Column("state", sa.Enum(*IMPORT_STATES, name="importstate"), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("pictures_name", sa.String(255), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("meanings", postgresql.JSONB(), nullable=False),
        sa.Column("notes", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "bulk_row",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column(
            "import_id", sa.Uuid(), sa.ForeignKey("bulk_import.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("sheet", sa.String(40), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(400), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("cells", postgresql.JSONB(), nullable=False),
        sa.Column("places", postgresql.JSONB(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Enum(*OUTCOMES, name="outcome"), nullable=True),
        sa.Column("errors", postgresql.JSONB(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("after", postgresql.JSONB(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
    )
    op.create_index("ix_bulk_row_work", "bulk_row", ["import_id", "step", "number"])
    op.create_index("ix_bulk_row_key", "bulk_row", ["import_id", "key"])
    op.create_index("ix_bulk_row_outcome", "bulk_row", ["import_id", "outcome", "number"])
    op.create_table(
        "column_meaning",
        sa.Column(
            "right_holder_id",
            sa.Uuid(),
            sa.ForeignKey("right_holder.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("sheet", sa.String(40), primary_key=True),
        sa.Column("heading", sa.String(200), primary_key=True),
        sa.Column("column", sa.String(60), nullable=False),
    )
    op.create_table(
        "product_reference",
        sa.Column(
            "right_holder_id",
            sa.Uuid(),
            sa.ForeignKey("right_holder.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("reference", sa.String(60), primary_key=True),
        sa.Column(
            "product_id",
            sa.Uuid(),
            sa.ForeignKey("product.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
    )
    op.create_table(
        "bulk_export",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column(
            "right_holder_id",
            sa.Uuid(),
            sa.ForeignKey("right_holder.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("account.id", ondelete="SET NULL"), nullable=True),
        sa.Column("job_id", sa.Uuid(), sa.ForeignKey("job.id", ondelete="SET NULL"), nullable=True),
        sa.Column("form", sa.String(10), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for table in (
        "bulk_export",
        "product_reference",
        "column_meaning",
        "bulk_row",
        "bulk_import",
        "job",
    ):
        op.drop_table(table)
    for name in ("outcome", "importstate", "jobstate"):
        sa.Enum(name=name).drop(op.get_bind())
