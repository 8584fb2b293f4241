"""An address that an account gets when somebody opens the link that was mailed there."""

import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base


class EmailChange(Base):
    """What the token of a link stands for; it ends with the token."""

    __tablename__ = "email_change"

    token_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("one_time_token.id", ondelete="CASCADE"), primary_key=True
    )
    email: Mapped[str] = mapped_column(String(254))
