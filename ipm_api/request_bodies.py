"""Bodies with photos, as the OpenAPI document describes them; photo_upload.py reads them."""

from typing import Any

_PICTURE: dict[str, Any] = {"type": "string", "format": "binary"}
_SHA256: dict[str, Any] = {"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"}
_CLIENT_ID: dict[str, Any] = {"type": "string", "pattern": "^[\\x21-\\x7e]{1,80}$"}


def _with_photos(
    many: bool, texts: dict[str, Any], json_schema: dict[str, Any] | None = None
) -> dict[str, Any]:
    photos = {"type": "array", "items": _PICTURE, "minItems": 1}
    digests = {"type": "array", "items": _SHA256}
    form = {
        "type": "object",
        "properties": {
            "photo": photos if many else _PICTURE,
            "sha256": digests if many else _SHA256,
            **texts,
        },
        "required": ["photo"],
        "additionalProperties": False,
    }
    content: dict[str, Any] = {
        "multipart/form-data": {"schema": form},
        **{f"image/{kind}": {"schema": _PICTURE} for kind in ("jpeg", "png", "webp")},
    }
    if json_schema:
        content = {"application/json": {"schema": json_schema}, **content}
    return {"required": True, "content": content}


INSPECTION_BODY = _with_photos(
    True,
    {
        "client_id": _CLIENT_ID,
        "barcode": {"type": "string", "maxLength": 500},
        "place": {"type": "string", "maxLength": 200},
        "notes": {"type": "string", "maxLength": 4000},
    },
)

PHOTO_BODY = _with_photos(False, {"client_id": _CLIENT_ID})

BARCODE_BODY = _with_photos(
    False,
    {},
    {
        "type": "object",
        "properties": {"text": {"type": "string", "minLength": 1, "maxLength": 4300}},
        "required": ["text"],
        "additionalProperties": False,
    },
)

PIECE_BODY: dict[str, Any] = {
    "required": True,
    "content": {"application/octet-stream": {"schema": _PICTURE}},
}
