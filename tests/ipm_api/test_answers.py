"""What answers hold and what they say to a browser: fields, headers, cursors, languages."""

import json
from datetime import timedelta

from ipm_api.database import now
from ipm_api.models.account import Role
from ipm_api.models.alert import AlertPriority
from ipm_api.models.reference_image import ImageState
from ipm_api.operations.alert import AlertDraft, create_alert
from ipm_api.policy import actor_of
from tests.world import World

BRAND = {"id", "name"}
CATEGORY = {"slug", "name"}
PRODUCT = {
    "id", "name", "brand", "category", "gtins", "hs_code", "thumbnail_url", "changed_at",
}  # fmt: skip
FEATURE = {
    "id", "position", "title", "where", "how_to_check", "tool", "level", "genuine_shows",
    "counterfeit_shows", "image_id", "region", "reference_crop_url", "polygon", "technology",
    "counterpart",
}  # fmt: skip
IMAGE = {"id", "kind", "view", "caption", "width", "height", "url", "thumbnail_url"}
PHOTO = {
    "id", "client_id", "sha256", "size", "received_at", "url", "advice", "original_arrived_at",
    "copy_sha256",
}  # fmt: skip
GOLDEN = {
    "inspection": {
        "id", "client_id", "started_at", "barcode", "place", "notes", "photos", "codes",
        "candidates", "note", "verdict", "earlier_verdicts",
    },
    "candidate": {
        "rank", "band", "barcode_agrees", "barcode_says", "barcode_names", "code_checks",
        "contradicted_by", "product", "reference_image_url", "views_seen", "features",
        "counterfeit_images",
    },
    "guide": PRODUCT | {
        "description", "features", "images", "contacts", "model_number", "variants", "packaging",
        "serial_formats", "price_bands", "characteristics", "traders", "routes",
        "counterfeit_versions", "infringements", "warning_signs", "suspicious_routes",
        "version", "published_at", "checked_at", "months_unchecked",
    },
    "contact": {
        "name", "role", "email", "telephone", "languages", "time_zone", "duty", "is_open",
        "local_time", "opens_at",
    },
    "code": {
        "text", "kind", "gtin", "lot", "serial", "expiry", "is_trade_item", "products", "note",
        "number_checks",
    },
}  # fmt: skip


def get(api, world: World, path: str, party: str = "officer X", **headers: str):
    return api.get(f"/api/v1/{path}", headers=world.headers(party) | headers)


def test_answers_hold_the_listed_fields_and_nothing_else(api, world):
    """AC-3: a new column of a table leaves only by a decision."""
    inspection = get(api, world, f"inspections/{world.inspections['officer X']}").json
    assert set(inspection) == GOLDEN["inspection"]
    assert set(inspection["photos"][0]) == PHOTO
    candidate = inspection["candidates"][0]
    assert set(candidate) == GOLDEN["candidate"]
    assert set(candidate["product"]) == PRODUCT
    assert set(candidate["product"]["brand"]) == BRAND
    assert set(candidate["features"][0]) == FEATURE | {"photo_id", "photo_crop_url"}
    assert set(candidate["features"][0]["region"]) == {"x", "y", "width", "height"}
    assert set(candidate["counterfeit_images"][0]) == IMAGE
    guide = get(api, world, f"products/{world.products['A'].id}").json
    assert set(guide) == GOLDEN["guide"]
    assert set(guide["brand"]) == BRAND | {"right_holder", "rights"}
    assert set(guide["brand"]["right_holder"]) == {"name", "country"}
    assert set(guide["brand"]["rights"][0]) == {
        "type", "office", "number", "nice_classes", "vienna_codes", "locarno_classes",
        "valid_until", "recordations",
    }  # fmt: skip
    assert set(guide["features"][0]) == FEATURE
    assert set(guide["images"][0]) == IMAGE
    assert set(guide["contacts"][0]) == GOLDEN["contact"]
    products = get(api, world, "products").json
    assert set(products) == {"products", "next"}
    assert set(products["products"][0]) == PRODUCT
    assert set(products["products"][0]["category"]) == CATEGORY
    inspections = get(api, world, "inspections").json
    assert set(inspections) == {"inspections", "next"}
    assert set(inspections["inspections"][0]) == {
        "id", "client_id", "started_at", "barcode", "place", "photos", "verdict",
    }  # fmt: skip
    codes = api.post(
        "/api/v1/barcodes", json={"text": "9521234543213"}, headers=world.headers("trainer")
    ).json
    assert set(codes) == {"barcodes"}
    assert set(codes["barcodes"][0]) == GOLDEN["code"]
    assert set(codes["barcodes"][0]["products"][0]) == PRODUCT
    assert set(get(api, world, "accounts/me").json) == {"name", "role", "country"}
    assert set(get(api, world, "brands").json["brands"][0]) == BRAND
    assert set(get(api, world, "categories").json["categories"][0]) == CATEGORY


def test_no_answer_holds_a_score(api, world):
    """AC-10: no number by which a forger could improve a fake."""
    text = json.dumps(get(api, world, f"inspections/{world.inspections['officer X']}").json)
    for word in ("inliers", "agreement", "strength", "evidence", "score", "homography", "hash"):
        assert word not in text


def test_readers_see_the_levels_that_are_theirs(api, world):
    """Overt for trainers, covert too for officers, forensic for neither."""
    path = f"products/{world.products['A'].id}"
    levels = {
        party: {feature["level"] for feature in get(api, world, path, party).json["features"]}
        for party in ("officer X", "trainer")
    }
    assert levels == {"officer X": {"overt", "covert"}, "trainer": {"overt"}}


def test_pictures_cannot_run_or_stay(api, world):
    """UP-6, on every route that sends one."""
    product = world.products["A"]
    inspection = f"inspections/{world.inspections['officer X']}"
    photo = f"{inspection}/photos/{world.photos['officer X']}"
    feature = product.features[0].id
    paths = [
        f"images/{product.images[0].id}",
        f"images/{product.images[0].id}?size=thumbnail",
        f"features/{feature}/crop",
        f"{inspection}/features/{feature}/crop",
        f"images/{product.images[0].id}/crop?x=0.1&y=0.1&width=0.4&height=0.4",
        f"{photo}/places/{product.images[0].id}?x=0.1&y=0.1&width=0.4&height=0.4",
        photo,
        f"{photo}?original=1",
    ]
    for path in paths:
        answer = get(api, world, path)
        assert answer.status_code == 200, path
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; sandbox")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        if "original" in path:
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.mimetype == "application/octet-stream"
        else:
            assert answer.mimetype == "image/jpeg"


def test_every_answer_is_closed_to_frames_and_guessing(api, world):
    """Also errors and pages."""
    for path in ("/api/v1/health", "/api/v1/nothing", "/api/v1/docs", "/officer/", "/x"):
        headers = api.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_a_cursor_belongs_to_one_reader_one_list_and_one_search(api, world):
    """r56: nobody edits a position, or carries it elsewhere."""
    first = get(api, world, "products?limit=1", "officer Y").json
    cursor = first["next"]
    second = get(api, world, f"products?limit=1&cursor={cursor}", "officer Y").json

    assert cursor
    assert second["next"] is None
    ids = [page["products"][0]["id"] for page in (first, second)]
    assert sorted(ids) == sorted(str(world.products[key].id) for key in "AB")
    edited = cursor[:-1] + ("A" if cursor[-1] != "A" else "B")
    for path, party in (
        (f"products?cursor={edited}", "officer Y"),
        (f"products?cursor={cursor}", "officer X"),
        (f"products?cursor={cursor}&category=toys", "officer Y"),
        (f"inspections?cursor={cursor}", "officer Y"),
        ("products?cursor=" + "x" * 3_000, "officer Y"),
    ):
        assert get(api, world, path, party).status_code == 400, path


def test_search_takes_wildcards_and_quotes_as_letters(api, world):
    """r44–r46: no change in count."""
    for text in ("%", "_", "' OR 1=1--", "%' AND 1=(SELECT 1)--", "\\", "{{7*7}}"):
        answer = api.get(
            "/api/v1/products", query_string={"q": text}, headers=world.headers("trainer")
        )
        assert answer.status_code == 200
        assert answer.json["products"] == [], text


def test_texts_come_in_the_readers_language_and_say_so(api, publisher, make_product, world):
    """Content-Language names what was used, also when it fell back."""
    product = make_product(publisher, name="Eau Claire")
    path = "products?q=eau"
    french = get(api, world, path, **{"Accept-Language": "fr-CH, de;q=0.5"})
    polish = get(api, world, path, **{"Accept-Language": "pl"})

    assert french.json["products"][0]["name"] == "Eau Claire (fr)"
    assert "fr" in french.headers["Content-Language"]
    assert polish.json["products"][0]["name"] == "Eau Claire"
    assert polish.headers["Content-Language"] == "en"
    assert "Accept-Language" in french.headers["Vary"]
    assert product.id


def test_a_number_that_nobody_registered_is_an_answer(api, world):
    """r41, r42 and an ordinary number: 200, and the sentence that says what it means."""
    for text, is_trade_item in (
        ("4006381333931", True),
        ("2000000000008", False),
        ("9780201379624", False),
    ):
        answer = api.post(
            "/api/v1/barcodes", json={"text": text}, headers=world.headers("officer X")
        )
        code = answer.json["barcodes"][0]
        assert (answer.status_code, code["products"]) == (200, [])
        assert code["is_trade_item"] is is_trade_item
        assert "says nothing about the goods" in code["note"]


def test_a_full_code_says_lot_serial_and_expiry(api, world):
    """As on a medicine box; and the product behind it."""
    text = "(01)09521234543213(17)270131(10)A1(21)S9"
    code = api.post("/api/v1/barcodes", json={"text": text}, headers=world.headers("trainer")).json[
        "barcodes"
    ][0]

    assert (code["gtin"], code["lot"], code["serial"]) == ("09521234543213", "A1", "S9")
    assert code["expiry"] == "2027-01-31"
    assert [product["id"] for product in code["products"]] == [str(world.products["A"].id)]
    assert code["note"] is None


def test_numbers_are_held_against_the_declared_forms(
    api, token_for, make_account, publisher, make_product
):
    """A product that declares no form says nothing; two forms are two ways to be right."""
    forms = tuple(
        {"kind": kind, "pattern": pattern, "place": {}, "reading": {}, "example": ""}
        for kind, pattern in (("serial", "LL-N{6}"), ("serial", "N{9}"), ("lot", '"L"NN'))
    )
    declared = make_product(publisher, gtins=("09521234543213",), serial_formats=forms)
    make_product(publisher, gtins=("09521234543213",))
    headers = {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}
    for serial, lot, expected in (
        ("AB-123456", "L77", {"serial": True, "lot": True}),
        ("123456789", "77", {"serial": True, "lot": False}),
        ("AB-1", "", {"serial": False}),
    ):
        text = f"(01)09521234543213(21){serial}" + (f"(10){lot}" if lot else "")
        answer = api.post("/api/v1/barcodes", json={"text": text}, headers=headers)
        checks = answer.json["barcodes"][0]["number_checks"]
        assert {check["product_id"] for check in checks} == {str(declared.id)}
        assert {check["kind"]: check["as_declared"] for check in checks} == expected


def test_a_held_back_picture_leaves_nowhere(api, world, session):
    """No thumbnail, no place of a feature, no crop: it may be another right holder's artwork."""
    product = world.products["A"]
    front = product.images[0]
    front.state = ImageState.HELD_BACK
    session.commit()

    listed = get(api, world, "products").json["products"]
    guide = get(api, world, f"products/{product.id}").json
    inspection = get(api, world, f"inspections/{world.inspections['officer X']}").json

    assert str(front.id) not in json.dumps([listed, guide, inspection])
    assert {feature["reference_crop_url"] for feature in guide["features"]} == {None}
    assert get(api, world, f"images/{front.id}").status_code == 404
    assert get(api, world, f"features/{guide['features'][0]['id']}/crop").status_code == 404


LE_HAVRE = {"locode": "FRLEH", "name": "Le Havre"}


def test_alerts_reach_the_countries_they_name(api, world, session):
    """And nobody else."""
    today = now().date()
    actor = actor_of(world.accounts["publisher A"])
    assert actor is not None
    create_alert(
        session,
        actor,
        AlertDraft(
            titles={"en": "New fakes"},
            texts={"en": "Look at the cap."},
            countries=["FR"],
            priority=AlertPriority.URGENT,
            valid_from=today,
            valid_until=today + timedelta(days=1),
            ports=("FRLEH",),
        ),
    )
    told = get(api, world, "alerts").json
    assert [(a["title"], a["ports"]) for a in told["alerts"]] == [("New fakes", [LE_HAVRE])]
    assert LE_HAVRE in told["ports"]
    assert {port["locode"][:2] for port in told["ports"]} == {"FR"}
    other = get(api, world, "alerts", "officer Y").json
    assert (other["alerts"], LE_HAVRE in other["ports"]) == ([], False)
