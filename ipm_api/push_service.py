"""Where a push may go: to push services of browsers that the settings name, nowhere else."""

import re
from collections.abc import Collection

BROWSERS = (
    "fcm.googleapis.com",  # Chrome, and most that are made of it
    "updates.push.services.mozilla.com",  # Firefox
    "*.push.apple.com",  # Safari
    "*.notify.windows.com",  # Edge
)

_ENDPOINT = re.compile(r"(?P<origin>https?://(?P<host>[a-z0-9.-]+)(?::[0-9]{1,5})?)/[!\"$-~]*")
_NAME = re.compile(r"(\*\.)?([a-z0-9-]+\.)+[a-z0-9-]+")
_TRIAL = re.compile(r"http://(127\.0\.0\.1|localhost):[0-9]{1,5}")


def push_services(text: str) -> tuple[str, ...]:
    """
    The services that a setting names: names of hosts, "*." for any below; "none" for none.

    ``http://127.0.0.1:PORT`` is one for trials, on this machine.

    Raises:
        ValueError: something else stands there.
    """
    if text.strip() == "none":
        return ()
    names = tuple(text.split()) or BROWSERS
    for name in names:
        if not (_NAME.fullmatch(name) or _TRIAL.fullmatch(name)):
            raise ValueError(f"IPM_PUSH_SERVICES must hold names of hosts, not {name!r}")
    return names


def push_origin(endpoint: str, services: Collection[str]) -> str | None:
    """Scheme and host of an address that a browser gave; None if no push may go there."""
    match = _ENDPOINT.fullmatch(endpoint)
    if match is None:
        return None
    origin, host = match["origin"], match["host"]
    if origin in services:  # a trial
        return origin
    named = any(
        host.endswith(name[1:]) if name.startswith("*.") else host == name for name in services
    )
    return origin if named and origin == f"https://{host}" else None
