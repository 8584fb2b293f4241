"""
A ZIP that is sealed as a whole: the flip of any byte of it is found, offline and for years.

Its comment, the last 96 bytes, is the service's public key and an Ed25519 signature of
``b"IPM bundle\\0"`` and the SHA-256 of every byte before the signature: names, times and lengths of
the archive are sealed with its contents. ``verify_bundle.py`` at the top of the repository checks
it with Python alone.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from ipm_api.signing import SigningKey

MANIFEST = "manifest.json"
_LABEL = b"IPM bundle\0"
_SIGNATURE = 64  # bytes
_IN_MEMORY = 8_000_000  # bytes; a larger bundle is written to disk
_CHUNK = 1 << 20


def sealed_bundle(
    files: Iterable[tuple[str, bytes]], facts: dict[str, str], key: SigningKey, moment: datetime
) -> IO[bytes]:
    """
    A file to read from its beginning: *files*, a manifest of their digests, and the seal.

    Args:
        files: name and bytes, one held at a time.
        facts: said in the manifest.
    """
    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    digests: dict[str, str] = {}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files:
            digests[name] = hashlib.sha256(data).hexdigest()
            archive.writestr(_entry(name, moment), data)
        manifest = {
            "format": "ipm-bundle/1",
            **facts,
            "sealed_at": moment.isoformat(timespec="seconds"),
            "public_key": key.public.hex(),
            "files": digests,
        }
        archive.writestr(_entry(MANIFEST, moment), json_bytes(manifest))
        archive.comment = key.public + bytes(_SIGNATURE)
    size = file.tell()
    file.seek(size - _SIGNATURE)
    file.write(key.sign(_LABEL + _digest(file, size - _SIGNATURE)))
    file.seek(0)
    return file


def json_bytes(value: object) -> bytes:
    """*value* as JSON for people and machines."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def _entry(name: str, moment: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=moment.timetuple()[:6])
    is_picture = name.startswith("photos/")
    entry.compress_type = zipfile.ZIP_STORED if is_picture else zipfile.ZIP_DEFLATED
    return entry


def _digest(file: IO[bytes], length: int) -> bytes:
    """Of the first *length* bytes; the file stands behind them afterwards."""
    file.seek(0)
    digest = hashlib.sha256()
    while length:
        chunk = file.read(min(length, _CHUNK))
        digest.update(chunk)
        length -= len(chunk)
    return digest.digest()
