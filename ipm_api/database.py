"""The database: one declarative base and one flask-sqlalchemy handle shared by both Flask apps."""

import uuid
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, registry

Texts = dict[str, str]
"""One text in several languages by BCP 47 tag: ``{"en": "Cap", "fr": "Bouchon"}``."""


class Base(DeclarativeBase):
    """All tables. Ids are random UUIDs, so that they count and order nothing."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            dict[str, str]: JSONB,
            dict[str, Any]: JSONB,
            list[Any]: JSONB,
            datetime: DateTime(timezone=True),
        },
    )


db = SQLAlchemy(model_class=Base)


def now() -> datetime:
    """The server's time, always UTC."""
    return datetime.now(UTC)


def new_id() -> uuid.UUID:
    """A random id; never a control of access by itself."""
    return uuid.uuid4()
