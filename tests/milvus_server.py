"""A real Milvus for the tests, from the wheel with the server; skipped where there is none."""

import fcntl
import gc
import sys
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

UNPACKED = Path(sys.prefix, "share", "milvus-server")  # half a gigabyte, unpacked once


@pytest.fixture(scope="session")
def milvus_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """
    Address of a server of this test process.

    Milvus listens on every network interface and cannot be told not to; it holds drawn labels.
    """
    milvus = pytest.importorskip(
        "milvus", reason="the milvus wheel, which carries the server, is not for this platform"
    )
    folder = tmp_path_factory.mktemp("milvus")
    UNPACKED.mkdir(parents=True, exist_ok=True)
    (folder / "bin").symlink_to(UNPACKED)
    server = milvus.MilvusServer(milvus.MilvusServerConfig(data_dir=str(folder)))
    with (UNPACKED / "lock").open("w") as lock:  # two test processes may start together
        fcntl.flock(lock, fcntl.LOCK_EX)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # it tries ports and forgets them
            server.start()
            gc.collect()
    yield f"http://127.0.0.1:{server.listen_port}"
    server.stop()


@pytest.fixture
def milvus_prefix() -> Callable[[], str]:
    """Gives names that no other collection begins with."""
    return lambda: f"test_{uuid.uuid4().hex}"
