"""
Outlines and counterparts of features; versions of counterfeits, past cases, signs, routes.

What was written before keeps its rectangle and has no counterpart.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TECHNOLOGY = postgresql.ENUM(
    "ELECTRONIC",
    "MARKING",
    "CHEMICAL_PHYSICAL",
    "MECHANICAL",
    "DIGITAL_MEDIA",
    name="technologyfamily",
    create_type=False,
)
LEVEL = postgresql.ENUM("OVERT", "COVERT", "FORENSIC", name="featurelevel", create_type=False)
TYPE = postgresql.ENUM(
    "SEIZURE",
    "DETENTION",
    "RAID",
    "TEST_PURCHASE",
    "ONLINE_OFFER",
    "COURT_CASE",
    "OTHER",
    name="infringementtype",
    create_type=False,
)
OUTCOME = postgresql.ENUM(
    "OPEN",
    "DESTROYED",
    "RELEASED",
    "SETTLED",
    "JUDGMENT",
    "TAKEN_DOWN",
    "OTHER",
    name="infringementoutcome",
    create_type=False,
)
SIGN = postgresql.ENUM(
    "ORIGIN",
    "PRICE",
    "INVOICE",
    "SALES_PAGE",
    "TAG",
    "OTHER_INDICATOR",
    "MISDECLARED",
    "SEPARATE_SHIPMENTS",
    "MIXED_WITH_GENUINE",
    "CHANGED_ROUTE",
    "FALSE_CERTIFICATE",
    "OTHER_CONCEALMENT",
    name="signkind",
    create_type=False,
)
NEW_TYPES = (TECHNOLOGY, TYPE, OUTCOME, SIGN)
RECORDS = ("counterfeit_version", "infringement", "warning_sign", "suspicious_route")
COUNTERPART = ("counterpart_x", "counterpart_y", "counterpart_width", "counterpart_height")


def upgrade() -> None:
    for new in NEW_TYPES:
        new.create(op.get_bind())
    _record(
        "counterfeit_version",
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.Column("how_to_tell", postgresql.JSONB(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=True),
        sa.Column("last_seen", sa.Date(), nullable=True),
        sa.Column("where_seen", sa.String(200), nullable=False),
        sa.CheckConstraint(
            "first_seen <= last_seen", name=op.f("ck_counterfeit_version_first_seen_comes_first")
        ),
    )
    _record(
        "infringement",
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("type", TYPE, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("value", sa.Numeric(14, 2), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("outcome", OUTCOME, nullable=False),
        sa.Column("parties", sa.String(1000), nullable=False),
        sa.Column("notes", postgresql.JSONB(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["counterfeit_version.id"],
            name=op.f("fk_infringement_version_id"),
            ondelete="SET NULL",
        ),
    )
    op.create_index(op.f("ix_infringement_version_id"), "infringement", ["version_id"])
    _record(
        "warning_sign",
        sa.Column("kind", SIGN, nullable=False),
        sa.Column("texts", postgresql.JSONB(), nullable=False),
    )
    _record(
        "suspicious_route",
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.Column("notes", postgresql.JSONB(), nullable=False),
        sa.Column("stops", postgresql.JSONB(), nullable=False),
    )
    op.add_column("reference_image", sa.Column("counterfeit_version_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_reference_image_counterfeit_version_id"),
        "reference_image",
        "counterfeit_version",
        ["counterfeit_version_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index(
        op.f("ix_reference_image_counterfeit_version_id"),
        "reference_image",
        ["counterfeit_version_id"],
    )
    op.add_column("distinguishing_feature", sa.Column("technology", TECHNOLOGY, nullable=True))
    op.add_column("distinguishing_feature", sa.Column("polygon", postgresql.JSONB(), nullable=True))
    op.add_column(
        "distinguishing_feature", sa.Column("counterpart_image_id", sa.Uuid(), nullable=True)
    )
    op.create_foreign_key(
        op.f("fk_distinguishing_feature_counterpart_image_id"),
        "distinguishing_feature",
        "reference_image",
        ["counterpart_image_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index(
        op.f("ix_distinguishing_feature_counterpart_image_id"),
        "distinguishing_feature",
        ["counterpart_image_id"],
    )
    for column in COUNTERPART:
        op.add_column("distinguishing_feature", sa.Column(column, sa.Float(), nullable=True))
    op.create_check_constraint(
        op.f("ck_distinguishing_feature_counterpart_lies_in_the_picture"),
        "distinguishing_feature",
        "counterpart_x >= 0 AND counterpart_y >= 0"
        " AND counterpart_width > 0 AND counterpart_height > 0"
        " AND counterpart_x + counterpart_width <= 1.0001"
        " AND counterpart_y + counterpart_height <= 1.0001",
    )


def downgrade() -> None:
    op.drop_constraint(
        op.f("ck_distinguishing_feature_counterpart_lies_in_the_picture"),
        "distinguishing_feature",
        type_="check",
    )
    for column in (*COUNTERPART, "counterpart_image_id", "polygon", "technology"):
        op.drop_column("distinguishing_feature", column)
    op.drop_column("reference_image", "counterfeit_version_id")
    for table in reversed(RECORDS):
        op.drop_table(table)
    for new in NEW_TYPES:
        new.drop(op.get_bind())


def _record(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A list of entries of a product."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("whole_brand", sa.Boolean(), nullable=False),
        sa.Column("level", LEVEL, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f(f"fk_{table}_product_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f(f"ix_{table}_product_id"), table, ["product_id"])
