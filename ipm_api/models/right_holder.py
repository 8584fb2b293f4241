"""Organisations that own rights, and how to reach them."""

import enum
import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, Texts, new_id, now

if TYPE_CHECKING:
    from ipm_api.models.brand import Brand


class RightHolderState(enum.Enum):
    """Only an approved right holder can add or publish anything."""

    PENDING = "pending"
    APPROVED = "approved"
    SUSPENDED = "suspended"


class RightHolder(Base):
    """One organisation. Right holders are competitors: nothing of one is ever shown to another."""

    __tablename__ = "right_holder"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    country: Mapped[str] = mapped_column(String(2))  # ISO 3166-1 alpha-2
    state: Mapped[RightHolderState] = mapped_column(default=RightHolderState.PENDING)
    suspended_reason: Mapped[str] = mapped_column(String(500), default="")
    claim: Mapped[str] = mapped_column(String(500))  # the proof of right given at registration
    office: Mapped[str] = mapped_column(String(2), default="")  # WIPO ST.3, of that right
    right_number: Mapped[str] = mapped_column(String(60), default="")
    nice_classes: Mapped[list[Any]] = mapped_column(default=list)  # 1 … 45
    valid_until: Mapped[date | None]
    reference_url: Mapped[str] = mapped_column(String(500), default="")  # the register's page
    registered_at: Mapped[datetime] = mapped_column(default=now)
    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="right_holder",
        cascade="all, delete-orphan",
        primaryjoin="and_(RightHolder.id == Contact.right_holder_id, Contact.removed_at.is_(None))",
        order_by="Contact.position",
    )


class ContactDuty(enum.Enum):
    """What a contact can help with."""

    ADMINISTRATIVE = "administrative"  # procedure, papers, deadlines
    TECHNICAL = "technical"  # is it genuine?
    BOTH = "both"


class Contact(Base):
    """A person or desk that answers officers' questions."""

    __tablename__ = "contact"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE"), index=True
    )
    right_holder: Mapped[RightHolder] = relationship(back_populates="contacts")
    position: Mapped[int] = mapped_column(default=1)  # 1 is called first
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Texts] = mapped_column(default=dict)
    email: Mapped[str] = mapped_column(String(254), default="")
    telephone: Mapped[str] = mapped_column(String(40), default="")
    languages: Mapped[str] = mapped_column(String(100), default="en")  # BCP 47, comma-separated
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")  # IANA name
    duty: Mapped[ContactDuty] = mapped_column(
        default=ContactDuty.BOTH, server_default=ContactDuty.BOTH.name
    )
    hours: Mapped[dict[str, Any]] = mapped_column(  # {"mon": ["09:00", "17:30"], …}, local time
        default=dict, server_default="{}"
    )
    always: Mapped[bool] = mapped_column(default=False, server_default="false")  # day and night
    countries: Mapped[list[str]] = mapped_column(  # asking from where; empty: from everywhere
        ARRAY(String(2)), default=list, server_default="{}"
    )
    brand_id: Mapped[uuid.UUID | None] = mapped_column(  # about which brand; None: about all
        ForeignKey("brand.id", ondelete="CASCADE"), index=True
    )
    brand: Mapped["Brand | None"] = relationship(foreign_keys="Contact.brand_id")
    removed_at: Mapped[datetime | None]
