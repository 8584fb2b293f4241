"""Products: what a right holder publishes and officers find."""

import enum
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, Texts, new_id, now
from ipm_api.models.brand import Brand

if TYPE_CHECKING:
    from ipm_api.models.distinguishing_feature import DistinguishingFeature
    from ipm_api.models.reference_image import ReferenceImage


class ProductState(enum.Enum):
    """Published: its current version reaches officers, trainers and the image index."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Category(Base):
    """A trade, as officers know it; kept by administrators."""

    __tablename__ = "category"

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    names: Mapped[Texts]
    position: Mapped[int] = mapped_column(default=0)  # the order of lists, then the slug
    retired: Mapped[bool] = mapped_column(default=False)  # stays on products that have it


class Product(Base):
    """
    One article of a brand, as sold.

    What belongs to one product and is edited as a whole is a JSON list in its row; the shapes are
    in operations/product_parts.py (decision 0014).
    """

    __tablename__ = "product"
    __table_args__ = (
        Index("ix_product_list", "state", "sort_name", "id"),
        Index("ix_product_own_by_name", "right_holder_id", "sort_name", "id"),
        Index("ix_product_own_by_change", "right_holder_id", "changed_at", "id"),
        Index("ix_product_other_gtins", "other_gtins", postgresql_using="gin"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_holder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("right_holder.id"), index=True)
    brand_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("brand.id"), index=True)
    brand: Mapped[Brand] = relationship()
    category_slug: Mapped[str] = mapped_column(ForeignKey("category.slug"), index=True)
    category: Mapped[Category] = relationship()
    names: Mapped[Texts]
    descriptions: Mapped[Texts] = mapped_column(default=dict)
    sort_name: Mapped[str] = mapped_column(String(200))  # folded first name, for lists
    search_text: Mapped[str] = mapped_column(Text)  # folded names, brand, codes, descriptions
    hs_code: Mapped[str] = mapped_column(String(10), default="", index=True)  # 6 to 10 digits
    model_number: Mapped[str] = mapped_column(String(60), default="", server_default="")
    skus: Mapped[list[str]] = mapped_column(ARRAY(String(60)), default=list, server_default="{}")
    nice_classes: Mapped[list[int]] = mapped_column(
        ARRAY(Integer), default=list, server_default="{}"
    )
    variants: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    packaging: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    serial_formats: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    price_bands: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    characteristics: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    other_gtins: Mapped[list[str]] = mapped_column(  # of variants and packaging, for scanners
        ARRAY(String(14)), default=list, server_default="{}"
    )
    revision: Mapped[int] = mapped_column(default=1, server_default="1")  # counts its changes
    state: Mapped[ProductState] = mapped_column(default=ProductState.DRAFT)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]  # when somebody last said that it is still right
    review_reminded_at: Mapped[datetime | None]
    review_months: Mapped[int] = mapped_column(default=12, server_default="12")
    gtins: Mapped[list["ProductGtin"]] = relationship(
        back_populates="product",
        cascade="all, delete-orphan",
        order_by="ProductGtin.gtin",
    )
    images: Mapped[list["ReferenceImage"]] = relationship(
        back_populates="product",
        primaryjoin="and_(Product.id == ReferenceImage.product_id,"
        " ReferenceImage.removed_at.is_(None))",
        cascade="all, delete-orphan",
        order_by="ReferenceImage.position",
    )
    features: Mapped[list["DistinguishingFeature"]] = relationship(
        back_populates="product",
        cascade="all, delete-orphan",
        order_by="DistinguishingFeature.position",
    )


class ProductGtin(Base):
    """A GTIN of a product. Two right holders may claim the same number: no one learns of it."""

    __tablename__ = "product_gtin"

    product_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True
    )
    product: Mapped[Product] = relationship(back_populates="gtins")
    gtin: Mapped[str] = mapped_column(String(14), primary_key=True, index=True)  # 14 digits
