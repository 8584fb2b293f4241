"""Questions of officers to right holders: photos, the legal clock, answers."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, new_id, now
from ipm_api.models.account import Account
from ipm_api.models.brand import Brand
from ipm_api.models.inspection import InspectionPhoto
from ipm_api.models.product import Product
from ipm_api.models.right_holder import Contact, RightHolder


class Statement(enum.Enum):
    """What a right holder says of the goods. It is a statement of one party, never a verdict."""

    GENUINE = "genuine"
    NOT_GENUINE = "not-genuine"
    UNAUTHORISED_CHANNEL = "genuine-unauthorised-channel"
    MORE_PHOTOS = "more-photos-needed"
    CANNOT_TELL = "cannot-tell"


class Question(Base):
    """
    One officer asks one right holder about goods in hand.

    The right holder learns the officer's country, and the authority if the officer says so; never
    who the officer is.
    """

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_inbox", "right_holder_id", "closed_at", "deadline"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    account: Mapped[Account] = relationship()
    country: Mapped[str] = mapped_column(String(2))  # of the officer, when asked
    authority: Mapped[str] = mapped_column(String(200), default="")  # "" : not told
    right_holder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("right_holder.id"))
    right_holder: Mapped[RightHolder] = relationship()
    product_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("product.id", ondelete="SET NULL"), index=True
    )
    product: Mapped[Product | None] = relationship()
    brand_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("brand.id"))
    brand: Mapped[Brand] = relationship()
    inspection_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    perishable: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    deadline: Mapped[datetime]  # by the rule of the officer's country when asked
    answered_at: Mapped[datetime | None]  # the first answer that is not "more photos"
    closed_at: Mapped[datetime | None]
    messages: Mapped[list["QuestionMessage"]] = relationship(
        back_populates="question", order_by="QuestionMessage.position"
    )
    photos: Mapped[list["QuestionPhoto"]] = relationship(
        back_populates="question", order_by="QuestionPhoto.position"
    )
    notices: Mapped[list["QuestionNotice"]] = relationship(
        back_populates="question", order_by="QuestionNotice.sent_at"
    )


class QuestionMessage(Base):
    """One message of a question, from either side."""

    __tablename__ = "question_message"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    question_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), index=True
    )
    question: Mapped[Question] = relationship(back_populates="messages")
    position: Mapped[int]
    from_officer: Mapped[bool]
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    # who answered by the reply form, without an account
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    statement: Mapped[Statement | None]
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]  # by the other side


class QuestionPhoto(Base):
    """A photo of the inspection that the right holder may see, without its metadata."""

    __tablename__ = "question_photo"

    question_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[Question] = relationship(back_populates="photos")
    photo_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("inspection_photo.id"), primary_key=True)
    photo: Mapped[InspectionPhoto] = relationship()
    position: Mapped[int]


class QuestionNotice(Base):
    """A contact was told that a question waits; the link in the mail opens the reply form."""

    __tablename__ = "question_notice"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    question_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), index=True
    )
    question: Mapped[Question] = relationship(back_populates="notices")
    contact_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("contact.id", ondelete="SET NULL")
    )
    contact: Mapped[Contact | None] = relationship()
    contact_name: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[datetime] = mapped_column(default=now)
    opened_at: Mapped[datetime | None]
