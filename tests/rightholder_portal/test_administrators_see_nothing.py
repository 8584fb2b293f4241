"""AC-11: without broken glass an administrator reaches nothing of a right holder's catalogue."""

import pytest

from ipm_api.api_policy import API_POLICY
from ipm_api.portal_policy import PORTAL_POLICY
from tests.rightholder_portal.conftest import Visitor
from tests.rightholder_portal.everybody import filled, ids_of

OF_A_RIGHT_HOLDER = (
    "product_id",
    "image_id",
    "feature_id",
    "upload_id",
    "record_id",
    "import_id",
    "export_id",
    "trader_id",
    "route_id",
    "brand_id",
    "question_id",
    "alert_id",
    "break_glass_id",
)
"""Ids in an address that lead to a right holder's products, pictures, features or exports."""
LISTS = (
    "/products",
    "/guides",
    "/brands",
    "/bulk",
    "/supply-chain",
    "/statistics",
    "/statistics/download",
    "/messages",
    "/alerts",
    "/sharing",
    "/readings",
    "/resemblances",
    "/api/v1/products",
    "/api/v1/brands",
    "/api/v1/alerts",
)


def reading_routes(policy) -> list[str]:
    """Every GET of *policy* that has such an id."""
    rules = [route.removeprefix("GET ") for route in policy if route.startswith("GET ")]
    return [rule for rule in rules if any(f":{name}>" in rule for name in OF_A_RIGHT_HOLDER)]


@pytest.mark.parametrize("key", ["A", "draft A"])
def test_no_reading_route_opens_for_an_administrator(portal, api, world, key):
    """Published or not, page or API: refused or not found, and never a picture's bytes."""
    ids = ids_of(world, key) | {
        "inspection_id": world.inspections["officer X"],
        "photo_id": world.photos["officer X"],
    }
    someone = Visitor(portal.application.test_client(), world.tokens["administrator"])
    headers = world.headers("administrator")
    pages = [filled(rule, ids) for rule in reading_routes(PORTAL_POLICY)]
    views = [filled(rule, ids) for rule in reading_routes(API_POLICY)]
    assert len(pages) > 20  # the walk is about all of them
    assert len(views) > 5
    opened = []
    for path in (*pages, *LISTS[:-3]):
        with someone.get(path) as answer:
            opened.append((path, answer.status_code))
    for path in (*views, *LISTS[-3:]):
        with api.get(path, headers=headers) as answer:
            opened.append((path, answer.status_code))
    assert [found for found in opened if found[1] not in (403, 404)] == []
