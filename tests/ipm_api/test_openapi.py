"""The OpenAPI document says what the service does (API-6): schemathesis for each role."""

import os
import re

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from ipm_api.api_policy import API_POLICY
from tests.world import World

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = int(os.environ.get("IPM_FUZZ_EXAMPLES", "5"))
FUZZED = ("anonymous", "pending", "publisher A", "officer X", "trainer", "administrator")


def own_ids(world: World) -> dict[str, str]:
    """Ids that the officer gets an answer for; a random id is only ever 404."""
    product = world.products["A"]
    return {
        "inspection_id": world.inspections["officer X"],
        "photo_id": world.photos["officer X"],
        "product_id": str(product.id),
        "feature_id": str(product.features[0].id),
        "image_id": str(product.images[0].id),
        "question_id": world.questions["A"],
        "upload_id": world.photo_uploads["officer X"],
        "offset": 0,
        "name": "FR",
    }


def fuzz(world, party, operation, mode, checks) -> None:
    ids = own_ids(world)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), is_own=st.booleans())
    def run(case, is_own):
        if is_own:
            for name in case.path_parameters or {}:
                case.path_parameters[name] = ids[name]
        headers = world.headers(party)
        response = case.call(headers=headers)
        case.validate_response(response, checks=checks, headers=headers)

    run()


def test_answers_are_as_described_for_every_role(api, world):
    """Whatever is sent: no failure of ours, a status, a type and a body that the document names."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", api.application)
    names = []
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.method == "delete":
            continue  # it would end the session that fuzzes
        names.append(operation.label)
        for party in FUZZED:
            fuzz(world, party, operation, GenerationMode.POSITIVE, CHECKS)
    assert len(names) >= 18


def test_what_breaks_the_description_is_refused(api, world):
    """Negative data: unknown fields, wrong types, too long texts."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", api.application)
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.method == "delete" or not (operation.body or operation.query):
            continue
        checks = [not_a_server_error, status_code_conformance]
        fuzz(world, "officer X", operation, GenerationMode.NEGATIVE, checks)


def test_the_document_is_openapi_3_1_and_names_every_route(api):
    """One source for whoever writes a client."""
    document = api.get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    routes = {
        f"{method.upper()} {path}"
        for path, operations in document["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert "POST /api/v1/inspections" in routes
    described = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
        for route in API_POLICY
        if "/api/v1/" in route and not re.search(r"/api/v1/(docs|openapi\.json)?$", route)
    }
    assert routes == described
    for operations in document["paths"].values():
        for method, operation in operations.items():
            if method != "parameters":
                assert operation["summary"]
                assert operation["x-open-to"]


def test_the_page_needs_no_script_and_nothing_from_elsewhere(api):
    """It opens in a closed network, under a strict policy."""
    page = api.get("/api/v1/docs")
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "<script" not in text
    assert "http:" not in text
    assert "https:" not in text
    assert "/api/v1/inspections/{inspection_id}/verdict" in text
    assert "/api/v1/problems/image-refused" in text
