"""Accept-Language in, Content-Language out."""

from flask import Flask, Response, request

from ipm_api.reader_languages import reader_languages, set_reader_languages


def register_content_language(app: Flask) -> None:
    """Read Accept-Language before, and write Content-Language after every request of *app*."""
    app.before_request(_read)
    app.after_request(_write)


def _read() -> None:
    set_reader_languages([tag for tag in request.accept_languages.values() if tag != "*"])


def _write(response: Response) -> Response:
    used = reader_languages().used
    if used and response.status_code < 400:
        response.headers["Content-Language"] = ", ".join(sorted(used))
    return response
