"""The benchmark of the portal: a small catalogue, every page once."""

import json

import pytest

from benchmarks import portal
from benchmarks.large_catalogue import build
from ipm_api.models.product import Product
from ipm_api.operations.sign_in import issue_token


@pytest.fixture
def pages(session, portal_app):
    """PATHS of a catalogue of thirty products, asked for by its publisher."""
    account, ids = build(session, 30)
    assert session.query(Product).count() == 30
    paths = portal._filled(session, 30, ids[0])
    return portal._client(portal_app, issue_token(session, account)), paths


@pytest.fixture
def portal_app(portal):
    """The app behind the test client."""
    return portal.application


def test_every_page_of_the_table_answers_and_is_timed(pages):
    """A page that fails would be measured as a quick one."""
    get, paths = pages
    timed = portal.measure(get, paths, rounds=2)
    assert set(timed) == set(portal.PATHS)
    figures = portal.summary(timed)
    assert all(page["p95_ms"] >= page["median_ms"] > 0 for page in figures.values())
    assert all(page["queries"] >= 1 for page in figures.values())
    json.dumps(figures)


def test_a_page_that_fails_ends_the_measurement(pages):
    """Nothing is reported about a page that does not work."""
    get, _ = pages
    with pytest.raises(RuntimeError, match="answers 404"):
        portal.measure(get, {"nothing": "/nothing"}, rounds=1)


def test_lists_take_the_same_number_of_queries_however_long(session, pages):
    """Twenty-four products cost what one costs."""
    get, paths = pages
    few = {name: path for name, path in paths.items() if name.startswith("products")}
    counts = {name: page.queries for name, page in portal.measure(get, few, rounds=1).items()}
    assert max(counts.values()) <= 13
    assert counts["products, search"] == counts["products, first page"]
