"""Work done later: one row per piece, in the transaction that made it necessary."""

import enum
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, new_id, now

_OPEN = text("state IN ('WAITING', 'RUNNING')")


class JobState(enum.Enum):
    """A job that failed stays, with its reason, until it is cleaned up."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of work. *turn* is its place in a queue in which every right holder has a lane."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_turn", "turn", "due_at", postgresql_where=_OPEN),
        Index("ix_job_lane", "right_holder_id", "turn", postgresql_where=_OPEN),
        Index("uq_job_key", "key", unique=True, postgresql_where=text("state = 'WAITING'")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    task: Mapped[str] = mapped_column(String(60))  # a name in ipm_api.jobs.registry.TASKS
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    key: Mapped[str | None] = mapped_column(String(120))  # asked for twice, done once
    right_holder_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("right_holder.id", ondelete="CASCADE")
    )
    account_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    turn: Mapped[int] = mapped_column(BigInteger)
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)  # begun so often
    leased_until: Mapped[datetime | None]  # while it runs; later than that its worker is dead
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)  # 0: not known yet
    reason: Mapped[str] = mapped_column(String(500), default="")  # of the last failure
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
