"""
Versions of products, sharing, requests to publish, and what readers were shown lately.

What is published now becomes version 1 of each product. The content is written as
operations/product_content.py writes it: one JSON row per row.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

FIRST_VERSIONS = """
    INSERT INTO product_version (product_id, number, current, published_at, note, content,
        right_holder_id, brand_id, category_slug, sort_name, search_text, hs_code, gtins,
        image_ids, feature_ids)
    SELECT p.id, 1, true, coalesce(p.published_at, p.changed_at), '',
        jsonb_build_object(
            'product', jsonb_build_array(to_jsonb(p) - '{state,created_at,changed_at,published_at,
                reviewed_at,review_reminded_at,review_months,revision}'::text[]),
            'product_gtin', (SELECT coalesce(jsonb_agg(to_jsonb(g) ORDER BY g.gtin), '[]')
                FROM product_gtin g WHERE g.product_id = p.id),
            'reference_image', (SELECT coalesce(jsonb_agg(to_jsonb(i)
                    - '{state,removed_at,resembles_id,phash,dhash}'::text[]
                    ORDER BY i.position), '[]')
                FROM reference_image i WHERE i.product_id = p.id),
            'distinguishing_feature', (SELECT coalesce(jsonb_agg(to_jsonb(f)
                    ORDER BY f.position), '[]')
                FROM distinguishing_feature f WHERE f.product_id = p.id)),
        p.right_holder_id, p.brand_id, p.category_slug, p.sort_name, p.search_text, p.hs_code,
        (SELECT coalesce(array_agg(g.gtin), '{}') FROM product_gtin g WHERE g.product_id = p.id),
        (SELECT coalesce(array_agg(i.id), '{}') FROM reference_image i WHERE i.product_id = p.id),
        (SELECT coalesce(array_agg(f.id), '{}') FROM distinguishing_feature f
            WHERE f.product_id = p.id)
    FROM product p WHERE p.state = 'PUBLISHED'
"""


def upgrade() -> None:
    op.add_column("product", sa.Column("reviewed_at", MOMENT, nullable=True))
    op.add_column("product", sa.Column("review_reminded_at", MOMENT, nullable=True))
    op.add_column(
        "product", sa.Column("review_months", sa.Integer(), nullable=False, server_default="12")
    )
    op.execute("UPDATE product SET reviewed_at = published_at")
    op.add_column("reference_image", sa.Column("removed_at", MOMENT, nullable=True))
    op.add_column("candidate", sa.Column("version_number", sa.Integer(), nullable=True))
    op.create_index("ix_index_change_product_id", "index_change", ["product_id"])
    _versions()
    _sharing()
    _readings()
    op.execute(FIRST_VERSIONS)


def _versions() -> None:
    op.create_table(
        "product_version",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("right_holder_id", sa.Uuid(), nullable=False),
        sa.Column("brand_id", sa.Uuid(), nullable=False),
        sa.Column("category_slug", sa.String(40), nullable=False),
        sa.Column("sort_name", sa.String(200), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("hs_code", sa.String(10), nullable=False),
        sa.Column("gtins", postgresql.ARRAY(sa.String(14)), nullable=False),
        sa.Column("image_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("feature_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], "fk_product_version_product_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], "fk_product_version_account_id"),
        sa.PrimaryKeyConstraint("product_id", "number", name="pk_product_version"),
    )
    current = sa.text("current")
    table = "product_version"
    op.create_index(
        f"uq_{table}_current", table, ["product_id"], unique=True, postgresql_where=current
    )
    op.create_index(
        f"ix_{table}_list", table, ["sort_name", "product_id"], postgresql_where=current
    )
    for column in ("gtins", "feature_ids"):
        op.create_index(
            f"ix_{table}_{column}",
            table,
            [column],
            postgresql_using="gin",
            postgresql_where=current,
        )
    op.create_index(f"ix_{table}_right_holder_id", table, ["right_holder_id"])
    op.create_index(f"ix_{table}_brand_id", table, ["brand_id"])
    op.create_table(
        "restore_point",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], "fk_restore_point_product_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", name="pk_restore_point"),
    )
    op.create_table(
        "publication_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], "fk_publication_request_product_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], "fk_publication_request_account_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_publication_request"),
    )
    op.create_index("ix_publication_request_product_id", "publication_request", ["product_id"])


def _sharing() -> None:
    op.create_table(
        "sharing_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("right_holder_id", sa.Uuid(), nullable=False),
        sa.Column("brand_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("countries", postgresql.ARRAY(sa.String(2)), nullable=True),
        sa.Column("authorities", postgresql.ARRAY(sa.String(200)), nullable=True),
        sa.Column("covert_countries", postgresql.ARRAY(sa.String(2)), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{noun}_id"], [f"{noun}.id"], f"fk_sharing_rule_{noun}_id", ondelete="CASCADE"
            )
            for noun in ("right_holder", "brand", "product")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sharing_rule"),
    )
    op.create_index("ix_sharing_rule_right_holder_id", "sharing_rule", ["right_holder_id"])
    for column, where in (
        ("right_holder_id", "brand_id IS NULL AND product_id IS NULL"),
        ("brand_id", "product_id IS NULL"),
        ("product_id", None),
    ):
        op.create_index(
            f"uq_sharing_rule_{column}",
            "sharing_rule",
            [column],
            unique=True,
            postgresql_where=None if where is None else sa.text(where),
        )


def _readings() -> None:
    op.create_table(
        "product_reading",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("by_photo", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{noun}_id"], [f"{noun}.id"], f"fk_product_reading_{noun}_id", ondelete="CASCADE"
            )
            for noun in ("account", "product")
        ),
        sa.PrimaryKeyConstraint("account_id", "product_id", "by_photo", name="pk_product_reading"),
    )
    op.create_index("ix_product_reading_account_id_at", "product_reading", ["account_id", "at"])
    op.create_table(
        "reading_allowance",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("reason_until", MOMENT, nullable=True),
        sa.Column("warned_at", MOMENT, nullable=True),
        sa.Column("lifted_until", MOMENT, nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], "fk_reading_allowance_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["lifted_by"], ["account.id"], "fk_reading_allowance_lifted_by"),
        sa.PrimaryKeyConstraint("account_id", name="pk_reading_allowance"),
    )


def downgrade() -> None:
    for table in (
        "reading_allowance",
        "product_reading",
        "sharing_rule",
        "publication_request",
        "restore_point",
        "product_version",
    ):
        op.drop_table(table)
    op.drop_index("ix_index_change_product_id", table_name="index_change")
    op.drop_column("candidate", "version_number")
    op.execute("DELETE FROM reference_image WHERE removed_at IS NOT NULL")
    op.drop_column("reference_image", "removed_at")
    for column in ("review_months", "review_reminded_at", "reviewed_at"):
        op.drop_column("product", column)
