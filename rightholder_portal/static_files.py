"""Styles and scripts, kept by browsers for as long as they do not change."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, request

_LENGTH = 12  # of the hexadecimal digits of SHA-256 that stand in an address


def register_static_files(app: Flask) -> None:
    """Put the content's hash into the address of every static file of *app*."""
    app.url_defaults(_add_version)


def how_long_to_keep() -> str:
    """What Cache-Control says about the static file that is asked for."""
    name = (request.view_args or {}).get("filename", "")
    fresh = request.args.get("v", "") == _version(name)
    return "public, max-age=31536000, immutable" if fresh else "no-cache"


def _add_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "v" not in values:
        values["v"] = _version(values["filename"])


def _version(name: str) -> str:
    path = Path(__file__).parent / "static" / name
    return _hash(path, path.stat().st_mtime_ns) if path.is_file() else ""


@cache
def _hash(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:_LENGTH]
