"""All settings. Read from the environment once, at the start of a process; frozen afterwards."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from ipm_api.push_service import BROWSERS, push_services

DEFAULT_PORT = 8000
DEFAULT_WORKERS = 2
DEFAULT_IDLE_MINUTES = 15
DEFAULT_PACK_DAYS = 14
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
        old_secret_keys: IPM_OLD_SECRET_KEYS, secrets before, with ";" between; they open, no more.
        secure_cookies: IPM_SECURE_COOKIES, "1" behind TLS.
        trusted_proxies: IPM_TRUSTED_PROXIES, number of proxies whose X-Forwarded-For counts.
        index_url: IPM_INDEX_URL, a Milvus that all processes share; None keeps the index in them.
        site_url: IPM_SITE_URL, how people reach the portal; in links of mails and for passkeys.
        smtp_url: IPM_SMTP_URL, the server that sends mails; None keeps them until there is one.
        mail_from: IPM_MAIL_FROM, the sender of mails.
        show_mails: IPM_SHOW_MAILS, "1" shows everybody's mails on a page: for trials alone.
        idle_minutes: IPM_IDLE_MINUTES, after so long without a touch a phone locks itself.
        second_factor_required: IPM_SECOND_FACTOR is "required" rather than "offered".
        signing_key: IPM_SIGNING_KEY, see signing.py; made and kept in the data folder when unset.
        pack_days: IPM_PACK_DAYS, how long guides that a phone carries along may be read.
        push_services: IPM_PUSH_SERVICES, where pushes to phones may go, see push_service.py.
        push_key: IPM_PUSH_KEY, see vapid.py; made and kept in the data folder when unset.
        push_contact: IPM_PUSH_CONTACT, whom a push service may write to.
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
    site_url: str | None = None
    smtp_url: str | None = None
    mail_from: str = "ipm@localhost"
    show_mails: bool = False
    second_factor_required: bool = False
    signing_key: str | None = None
    idle_minutes: int = DEFAULT_IDLE_MINUTES
    pack_days: int = DEFAULT_PACK_DAYS
    old_secret_keys: tuple[str, ...] = ()
    push_services: tuple[str, ...] = BROWSERS
    push_key: str | None = None
    push_contact: str = "mailto:ipm@localhost"

    @property
    def site(self) -> str:
        """The address that links begin with; never what a request calls itself."""
        return self.site_url or f"http://{self.host}:{self.port}"

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
        secret_key=environment.get("IPM_SECRET_KEY") or kept_secret(data / "secret_key"),
        secure_cookies=environment.get("IPM_SECURE_COOKIES", "") == "1",
        trusted_proxies=_whole_number(environment, "IPM_TRUSTED_PROXIES", 0),
        index_url=environment.get("IPM_INDEX_URL") or None,
        site_url=_address(environment, "IPM_SITE_URL", ("http", "https")),
        smtp_url=_address(environment, "IPM_SMTP_URL", ("smtp", "smtp+starttls", "smtps")),
        mail_from=environment.get("IPM_MAIL_FROM") or "ipm@localhost",
        show_mails=environment.get("IPM_SHOW_MAILS", "") == "1",
        second_factor_required=_one_of(environment, "IPM_SECOND_FACTOR", ("offered", "required"))
        == "required",
        signing_key=environment.get("IPM_SIGNING_KEY") or None,
        idle_minutes=_whole_number(environment, "IPM_IDLE_MINUTES", DEFAULT_IDLE_MINUTES),
        pack_days=_whole_number(environment, "IPM_PACK_DAYS", DEFAULT_PACK_DAYS),
        old_secret_keys=tuple(
            filter(None, map(str.strip, environment.get("IPM_OLD_SECRET_KEYS", "").split(";")))
        ),
        push_services=push_services(environment.get("IPM_PUSH_SERVICES", "")),
        push_key=environment.get("IPM_PUSH_KEY") or None,
        push_contact=_contact(environment),
    )


def _address(environment: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    """The address in *name* without a slash at its end; None when it is not set."""
    text = environment.get(name, "").strip().rstrip("/")
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in schemes or not parts.hostname:
        raise ValueError(f"{name} must begin with {' or '.join(f'{s}://' for s in schemes)}")
    return text


def _contact(environment: Mapping[str, str]) -> str:
    """Whom a push service may write to: the sender of mails, when nobody is named."""
    sender = parseaddr(environment.get("IPM_MAIL_FROM", ""))[1] or "ipm@localhost"
    text = environment.get("IPM_PUSH_CONTACT") or f"mailto:{sender}"
    if not text.startswith(("mailto:", "https://")):
        raise ValueError("IPM_PUSH_CONTACT must begin with mailto: or https://")
    return text


def _one_of(environment: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """The choice in *name*, the first one when it is not set."""
    text = environment.get(name, "") or choices[0]
    if text not in choices:
        raise ValueError(f"{name} must be {' or '.join(choices)}, not {text!r}")
    return text


def _whole_number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{name} must be a whole number, not {text!r}")
    return int(text)


def kept_secret(path: Path) -> str:
    """The secret in *path*; made whole and then given its name, so that nobody reads half of it."""
    if not path.exists():
        temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):  # another process was first: its secret counts
            os.link(temporary, path)
        temporary.unlink()
    secret = path.read_text().strip()
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"{path} holds no secret: delete it, everybody signs in anew")
    return secret
