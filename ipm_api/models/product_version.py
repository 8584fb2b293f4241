"""What was published of a product, number by number, and what stands around publishing it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, new_id, now
from ipm_api.models.account import Account
from ipm_api.models.product import Product


class ProductVersion(Base):
    """
    A product as it was when somebody published it; never changed afterwards but for ``current``.

    Readers see the current version, of which there is at most one; a withdrawn product has none.
    What lists and look-ups ask for is copied out of the content into columns.
    """

    __tablename__ = "product_version"
    __table_args__ = (
        Index(
            "uq_product_version_current",
            "product_id",
            unique=True,
            postgresql_where=text("current"),
        ),
        Index(
            "ix_product_version_list", "sort_name", "product_id", postgresql_where=text("current")
        ),
        Index(
            "ix_product_version_gtins",
            "gtins",
            postgresql_using="gin",
            postgresql_where=text("current"),
        ),
        Index(
            "ix_product_version_feature_ids",
            "feature_ids",
            postgresql_using="gin",
            postgresql_where=text("current"),
        ),
    )

    product_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)  # 1 is the first
    current: Mapped[bool]
    published_at: Mapped[datetime] = mapped_column(default=now)
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    account: Mapped[Account | None] = relationship()
    note: Mapped[str] = mapped_column(String(500), default="")  # what changed, for colleagues
    content: Mapped[dict[str, Any]]  # table → rows, see operations/product_content.py
    right_holder_id: Mapped[uuid.UUID] = mapped_column(index=True)
    brand_id: Mapped[uuid.UUID] = mapped_column(index=True)
    category_slug: Mapped[str] = mapped_column(String(40))
    sort_name: Mapped[str] = mapped_column(String(200))
    search_text: Mapped[str] = mapped_column(Text)
    hs_code: Mapped[str] = mapped_column(String(10))
    gtins: Mapped[list[str]] = mapped_column(ARRAY(String(14)))
    image_ids: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(Uuid))
    feature_ids: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(Uuid))


class RestorePoint(Base):
    """The working copy as it was before an older version was restored into it."""

    __tablename__ = "restore_point"

    product_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime] = mapped_column(default=now)


class PublicationRequest(Base):
    """A member asks the publishers of the organisation to publish a product."""

    __tablename__ = "publication_request"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    product_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), index=True
    )
    product: Mapped[Product] = relationship()
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    account: Mapped[Account] = relationship()
    note: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]  # published, or declined


class SharingRule(Base):
    """
    Who among the readers sees what: of an organisation, of one brand of it, or of one product.

    The most specific rule counts, alone. None in a list means everybody.
    """

    __tablename__ = "sharing_rule"
    __table_args__ = (
        Index(
            "uq_sharing_rule_right_holder_id",
            "right_holder_id",
            unique=True,
            postgresql_where=text("brand_id IS NULL AND product_id IS NULL"),
        ),
        Index(
            "uq_sharing_rule_brand_id",
            "brand_id",
            unique=True,
            postgresql_where=text("product_id IS NULL"),
        ),
        Index("uq_sharing_rule_product_id", "product_id", unique=True),
        Index("ix_sharing_rule_right_holder_id", "right_holder_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE")
    )
    brand_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("brand.id", ondelete="CASCADE"))
    product_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE")
    )
    countries: Mapped[list[str] | None] = mapped_column(ARRAY(String(2)))
    authorities: Mapped[list[str] | None] = mapped_column(ARRAY(String(200)))
    covert_countries: Mapped[list[str] | None] = mapped_column(ARRAY(String(2)))
    changed_at: Mapped[datetime] = mapped_column(default=now)
