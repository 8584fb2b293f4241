"""
Reference images: files that arrive in pieces, allowances, the recognition measure.

Pictures that are there were compared with others' by their hashes alone: compared_until is 0, so
that they are compared with everything when they are published next.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KIND = postgresql.ENUM("GENUINE", "KNOWN_COUNTERFEIT", name="imagekind", create_type=False)
VIEW = postgresql.ENUM(
    "FRONT",
    "BACK",
    "LABEL",
    "DETAIL",
    "PACKAGING",
    "ACCESSORY",
    name="imageview",
    create_type=False,
)


def upgrade() -> None:
    for column in (
        sa.Column("quality_problems", postgresql.JSONB(), nullable=False, server_default="[]"),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("held_back_for", sa.String(20), nullable=False, server_default=""),
        sa.Column("compared_until", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("freed_places", postgresql.JSONB(), nullable=False, server_default="[]"),
    ):
        op.add_column("reference_image", column)
    op.execute(
        "UPDATE reference_image SET held_back_for = 'resembles-another' WHERE state = 'HELD_BACK'"
    )
    for name in ("quality_problems", "held_back_for", "compared_until", "freed_places"):
        op.alter_column("reference_image", name, server_default=None)
    op.create_foreign_key(
        op.f("fk_reference_image_uploaded_by"),
        "reference_image",
        "account",
        ["uploaded_by"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_table(
        "picture_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("right_holder_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("view", VIEW, nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("captions", postgresql.JSONB(), nullable=False),
        sa.Column(
            "state", sa.Enum("ARRIVING", "KEPT", "REFUSED", name="uploadstate"), nullable=False
        ),
        sa.Column("refused_for", sa.String(40), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "received >= 0 AND received <= size",
            name=op.f("ck_picture_upload_received_within_size"),
        ),
        sa.ForeignKeyConstraint(
            ["right_holder_id"],
            ["right_holder.id"],
            name=op.f("fk_picture_upload_right_holder_id"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
            name=op.f("fk_picture_upload_product_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_picture_upload_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["image_id"],
            ["reference_image.id"],
            name=op.f("fk_picture_upload_image_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture_upload")),
        sa.UniqueConstraint(
            "product_id", "sha256", name=op.f("uq_picture_upload_product_id_sha256")
        ),
        sa.UniqueConstraint(
            "right_holder_id", "sequence", name=op.f("uq_picture_upload_right_holder_id_sequence")
        ),
    )
    op.create_index(op.f("ix_picture_upload_changed_at"), "picture_upload", ["changed_at"])
    op.create_table(
        "upload_chunk",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["picture_upload.id"],
            name=op.f("fk_upload_chunk_upload_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("upload_id", "start", name=op.f("pk_upload_chunk")),
    )
    op.create_table(
        "upload_allowance",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pixels", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "starts_at", name=op.f("pk_upload_allowance")),
    )
    op.create_table(
        "recognition",
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("measured_at", MOMENT, nullable=False),
        sa.Column("spread", sa.Integer(), nullable=False),
        sa.Column("photos", postgresql.JSONB(), nullable=False),
        sa.Column("confusions", postgresql.JSONB(), nullable=False),
        sa.Column("compared_with", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_id"],
            ["reference_image.id"],
            name=op.f("fk_recognition_image_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("image_id", name=op.f("pk_recognition")),
    )


def downgrade() -> None:
    for table in ("recognition", "upload_allowance", "upload_chunk", "picture_upload"):
        op.drop_table(table)
    op.execute("DROP TYPE uploadstate")
    op.drop_constraint(
        op.f("fk_reference_image_uploaded_by"), "reference_image", type_="foreignkey"
    )
    for name in (
        "freed_places",
        "compared_until",
        "held_back_for",
        "uploaded_by",
        "quality_problems",
    ):
        op.drop_column("reference_image", name)
