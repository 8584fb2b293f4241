"""Catalogue: what a good product guide holds, the supply chain, contacts, and what edits replaced."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())
_MOMENT = sa.DateTime(timezone=True)


def _array(item: sa.types.TypeEngine[Any]) -> postgresql.ARRAY[Any]:
    return postgresql.ARRAY(item)


def _needed(name: str, kind: sa.types.TypeEngine[Any], default: str) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=default)


def _product_columns() -> list[sa.Column[Any]]:
    lists = ("variants", "packaging", "serial_formats", "price_bands", "characteristics")
    return [
        _needed("model_number", sa.String(60), ""),
        _needed("skus", _array(sa.String(60)), "{}"),
        _needed("nice_classes", _array(sa.Integer()), "{}"),
        *(_needed(name, _JSON, "[]") for name in lists),
        _needed("other_gtins", _array(sa.String(14)), "{}"),
        _needed("revision", sa.Integer(), "1"),
    ]


def _right_columns() -> list[sa.Column[Any]]:
    return [
        _needed("vienna_codes", _array(sa.String(12)), "{}"),
        _needed("locarno_classes", _array(sa.String(5)), "{}"),
        _needed("recordations", _JSON, "[]"),
        sa.Column("removed_at", _MOMENT, nullable=True),
    ]


def _contact_columns() -> list[sa.Column[Any]]:
    duty = postgresql.ENUM(
        "ADMINISTRATIVE", "TECHNICAL", "BOTH", name="contactduty", create_type=False
    )
    return [
        _needed("duty", duty, "BOTH"),
        _needed("hours", _JSON, "{}"),
        _needed("always", sa.Boolean(), "false"),
        _needed("countries", _array(sa.String(2)), "{}"),
        sa.Column("brand_id", sa.Uuid(), nullable=True),
        sa.Column("removed_at", _MOMENT, nullable=True),
    ]


def upgrade() -> None:
    for column in _product_columns():
        op.add_column("product", column)
    op.create_index("ix_product_own_by_name", "product", ["right_holder_id", "sort_name", "id"])
    op.create_index("ix_product_own_by_change", "product", ["right_holder_id", "changed_at", "id"])
    op.create_index("ix_product_other_gtins", "product", ["other_gtins"], postgresql_using="gin")
    op.add_column("brand", sa.Column("removed_at", _MOMENT, nullable=True))
    for column in _right_columns():
        op.add_column("intellectual_property_right", column)
    postgresql.ENUM("ADMINISTRATIVE", "TECHNICAL", "BOTH", name="contactduty").create(op.get_bind())
    for column in _contact_columns():
        op.add_column("contact", column)
    op.create_foreign_key(
        op.f("fk_contact_brand_id"), "contact", "brand", ["brand_id"], ["id"], ondelete="CASCADE"
    )
    op.create_index(op.f("ix_contact_brand_id"), "contact", ["brand_id"])
    op.create_table(
        "product_change",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("before", _JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_product_change_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
            name=op.f("fk_product_change_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("product_id", "revision", name=op.f("pk_product_change")),
    )
    roles = ("FACTORY", "LICENSEE", "IMPORTER", "DISTRIBUTOR", "WAREHOUSE", "BROKER")
    _create_supply_table(
        "trader",
        sa.Column("role", sa.Enum(*roles, name="traderrole"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("identifiers", _JSON, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
    )
    _create_supply_table(
        "trade_route",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("notes", _JSON, nullable=False),
        sa.Column("stops", _JSON, nullable=False),
        sa.Column("months", _array(sa.Integer()), nullable=False),
    )


def downgrade() -> None:
    for table in ("trade_route", "trader"):
        op.drop_table(table)
    op.execute("DROP TYPE traderrole")
    op.drop_table("product_change")
    op.execute("DELETE FROM contact WHERE removed_at IS NOT NULL")
    op.drop_index(op.f("ix_contact_brand_id"), table_name="contact")
    op.drop_constraint(op.f("fk_contact_brand_id"), "contact", type_="foreignkey")
    for column in _contact_columns():
        op.drop_column("contact", column.name)
    op.execute("DROP TYPE contactduty")
    op.execute("DELETE FROM intellectual_property_right WHERE removed_at IS NOT NULL")
    for column in _right_columns():
        op.drop_column("intellectual_property_right", column.name)
    op.drop_column("brand", "removed_at")
    for name in ("other_gtins", "own_by_change", "own_by_name"):
        op.drop_index(f"ix_product_{name}", table_name="product")
    for column in _product_columns():
        op.drop_column("product", column.name)


def _create_supply_table(name: str, *columns: sa.Column[Any]) -> None:
    scopes = (("right_holder", False), ("brand", True), ("product", True))
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(f"{table}_id", sa.Uuid(), nullable=optional) for table, optional in scopes),
        *columns,
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("removed_at", _MOMENT, nullable=True),
        sa.CheckConstraint(
            "brand_id IS NULL OR product_id IS NULL", name=op.f(f"ck_{name}_one_scope")
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"],
                [f"{table}.id"],
                name=op.f(f"fk_{name}_{table}_id"),
                ondelete="CASCADE",
            )
            for table, _ in scopes
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for table, _ in scopes:
        op.create_index(op.f(f"ix_{name}_{table}_id"), name, [f"{table}_id"])
