"""The officer's way through the API: photo, candidates, crops, verdict."""

import hashlib
import io

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from ipm_api.models.account import Role
from ipm_api.models.inspection import Inspection, InspectionPhoto
from tests.conftest import jpeg, label

PICTURE = label(1, 400, 540)
OTHER = label(2, 400, 540)


@pytest.fixture
def me(make_account, token_for) -> dict[str, str]:
    """Headers of an officer's request."""
    return {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}


def send(api: FlaskClient, me: dict[str, str], photo: bytes, **headers: str):
    """One photo as the whole body."""
    return api.post(
        "/api/v1/inspections", data=photo, content_type="image/jpeg", headers=me | headers
    )


def test_a_photo_becomes_candidates_crops_and_a_verdict(api, publisher, make_product, me):
    """The main job, over HTTP."""
    product = make_product(publisher, picture=PICTURE, counterfeit=OTHER)

    report = send(api, me, jpeg(PICTURE))

    assert report.status_code == 201, report.json
    first = report.json["candidates"][0]
    assert first["product"]["id"] == str(product.id)
    assert first["band"] == "strong"
    assert len(first["features"]) == 2
    for url in (
        first["features"][0]["photo_crop_url"],
        first["features"][0]["reference_crop_url"],
        first["reference_image_url"],
        first["product"]["thumbnail_url"],
        first["counterfeit_images"][0]["url"],
        report.json["photos"][0]["url"],
    ):
        answer = api.get(url, headers=me)
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    answers = [{"feature_id": first["features"][0]["id"], "answer": "as-counterfeit"}]
    verdict = api.put(
        f"/api/v1/inspections/{report.json['id']}/verdict",
        json={"verdict": "suspect", "product_id": str(product.id), "checks": answers},
        headers=me,
    )
    assert verdict.status_code == 200, verdict.json
    kept = api.get(f"/api/v1/inspections/{report.json['id']}", headers=me).json
    assert kept["verdict"]["verdict"] == "suspect"
    assert kept["verdict"]["checks"] == answers


def test_unknown_goods_are_an_answer_and_the_answer_says_what_that_means(api, me):
    """Most goods in a container are not registered."""
    answer = send(api, me, jpeg(OTHER))

    assert answer.status_code == 201
    assert answer.json["candidates"] == []
    assert "says nothing about the goods" in answer.json["note"]
    assert answer.json["verdict"] is None


def test_the_receipt_names_the_bytes_that_were_kept(api, me):
    """UP-7, EV-1: the officer can prove what was sent."""
    photo = jpeg(OTHER)

    receipt = send(api, me, photo, **{"X-Content-SHA256": hashlib.sha256(photo).hexdigest()})

    kept = receipt.json["photos"][0]
    assert (kept["sha256"], kept["size"]) == (hashlib.sha256(photo).hexdigest(), len(photo))
    original = api.get(f"{kept['url']}?original=1", headers=me)
    assert original.data == photo


def test_a_list_of_inspections_shows_small_photos(api, me):
    """Twenty photos of the screen's size are too much for a quay's network."""
    shown = send(api, me, jpeg(OTHER)).json["photos"][0]["url"]

    small, large = (api.get(f"{shown}?size={size}", headers=me) for size in ("thumbnail", "full"))

    assert small.mimetype == large.mimetype == "image/jpeg"
    assert max(Image.open(io.BytesIO(small.data)).size) == 360
    assert len(small.data) < len(large.data)
    assert api.get(f"{shown}?size=tiny", headers=me).status_code == 400


def test_several_photos_of_one_article_are_one_inspection(api, me, session):
    """Front and back, with a word about the place."""
    form = {
        "photo": [(io.BytesIO(jpeg(OTHER)), "front.jpg"), (io.BytesIO(jpeg(PICTURE)), "back.jpg")],
        "place": "Quay 7",
        "barcode": "9521234543213",
        "client_id": "phone-1",
    }
    answer = api.post("/api/v1/inspections", data=form, headers=me)

    assert answer.status_code == 201, answer.json
    assert len(answer.json["photos"]) == 2
    assert answer.json["place"] == "Quay 7"
    assert session.scalar(select(func.count()).select_from(Inspection)) == 1


def test_another_photo_can_follow(api, me, publisher, make_product):
    """The first photo showed nothing; the second one names the product."""
    product = make_product(publisher, picture=PICTURE)
    first = send(api, me, jpeg(OTHER)).json

    more = api.post(
        f"/api/v1/inspections/{first['id']}/photos",
        data=jpeg(PICTURE),
        content_type="image/jpeg",
        headers=me | {"Idempotency-Key": "second"},
    )

    assert more.status_code == 201
    assert [photo["client_id"] for photo in more.json["photos"]] == [None, "second"]
    assert more.json["candidates"][0]["product"]["id"] == str(product.id)


def test_a_refused_photo_leaves_nothing_behind(api, me, session):
    """An officer photographs again; there is no half inspection in the list."""
    answer = send(api, me, b"not a picture")

    assert (answer.status_code, answer.json["code"]) == (422, "unsupported-format")
    assert session.scalar(select(func.count()).select_from(InspectionPhoto)) == 0
    assert api.get("/api/v1/inspections", headers=me).json["inspections"] == []


def test_own_inspections_are_paged_without_gap_or_repetition(api, me):
    """A cursor goes on where the page ended, also when another inspection arrives meanwhile."""
    sent = [send(api, me, jpeg(OTHER), **{"Idempotency-Key": str(n)}).json["id"] for n in range(3)]

    first = api.get("/api/v1/inspections?limit=2", headers=me).json
    send(api, me, jpeg(OTHER))
    second = api.get(f"/api/v1/inspections?limit=2&cursor={first['next']}", headers=me).json

    listed = [row["id"] for row in first["inspections"] + second["inspections"]]
    assert listed == list(reversed(sent))
    assert second["next"] is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"verdict": "genuine"}, "verdict"),
        ({"score": 1}, "score"),
        ({"product_id": "00000000-0000-0000-0000-000000000000"}, "product_id"),
        ({"checks": [{"feature_id": "x", "answer": "as-genuine"}]}, "checks.0.feature_id"),
        ({"checks": [{"answer": "as-genuine"}]}, "checks.0.feature_id"),
        ({"reason": "x" * 4001}, "reason"),
        ({"reason": "a\u0007b"}, "reason"),
    ],
)
def test_a_verdict_with_a_wrong_field_is_refused_by_the_name_of_the_field(api, me, change, field):
    """The phone shows the sentence beside the field."""
    inspection = send(api, me, jpeg(OTHER)).json["id"]

    answer = api.put(
        f"/api/v1/inspections/{inspection}/verdict",
        json={"verdict": "cannot-tell"} | change,
        headers=me,
    )

    assert answer.status_code == 400
    assert list(answer.json["errors"]) == [field]


def test_values_of_the_api_are_those_of_the_tables():
    """The schemas may not import the models; a test holds them together."""
    from ipm_api.models.inspection import CheckAnswer, Verdict
    from ipm_api.schemas.inspection_request import CHECK_ANSWERS, VERDICTS

    assert [verdict.value for verdict in Verdict] == list(VERDICTS)
    assert [answer.value for answer in CheckAnswer] == list(CHECK_ANSWERS)
