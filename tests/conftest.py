"""What every test may ask for: the two apps, a worker. More: database.py, makers.py, browser.py."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from image_index.photo_sandbox import PhotoSandbox
from ipm_api.config import Config
from ipm_api.database import db, now
from ipm_api.image_store import LocalFolder
from ipm_api.jobs.registry import TASKS
from ipm_api.jobs.worker import Worker
from ipm_api.live_index import LiveIndex
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

pytest_plugins = [
    "tests.database",
    "tests.makers",
    "tests.ipm_api.totp",
    "tests.milvus_server",
    "tests.remembered",
    "tests.browser",
    "tests.loopback_push",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: the end of a run is many short tests, for all processes."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def decoder() -> Iterator[PhotoSandbox]:
    """The decoding child process, as in the service."""
    sandbox = PhotoSandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    """Settings of a service in a folder of its own."""
    return config_in(tmp_path, database_url)


def config_in(folder: Path, database_url: str) -> Config:
    """Settings of a service whose files are in *folder*."""
    return Config(
        data=folder,
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
    return runtime_of(config, decoder)


def runtime_of(config: Config, decoder: PhotoSandbox) -> Runtime:
    """What a process holds with *config*."""
    return Runtime(config, LocalFolder(config.images), decoder, LiveIndex(config.index))


@pytest.fixture(scope="session")
def apps(
    database_url: str, decoder: PhotoSandbox, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Flask, Flask]:
    """The API and the portal, made once: they keep nothing but a runtime, and get the test's."""
    from ipm_api.app import create_app
    from rightholder_portal.app import create_portal

    config = config_in(tmp_path_factory.mktemp("apps"), database_url)
    runtime = runtime_of(config, decoder)
    return create_app(config, runtime), create_portal(config, runtime)


@contextmanager
def holding(app: Flask, runtime: Runtime) -> Iterator[Flask]:
    """*app* of a process that holds *runtime*."""
    app.extensions["ipm"] = runtime
    app.extensions["held"] = app.extensions.get("held", 0) + 1
    yield app
    app.extensions["held"] -= 1
    if not app.extensions["held"]:  # else a server still answers with its connections
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def api(apps: tuple[Flask, Flask], runtime: Runtime, session: Session) -> Iterator[FlaskClient]:
    """A client of the API."""
    with holding(apps[0], runtime) as app:
        yield app.test_client()


@pytest.fixture
def portal(apps: tuple[Flask, Flask], runtime: Runtime, session: Session) -> Iterator[FlaskClient]:
    """A client of the portal, with cookies."""
    with holding(apps[1], runtime) as app:
        yield app.test_client()


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
