"""People who sign in, what they signed in with, and the counters that slow guessing down."""

import enum
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, new_id, now
from ipm_api.models.right_holder import RightHolder


class Role(enum.Enum):
    """What a person is here for: of the account itself, or of one of its memberships."""

    ADMINISTRATOR = "administrator"
    MEMBER = "member"  # edits a right holder's catalogue
    PUBLISHER = "publisher"  # edits and publishes
    ORGANISATION_ADMINISTRATOR = "organisation-administrator"  # publishes, and runs the team
    OFFICER = "officer"
    TRAINER = "trainer"
    NATIONAL_CONTACT = "national-contact"  # invites officers and trainers of one country


MEMBERSHIP_ROLES = (Role.MEMBER, Role.PUBLISHER, Role.ORGANISATION_ADMINISTRATOR)
"""Roles that a person has for one right holder, in the order of what they may do."""


class Account(Base):
    """
    One person: either of an authority (*role* is set), or of right holders (*memberships*).

    Nobody is both, so that no right holder reads what officers read.
    """

    __tablename__ = "account"
    __table_args__ = (
        Index("uq_account_email_lower", sql("lower(email)"), unique=True),
        CheckConstraint(
            "role NOT IN ('MEMBER', 'PUBLISHER', 'ORGANISATION_ADMINISTRATOR')",
            name="right_holder_roles_are_in_memberships",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))  # argon2id, in its own string form
    role: Mapped[Role | None]  # None: the roles are those of the memberships
    country: Mapped[str] = mapped_column(String(2))
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
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="account", order_by="Membership.created_at", cascade="all, delete-orphan"
    )


class Membership(Base):
    """One person may act for one right holder. A representative has several of them."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("account_id", "right_holder_id"),
        CheckConstraint(
            "role IN ('MEMBER', 'PUBLISHER', 'ORGANISATION_ADMINISTRATOR')",
            name="roles_of_a_right_holder",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    account: Mapped[Account] = relationship(back_populates="memberships")
    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE"), index=True
    )
    right_holder: Mapped[RightHolder] = relationship()
    role: Mapped[Role]
    created_at: Mapped[datetime] = mapped_column(default=now)


class PastMembership(Base):
    """Somebody who was removed from a team, as long as that can be undone."""

    __tablename__ = "past_membership"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    account: Mapped[Account] = relationship()
    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[Role]
    removed_at: Mapped[datetime] = mapped_column(default=now)


class AccessToken(Base):
    """
    A bearer token of the API or a session of the portal. Only its SHA-256 is kept.

    The session of a right holder's person keeps the membership that it began with, and ends
    with it.
    """

    __tablename__ = "access_token"

    token_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(default=new_id, unique=True)  # to end it from a page
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    account: Mapped[Account] = relationship()
    membership_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("membership.id", ondelete="CASCADE"), index=True
    )
    membership: Mapped[Membership | None] = relationship()
    device: Mapped[str] = mapped_column(String(100), default="")  # words made of the user agent
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class SignInCounter(Base):
    """Attempts per key ("account:…", "address:…", "everyone") and window; counted atomically."""

    __tablename__ = "sign_in_counter"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(primary_key=True)
    attempts: Mapped[int]
