"""All settings. Read from the environment once, at the start of a process; frozen afterwards."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_PORT = 8000
DEFAULT_WORKERS = 2
SHORTEST_SECRET = 32  # characters, of a secret that was made here


@dataclass(frozen=True, slots=True)
class Config:
    """
    What a process needs to know. See docs/configuration.md; a test holds the two together.

    Attributes:
        data: IPM_DATA, folder for pictures, index snapshots and the embedded database.
        database_url: IPM_DATABASE_URL, a PostgreSQL ≥ 15; None starts the embedded server.
        host: IPM_HOST, address to listen on.
        port: IPM_PORT.
        workers: IPM_WORKERS, gunicorn processes.
        secret_key: IPM_SECRET_KEY, signs sessions and cursors; made and kept in the data
            folder when unset.
        secure_cookies: IPM_SECURE_COOKIES, "1" behind TLS.
        trusted_proxies: IPM_TRUSTED_PROXIES, number of proxies whose X-Forwarded-For counts.
        index_url: IPM_INDEX_URL, a Milvus that all processes share; None keeps the index in them.
    """

    data: Path
    database_url: str | None
    host: str
    port: int
    workers: int
    secret_key: str
    secure_cookies: bool
    trusted_proxies: int
    index_url: str | None = None

    @property
    def images(self) -> Path:
        """Where the local image store keeps its bytes."""
        return self.data / "images"

    @property
    def index(self) -> Path:
        """Where index snapshots are kept."""
        return self.data / "index"

    @property
    def postgres(self) -> Path:
        """Where the embedded PostgreSQL keeps its cluster."""
        return self.data / "postgres"


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """
    The settings that *environment* holds; makes the data folder and the secret on first use.

    Raises:
        ValueError: a number is not a number, or the kept secret is damaged; the message says which.
    """
    data = Path(environment.get("IPM_DATA", ".ipm")).expanduser().resolve()
    data.mkdir(parents=True, exist_ok=True)
    return Config(
        data=data,
        database_url=environment.get("IPM_DATABASE_URL") or None,
        host=environment.get("IPM_HOST", "127.0.0.1"),
        port=_whole_number(environment, "IPM_PORT", DEFAULT_PORT),
        workers=_whole_number(environment, "IPM_WORKERS", DEFAULT_WORKERS),
        secret_key=environment.get("IPM_SECRET_KEY") or _kept_secret(data / "secret_key"),
        secure_cookies=environment.get("IPM_SECURE_COOKIES", "") == "1",
        trusted_proxies=_whole_number(environment, "IPM_TRUSTED_PROXIES", 0),
        index_url=environment.get("IPM_INDEX_URL") or None,
    )


def _whole_number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _kept_secret(path: Path) -> str:
    """The secret in *path*; made whole and then given its name, so that nobody reads half of it."""
    if not path.exists():
        temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):  # another process was first: its secret counts
            os.link(temporary, path)
        temporary.unlink()
    secret = path.read_text().strip()
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"{path} holds no secret: delete it, everybody signs in anew")
    return secret
