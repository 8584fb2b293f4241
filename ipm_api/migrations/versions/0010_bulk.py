"""Bulk: the queue of work done later."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

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


def downgrade() -> None:
    op.drop_table("job")
    sa.Enum(name="jobstate").drop(op.get_bind())
