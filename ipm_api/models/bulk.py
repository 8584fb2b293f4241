"""Imports and exports of a whole catalogue: what was sent, what became of every row."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, new_id, now
from ipm_api.models.account import Account
from ipm_api.models.job import Job


class ImportState(enum.Enum):
    """In -ing states a job is at work; in the others a person decides."""

    READING = "reading"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    UNDOING = "undoing"
    UNDONE = "undone"
    REFUSED = "refused"


class Outcome(enum.Enum):
    """What a row does, or what came of taking it back."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ERROR = "error"
    UNDONE = "undone"
    KEPT = "kept"  # not taken back: somebody has changed it since


class Step(enum.IntEnum):
    """How far a row is."""

    READ = 0
    CHECKED = 1
    IMPORTED = 2
    UNDONE = 3


class BulkImport(Base):
    """One import. The files are in the data folder, under its id, until they are cleaned up."""

    __tablename__ = "bulk_import"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
    account: Mapped[Account | None] = relationship()
    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    job: Mapped[Job | None] = relationship()
    state: Mapped[ImportState] = mapped_column(default=ImportState.READING)
    file_name: Mapped[str] = mapped_column(String(255))  # as given, cleaned: data only
    pictures_name: Mapped[str] = mapped_column(String(255), default="")
    sha256: Mapped[str] = mapped_column(String(64))
    whole: Mapped[bool] = mapped_column(default=False)  # all rows or none
    language: Mapped[str] = mapped_column(String(20), default="en")  # of columns that name none
    meanings: Mapped[dict[str, Any]] = mapped_column(default=dict)  # sheet → headings, meanings
    notes: Mapped[list[Any]] = mapped_column(default=list)  # sentences: {"template", "values"}
    created_at: Mapped[datetime] = mapped_column(default=now)
    imported_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class BulkRow(Base):
    """One row of an import; *number* is its place in the work."""

    __tablename__ = "bulk_row"
    __table_args__ = (
        Index("ix_bulk_row_work", "import_id", "step", "number"),
        Index("ix_bulk_row_key", "import_id", "key"),
        Index("ix_bulk_row_outcome", "import_id", "outcome", "number"),
    )

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bulk_import.id", ondelete="CASCADE"))
    sheet: Mapped[str] = mapped_column(String(40))
    row: Mapped[int]  # as the spreadsheet numbers it
    key: Mapped[str] = mapped_column(String(400))  # the product that it is about; "": none
    label: Mapped[str] = mapped_column(String(200))  # for people
    cells: Mapped[dict[str, Any]]  # column → text; parts: sheet → rows
    places: Mapped[dict[str, Any]]  # column → address: "gtins" → "C17"
    step: Mapped[int] = mapped_column(default=Step.READ)
    outcome: Mapped[Outcome | None]
    errors: Mapped[list[Any]] = mapped_column(default=list)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    subject_id: Mapped[uuid.UUID | None]  # no foreign key: what was imported may be removed


class ColumnMeaning(Base):
    """What a heading meant the last time, for one organisation."""

    __tablename__ = "column_meaning"

    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE"), primary_key=True
    )
    sheet: Mapped[str] = mapped_column(String(40), primary_key=True)
    heading: Mapped[str] = mapped_column(String(200), primary_key=True)  # folded
    column: Mapped[str] = mapped_column(String(60))  # "": leave it out


class ProductReference(Base):
    """What a right holder calls a product in its own files."""

    __tablename__ = "product_reference"

    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE"), primary_key=True
    )
    reference: Mapped[str] = mapped_column(String(60), primary_key=True)
    product_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), index=True
    )


class BulkExport(Base):
    """One export, to be fetched until it expires."""

    __tablename__ = "bulk_export"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
    account: Mapped[Account | None] = relationship()
    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    job: Mapped[Job | None] = relationship()
    form: Mapped[str] = mapped_column(String(10))  # "xlsx", "zip"
    size: Mapped[int | None] = mapped_column(BigInteger)  # bytes; None: not ready yet
    sha256: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
