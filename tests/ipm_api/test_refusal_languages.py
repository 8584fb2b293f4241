"""A refusal is said in the reader's language, whoever refuses."""

import ast
import uuid
from pathlib import Path

import pytest

from ipm_api import quality_texts
from ipm_api.models.account import Role
from ipm_api.translations import translations_to
from tests.conftest import jpeg, label
from tests.ipm_api.refusals import check

PHOTO = jpeg(label(3, 400, 540))


@pytest.fixture
def me(make_account, token_for) -> dict[str, str]:
    """Headers of an officer's request."""
    return {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}


@pytest.mark.parametrize(
    ("wanted", "spoken", "detail"),
    [
        ("fr-CA, en;q=0.5", "fr", "Introuvable."),
        ("es", "es", "No se encontró."),
        ("de, ar;q=0.9", "ar", "لم يُعثر عليه."),
        ("de", "en", "This was not found."),
        ("x" * 10_000, "en", "This was not found."),
    ],
)
def test_a_refusal_is_said_in_the_readers_language(api, me, wanted, spoken, detail):
    """The type stays for programs; the sentence is for the person, who may read no English."""
    headers = me | {"Accept-Language": wanted}
    answer = api.get(f"/api/v1/products/{uuid.uuid4()}", headers=headers)
    check(answer, 404, "not-found")
    assert (answer.json["detail"], answer.headers["Content-Language"]) == (detail, spoken)


def test_fields_and_pictures_are_refused_in_the_readers_language(api, me):
    """Beside the field, and for what is no picture."""
    headers = me | {"Accept-Language": "fr"}
    asked = {"text": "Vrai ?"}
    answer = api.post("/api/v1/questions", json=asked, headers=headers)
    said = [text for texts in answer.json["errors"].values() for text in texts]
    assert said
    assert all(translations_to("fr").gettext(text) == text for text in said)
    assert not any(text.startswith(("Say", "Name", "Choose")) for text in said)
    photo = {"data": b"no picture at all", "content_type": "image/jpeg"}
    answer = api.post("/api/v1/inspections", headers=headers, **photo)
    check(answer, 422, "image-refused")
    assert answer.json["detail"].startswith("Ce fichier n'est pas une image JPEG")


def test_whatever_a_decoder_refuses_can_be_said_in_every_language():
    """image_index knows no languages: its sentences are in our catalogues word for word."""
    known = {str(sentence) for sentence in quality_texts._REFUSALS}
    refusals = [
        call.args
        for path in (Path(quality_texts.__file__).parents[1] / "image_index").glob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "PhotoRefused"
    ]
    assert len(refusals) > 12
    for code, message in refusals:
        if isinstance(message, ast.Constant):
            assert message.value in known
        elif isinstance(message, ast.JoinedStr):
            assert code.value in quality_texts._REFUSALS_BY_CODE


def test_advice_about_a_photo_is_in_the_readers_language(api, me):
    """A few words that the officer reads on the quay."""
    dark = jpeg((label(3, 400, 540) * 0.1).astype("uint8"))
    photo = {"data": dark, "content_type": "image/jpeg"}
    answer = api.post("/api/v1/inspections", headers=me | {"Accept-Language": "es"}, **photo)
    assert answer.status_code == 201
    assert "Añada luz" in answer.json["photos"][0]["advice"]
