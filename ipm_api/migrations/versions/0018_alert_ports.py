"""Alerts for some ports of a country."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ports = postgresql.ARRAY(sa.String(5))
    op.add_column("alert", sa.Column("ports", ports, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("alert", "ports")
