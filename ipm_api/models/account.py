"""People who sign in, what they signed in with, and the counters that slow guessing down."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, new_id, now
from ipm_api.models.right_holder import RightHolder


class Role(enum.Enum):
    """What a person is here for. One account has one role."""

    ADMINISTRATOR = "administrator"
    MEMBER = "member"  # edits a right holder's catalogue
    PUBLISHER = "publisher"  # edits and publishes
    OFFICER = "officer"
    TRAINER = "trainer"
    NATIONAL_CONTACT = "national-contact"  # invites officers and trainers of one country


class Account(Base):
    """One person."""

    __tablename__ = "account"
    __table_args__ = (
        Index("uq_account_email_lower", text("lower(email)"), unique=True),
        CheckConstraint(
            "(role IN ('MEMBER', 'PUBLISHER')) = (right_holder_id IS NOT NULL)",
            name="right_holder_accounts_belong_to_one",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))  # argon2id, in its own string form
    role: Mapped[Role]
    country: Mapped[str] = mapped_column(String(2))
    right_holder_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("right_holder.id"), index=True
    )
    right_holder: Mapped[RightHolder | None] = relationship()
    authority: Mapped[str] = mapped_column(String(200), default="")  # "Douane – Port du Havre"
    # who vouched for this person: has no part in the decision about them
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    approved: Mapped[bool] = mapped_column(default=True)  # False: two administrators decide first
    disabled: Mapped[bool] = mapped_column(default=False)
    disabled_reason: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str | None] = mapped_column(String(10))  # None: as the browser asks
    created_at: Mapped[datetime] = mapped_column(default=now)


class AccessToken(Base):
    """A bearer token of the API or a session of the portal. Only its SHA-256 is kept."""

    __tablename__ = "access_token"

    token_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    account: Mapped[Account] = relationship()
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class SignInCounter(Base):
    """Attempts per key ("account:…", "address:…", "everyone") and window; counted atomically."""

    __tablename__ = "sign_in_counter"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    attempts: Mapped[int]
