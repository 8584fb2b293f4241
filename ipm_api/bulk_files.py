"""Files of imports and exports: in the data folder, under names of ours, until they are removed."""

import hashlib
import os
import uuid
from pathlib import Path
from typing import IO

from ipm_api.config import Config
from ipm_api.errors import BodyTooLarge
from ipm_api.sentence import Sentence

MOST_UPLOAD = 200_000_000  # bytes of one file
_CHUNK = 1 << 20


def keep_upload(config: Config, subject_id: uuid.UUID, role: str, stream: IO[bytes]) -> str:
    """
    Write what *stream* holds to disk; when this returns, it is there.

    Args:
        role: "table" or "pictures".

    Returns:
        The SHA-256 as 64 hexadecimal digits.

    Raises:
        BodyTooLarge: more than MOST_UPLOAD bytes.
    """
    path = bulk_path(config, subject_id, role)
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > MOST_UPLOAD:
                file.close()
                path.unlink()
                raise BodyTooLarge(Sentence("At most 200 MB. Send it in parts."))
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def bulk_path(config: Config, subject_id: uuid.UUID, role: str) -> Path:
    """Where a file of an import or export is."""
    return config.data / "bulk" / f"{subject_id}.{role}"


def remove_bulk_files(config: Config, subject_id: uuid.UUID) -> None:
    """Remove what there is of it."""
    for role in ("table", "pictures", "export"):
        bulk_path(config, subject_id, role).unlink(missing_ok=True)
