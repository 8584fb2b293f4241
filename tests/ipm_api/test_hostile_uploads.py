"""Bombs, broken files and lies through the real routes: refused; the process lives on (UP-1)."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from ipm_api.models.account import Role
from tests.conftest import jpeg, label
from tests.image_index.hostile_files import MARKUP, jpeg_segment, many_scans, png
from tests.ipm_api.multipart import END, FORM, part

EVALUATION = os.environ.get("IPM_EVAL_DATA")
REFUSED_ALL_THE_SAME = {"d18", "d20", "d23", "d24"}  # a dot, a strip, AVIF, a film
PATHS = ("/api/v1/inspections", "/api/v1/barcodes")


@pytest.fixture
def me(make_account, token_for) -> dict[str, str]:
    """Headers of an officer's request."""
    return {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}


def upload(api, me, path: str, name: str, data: bytes):
    return api.post(path, data=part("photo", data, name) + END, headers=me, **FORM)


@pytest.mark.skipif(EVALUATION is None, reason="IPM_EVAL_DATA names no folder")
@pytest.mark.parametrize("path", PATHS)
def test_every_shared_hostile_file_gets_what_its_letter_says(api, me, path):
    """73 files: a bombs, b broken, c lies are refused; d is awkward and accepted."""
    process, wrong = os.getpid(), []
    files = sorted(Path(EVALUATION or "", "hostile", "files").iterdir())
    assert len(files) == 73
    for file in files:
        is_good = file.name[0] == "d" and file.name[:3] not in REFUSED_ALL_THE_SAME
        answer = upload(api, me, path, file.name, file.read_bytes())
        expected = {200, 201} if is_good else {400, 413, 422}
        media_type = "application/json" if is_good else "application/problem+json"
        if answer.status_code not in expected or answer.mimetype != media_type:
            wrong.append((file.name, answer.status_code, answer.get_data(as_text=True)[:200]))
    assert wrong == []
    assert os.getpid() == process
    assert upload(api, me, path, "good.jpg", jpeg(label(7, 400, 540))).status_code in (200, 201)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.png", png(30_000, 30_000)),
        ("strip.png", png(1, 10_000)),
        ("scans.jpg", many_scans(200)),
        ("comment.jpg", jpeg_segment(0xFE, MARKUP)),
        ("empty.jpg", b""),
        ("cut.jpg", jpeg(label(8, 400, 540))[:9_000]),
        ("page.png", b"<html><script>alert(1)</script></html>"),
        ("vector.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("archive.jpg", b"PK\x03\x04" + b"\0" * 100),
        ("film.gif", b"GIF89a" + b"\0" * 100),
        ("picture.png", jpeg(label(8, 400, 540))),
    ],
)
def test_built_hostile_files_are_refused_with_a_reason(api, me, path, name, data):
    """The same without the shared files."""
    answer = upload(api, me, path, name, data)

    assert answer.status_code in (400, 413, 422), answer.json
    assert answer.mimetype == "application/problem+json"
    assert answer.json["detail"]


def test_what_is_shown_of_a_photo_carries_no_metadata(api, me):
    """UP-5, PR-1: position and serial number stay in the sealed original."""
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "CANARYMAKER"
    exif.get_ifd(0x8825)[1] = "N"
    Image.fromarray(label(9, 400, 540)).save(buffer, "JPEG", exif=exif, comment=b"CANARYCOMMENT")
    sent = upload(api, me, PATHS[0], "a.jpg", buffer.getvalue())
    assert sent.status_code == 201, sent.json
    photo = sent.json["photos"][0]

    shown = api.get(photo["url"], headers=me).data

    assert b"CANARY" in buffer.getvalue()
    assert b"CANARY" not in shown
    assert not Image.open(io.BytesIO(shown)).getexif()
    assert b"CANARY" in api.get(f"{photo['url']}?original=1", headers=me).data
