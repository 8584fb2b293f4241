"""Decisions that two administrators take, and the answers of right holders who were asked."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, new_id, now


class ApprovalKind(enum.Enum):
    """What is decided on; the subject is a row of that table."""

    RIGHT_HOLDER = "right-holder"
    ACCOUNT = "account"  # an invited officer, trainer or national contact
    IMAGE = "image"  # a held-back picture
    SECOND_FACTOR = "second-factor"  # an account whose second factor is to be removed


class Decision(enum.Enum):
    """How far a round is."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class Approval(Base):
    """
    One round of decision on one subject. Reconsidering a refusal opens another round.

    The constraints say what the operations say: no approval by fewer than two people, and of those
    nobody who asked for it.
    """

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint(
            "(decision = 'APPROVED') = (second_by_id IS NOT NULL)", name="approved_by_two"
        ),
        CheckConstraint(
            "second_by_id IS NULL OR first_by_id IS NOT NULL", name="first_then_second"
        ),
        CheckConstraint("first_by_id <> second_by_id", name="two_different_people"),
        CheckConstraint(
            "requested_by_id NOT IN (first_by_id, second_by_id)", name="not_by_who_asked"
        ),
        CheckConstraint(
            "(decision = 'REFUSED') = (refused_by_id IS NOT NULL)", name="refused_by_one"
        ),
        Index(
            "uq_approval_open_round",
            "kind",
            "subject_id",
            unique=True,
            postgresql_where=text("decision = 'WAITING'"),
        ),
        Index("ix_approval_subject", "kind", "subject_id", "requested_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[ApprovalKind]
    subject_id: Mapped[uuid.UUID]  # no foreign key: the decision outlives what it was about
    decision: Mapped[Decision] = mapped_column(default=Decision.WAITING)
    requested_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[datetime] = mapped_column(default=now)
    request_reason: Mapped[str] = mapped_column(String(500), default="")
    first_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    first_at: Mapped[datetime | None]
    second_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    second_at: Mapped[datetime | None]
    refused_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    refused_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")  # of a refusal


class ResemblanceQuestion(Base):
    """
    "Somebody's upload resembles this picture of yours: is that allowed?"

    The asked right holder learns nothing of the upload: not whose it is, nor what it shows.
    """

    __tablename__ = "resemblance_question"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    image_id: Mapped[uuid.UUID] = mapped_column(  # the held-back picture
        ForeignKey("reference_image.id", ondelete="CASCADE"), unique=True
    )
    resembles_id: Mapped[uuid.UUID] = mapped_column(  # the asked right holder's own picture
        ForeignKey("reference_image.id", ondelete="CASCADE"), index=True
    )
    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE"), index=True
    )
    asked_at: Mapped[datetime] = mapped_column(default=now)
    allowed: Mapped[bool | None]  # None: not answered yet
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None]
