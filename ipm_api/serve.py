"""Starts what one machine needs: the database, its tables, the index, then gunicorn."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager

from gunicorn.app.base import BaseApplication
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from ipm_api.config import Config
from ipm_api.embedded_postgres import start_embedded_postgres
from ipm_api.migrate import migrate
from ipm_api.operations.reference_description import describe_again
from ipm_api.runtime import Runtime, build_runtime
from ipm_api.wsgi import ByPath, create_application

THREADS = 4  # per worker: most of a request is waiting for the phone's network
TIMEOUT = 60  # seconds without a sign of life from a worker before it is replaced


def with_database(config: Config) -> Config:
    """*config* with a database that answers and has its tables; starts the embedded one if due."""
    url = config.database_url or start_embedded_postgres(config.postgres)
    migrate(url)
    return dataclasses.replace(config, database_url=url)


@contextmanager
def operating(config: Config) -> Iterator[tuple[Session, Runtime]]:
    """A session and a runtime for work outside of a request; *config* has its database."""
    assert config.database_url is not None
    engine = create_engine(config.database_url)
    try:
        with Session(engine) as session:
            yield session, build_runtime(config)
    finally:
        engine.dispose()


def save_snapshot(config: Config) -> int:
    """Bring the index up to date and save it for the workers; returns its reference images."""
    with operating(config) as (session, runtime):
        describe_again(session, runtime.images, runtime.decoder)
        runtime.index.save(session)
        return len(runtime.index)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn with our settings; every worker builds its own apps after the fork."""

    def __init__(self, config: Config) -> None:
        self._ipm_config = config
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": f"{self._ipm_config.host}:{self._ipm_config.port}",
            "workers": self._ipm_config.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": TIMEOUT,
            "graceful_timeout": 5,
            "max_requests": 5000,  # a worker is replaced before a slow leak matters
            "max_requests_jitter": 500,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> ByPath:
        return create_application(self._ipm_config, build_runtime(self._ipm_config))


def serve(config: Config) -> None:
    """Serve until Ctrl-C or SIGTERM; *config* has its database."""
    Server(config).run()
