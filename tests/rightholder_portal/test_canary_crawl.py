"""Confidential words and pictures of one right holder turn up on nobody else's page (AC-2)."""

import io
import itertools
import re

import numpy as np
from PIL import Image

from ipm_api.portal_policy import PORTAL_POLICY
from rightholder_portal.forms.product import SECTIONS
from tests.rightholder_portal.conftest import Visitor
from tests.world import ADMINISTRATORS, PARTIES, READERS, World


def paths_of(world: World) -> list[str]:
    """Every page with every id that exists: the attacker knows them all."""
    products = list(world.products.values())
    ids = {
        "product_id": [str(product.id) for product in products],
        "image_id": [str(image.id) for product in products for image in product.images],
        "feature_id": [str(feature.id) for product in products for feature in product.features],
        "upload_id": list(world.uploads.values()),
        "question_id": list(world.questions.values()),
        "alert_id": list(world.alerts.values()),
        "notice_id": list(world.questions.values()),  # signed by nobody
    }
    ids |= {
        f"{noun}_id": [value for name, value in world.others.items() if name.startswith(noun)]
        for noun in ("contact", "right", "trader", "route")
    }
    ids["right_holder_id"] = sorted({str(product.right_holder_id) for product in products})
    ids["account_id"] = [str(account.id) for account in world.accounts.values()]
    ids["break_glass_id"] = [v for name, v in world.others.items() if name.startswith("reading")]
    ids["brand_id"] = sorted({str(product.brand_id) for product in products})
    ids |= {
        name: [bulk[name] for bulk in world.bulk.values()] for name in ("import_id", "export_id")
    }
    paths = ["/guides?category=perfume", "/products?q=canary", "/guides?q=canary"]
    paths += ["/products?view=table&sort=-brand&missing=description"]
    paths += [f"/products/{p.id}/edit/{section}" for p in products for section in SECTIONS]
    lists = [f"/products/{p.id}/counterfeits" for p in products]
    paths += [f"{path}/{kind}/new" for path in lists for kind in ("versions", "infringements")]
    records = [value for name, value in world.others.items() if name.startswith("record")]
    paths += [f"{path}/signs/{record}" for path in lists for record in records]
    for route in PORTAL_POLICY:
        method, rule = route.split(" ")
        if method != "GET" or "filename" in rule or "<section>" in rule or "<kind>" in rule:
            continue
        names = re.findall(r"<uuid:(\w+)>", rule)
        if "break_glass_id" in names[:1] and len(names) == 2:
            pairs = list(itertools.product(*(ids[name] for name in names)))
        elif len(names) == 2:  # ids that do not belong together: see the access matrix
            pairs = [(str(p.id), str(f.id)) for p in products for f in p.features]
            if "image_id" in names:
                pairs = [(str(p.id), str(i.id)) for p in products for i in p.images]
        else:
            pairs = list(itertools.product(*(ids[name] for name in names)))
        for values in pairs:
            path = rule
            for name, value in zip(names, values, strict=True):
                path = path.replace(f"<uuid:{name}>", value)
            paths.append(path.replace("<int:place>", "1").replace("<token>", "x"))
    return paths


def test_nobody_sees_what_is_not_theirs(portal, world):
    """Pages, headers and pictures, for everybody and every id."""
    paths = paths_of(world)
    leaks = []
    seen: dict[str, str] = {}
    for party in PARTIES:
        someone = Visitor(portal.application.test_client(), world.tokens.get(party))
        seen[party] = ""
        for path in paths:
            if party == "second administrator" and "/break-glass/" in path:
                continue  # her own readings: tests/ipm_api/test_break_glass.py
            answer = someone.get(path)
            if answer.mimetype.startswith("image/"):
                pixels = np.asarray(Image.open(io.BytesIO(answer.data)).convert("RGB"))
                found = world.picture_leaks(party, pixels)
            else:
                text = f"{answer.headers}\n{answer.text}"
                found = world.leaks(party, text)
                seen[party] += text.lower()
            leaks += [(party, path, word) for word in found]
    assert leaks == []
    # the crawl does see what a party may see
    for word, parties in expectations(world).items():
        found = {party for party in PARTIES if word in seen[party]}
        assert found - ADMINISTRATORS == parties, word  # what they see is in the access matrix


def expectations(world: World) -> dict[str, set[str]]:
    """Some words, and exactly whose pages show them."""
    people_of_a = {"member A", "publisher A", "representative A"}
    words = {canary.word: canary for canary in world.canaries}
    expected = {}
    for word in words:
        if re.fullmatch(r"canary\d+overttitlesa", word):
            readers = set(READERS) if words[word].readers else set()
            expected[word] = people_of_a | readers
        if re.fullmatch(r"canary\d+coverttitlesa", word):
            readers = {"officer X", "officer Y"} if words[word].readers else set()
            expected[word] = people_of_a | readers
        if re.fullmatch(r"canary\d+forensictitlesa", word):
            expected[word] = people_of_a
        if re.fullmatch(r"canary\d+claima", word):
            expected[word] = people_of_a | ADMINISTRATORS
        if re.fullmatch(r"canary\d+(name|mail)publishera", word):
            expected[word] = people_of_a | ADMINISTRATORS  # the team page
        if re.fullmatch(r"canary\d+(inviteda)", word):
            expected[word] = {"representative A"}  # who runs the team
        if re.fullmatch(r"canary\d+brandc", word):
            expected[word] = set()  # its representative acts for A now
    assert len(expected) >= 10
    return expected
