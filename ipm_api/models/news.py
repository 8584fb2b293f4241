"""What administrators tell officers of chosen countries."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, Texts, new_id, now


class News(Base):
    """One notice; it is shown for some weeks, see operations/news.py."""

    __tablename__ = "news"
    __table_args__ = (Index("ix_news_published_at", "published_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))  # who wrote it
    titles: Mapped[Texts]
    texts: Mapped[Texts]
    countries: Mapped[list[str]] = mapped_column(ARRAY(String(2)))  # empty: all
    published_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]
