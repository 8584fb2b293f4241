"""
Photos from a request: multipart parts, or one picture as the whole body.

A form cut on its way must never look like a form without files: its end is checked.
Source: RFC 7578 (multipart/form-data), RFC 9530 (Content-Digest).
"""

import base64
import binascii
import hashlib
import io
import re
from dataclasses import dataclass
from typing import IO, Any

from flask import Request

from ipm_api.errors import BodyTooLarge, DigestMismatch, MalformedRequest, UnsupportedBody
from ipm_api.operations.stored_picture import Upload
from ipm_api.sentence import Sentence

MAXIMUM_PHOTO = 20_000_000  # bytes, as in image_index.photo_limits
MAXIMUM_FORM = 64_000_000  # bytes of one request
MAXIMUM_TEXT = 10_000  # bytes of one text field

_HEX = re.compile(r"[0-9A-Fa-f]{64}")
_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?=,|$)")


@dataclass(frozen=True, slots=True)
class PhotoForm:
    """What came: pictures, and text fields by name."""

    photos: list[Upload]
    texts: dict[str, str]


class PhotoRequest(Request):
    """A request whose files stay in memory: no photo is left in a temporary folder."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return io.BytesIO()


def read_photos(request: Request, text_names: frozenset[str]) -> PhotoForm:
    """
    The photos of *request*, and its text fields, which must be among *text_names*.

    Raises:
        MalformedRequest: no photo, a cut form, an unknown or doubled part, a photo without a file
            name, or a digest header that cannot be read.
        BodyTooLarge: a photo, a text or the whole is too large.
        UnsupportedBody: neither a form nor a picture.
        DigestMismatch: the bytes are not those that the client declared.
    """
    if request.mimetype == "multipart/form-data":
        return _from_form(request, text_names)
    if request.mimetype.startswith("image/"):
        return PhotoForm([_from_body(request)], {})
    raise UnsupportedBody("Send multipart/form-data with parts named 'photo', or a picture.")


def _from_body(request: Request) -> Upload:
    request.max_content_length = MAXIMUM_PHOTO
    data = request.get_data(cache=True)
    if not data:
        raise MalformedRequest(Sentence("There is no photo in the request. Send it again."))
    if len(data) > MAXIMUM_PHOTO:
        raise BodyTooLarge(Sentence("A photo is larger than 20 MB. Send a smaller copy."))
    _check_content_digest(request, data)
    return Upload(data, declared_sha256=_declared_in_header(request))


def _from_form(request: Request, text_names: frozenset[str]) -> PhotoForm:
    request.max_content_length = MAXIMUM_FORM
    raw = request.get_data(cache=True, parse_form_data=False)
    boundary = request.mimetype_params.get("boundary", "")
    end = f"--{boundary}--".encode("latin-1", "replace")
    if not boundary or not raw.rstrip(b"\r\n").endswith(end):
        raise MalformedRequest(
            Sentence("The upload is incomplete: its end is missing. Send it again.")
        )
    _check_content_digest(request, raw)
    texts = _texts(request, text_names | {"sha256"})
    digests = request.form.getlist("sha256")
    photos = []
    for name, file in request.files.items(multi=True):
        if name != "photo" or not file.filename:
            raise MalformedRequest("Name the parts 'photo', each with a file name.")
        photos.append((file.read(), file.filename))
    if not photos:
        raise MalformedRequest(Sentence("There is no photo in the request. Send it again."))
    in_header = _declared_in_header(request)
    if in_header is not None:
        digests = digests or [in_header]
    if digests and len(digests) != len(photos):
        raise MalformedRequest("Send one 'sha256' for each photo, in the same order.")
    if any(len(data) > MAXIMUM_PHOTO for data, _ in photos):
        raise BodyTooLarge(Sentence("A photo is larger than 20 MB. Send a smaller copy."))
    declared: list[str | None] = [_hexadecimal(digest) for digest in digests]
    return PhotoForm(
        [
            Upload(data, file_name, sha256)
            for (data, file_name), sha256 in zip(
                photos, declared or [None] * len(photos), strict=True
            )
        ],
        texts,
    )


def _texts(request: Request, names: frozenset[str]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, values in request.form.lists():
        if name not in names:
            raise MalformedRequest("The form has a part that is not known here.")
        if any(len(value.encode("utf-8", "replace")) > MAXIMUM_TEXT for value in values):
            raise BodyTooLarge(f"A text has more than {MAXIMUM_TEXT // 1000} kB.")
        if name == "sha256":
            continue
        if len(values) > 1:
            raise MalformedRequest("A text field came twice.")
        texts[name] = values[0]
    return texts


def _declared_in_header(request: Request) -> str | None:
    value = request.headers.get("X-Content-SHA256")
    return None if value is None else _hexadecimal(value.strip())


def _hexadecimal(digest: str) -> str:
    if not _HEX.fullmatch(digest):
        raise MalformedRequest("A SHA-256 has 64 hexadecimal digits.")
    return digest.lower()


def _check_content_digest(request: Request, body: bytes) -> None:
    header = request.headers.get("Content-Digest")
    if header is None:
        return
    match = _DIGEST.search(header)
    if match is None:
        raise MalformedRequest("Write Content-Digest as sha-256=:…:, in base64.")
    try:
        declared = base64.b64decode(match[1], validate=True)
    except binascii.Error as error:
        raise MalformedRequest("Write Content-Digest as sha-256=:…:, in base64.") from error
    if declared != hashlib.sha256(body).digest():
        raise DigestMismatch(Sentence("The upload changed on its way. Send it again."))
