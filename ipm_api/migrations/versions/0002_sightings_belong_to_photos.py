"""
Sightings belong to photos, not to candidates; product numbers that were read are kept.

A photo answers once what it shows; candidates are weighed anew from that whenever a photo is added.
Of photos that were sent before, the sightings of candidates are kept; adding a photo asks the index
about them again, because their ``gtins`` are null.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inspection_photo", sa.Column("gtins", postgresql.JSONB(), nullable=True))
    op.add_column(
        "candidate",
        sa.Column("contradicted_by", postgresql.JSONB(), nullable=False, server_default="[]"),
    )
    op.alter_column("candidate", "contradicted_by", server_default=None)
    op.add_column("sighting", sa.Column("product_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE sighting SET product_id = candidate.product_id FROM candidate"
        " WHERE candidate.id = sighting.candidate_id"
    )
    op.alter_column("sighting", "product_id", nullable=False)
    op.create_foreign_key(
        op.f("fk_sighting_product_id"),
        "sighting",
        "product",
        ["product_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.drop_constraint(op.f("fk_sighting_photo_id"), "sighting", type_="foreignkey")
    op.create_foreign_key(
        op.f("fk_sighting_photo_id"),
        "sighting",
        "inspection_photo",
        ["photo_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.create_index(op.f("ix_sighting_photo_id"), "sighting", ["photo_id"])
    op.create_index(op.f("ix_sighting_reference_image_id"), "sighting", ["reference_image_id"])
    op.drop_index(op.f("ix_sighting_candidate_id"), table_name="sighting")
    op.drop_column("sighting", "candidate_id")


def downgrade() -> None:
    op.add_column("sighting", sa.Column("candidate_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE sighting SET candidate_id = candidate.id FROM candidate, inspection_photo"
        " WHERE inspection_photo.id = sighting.photo_id"
        " AND candidate.inspection_id = inspection_photo.inspection_id"
        " AND candidate.product_id = sighting.product_id"
    )
    op.execute("DELETE FROM sighting WHERE candidate_id IS NULL")
    op.alter_column("sighting", "candidate_id", nullable=False)
    op.create_foreign_key(
        op.f("fk_sighting_candidate_id"),
        "sighting",
        "candidate",
        ["candidate_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.create_index(op.f("ix_sighting_candidate_id"), "sighting", ["candidate_id"])
    op.drop_index(op.f("ix_sighting_reference_image_id"), table_name="sighting")
    op.drop_index(op.f("ix_sighting_photo_id"), table_name="sighting")
    op.drop_constraint(op.f("fk_sighting_photo_id"), "sighting", type_="foreignkey")
    op.create_foreign_key(
        op.f("fk_sighting_photo_id"), "sighting", "inspection_photo", ["photo_id"], ["id"]
    )
    op.drop_constraint(op.f("fk_sighting_product_id"), "sighting", type_="foreignkey")
    op.drop_column("sighting", "product_id")
    op.drop_column("candidate", "contradicted_by")
    op.drop_column("inspection_photo", "gtins")
