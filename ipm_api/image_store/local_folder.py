"""Bytes in a folder of this machine."""

import hashlib
import os
import re
import secrets
from datetime import datetime
from pathlib import Path

from ipm_api.errors import StorageFailed
from ipm_api.sentence import Sentence

_SHA256 = re.compile(r"[0-9a-f]{64}")
_ASIDE = "aside"


class LocalFolder:
    """``ab/cd/abcd…`` below one folder: fsync, rename, fsync of the folder, then acknowledge."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        temporary = path.with_name(f"{secrets.token_hex(8)}.part")
        try:
            if path.exists() and path.read_bytes() == data:  # else it is damaged: written anew
                _sync_folder(path.parent)  # another writer may have renamed it a moment ago
                return sha256
            self._make_folders(path.parent)
            with open(temporary, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o440)
            os.rename(temporary, path)
            _sync_folder(path.parent)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise StorageFailed(
                Sentence("The image could not be kept. Nothing was saved.")
            ) from error
        return sha256

    def get(self, sha256: str) -> bytes:
        try:
            data = self._read(sha256)
        except OSError as error:
            raise StorageFailed("A stored picture is missing.") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StorageFailed("A stored picture is damaged.")
        return data

    def set_aside(self, sha256: str) -> bool:
        path, aside = self._path(sha256), self._aside(sha256)
        aside.parent.mkdir(exist_ok=True)
        try:
            os.utime(path)  # since when
            os.replace(path, aside)
        except FileNotFoundError:
            return False
        return True

    def aside(self, before: datetime) -> list[str]:
        found = (self._folder / _ASIDE).glob("*")
        return sorted(path.name for path in found if path.stat().st_mtime < before.timestamp())

    def bring_back(self, sha256: str) -> None:
        path = self._path(sha256)
        self._make_folders(path.parent)
        os.replace(self._aside(sha256), path)
        _sync_folder(path.parent)

    def delete(self, sha256: str) -> None:
        self._aside(sha256).unlink(missing_ok=True)

    def _read(self, sha256: str) -> bytes:
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            pass
        try:
            return self._aside(sha256).read_bytes()
        except FileNotFoundError:
            return self._path(sha256).read_bytes()  # brought back at this moment, or missing

    def _aside(self, sha256: str) -> Path:
        return self._folder / _ASIDE / self._path(sha256).name

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise StorageFailed("A stored picture has no proper name.")
        return self._folder / sha256[:2] / sha256[2:4] / sha256

    def _make_folders(self, folder: Path) -> None:
        for path in (folder.parent, folder):
            if not path.exists():
                path.mkdir(exist_ok=True)
                _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
