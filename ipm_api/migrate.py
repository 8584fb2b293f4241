"""Brings a database to the tables that this version needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Connection, create_engine, text

_LOCK = 0x49504D00  # advisory lock number: one migration at a time


def migrate(database_url: str, revision: str = "head") -> None:
    """
    Upgrade to *revision*; several processes may call it at once, one does the work.

    Args:
        database_url: a PostgreSQL ≥ 15.
        revision: "head" or an identifier from ``migrations/versions``.
    """
    _run(database_url, revision, command.upgrade)


def downgrade(database_url: str, revision: str = "base") -> None:
    """Undo migrations down to *revision*; data of removed tables is lost."""
    _run(database_url, revision, command.downgrade)


def alembic_config(connection: Connection) -> AlembicConfig:
    """Alembic's settings, with *connection* to work on."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _run(database_url: str, revision: str, action: object) -> None:
    engine = create_engine(database_url)
    try:
        with engine.connect() as guard:
            guard.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
            with engine.begin() as connection:
                assert callable(action)
                action(alembic_config(connection), revision)
    finally:
        engine.dispose()
