"""Confidential words and pictures of one right holder turn up on nobody else's page (AC-2)."""

import io
import itertools
import re
import zipfile

import numpy as np
from PIL import Image

from ipm_api.portal_policy import PORTAL_POLICY
from rightholder_portal.forms.product import SECTIONS
from tests.rightholder_portal.conftest import Visitor
from tests.rightholder_portal.promised import PROMISED
from tests.world import ADMINISTRATORS, PARTIES, World

FURTHER = {
    "GET /guides": ["/guides?category=perfume", "/guides?q=canary"],
    "GET /products": [
        "/products?q=canary",
        "/products?view=table&sort=-brand&missing=description",
    ],
}
"""Searches and filters, which are other queries than the plain list."""


def ids_of(world: World) -> dict[str, list[str]]:
    """Every id that exists: the attacker knows them all."""
    products = list(world.products.values())
    ids = {
        "product_id": [str(product.id) for product in products],
        "image_id": [str(image.id) for product in products for image in product.images],
        "feature_id": [str(feature.id) for product in products for feature in product.features],
        "upload_id": list(world.uploads.values()),
        "question_id": list(world.questions.values()),
        "alert_id": list(world.alerts.values()),
        "notice_id": list(world.questions.values()),  # signed by nobody
        "right_holder_id": sorted({str(product.right_holder_id) for product in products}),
        "account_id": [str(account.id) for account in world.accounts.values()],
        "break_glass_id": [v for name, v in world.others.items() if name.startswith("reading")],
        "brand_id": sorted({str(product.brand_id) for product in products}),
    }
    ids |= {
        f"{noun}_id": [value for name, value in world.others.items() if name.startswith(noun)]
        for noun in ("contact", "right", "trader", "route", "record")
    }
    return ids | {
        name: [bulk[name] for bulk in world.bulk.values()] for name in ("import_id", "export_id")
    }


def paths_of(world: World) -> dict[str, list[str]]:
    """Of each page, its path with every id."""
    products = list(world.products.values())
    ids = ids_of(world)
    paths: dict[str, list[str]] = {}
    for route in PORTAL_POLICY:
        method, rule = route.split(" ")
        if method != "GET" or "filename" in rule:
            continue
        names = re.findall(r"<uuid:(\w+)>", rule)
        values = list(itertools.product(*(ids[name] for name in names)))
        if names[1:] == ["feature_id"]:  # ids that do not belong together: see the access matrix
            values = [(str(p.id), str(f.id)) for p in products for f in p.features]
        elif names == ["product_id", "image_id"]:
            values = [(str(p.id), str(i.id)) for p in products for i in p.images]
        kinds = ("signs",) if "record_id" in names else ("versions", "infringements")
        words = {"<section>": SECTIONS, "<kind>": kinds, "<int:place>": "1", "<int:number>": "1"}
        rules = [rule.replace("<token>", "x")]
        for name, choices in words.items():
            rules = [r.replace(name, c) for r in rules for c in (choices if name in r else "-")]
        paths[route] = [
            re.sub(r"<uuid:(\w+)>", lambda name, of=each, at=names: of[at.index(name[1])], r)
            for r in rules
            for each in values
        ] + FURTHER.get(route, [])
    return paths


def words_of(headers: str, data: bytes) -> str:
    """All that an answer says, in small letters; of an archive or a workbook, what is in it."""
    parts = [headers.encode(), data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts).decode(errors="replace").lower()


def leaks_of(world: World, party: str, path: str, find) -> set[str]:
    """What *find* says leaks; a reading opens to its administrator that right holder only."""
    found = set(find(party))
    for owner in "AB" if party == "second administrator" else "":
        if f"/break-glass/{world.others[f'reading {owner}']}" in path:
            found &= set(find(f"publisher {owner}"))
    return found


def test_nobody_sees_what_is_not_theirs(portal, world):
    """
    Pages, headers and pictures, for everybody and every id.

    Whom a route does not let in is refused before the id is looked at (see the access matrix):
    such a party asks for one path of it.
    """
    leaks = []
    seen: dict[str, set[str]] = {}
    paths = paths_of(world)
    for party in PARTIES:
        someone = Visitor(portal.application.test_client(), world.tokens.get(party))
        seen[party] = set()
        for route, all_paths in paths.items():
            for path in all_paths if party in PROMISED[route][0] else all_paths[:1]:
                with someone.get(path) as answer:  # a file that is sent is closed
                    data, headers = answer.data, str(answer.headers)
                if answer.mimetype.startswith("image/"):
                    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
                    found = leaks_of(
                        world, party, path, lambda who, p=pixels: world.picture_leaks(who, p)
                    )
                else:
                    text = words_of(headers, data)
                    found = leaks_of(world, party, path, lambda who, t=text: world.leaks(who, t))
                    seen[party] |= set(re.findall(r"canary\d+[a-z]+", text))
                leaks += [(party, path, word) for word in sorted(found)]
    assert leaks == [], "\n".join(map(str, leaks))
    # the crawl does see what a party may see; of administrators that is in the access matrix
    wrong = {}
    for word, parties in expectations(world).items():
        found = {party for party in PARTIES if word in seen[party]}
        if found - ADMINISTRATORS != parties - ADMINISTRATORS:
            wrong[word] = found ^ parties
    assert wrong == {}, "\n".join(map(str, wrong.items()))


def expectations(world: World) -> dict[str, set[str]]:
    """Some words, and exactly whose pages show them."""
    people_of_a = {"member A", "publisher A", "representative A"}
    words = {canary.word: canary for canary in world.canaries}
    expected = {}
    for word in words:
        if re.fullmatch(r"canary\d+(overt|covert)titlesa", word):
            expected[word] = people_of_a | words[word].readers
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
