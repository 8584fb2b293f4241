"""Everybody × every route × own, foreign and missing ids (AC-1). The table below is the promise."""

import re
import uuid

import pytest
from flask.testing import FlaskClient

from ipm_api import api_policy
from ipm_api.app import create_app
from ipm_api.authentication import routes_of
from ipm_api.models.reference_image import ImageKind
from tests.world import ADMINISTRATORS, OFFICERS, PARTIES, READERS, READERS_OF, World

SIGNED_IN = frozenset(PARTIES) - {"anonymous", "disabled"}
EVERYBODY = frozenset(PARTIES)
RIGHT_HOLDERS = frozenset({"member A", "publisher A", "publisher B", "representative A"})

PROMISED: dict[str, tuple[frozenset[str], int]] = {
    "POST /api/v1/tokens": (EVERYBODY, 401),  # with a wrong password
    "DELETE /api/v1/tokens/current": (SIGNED_IN, 204),
    "GET /api/v1/accounts/me": (SIGNED_IN, 200),
    "POST /api/v1/inspections": (OFFICERS, 400),  # without a body
    "GET /api/v1/inspections": (OFFICERS, 200),
    "POST /api/v1/photo-uploads": (OFFICERS, 200),
    "GET /api/v1/products": (READERS, 200),
    "POST /api/v1/barcodes": (READERS, 200),
    "POST /api/v1/reading-reasons": (READERS, 400),  # with a wrong password
    "GET /api/v1/brands": (READERS, 200),
    "GET /api/v1/categories": (SIGNED_IN - {"pending"}, 200),
    "GET /api/v1/alerts": (OFFICERS, 200),
    "GET /api/v1/news": (OFFICERS, 200),
    "GET /api/v1/questions": (OFFICERS, 200),
    "GET /api/v1/questions/unread": (OFFICERS, 200),
    "POST /api/v1/questions": (OFFICERS, 400),  # about nothing
    "GET /api/v1/signing-key": (EVERYBODY, 200),
    "GET /api/v1/favourites": (OFFICERS, 200),
    "GET /api/v1/push-subscription": (OFFICERS, 200),
    "PUT /api/v1/push-subscription": (OFFICERS, 400),  # at no push service
    "DELETE /api/v1/push-subscription": (OFFICERS, 404),  # there is none
    "GET /api/v1/health": (EVERYBODY, 200),
    "GET /api/v1/": (EVERYBODY, 200),
    "GET /api/v1/docs": (EVERYBODY, 200),
    "GET /api/v1/openapi.json": (EVERYBODY, 200),
    "GET /officer/": (EVERYBODY, 200),
    "GET /officer/shell_files.js": (EVERYBODY, 200),
}
"""Routes without an id: who passes, and with what status."""

BY_ID: dict[str, frozenset[str]] = {
    "GET /api/v1/inspections/<uuid:inspection_id>": OFFICERS,
    "POST /api/v1/inspections/<uuid:inspection_id>/photos": OFFICERS,
    "PUT /api/v1/inspections/<uuid:inspection_id>/verdict": OFFICERS,
    "DELETE /api/v1/inspections/<uuid:inspection_id>/verdict": OFFICERS,
    "PUT /api/v1/inspections/<uuid:inspection_id>/seizure": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/report.pdf": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/bundle.zip": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/seizure": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/seizure.csv": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/photos/<uuid:photo_id>": OFFICERS,
    "PUT /api/v1/photo-uploads/<uuid:upload_id>/pieces/<int:offset>": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/features/<uuid:feature_id>/crop": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/photos/<uuid:photo_id>/places/<uuid:image_id>": (
        OFFICERS
    ),
    "GET /api/v1/inspections/<uuid:inspection_id>/products/<uuid:product_id>/comparison": OFFICERS,
    "GET /api/v1/products/<uuid:product_id>": READERS,
    "GET /api/v1/own-products/<uuid:product_id>": RIGHT_HOLDERS,
    "PATCH /api/v1/own-products/<uuid:product_id>": RIGHT_HOLDERS,
    "GET /api/v1/features/<uuid:feature_id>/crop": READERS | RIGHT_HOLDERS,
    "GET /api/v1/features/<uuid:feature_id>/counterpart": READERS | RIGHT_HOLDERS,
    "GET /api/v1/previews/<uuid:product_id>": RIGHT_HOLDERS,
    "GET /api/v1/images/<uuid:image_id>": READERS | RIGHT_HOLDERS | ADMINISTRATORS,
    "GET /api/v1/images/<uuid:image_id>/crop": READERS | RIGHT_HOLDERS | ADMINISTRATORS,
    "GET /api/v1/questions/<uuid:question_id>": OFFICERS,
    "POST /api/v1/questions/<uuid:question_id>/messages": OFFICERS,
    "POST /api/v1/questions/<uuid:question_id>/close": OFFICERS,
    "PUT /api/v1/favourites/<uuid:product_id>": OFFICERS,
    "DELETE /api/v1/favourites/<uuid:product_id>": OFFICERS,
    "GET /api/v1/packs/<string:name>": OFFICERS,
    "GET /api/v1/packs/<string:name>/guides/<uuid:product_id>": OFFICERS,
    "GET /officer/<path:name>": EVERYBODY,
}
"""Routes with an id: who gets an answer of 2xx for what is theirs, and 404 for all else."""

BODIES = {
    "POST /api/v1/reading-reasons": {"json": {"reason": "A large load", "password": "wrong"}},
    "POST /api/v1/barcodes": {"json": {"text": "09521234543213"}},
    "POST /api/v1/questions": {"json": {"text": "Is it genuine?"}},
    "PUT /api/v1/push-subscription": {"json": {"endpoint": "https://127.0.0.1/"}},
    "POST /api/v1/questions/<uuid:question_id>/messages": {"json": {"text": "Well?"}},
    "POST /api/v1/inspections": {"data": b"", "content_type": "image/jpeg"},
    "POST /api/v1/photo-uploads": {"json": {"client_id": "p", "sha256": "0" * 64, "size": 9}},
    "PUT /api/v1/photo-uploads/<uuid:upload_id>/pieces/<int:offset>": {
        "data": b"12345",
        "content_type": "application/octet-stream",
    },
    "PUT /api/v1/inspections/<uuid:inspection_id>/verdict": {"json": {"verdict": "cannot-tell"}},
    "PUT /api/v1/inspections/<uuid:inspection_id>/seizure": {"json": {"goods": "Perfume"}},
}


def send(api: FlaskClient, world: World, party: str, route: str, path: str):
    method = route.split(" ")[0]
    body = dict(BODIES.get(route, {}))
    if route.endswith("/photos"):
        body = {"data": world.pictures["A"], "content_type": "image/jpeg"}
    if route.startswith("PATCH"):
        tag = api.get(path, headers=world.headers(party)).headers.get("ETag", '"none"')
        body = {"json": {"model_number": party}, "headers": {"If-Match": tag}}
    if (
        route == "POST /api/v1/tokens"
    ):  # each of them under a name of their own: guesses are counted
        body = {"json": {"email": f"{party.replace(' ', '-')}@example.net", "password": "wrong"}}
    headers = world.headers(party) | body.pop("headers", {})
    return api.open(path, method=method, headers=headers, **body)


def refusal(party: str) -> int:
    return 401 if party in ("anonymous", "disabled") else 403


def test_every_route_is_in_this_table(api):
    """A new route is decided on twice: in the policy and here."""
    assert set(routes_of(api.application)) == set(PROMISED) | set(BY_ID)


def test_routes_without_an_id_are_open_to_whom_was_promised(api, world):
    """Every party, every route; signing out last."""
    wrong = []
    for route in sorted(PROMISED, key=lambda route: route.endswith("/tokens/current")):
        allowed, status = PROMISED[route]
        for party in PARTIES:
            expected = status if party in allowed else refusal(party)
            answer = send(api, world, party, route, route.split(" ")[1])
            if route == "GET /officer/" and answer.status_code == 404:
                continue  # the phone's page is not part of this checkout
            if answer.status_code != expected:
                wrong.append((route, party, answer.status_code, expected))
    assert wrong == []


@pytest.mark.long
def test_what_is_not_yours_answers_like_what_does_not_exist(api, world):
    """Foreign and missing: the same status and the same body but for the request's number."""
    wrong = []
    for route, allowed in BY_ID.items():
        if "officer" in route:
            continue
        for party in PARTIES:
            not_there = missing(api, world, party, route)
            for path, is_open in paths(world, route, party):
                answer = send(api, world, party, route, path)
                if party not in allowed:
                    expected = {refusal(party)}
                else:
                    expected = {200, 201, 204} if is_open else {404}
                if answer.status_code not in expected:
                    wrong.append((route, party, path, answer.status_code, expected))
                if answer.status_code == 404 and essence(answer) != not_there:
                    wrong.append((route, party, path, "differs from missing"))
    assert wrong == []


def essence(answer) -> tuple:
    return {k: v for k, v in answer.json.items() if k != "instance"}, sorted(
        (k, v) for k, v in answer.headers if k not in ("X-Request-Id", "Content-Length")
    )


def missing(api: FlaskClient, world: World, party: str, route: str) -> tuple:
    path = route.split(" ")[1]
    path = path.replace("<string:name>", "ZZ")
    for name in re.findall(r"<uuid:(\w+)>", path):
        path = path.replace(f"<uuid:{name}>", str(uuid.uuid4()))
    path = path.replace("<int:offset>", "0")
    return essence(send(api, world, party, route, path))


def paths(world: World, route: str, party: str):
    """Paths of *route* for every id that exists, and whether it is open to *party*."""
    path = route.split(" ")[1]
    if "upload_id" in path:
        path = path.replace("<int:offset>", "0")
        for officer, upload in world.photo_uploads.items():
            yield path.replace("<uuid:upload_id>", upload), officer == party
        return
    if "string:name" in path:
        for country, officer in (("FR", "officer X"), ("DE", "officer Y")):
            for key, product in world.products.items():
                filled = path.replace("<string:name>", country)
                is_readable = party in READERS_OF[key] or "product_id" not in path
                is_open = officer == party and is_readable
                yield filled.replace("<uuid:product_id>", str(product.id)), is_open
        return
    if "question_id" in path:
        for question in world.questions.values():
            yield path.replace("<uuid:question_id>", question), party == "officer X"
        return
    if "inspection_id" in path:
        for officer, inspection in world.inspections.items():
            filled = path.replace("<uuid:inspection_id>", inspection)
            filled = filled.replace("<uuid:photo_id>", world.photos[officer])
            if "image_id" in path:
                for key, product in world.products.items():
                    for image in product.images:
                        is_found = key == "A" and image.kind is ImageKind.GENUINE
                        is_open = officer == party and is_found
                        yield filled.replace("<uuid:image_id>", str(image.id)), is_open
                continue
            if "product_id" in path:
                for key, product in world.products.items():
                    is_open = officer == party and party in READERS_OF[key]
                    yield filled.replace("<uuid:product_id>", str(product.id)), is_open
                continue
            if "feature_id" not in path:
                yield filled, officer == party
                continue
            for key, product in world.products.items():
                for feature in product.features:
                    is_open = officer == party and key == "A" and feature.level.value != "forensic"
                    yield filled.replace("<uuid:feature_id>", str(feature.id)), is_open
        return
    for key, product in world.products.items():
        is_published = party in READERS_OF[key]
        is_own = party in RIGHT_HOLDERS and party.endswith(key[-1])
        if "product_id" in path:
            is_open = is_own if re.search("own-products|previews", path) else is_published
            yield path.replace("<uuid:product_id>", str(product.id)), is_open
        if "image_id" in path:
            for image in product.images:
                is_open = is_own or (is_published and party in READERS)
                yield path.replace("<uuid:image_id>", str(image.id)), is_open
        if "feature_id" in path:
            for feature in product.features:
                levels = {"overt", "covert"} if party in OFFICERS else {"overt"}
                is_shown = is_published and party in READERS and feature.level.value in levels
                yield path.replace("<uuid:feature_id>", str(feature.id)), is_own or is_shown


def test_ids_of_a_strange_form_are_not_found(api, world):
    """An id is never an error of the server, and never a hint."""
    me = world.headers("officer X")
    strange = ["-1", str(2**63), "%00", "x" * 300, str(world.products["draft A"].id).upper(), "é"]
    answers = [api.get(f"/api/v1/products/{text}", headers=me) for text in strange]

    assert {answer.status_code for answer in answers} == {404}
    assert len({str(essence(answer)[0]) for answer in answers}) == 1


def test_a_disabled_account_is_out_at_once(api, world):
    """AC-6: the token that worked a moment ago does not."""
    assert api.get("/api/v1/accounts/me", headers=world.headers("disabled")).status_code == 401


def test_a_token_that_is_no_token_is_refused(api):
    """Whatever comes in the header."""
    for value in ["Bearer", "Bearer x", "Basic eDp5", "Bearer " + "é" * 40, "Bearer " + "a" * 9000]:
        answer = api.get("/api/v1/accounts/me", headers={"Authorization": value})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_service_with_an_undeclared_route_does_not_start(config, runtime, session, monkeypatch):
    """The guard that makes forgetting impossible."""
    monkeypatch.delitem(api_policy.API_POLICY, "GET /api/v1/brands")
    with pytest.raises(RuntimeError, match="brands"):
        create_app(config, runtime)
