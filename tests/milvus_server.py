"""A real Milvus for the tests, from the wheel with the server; skipped where there is none."""

import contextlib
import fcntl
import gc
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(sys.prefix, "share", "milvus-server")  # half a gigabyte of binary, unpacked once
STATE = FOLDER / "running.json"  # the server that runs now and the test processes that use it

_started: list[Any] = []  # processes of ours, kept so that nobody tidies them away


@pytest.fixture(scope="session")
def milvus_url() -> Iterator[str]:
    """
    Address of a server that all test processes of this machine share; the last one stops it.

    One, because its etcd has a port that cannot be changed. Milvus listens on every network
    interface and cannot be told not to; it holds descriptors of drawn labels.
    """
    milvus = pytest.importorskip(
        "milvus", reason="the milvus wheel, which carries the server, is not for this platform"
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _alone():
        running = _running() or _start(milvus)
        running["users"].append(os.getpid())
        STATE.write_text(json.dumps(running))
    yield f"http://127.0.0.1:{running['port']}"
    with _alone():
        running = json.loads(STATE.read_text())
        running["users"] = [u for u in running["users"] if u != os.getpid() and _lives(u)]
        if running["users"]:
            STATE.write_text(json.dumps(running))
        else:
            _stop(running)


@pytest.fixture
def milvus_prefix() -> Callable[[], str]:
    """Gives names that no other collection begins with."""
    return lambda: f"test_{uuid.uuid4().hex}"


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _running() -> dict[str, Any] | None:
    """The server that somebody has started; one that its users left behind is ended here."""
    if not STATE.exists():
        return None
    running: dict[str, Any] = json.loads(STATE.read_text())
    if not _answers(running["port"]) or not any(_lives(user) for user in running["users"]):
        _stop(running)
        return None
    return running


def _start(milvus: Any) -> dict[str, Any]:
    data = Path(tempfile.mkdtemp(prefix="ipm-milvus-"))
    (data / "bin").symlink_to(FOLDER)
    server = milvus.MilvusServer(milvus.MilvusServerConfig(data_dir=str(data)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it tries ports and forgets them
        server.start()
        gc.collect()
    for file in server.proc_fds.values():
        file.close()
    process, server.server_proc = server.server_proc, None  # or it ends with this test process
    _started.append(process)
    return {"pid": process.pid, "port": server.listen_port, "data": str(data), "users": []}


def _stop(running: dict[str, Any]) -> None:
    STATE.unlink()
    if _answers(running["port"]):
        os.kill(running["pid"], signal.SIGTERM)
        until = time.monotonic() + 10
        while _answers(running["port"]) and time.monotonic() < until:
            time.sleep(0.1)
        with contextlib.suppress(ProcessLookupError):
            os.kill(running["pid"], signal.SIGKILL)
    for process in _started:
        if process.pid == running["pid"]:
            process.wait(timeout=10)
    shutil.rmtree(running["data"], ignore_errors=True)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
