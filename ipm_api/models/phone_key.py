"""What an officer's phones seal their photos with until these are sent."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, now


class PhoneKey(Base):
    """256 random bits of one account, handed out at sign-in; see docs/decisions/0020."""

    __tablename__ = "phone_key"

    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime] = mapped_column(default=now)
