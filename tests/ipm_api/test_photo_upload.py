"""A photo arrives whole or not at all (UP-7), and what is not understood is refused."""

import base64
import hashlib
import os

import pytest
from sqlalchemy import func, select

from ipm_api.models.account import Role
from ipm_api.models.inspection import InspectionPhoto
from tests.conftest import jpeg, label
from tests.ipm_api.multipart import END, FORM, part

PHOTO = jpeg(label(4, 400, 540))
SHA256 = hashlib.sha256(PHOTO).hexdigest()
PATH = "/api/v1/inspections"


@pytest.fixture
def me(make_account, token_for) -> dict[str, str]:
    """Headers of an officer's request."""
    return {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}


def kept(session) -> int:
    return session.scalar(select(func.count()).select_from(InspectionPhoto))


def test_an_upload_cut_anywhere_is_refused_and_nothing_is_kept(api, me, session):
    """What a dropped connection looks like behind a proxy: fewer bytes that add up."""
    whole = part("place", b"Quay 7", None) + part("photo", PHOTO) + END
    cuts = [*range(0, len(whole) - 2, len(whole) // 40), *range(len(whole) - 60, len(whole) - 2)]
    statuses = {api.post(PATH, data=whole[:cut], headers=me, **FORM).status_code for cut in cuts}
    assert statuses == {400}
    assert kept(session) == 0
    assert api.post(PATH, data=whole, headers=me, **FORM).status_code == 201


def test_a_cut_in_the_second_photo_loses_neither(api, me, session):
    """The first one is whole: the officer is told that the upload was cut."""
    whole = part("photo", PHOTO) * 2 + END
    for cut in (len(part("photo", PHOTO)) + 5_000, len(whole) - len(END) - 2, len(whole) - 4):
        answer = api.post(PATH, data=whole[:cut], headers=me, **FORM)
        assert answer.status_code == 400
        assert "incomplete" in answer.json["detail"]  # not "no photo": the officer sent two
    assert kept(session) == 0


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("no part", END, 400),
        ("part without a name", part("photo", PHOTO).replace(b' name="photo";', b"") + END, 400),
        ("only text", part("place", b"x", None) + END, 400),
        ("photo as text", part("photo", PHOTO, None) + END, 400),
        ("photo with an empty name", part("photo", PHOTO, "") + END, 400),
        ("unknown file", part("file", PHOTO) + END, 400),
        ("unknown text", part("photo", PHOTO) + part("role", b"x", None) + END, 400),
        ("text twice", part("photo", PHOTO) + part("place", b"x", None) * 2 + END, 400),
        ("text as file", part("photo", PHOTO) + part("place", b"x") + END, 400),
        ("wrong digest", part("photo", PHOTO) + part("sha256", b"0" * 64, None) + END, 400),
        ("no digest", part("photo", PHOTO) + part("sha256", b"x", None) + END, 400),
        (
            "two digests",
            part("photo", PHOTO) + part("sha256", SHA256.encode(), None) * 2 + END,
            400,
        ),
        ("1,001 parts", part("photo", b"x") * 1_001 + END, 413),
        ("long text", part("photo", PHOTO) + part("notes", b"x" * 10_001, None) + END, 413),
        ("very long text", part("photo", PHOTO) + part("notes", b"x" * 600_000, None) + END, 413),
        ("right digest", part("photo", PHOTO) + part("sha256", SHA256.encode(), None) + END, 201),
        ("two photos", part("photo", PHOTO) * 2 + END, 201),
    ],
)
def test_forms_are_understood_wholly_or_refused(api, me, session, name, body, status):
    """Whatever a part is called, no photo is lost silently."""
    answer = api.post(PATH, data=body, headers=me | {"Idempotency-Key": name}, **FORM)

    assert answer.status_code == status, answer.json
    assert answer.mimetype in ("application/json", "application/problem+json")
    assert (kept(session) > 0) == (status == 201)


def test_a_form_without_a_boundary_is_refused(api, me):
    """r22"""
    answer = api.post(
        PATH, data=part("photo", PHOTO) + END, content_type="multipart/form-data", headers=me
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("X-Content-SHA256", SHA256, 201),
        ("X-Content-SHA256", SHA256.upper(), 201),
        ("X-Content-SHA256", "0" * 64, 400),
        ("X-Content-SHA256", "nonsense", 400),
        ("Content-Digest", f"sha-256=:{base64.b64encode(bytes.fromhex(SHA256)).decode()}:", 201),
        ("Content-Digest", f"sha-256=:{base64.b64encode(bytes(32)).decode()}:", 400),
        ("Content-Digest", "sha-256=nonsense", 400),
        ("Content-Digest", "md5=:AAAA:", 400),
    ],
)
def test_a_declared_digest_is_checked(api, me, session, header, value, status):
    """Bytes that changed on their way are no evidence."""
    answer = api.post(PATH, data=PHOTO, content_type="image/jpeg", headers=me | {header: value})
    assert answer.status_code == status, answer.json
    assert kept(session) == (1 if status == 201 else 0)


def test_a_photo_over_20_mb_is_refused_by_its_size(api, me):
    """e01: before anything is decoded."""
    large = PHOTO + b"\0" * 20_000_000
    assert api.post(PATH, data=large, content_type="image/jpeg", headers=me).status_code == 413
    form = part("photo", large) + END
    assert api.post(PATH, data=form, headers=me, **FORM).status_code == 413


def test_a_declared_length_over_the_limit_is_refused_unread(api, me):
    """e04: nobody waits for 4 GB that may never come."""
    answer = api.post(
        PATH,
        data=b"x",
        content_type="image/jpeg",
        environ_overrides={"CONTENT_LENGTH": str(4 * 2**30)},
        headers=me,
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "file_name",
    [
        "../../../../tmp/x.jpg",
        "..\\\\..\\\\x.jpg",
        "CON.jpg",
        "照片.jpg",
        "x" * 300 + ".jpg",
        "a\u202egpj.jpg",
        "<img src=x onerror=alert(1)>.jpg",
        "%2e%2e%2fx.jpg",
    ],
)
def test_names_of_files_name_nothing_here(api, me, runtime, session, file_name):
    """UP-8: what is stored is called by its digest."""
    body = part("photo", PHOTO, file_name.encode().decode("latin-1").replace('"', "")) + END
    if "照" in file_name or "\u202e" in file_name:
        body = part("photo", PHOTO).replace(b"a.jpg", file_name.encode()) + END

    answer = api.post(PATH, data=body, headers=me, **FORM)

    assert answer.status_code == 201, answer.json
    stored = [name for _, _, names in os.walk(runtime.config.images) for name in names]
    assert SHA256 in stored
    assert all(len(name) == 64 for name in stored)
    assert "CON" not in answer.get_data(as_text=True)
