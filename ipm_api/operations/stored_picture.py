"""From uploaded bytes to what is kept: the original bit by bit, pictures rebuilt from pixels."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol

from image_index.arrays import RgbImage
from image_index.errors import PhotoRefused
from image_index.photo import encode_jpeg, inspect_photo, resize_to
from image_index.photo_container import check_extension
from ipm_api.errors import DigestMismatch, ImageRefused
from ipm_api.image_store import ImageStore
from ipm_api.quality_texts import refusal_text
from ipm_api.sentence import Sentence

PICTURE_SIDE = 2000  # px, longer side of what people see; a 12-megapixel photo has 4000
THUMBNAIL_SIDE = 360  # px, twice the largest thumbnail on a page


class PhotoDecoder(Protocol):
    """Turns uploaded bytes into pixels; in the service, a limited child process does."""

    def decode(self, data: bytes, *, max_side: int | None = None) -> RgbImage:
        """
        Upright RGB pixels, at most *max_side* on the longer side.

        Raises:
            PhotoRefused: not a picture that we read.
        """


@dataclass(frozen=True, slots=True)
class Original:
    """The photo as the camera made it, which follows its smaller copy."""

    sha256: str
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Upload:
    """
    One file as it came.

    Attributes:
        data: its bytes.
        file_name: as the client called it; kept as cleaned text only.
        declared_sha256: what the client says its digest is, or None.
        copy_of: the original that follows, if these bytes are a smaller copy.
    """

    data: bytes
    file_name: str = ""
    declared_sha256: str | None = None
    copy_of: Original | None = None

    @property
    def original(self) -> Original:
        """What the evidence is: these bytes, or those of which they are a copy."""
        return self.copy_of or Original(hashlib.sha256(self.data).hexdigest(), len(self.data))


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """Names in the image store, and the pixels for what follows."""

    original_sha256: str
    picture_sha256: str
    thumbnail_sha256: str
    image: RgbImage


def decode_upload(decoder: PhotoDecoder, upload: Upload) -> RgbImage:
    """
    Check the digest and decode; nothing is kept.

    Raises:
        DigestMismatch: the bytes are not those that the client declared.
        ImageRefused: not a picture that we read, or its extension says something else.
    """
    digest = hashlib.sha256(upload.data).hexdigest()
    if upload.declared_sha256 is not None and upload.declared_sha256.lower() != digest:
        raise DigestMismatch(Sentence("The file changed on its way. Send it again."))
    try:
        if upload.file_name:
            check_extension(upload.file_name, inspect_photo(upload.data).media_type)
        return decoder.decode(upload.data, max_side=PICTURE_SIDE)
    except PhotoRefused as error:
        raise ImageRefused(error.code, refusal_text(error.code, error.message)) from error


def keep_picture(images: ImageStore, upload: Upload, image: RgbImage) -> StoredPicture:
    """
    Keep the original and what is shown of it.

    Raises:
        StorageFailed: the store could not keep it.
    """
    return StoredPicture(
        original_sha256=images.put(upload.data),
        picture_sha256=images.put(encode_jpeg(image)),
        thumbnail_sha256=images.put(_thumbnail(image)),
        image=image,
    )


def thumbnail_of(decoder: PhotoDecoder, picture: bytes) -> bytes:
    """A small JPEG of a stored picture, for lists."""
    return _thumbnail(decoder.decode(picture))


def _thumbnail(image: RgbImage) -> bytes:
    return encode_jpeg(resize_to(image, THUMBNAIL_SIDE))


def clean_file_name(name: str) -> str:
    """*name* as text to show: NFC, no folders, control or direction characters, ≤ 255 bytes."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip()
    return name.encode("utf-8", "ignore")[:255].decode("utf-8", "ignore")
