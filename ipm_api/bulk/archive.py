"""
ZIP files from strangers: looked at before anything is unpacked, never unpacked to a folder.

Refused: bombs, nested archives, paths that leave, links, encrypted or doubled members, files that
are two things at once. Sources: Fifield 2019 ("A better zip bomb"), PyPI's Warehouse.
"""

import itertools
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ipm_api.errors import BulkRefused
from ipm_api.sentence import Sentence

MOST_MEMBERS = 6_000  # files of one archive
MOST_BYTES = 600_000_000  # of all members, unpacked
MOST_PICTURE = 20_000_000  # bytes of one picture
MOST_TABLE = 200_000_000  # bytes of one table or part of a spreadsheet, unpacked
MOST_RATIO = 100  # unpacked to packed, of a member of more than 1 MB
_DIRECTORY = 4_000_000  # bytes of the list of contents
_END = b"PK\x05\x06"
_NESTED = (".zip", ".xlsm", ".docx", ".7z", ".rar", ".gz", ".tar", ".bz2", ".xz", ".jar")
_FURNITURE = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")


class Archive:
    """
    An open ZIP that has passed; members by their cleaned names.

    Attributes:
        names: of all members, in their order, furniture of operating systems left out.
    """

    def __init__(self, file: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> None:
        self._file = file
        self._members = members
        self.names = list(members)

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """
        A member, streamed.

        Raises:
            BulkRefused: it is damaged (its CRC, its header or its length is wrong).
        """
        try:
            with self._file.open(self._members[name]) as member:
                yield member
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise BulkRefused(
                Sentence("“%(name)s” in the ZIP is damaged. Make the ZIP again.", name=name)
            ) from error

    def stream(self, name: str) -> IO[bytes]:
        """A member for who reads and closes it; damage shows while it is read."""
        return self._file.open(self._members[name])

    def read(self, name: str) -> bytes:
        """All of a member that is not large (a picture)."""
        with self.open(name) as member:
            return member.read(MOST_PICTURE + 1)

    def size(self, name: str) -> int:
        """Unpacked bytes, as checked."""
        return self._members[name].file_size


@contextmanager
def open_archive(path: Path, *, is_spreadsheet: bool = False) -> Iterator[Archive]:
    """
    The ZIP at *path*, after everything that can be checked without unpacking.

    Raises:
        BulkRefused: with what is wrong and what to do.
    """
    _check_directory(path)
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, struct.error, UnicodeDecodeError) as error:
        raise BulkRefused(Sentence("This is no ZIP that can be read. Make it again.")) from error
    with file:
        infos = file.infolist()
        if infos and min(info.header_offset for info in infos) != 0:
            raise BulkRefused(
                Sentence("Before the ZIP there is something else in the file. Make it again.")
            )
        yield Archive(file, _checked(infos, is_spreadsheet))


def _check_directory(path: Path) -> None:
    """Read how much the list of contents claims to be, before Python makes objects of it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or place + 22 > len(tail):
        raise BulkRefused(Sentence("This is no ZIP that can be read. Make it again."))
    members, length, _, comment = struct.unpack("<HLLH", tail[place + 10 : place + 22])
    if place + 22 + comment != len(tail) or comment:
        raise BulkRefused(
            Sentence("After the ZIP there is something else in the file. Make it again.")
        )
    if length == 0xFFFFFFFF or members == 0xFFFF or members > MOST_MEMBERS or length > _DIRECTORY:
        raise BulkRefused(
            Sentence("At most %(most)s files in one ZIP. Send several.", most=MOST_MEMBERS)
        )


def _checked(infos: list[zipfile.ZipInfo], is_spreadsheet: bool) -> dict[str, zipfile.ZipInfo]:
    members: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    total = 0
    if len(infos) > MOST_MEMBERS:
        raise BulkRefused(
            Sentence("At most %(most)s files in one ZIP. Send several.", most=MOST_MEMBERS)
        )
    ends = sorted((info.header_offset, info.compress_size) for info in infos)
    for (start, length), (following, _) in itertools.pairwise(ends):
        if start + length > following:  # several names for the same bytes: Fifield's bomb
            raise BulkRefused(Sentence("The files of this ZIP overlap. Make it again."))
    for info in infos:
        name = unicodedata.normalize("NFC", info.orig_filename)
        shown = "".join(c for c in name if unicodedata.category(c)[0] != "C")[:80]
        _check_name(name, shown)
        mode = info.external_attr >> 16
        if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise BulkRefused(
                Sentence("“%(name)s” in the ZIP is a link. Put the file itself there.", name=shown)
            )
        if info.flag_bits & 0x41:
            raise BulkRefused(
                Sentence("“%(name)s” is encrypted. Make the ZIP without a password.", name=shown)
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BulkRefused(
                Sentence("“%(name)s” is packed in a way that is not read here.", name=shown)
            )
        total += info.file_size
        limit = MOST_PICTURE if name.lower().endswith(_PICTURES) else MOST_TABLE
        if info.file_size > limit or total > (MOST_TABLE if is_spreadsheet else MOST_BYTES):
            raise BulkRefused(Sentence("“%(name)s” is too large when unpacked.", name=shown))
        if info.file_size > 1_000_000 and info.file_size > MOST_RATIO * info.compress_size:
            raise BulkRefused(
                Sentence("“%(name)s” unpacks to far more than a file of its kind.", name=shown)
            )
        if name.lower() in seen:
            raise BulkRefused(
                Sentence("“%(name)s” is twice in the ZIP. Keep one of the two.", name=shown)
            )
        seen.add(name.lower())
        if name.endswith("/") or _FURNITURE.search(name):
            continue
        if not is_spreadsheet and name.lower().endswith(_NESTED):
            raise BulkRefused(
                Sentence("“%(name)s” is an archive in the archive. Unpack it first.", name=shown)
            )
        members[name] = info
    return members


def _check_name(name: str, shown: str) -> None:
    parts = name.split("/")
    if (
        name.startswith("/")
        or "\\" in name
        or ".." in parts
        or re.match(r"[A-Za-z]:", name)
        or any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in name)
        or len(name.encode("utf-8", "replace")) > 255
        or not name
    ):
        raise BulkRefused(
            Sentence("“%(name)s” is no name for a file in a ZIP. Rename it.", name=shown)
        )
