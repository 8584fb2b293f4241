"""Invitations into the team of a right holder."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ipm_api.database import Base, new_id, now
from ipm_api.models.account import Role
from ipm_api.models.right_holder import RightHolder


class Invitation(Base):
    """Somebody was asked to join; deleted when accepted or taken back."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("right_holder_id", "email"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    right_holder_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE")
    )
    right_holder: Mapped[RightHolder] = relationship()
    email: Mapped[str] = mapped_column(String(254))  # in lower case
    role: Mapped[Role]
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
