"""Pictures as answers: never anything but a picture, and never kept by a browser."""

from flask import Response

from rightholder_portal.session import runtime

PICTURE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def as_stored_picture(sha256: str) -> Response:
    """The stored JPEG *sha256*, which was rebuilt from pixels."""
    return as_picture(runtime().images.get(sha256))


def as_picture(data: bytes) -> Response:
    """*data*, a JPEG of our own making."""
    response = Response(data, mimetype="image/jpeg")
    response.headers["Content-Security-Policy"] = PICTURE_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
