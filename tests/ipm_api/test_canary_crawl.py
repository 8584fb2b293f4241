"""Confidential words and pictures of one right holder turn up at nobody else (AC-2)."""

import io
import itertools
import logging
import re

import numpy as np
import pytest
from PIL import Image

from image_index.comparison import Region, crop_reference
from ipm_api.authentication import routes_of
from tests.world import GTINS, PARTIES, World


def known_ids(world: World) -> dict[str, list[str]]:
    """Every id that exists, by the name that routes give it: the attacker knows them all."""
    products = list(world.products.values())
    return {
        "product_id": [str(product.id) for product in products],
        "image_id": [str(image.id) for product in products for image in product.images],
        "feature_id": [str(feature.id) for product in products for feature in product.features],
        "inspection_id": list(world.inspections.values()),
        "photo_id": list(world.photos.values()),
        "question_id": list(world.questions.values()),
        "upload_id": list(world.photo_uploads.values()),
        "offset": ["0"],
        "name": ["index.html", "FR", "DE", "favourites"],
    }


def requests_of(world: World, routes: list[str]):
    """Every route with every combination of ids, and what searches and uploads could reveal."""
    ids = known_ids(world)
    for route in routes:
        method, rule = route.split(" ")
        names = re.findall(r"<(?:\w+:)?(\w+)>", rule)
        for values in itertools.product(*(ids[name] for name in names)):
            path = rule
            for name, value in zip(names, values, strict=True):
                path = re.sub(rf"<(?:\w+:)?{name}>", value, path)
            if method == "GET":
                yield {"method": "GET", "path": path}
                if "photo_id" in rule:
                    yield {"method": "GET", "path": f"{path}?original=1"}
                if "image_id" in rule:
                    yield {"method": "GET", "path": f"{path}?size=thumbnail"}
            elif path.endswith("/verdict"):
                for product_id in ids["product_id"]:
                    body = {"verdict": "suspect", "product_id": product_id}
                    yield {"method": "PUT", "path": path, "json": body}
    for gtin in GTINS.values():
        yield {"method": "GET", "path": f"/api/v1/products?gtin={gtin}"}
        yield {"method": "POST", "path": "/api/v1/barcodes", "json": {"text": gtin}}
    for canary in world.canaries:
        if "trainer" not in canary.readers:
            yield {"method": "GET", "path": f"/api/v1/products?q={canary.word}"}
    for picture in world.pictures.values():
        for path in ("inspections", "barcodes"):
            yield {
                "method": "POST",
                "path": f"/api/v1/{path}",
                "data": picture,
                "content_type": "image/jpeg",
            }


@pytest.mark.long
def test_nobody_finds_what_is_not_theirs(api, world, caplog):
    """Bodies, headers, pictures and the log, for everybody, every id and every search."""
    caplog.set_level(logging.DEBUG)
    routes = sorted(route for route in routes_of(api.application) if "/tokens" not in route)
    leaks: list[tuple[str, str, str]] = []
    seen: dict[str, str] = {}
    for party in PARTIES:
        seen[party] = ""
        for request in requests_of(world, routes):
            path = request.pop("path")
            answer = api.open(path, headers=world.headers(party), **request)
            text = f"{answer.headers}\n"
            if answer.mimetype.startswith("image/") and answer.status_code == 200:
                pixels = np.asarray(Image.open(io.BytesIO(answer.data)).convert("RGB"))
                found = world.picture_leaks(party, pixels)
            else:
                text += answer.data.decode("utf-8", "replace")
                found = world.leaks(party, text)
            leaks += [(party, path, word) for word in found]
            seen[party] += text
    assert leaks == []
    # the crawl does see what a party may see: covert features, one's own notes
    covert = [canary.word for canary in world.canaries if "covert" in canary.word]
    assert {word in seen["officer X"] for word in covert if word[-1] == "a"} == {True, False}
    assert any(
        "notesofficerx" in canary.word and canary.word in seen["officer X"]
        for canary in world.canaries
    )
    logged = [canary.word for canary in world.canaries if canary.word in caplog.text.lower()]
    assert logged == []
    assert "rule=/api/v1/products" in caplog.text


def test_the_crawl_would_notice(world):
    """A detector that never fires proves nothing."""
    confidential = [canary for canary in world.canaries if not canary.is_open_to("trainer")]
    assert len(confidential) > 40
    for canary in confidential:
        assert world.leaks("trainer", f"<p>{canary.word.upper()}</p>") == [canary.word]
    draft = Image.open(io.BytesIO(world.pictures["draft A"])).convert("RGB")
    assert world.picture_leaks("officer X", np.asarray(draft))
    assert not world.picture_leaks("publisher A", np.asarray(draft))
    crop = crop_reference(np.asarray(draft), Region(0.1, 0.1, 0.4, 0.4))
    assert world.picture_leaks("officer X", crop)
    published = Image.open(io.BytesIO(world.pictures["A"])).convert("RGB")
    assert not world.picture_leaks("officer X", np.asarray(published))
    assert world.picture_leaks("publisher B", np.asarray(published))
