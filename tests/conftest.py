"""What every test may ask for: a clean database, the two apps, a worker. More: makers.py."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from image_index.photo_sandbox import PhotoSandbox
from ipm_api.config import Config
from ipm_api.database import Base, db, now
from ipm_api.embedded_postgres import start_embedded_postgres
from ipm_api.image_store import LocalFolder
from ipm_api.jobs.registry import TASKS
from ipm_api.jobs.worker import Worker
from ipm_api.live_index import LiveIndex
from ipm_api.migrate import migrate
from ipm_api.operations import account as account_operations
from ipm_api.operations import sign_in as sign_in_operations
from ipm_api.operations.application import ProofOfRight
from ipm_api.policy import Actor, Party
from ipm_api.runtime import Runtime
from tests.drawn_pictures import jpeg, label

PASSWORD = "correct horse battery"
PASSWORD_HASH = sign_in_operations.hash_password(PASSWORD)  # once: argon2 is slow on purpose
SYSTEM = Actor(Party.ADMINISTRATOR)
PROOF = ProofOfRight("EM", "018000001", (3, 25), date(2099, 12, 31))

pytest_plugins = ["tests.makers", "tests.milvus_server"]
if (Path(__file__).parent / "browser.py").exists():
    pytest_plugins.append("tests.browser")


@pytest.fixture(scope="session")
def database_url() -> str:
    """An embedded PostgreSQL of this test run, migrated, and without the waits for the disk."""
    folder = Path(tempfile.mkdtemp(prefix="ipm-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped
    url = start_embedded_postgres(folder / "postgres")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("ALTER SYSTEM SET synchronous_commit = off"))
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


@pytest.fixture(scope="session")
def decoder() -> Iterator[PhotoSandbox]:
    """The decoding child process, as in the service."""
    sandbox = PhotoSandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def clean_database(engine: Engine) -> None:
    """Empty every table but the first list of categories; also the trail, which refuses it."""
    tables = ", ".join(t.name for t in Base.metadata.sorted_tables if t.name != "category")
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # no triggers
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


@pytest.fixture
def session(engine: Engine, clean_database: None) -> Iterator[Session]:
    """A session on a clean database."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    """Settings of a service in a folder of its own."""
    return Config(
        data=tmp_path,
        database_url=database_url,
        host="127.0.0.1",
        port=0,
        workers=1,
        secret_key="only for tests",
        secure_cookies=False,
        trusted_proxies=0,
    )


@pytest.fixture
def runtime(config: Config, decoder: PhotoSandbox) -> Runtime:
    """Image store, decoder and an index that follows the test's database."""
    return Runtime(config, LocalFolder(config.images), decoder, LiveIndex(config.index))


@pytest.fixture
def api(config: Config, runtime: Runtime, session: Session) -> Iterator[FlaskClient]:
    """A client of the API."""
    from ipm_api.app import create_app

    app = create_app(config, runtime)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def portal(config: Config, runtime: Runtime, session: Session) -> Iterator[FlaskClient]:
    """A client of the portal, with cookies."""
    from rightholder_portal.app import create_portal

    app = create_portal(config, runtime)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def run_jobs(engine: Engine, session: Session, runtime: Runtime) -> Callable[..., int]:
    """Does every job that is due (within *ahead*), one after the other; returns how many."""

    def run(ahead: timedelta = timedelta(0)) -> int:
        session.commit()  # what a test has written is what a worker would see
        worker, done = Worker(engine, runtime), 0
        while worker.run_one(list(TASKS), now() + ahead):
            done += 1
        session.expire_all()
        return done

    return run


__all__ = ["PASSWORD", "SYSTEM", "account_operations", "jpeg", "label"]
