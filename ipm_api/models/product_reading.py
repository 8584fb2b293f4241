"""Which products a reader was shown lately, and what was allowed beyond the usual number."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base


class ProductReading(Base):
    """When a product was last shown to somebody; older rows than a week count nothing."""

    __tablename__ = "product_reading"
    __table_args__ = (Index("ix_product_reading_account_id_at", "account_id", "at"),)

    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True
    )
    by_photo: Mapped[bool] = mapped_column(primary_key=True)  # on a photo of the reader's own
    at: Mapped[datetime]
    # only taken along by a phone, not opened: counts in the week alone
    carried: Mapped[bool] = mapped_column(default=False, server_default=false())


class ReadingAllowance(Base):
    """Why somebody reads more than is usual, and who lifted the limit."""

    __tablename__ = "reading_allowance"

    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    reason: Mapped[str] = mapped_column(String(500), default="")
    reason_until: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]  # when administrators were last told
    lifted_until: Mapped[datetime | None]
    lifted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
