"""The database of a test run, and how it is emptied before every test."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from ipm_api.database import Base
from ipm_api.embedded_postgres import start_embedded_postgres
from ipm_api.migrate import migrate

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "checkpoint_timeout": "'1h'",
    "max_wal_size": "'4GB'",
    "autovacuum": "off",  # what has grown is truncated
    "jit": "off",
}
"""Without the waits for the disk: nothing here outlives a loss of power."""

GROWN = 4_000_000  # bytes of a table from which on emptying it by rows no longer pays


@pytest.fixture(scope="session")
def database_url() -> str:
    """An embedded PostgreSQL of this test run, migrated."""
    folder = Path(tempfile.mkdtemp(prefix="ipm-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped
    url = start_embedded_postgres(folder / "postgres")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name, value in SETTINGS.items():
            connection.execute(text(f"ALTER SYSTEM SET {name} = {value}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    migrate(url)
    return url


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """Connections for the tests themselves."""
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def clean_database(engine: Engine) -> None:
    """Empty every table but the first list of categories."""
    with engine.begin() as connection:
        empty(connection)


def empty(connection: Connection) -> None:
    """No rows, not in the trail either, which refuses it; numbers begin at 1 again."""
    tables = [t.name for t in Base.metadata.sorted_tables if t.name != "category"]
    names = ", ".join(tables)
    sizes = f"SELECT max(pg_table_size(name::regclass)) FROM unnest('{{{names}}}'::text[]) name"
    connection.execute(text("SET LOCAL session_replication_role = replica"))  # no triggers
    if connection.scalar(text(sizes)) > GROWN:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        return
    rows = " ".join(f"DELETE FROM {name};" for name in tables)
    connection.execute(text(f"DO $$ BEGIN {rows} END $$"))  # one command, one way
    connection.execute(
        text(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
            " FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
        )
    )


@pytest.fixture
def session(engine: Engine, clean_database: None) -> Iterator[Session]:
    """A session on a clean database."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def count_queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """Collects the statements that any connection sends inside ``with count_queries() as sent``."""

    @contextmanager
    def count() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_: object, __: object, statement: str, *rest: object) -> None:
            sent.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        yield sent
        event.remove(Engine, "before_cursor_execute", note)

    return count
