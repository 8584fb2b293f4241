"""Of the phone: a smaller copy first, the original of a photo after it; keys of phones."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in (
        sa.Column("original_arrived_at", MOMENT),
        sa.Column("copy_sha256", sa.String(64)),
        sa.Column("copy_size", sa.Integer()),
    ):
        op.add_column("inspection_photo", column)
    op.execute("UPDATE inspection_photo SET original_arrived_at = received_at")
    op.create_table(
        "phone_key",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_phone_key_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_phone_key")),
    )
    op.create_table(
        "photo_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.String(80), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("original_sha256", sa.String(64)),
        sa.Column("original_size", sa.Integer()),
        sa.Column("inspection_id", sa.Uuid()),
        sa.Column("photo_id", sa.Uuid()),
        sa.Column("barcode", sa.String(500), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("notes", sa.String(4000), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "received >= 0 AND received <= size",
            name=op.f("ck_photo_upload_received_within_size"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_photo_upload_{column}"), ondelete="CASCADE"
            )
            for column, target in (
                ("account_id", "account.id"),
                ("inspection_id", "inspection.id"),
                ("photo_id", "inspection_photo.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_upload")),
        sa.UniqueConstraint(
            "account_id", "client_id", name=op.f("uq_photo_upload_account_id_client_id")
        ),
    )
    op.create_index(op.f("ix_photo_upload_changed_at"), "photo_upload", ["changed_at"])
    op.create_table(
        "photo_piece",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["photo_upload.id"],
            name=op.f("fk_photo_piece_upload_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("upload_id", "start", name=op.f("pk_photo_piece")),
    )


def downgrade() -> None:
    for table in ("photo_piece", "photo_upload", "phone_key"):
        op.drop_table(table)
    for column in ("copy_size", "copy_sha256", "original_arrived_at"):
        op.drop_column("inspection_photo", column)
