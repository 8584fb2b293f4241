"""Where to look: what an officer's photos show of a product, and where they look unlike it."""

import json
from functools import lru_cache

import cv2
import numpy as np
import pytest
from sqlalchemy import select

from image_index.photo import decode_photo
from ipm_api.models.account import Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.reference_image import ImageState
from ipm_api.operations.comparison import compare_product
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.stored_picture import Upload
from tests.conftest import jpeg
from tests.ipm_api.photos import on_a_table, photo_of, picture

FEATURES = ((0.1, 0.1, 0.3, 0.2), (0.5, 0.6, 0.3, 0.2))  # of make_product
GENUINE = 1


@lru_cache
def edited(region, seed=GENUINE):
    """The label with another print in the middle of a region."""
    image = picture(seed).copy()
    height, width = image.shape[:2]
    x, y = round((region[0] + region[2] / 4) * width), round((region[1] + region[3] / 4) * height)
    w, h = round(region[2] / 2 * width), round(region[3] / 2 * height)
    image[y : y + h, x : x + w] = (20, 60, 160)
    cv2.putText(image, "FAKE", (x + 2, y + h - 10), 0, 1.0, (255, 240, 90), 3)
    return image


@pytest.fixture
def me(make_account, token_for):
    """Headers of an officer's request."""
    return {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}


@pytest.fixture
def compared(api, me):
    """Sends a photo and asks for the comparison with a product."""

    def ask(product, *photos):
        sent = None
        for photo in photos:
            path = f"/api/v1/inspections{f'/{sent}/photos' if sent else ''}"
            answer = api.post(path, data=photo, content_type="image/jpeg", headers=me)
            assert answer.status_code == 201
            sent = sent or answer.json["id"]
        path = f"/api/v1/inspections/{sent}/products/{product.id}/comparison"
        answer = api.get(path, headers=me)
        assert answer.status_code == 200, answer.json
        return answer.json

    return ask


def photo(image):
    return jpeg(on_a_table(image))


def test_a_genuine_article_draws_no_attention(api, me, publisher, make_product, compared):
    """Both features are seen, as pairs of pictures; the answer says that it is no verdict."""
    answer = compared(make_product(publisher, picture=picture(GENUINE)), photo(picture(GENUINE)))

    assert [f["visibility"] for f in answer["features"]] == ["visible", "visible"]
    assert [f["attention"] for f in answer["features"]] == ["nothing-noticed"] * 2
    assert [f["counterfeits"] for f in answer["features"]] == [[], []]
    assert "places to look at" in answer["note"]
    for feature in answer["features"]:
        for name in ("photo_crop_url", "reference_crop_url"):
            assert api.get(feature[name], headers=me).status_code == 200


def test_an_edited_feature_asks_for_a_closer_look(publisher, make_product, compared):
    """In a word, without a number; the other feature stays calm."""
    product = make_product(publisher, picture=picture(GENUINE))
    answer = compared(product, photo(edited(FEATURES[1])))

    assert [f["attention"] for f in answer["features"]] == ["nothing-noticed", "look-closely"]
    text = json.dumps(answer)
    for word in ("unlikeness", "score", "strength", "homography", "%"):
        assert word not in text


def test_another_place_is_outlined_on_the_photo(api, me, publisher, make_product, compared):
    """Nobody declared it; the outline leads the eye, the pair shows why."""
    product = make_product(publisher, picture=picture(GENUINE))
    place = (0.55, 0.1, 0.3, 0.2)
    answer = compared(product, photo(edited(place)))

    first = answer["places"][0]
    corners = np.array([[c["x"] * 1300, c["y"] * 1000] for c in first["outline"]])
    middle = corners.mean(axis=0)  # on_a_table puts the label at (300, 120)
    assert 300 + 0.55 * 600 < middle[0] < 300 + 0.85 * 600
    assert 120 + 0.1 * 800 < middle[1] < 120 + 0.3 * 800
    assert corners.min() >= 0
    for name in ("photo_crop_url", "reference_crop_url"):
        assert api.get(first[name], headers=me).status_code == 200


def test_a_feature_that_cannot_be_judged_says_why(session, publisher, make_product, compared):
    """Outside of the photo, in glare, or too far away: each asks for another photo in its way."""
    product = make_product(publisher, picture=picture(GENUINE))
    tiny = FeatureDraft(
        titles={"en": "A dot"},
        genuine_shows={"en": "Round."},
        image_id=product.images[0].id,
        region=(0.2, 0.2, 0.02, 0.015),  # 12 pixels a side of a photo at full size
    )
    add_feature(session, publisher, product.id, tiny)
    publish_product(session, publisher, product.id)
    upper = jpeg(picture(GENUINE)[:440])
    shone = picture(GENUINE).copy()
    shone[460:660, 280:500] = 255  # over the second feature and around it

    assert [f["visibility"] for f in compared(product, upper)["features"]] == [
        "visible",
        "outside-photo",
        "too-few-pixels",
    ]
    glare = compared(product, photo(shone))["features"][1]
    assert (glare["visibility"], glare["attention"]) == ("glare", None)
    far = compared(product, photo(picture(GENUINE)))["features"][2]
    assert (far["visibility"], far["attention"]) == ("too-few-pixels", None)
    assert far["photo_crop_url"] is not None  # it is shown all the same


def test_another_photo_makes_good_what_one_hides(publisher, make_product, compared):
    """Glare on the first photo; the second shows the place, and is the one that is shown."""
    product = make_product(publisher, picture=picture(GENUINE))
    shone = picture(GENUINE).copy()
    shone[460:660, 280:500] = 255
    answer = compared(product, photo(shone), photo(picture(GENUINE)))

    first, second = answer["features"]
    assert [first["visibility"], second["visibility"]] == ["visible", "visible"]
    assert second["photo_id"] in second["photo_crop_url"]


def test_a_known_counterfeit_is_named_where_the_photo_agrees_with_it(
    api, me, publisher, make_product, compared
):
    """By its number among those that the guide shows; a genuine article agrees with none."""
    fake = edited(FEATURES[1])
    product = make_product(publisher, picture=picture(GENUINE), counterfeit=fake)

    first, second = compared(product, photo(fake))["features"]
    assert first["counterfeits"] == []
    (alike,) = second["counterfeits"]
    assert alike["number"] == 1
    pair = [api.get(url, headers=me) for url in (second["photo_crop_url"], alike["crop_url"])]
    own, known = (decode_photo(answer.data).astype(float) for answer in pair)
    assert own.shape == known.shape
    assert np.abs(own - known).mean() < 15
    assert second["attention"] == "look-closely"
    genuine = compared(product, photo(picture(GENUINE)))
    assert [f["counterfeits"] for f in genuine["features"]] == [[], []]


def test_a_held_back_counterfeit_is_not_compared(session, publisher, make_product, compared):
    """It may be another right holder's artwork."""
    fake = edited(FEATURES[1])
    product = make_product(publisher, picture=picture(GENUINE), counterfeit=fake)
    product.images[1].state = ImageState.HELD_BACK
    session.commit()

    answer = compared(product, photo(fake))
    assert [f["counterfeits"] for f in answer["features"]] == [[], []]


def test_a_product_that_no_photo_shows_has_no_places(publisher, make_product, compared):
    """Found by words or by its code: everything is still to be photographed."""
    product = make_product(publisher, picture=picture(2))
    answer = compared(product, photo(picture(GENUINE)))

    assert [f["visibility"] for f in answer["features"]] == ["outside-photo"] * 2
    assert {f["photo_crop_url"] for f in answer["features"]} == {None}
    assert answer["places"] == []


def test_a_comparison_leaves_with_its_product(api, me, session, publisher, make_product):
    """Withdrawn is withdrawn, also for an inspection that was open."""
    product = make_product(publisher, picture=picture(GENUINE))
    body = photo(picture(GENUINE))
    sent = api.post("/api/v1/inspections", data=body, content_type="image/jpeg", headers=me).json
    withdraw_product(session, publisher, product.id)

    path = f"/api/v1/inspections/{sent['id']}/products/{product.id}/comparison"
    assert api.get(path, headers=me).status_code == 404


class CountingDecoder:
    """The decoder, and how many pictures it read."""

    def __init__(self, decoder):
        self._decoder = decoder
        self.decoded = 0

    def decode(self, data, *, max_side=None):
        self.decoded += 1
        return self._decoder.decode(data, max_side=max_side)


def test_the_same_question_is_answered_from_memory_and_recorded_each_time(
    session, runtime, publisher, officer, make_product
):
    """A phone that asks again costs nothing; the trail knows that it was read."""
    product = make_product(publisher, picture=picture(3))
    case = submit_inspection(
        session, officer, runtime.index, runtime.images, runtime.decoder, [photo_of(3)]
    ).inspection.id
    decoder = CountingDecoder(runtime.decoder)
    parts = (session, officer, runtime.images, decoder)
    answers = [compare_product(*parts, case, product.id) for _ in range(2)]

    assert decoder.decoded == 2  # the photo and the reference, once
    assert [f.visibility for f in answers[0].features] == [
        f.visibility for f in answers[1].features
    ]
    recorded = select(AuditEvent.subject).where(AuditEvent.action == "comparison.read")
    assert list(session.scalars(recorded)) == [str(product.id)] * 2


def test_at_most_three_photos_are_compared(session, runtime, publisher, officer, make_product):
    """Twenty photos of one front would take half a minute."""
    product = make_product(publisher, picture=picture(4))
    photos = [Upload(jpeg(on_a_table(picture(4)), quality)) for quality in (70, 75, 80, 85, 88)]
    parts = (session, officer, runtime.index, runtime.images, runtime.decoder)
    case = submit_inspection(*parts, photos).inspection.id
    decoder = CountingDecoder(runtime.decoder)

    compare_product(session, officer, runtime.images, decoder, case, product.id)

    assert decoder.decoded == 3 * 2
