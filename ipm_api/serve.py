"""Starts what one machine needs: the database, its tables, the index, the worker, gunicorn."""

import atexit
import dataclasses
import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from gunicorn.app.base import BaseApplication
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from ipm_api.config import Config
from ipm_api.embedded_postgres import start_embedded_postgres
from ipm_api.jobs.worker import Worker
from ipm_api.migrate import migrate
from ipm_api.operations.code import seal_anew
from ipm_api.operations.reference_description import describe_again
from ipm_api.runtime import Runtime, build_runtime
from ipm_api.sealing import seal_of
from ipm_api.wsgi import ByPath, create_application

THREADS = 4  # per worker: most of a request is waiting for the phone's network
PAUSE = 2  # seconds before a worker that died is started again
TIMEOUT = 60  # seconds without a sign of life from a worker before it is replaced


def with_database(config: Config) -> Config:
    """
    *config* with a database that answers and has its tables; starts the embedded one if due.

    Secrets in it are sealed under the present IPM_SECRET_KEY from then on.
    """
    url = config.database_url or start_embedded_postgres(config.postgres)
    migrate(url)
    engine = create_engine(url)
    with Session(engine) as session:
        seal_anew(session, seal_of(config))
    engine.dispose()
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
        application = create_application(self._ipm_config, build_runtime(self._ipm_config))
        leave_the_start_alone()
        return application


def leave_the_start_alone() -> None:
    """What the start made lives as long as the process: garbage is looked for elsewhere."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # what ends is garbage after all


def work(config: Config) -> None:
    """Do the jobs of the queue until SIGTERM; *config* has its database."""
    assert config.database_url is not None
    os.nice(10)  # people who wait for a page come first
    engine = create_engine(config.database_url, hide_parameters=True, pool_pre_ping=True)
    worker = Worker(engine, build_runtime(config))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.run()
    os._exit(0)  # what its threads still do is done again


@contextmanager
def working(config: Config) -> Iterator[None]:
    """A worker beside this process, started again whenever it dies."""
    environment = os.environ | {
        "IPM_DATA": str(config.data),
        "IPM_DATABASE_URL": config.database_url or "",
    }
    command = [sys.executable, "-m", "ipm_api.cli", "work"]
    ended = threading.Event()
    children: list[subprocess.Popen[bytes]] = []

    def keep_alive() -> None:
        while not ended.is_set():
            children[:] = [subprocess.Popen(command, env=environment)]  # noqa: S603 - our own
            children[0].wait()
            ended.wait(PAUSE)

    thread = threading.Thread(target=keep_alive, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        for child in children:
            child.terminate()
        thread.join(5)


def serve(config: Config) -> None:
    """Serve until Ctrl-C or SIGTERM; *config* has its database."""
    with working(config):
        Server(config).run()
