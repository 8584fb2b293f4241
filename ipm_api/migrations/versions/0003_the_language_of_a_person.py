"""The language of a person: pages are said in it; null is the one that the browser asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("language", sa.String(10), nullable=True))


def downgrade() -> None:
    op.drop_column("account", "language")
