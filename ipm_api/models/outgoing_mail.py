"""Mails that wait to be sent."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, new_id, now
from ipm_api.models.one_time_token import Purpose


class OutgoingMail(Base):
    """
    One mail to one person: sentences and a link, never anything confidential.

    A link's secret is not here: it is computed from *link_id* when the mail is sent.
    """

    __tablename__ = "outgoing_mail"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    recipient: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(10))
    subject: Mapped[dict[str, Any]]  # a Sentence: {"template": …, "values": {…}}
    lines: Mapped[list[Any]]  # Sentences
    link: Mapped[str] = mapped_column(String(500), default="")  # a path; "{token}" is filled in
    link_purpose: Mapped[Purpose | None]
    link_id: Mapped[uuid.UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    sent_at: Mapped[datetime | None]
