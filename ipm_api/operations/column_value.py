"""JSON values as PostgreSQL writes rows (``to_jsonb``), as the values that columns hold."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ARRAY, Column, Date, DateTime, Enum, Numeric, Uuid
from sqlalchemy.types import Float, TypeEngine


def column_value(column: Column[Any], value: Any) -> Any:
    """What *column* holds when its JSON is *value*."""
    return _of_type(column.type, value)


def column_default(column: Column[Any]) -> Any:
    """What *column* holds in a row that was written before it existed."""
    default = column.default
    if default is None:
        return None
    if default.is_scalar:
        return default.arg  # type: ignore[attr-defined]
    return default.arg(None) if default.is_callable else None  # type: ignore[attr-defined]


def _of_type(kind: TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class[value]
    if isinstance(kind, ARRAY):
        return [_of_type(kind.item_type, one) for one in value]
    if isinstance(kind, Uuid):
        return uuid.UUID(value)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Numeric) and not isinstance(kind, Float):
        return Decimal(str(value))
    return value
