"""What every change of a product replaced: nothing that was written is lost."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, now
from ipm_api.models.account import Account


class ProductChange(Base):
    """One edit of a product's own fields; ``revision`` is the one that it made."""

    __tablename__ = "product_change"

    product_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL")
    )
    account: Mapped[Account | None] = relationship()
    changed_at: Mapped[datetime] = mapped_column(default=now)
    before: Mapped[dict[str, Any]]  # field → what stood there; texts as "names.fr"
