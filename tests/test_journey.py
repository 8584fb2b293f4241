"""The main job through HTTP, from a right holder's application to an officer's verdict."""

import dataclasses
import io
import re

import numpy as np
from flask.testing import FlaskClient
from sqlalchemy import select

from image_index.simulated_photo import CONDITIONS, photograph
from ipm_api.models.account import Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.inspection import Inspection, Verdict
from seed_products.artwork import draw_features, draw_product
from seed_products.catalogue import PRODUCTS
from tests.conftest import PASSWORD, jpeg

SEED = next(product for product in PRODUCTS if product.category == "perfume")


class Person:
    """Someone with a browser of their own."""

    def __init__(self, portal: FlaskClient, email: str) -> None:
        self._client = portal.application.test_client()
        self.post("/sign-in", email=email, password=PASSWORD)

    def get(self, path: str) -> str:
        answer = self._client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def post(self, path: str, **fields: object) -> str:
        """Send a form with the token that its page would carry; returns where it leads."""
        page = self._client.get("/sign-in").text
        match = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert match is not None
        answer = self._client.post(path, data={"csrf_token": match[1], **fields})
        assert answer.status_code in (200, 302), (path, answer.status_code, answer.text)
        return answer.location or answer.text


def test_photo_in_distinguishing_features_out(portal, api, session, make_account):
    """
    Registers, is approved, publishes; photographs, compares, decides; everything is recorded.

    The only steps below that are not HTTP are the accounts of administrator and officer, whom
    the command line adds.
    """
    newcomer = portal.application.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', newcomer.get("/register").text)[1]
    newcomer.post(
        "/register",
        data={
            "csrf_token": token,
            "organisation": "Maison Invente",
            "country": "FR",
            "office": "EM",
            "right_number": "018999999",
            "nice_classes": "3",
            "valid_until": "2036-01-31",
            "reference_url": "",
            "name": "Claire Morel",
            "email": "claire@invente.example",
            "password": PASSWORD,
        },
    )
    right_holder = Person(portal, "claire@invente.example")
    assert "Waits for approval" in right_holder.get("/application")
    for _ in range(2):  # two administrators decide
        administrator = Person(portal, make_account(Role.ADMINISTRATOR).email)
        waiting = re.search(
            r"/administration/right-holders/[0-9a-f-]+",
            administrator.get("/administration/right-holders"),
        )
        administrator.post(waiting[0], decision="approve")

    right_holder.post("/brands", name="Invente")
    brand_id = re.search(r'<option value="([0-9a-f-]{36})"', right_holder.get("/products/new"))[1]
    images_page = right_holder.post(
        "/products",
        **{
            "brand_id": brand_id,
            "category": SEED.category,
            "names-en": SEED.names["en"],
            "names-fr": SEED.names["fr"],
            "descriptions-en": SEED.descriptions["en"],
            "hs_code": SEED.hs_code,
            "gtins": SEED.gtins[0],
        },
    )
    product_page = images_page.removesuffix("/images")
    front = next(picture for picture in draw_product(SEED) if picture.view == "front").image
    kept = right_holder.post(images_page, pictures=[(io.BytesIO(jpeg(front)), "front.jpg")])
    assert "keypoints" in kept
    image_id = re.search(r"/images/([0-9a-f-]{36})\?size=thumbnail", kept)[1]
    drawn = [feature for feature in draw_features(SEED) if feature.text.view == "front"]
    for feature in drawn:
        region = feature.region
        right_holder.post(
            f"{product_page}/features",
            **{
                "titles-en": feature.text.title["en"],
                "genuine_shows-en": feature.text.genuine_shows["en"],
                "counterfeit_shows-en": feature.text.counterfeit_shows["en"],
                "tool": "eye",
                "level": "overt",
                "image_id": image_id,
                "x": f"{region.x * 100}",
                "y": f"{region.y * 100}",
                "width": f"{region.width * 100}",
                "height": f"{region.height * 100}",
            },
        )
    right_holder.post(f"{product_page}/publish")
    assert "Published" in right_holder.get(product_page)

    officer = make_account(Role.OFFICER)
    signed_in = api.post("/api/v1/tokens", json={"email": officer.email, "password": PASSWORD})
    bearer = {"Authorization": f"Bearer {signed_in.json['token']}"}
    conditions = dataclasses.replace(CONDITIONS["held"], jpeg=90)
    photo = photograph(front, np.random.default_rng(11), conditions).image
    sent = api.post(
        "/api/v1/inspections",
        data={"photo": (io.BytesIO(jpeg(photo)), "photo.jpg"), "client_id": "quay-7-1"},
        headers=bearer,
    )
    assert sent.status_code == 201
    candidate = sent.json["candidates"][0]
    assert candidate["band"] == "strong"
    assert candidate["product"]["name"] == SEED.names["en"]
    assert [f["title"] for f in candidate["features"]] == [f.text.title["en"] for f in drawn]
    for feature in candidate["features"]:
        for crop in (feature["photo_crop_url"], feature["reference_crop_url"]):
            answer = api.get(crop, headers=bearer)
            assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    decided = api.put(
        f"/api/v1/inspections/{sent.json['id']}/verdict",
        json={
            "verdict": "not-suspect",
            "product_id": candidate["product"]["id"],
            "checks": [
                {"feature_id": f["id"], "answer": "as-genuine"} for f in candidate["features"]
            ],
        },
        headers=bearer,
    )
    assert decided.status_code == 200

    inspection = session.scalars(select(Inspection)).one()
    assert inspection.verdict is Verdict.NOT_SUSPECT
    assert len(inspection.checks) == len(drawn)
    actions = set(session.scalars(select(AuditEvent.action)))
    assert actions >= {
        "right-holder.registered",
        "right-holder.approved",
        "brand.created",
        "product.created",
        "image.added",
        "feature.added",
        "product.published",
        "sign-in.succeeded",
        "inspection.submitted",
        "guide.read",
        "verdict.recorded",
    }
