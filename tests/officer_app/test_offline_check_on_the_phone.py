"""The check without a network: choose the product, compare, decide; it goes with the photo."""

import uuid

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from benchmarks.port_photos import KEPT_BY_WORKER, app_on_phone
from ipm_api.models.account import Role
from ipm_api.models.inspection import Inspection, Verdict
from tests.browser import until
from tests.conftest import label
from tests.officer_app.phone import choose, looks_right
from tests.officer_app.test_offline_on_the_phone import sign_in

pytestmark = pytest.mark.browser

CODE = "(01)09520000000011(21)ABC-1"
ADDED_LATE = """async () => {
    const { addVerdict, itemOf, sentPhotos } = await import("/officer/storage/outbox.js");
    window.isThere = async (id) => await itemOf(id) !== undefined;
    const photo = (await sentPhotos()).find((one) => one.first);
    const decided = { verdict: "suspect", reason: "", checks: [] };
    return (await addVerdict({ waits: photo.id }, decided)).id;
}"""  # made in the moment in which the photo arrived
SERIALS = ({"kind": "serial", "pattern": "LL-N{6}", "place": {}, "reading": {}, "example": ""},)


@pytest.fixture
def product(make_product, publisher):
    """Its guide is in the pack of the officer's country."""
    return make_product(
        publisher, picture=label(5), name="Eau Claire", gtins=("9520000000011",),
        serial_formats=SERIALS,
    )  # fmt: skip


@pytest.fixture
def phone(chromium, live_server, tmp_path):
    """Opens the app on a phone that remembers; leaving it kills the app."""
    return lambda **options: app_on_phone(
        chromium.browser_type, tmp_path / "profile", live_server, **options
    )


def test_an_article_is_checked_in_airplane_mode_and_recorded_after_it(
    phone, product, make_account, photo_file, session, screenshot
):
    """Own photo beside the genuine place, answers and verdict kept over a kill, all sent once."""
    with phone() as page:
        sign_in(page, make_account(Role.OFFICER))
        page.evaluate(KEPT_BY_WORKER)
        page.goto("/officer/#/settings")
        page.get_by_role("button", name="Fetch them now").click()
        expect(page.get_by_text("Guides on this phone: 1.")).to_be_visible()
        page.context.set_offline(True)
        page.goto("/officer/#/start")
        page.get_by_text("Barcode, place, notes").click()
        page.get_by_label("Digits under the bars").fill(CODE)
        choose(page, photo_file(5))
        page.get_by_role("link", name="Check it meanwhile").click()
        expect(page.get_by_role("heading", name="Which product is it?")).to_be_visible()
        expect(page.get_by_text("By the code that you scanned:")).to_be_visible()
        screenshot(page, "officer-waiting")
        looks_right(page)
        page.get_by_role("link", name="Search").click()
        page.get_by_label("Name, brand or product number").fill("eau")
        page.get_by_role("button", name="Look up").first.click()
        page.get_by_role("link", name="Eau Claire").click()
        page.get_by_role("link", name="Check this product").click()
        expect(page.get_by_role("heading", name="Feature 1 of Eau Claire")).to_be_visible()
        own, genuine = (page.locator(f".{name}-view img") for name in ("own", "genuine"))
        expect(genuine).to_be_visible()
        whole = own.evaluate("async (one) => { await one.decode(); return one.naturalHeight; }")
        assert whole > 400  # not cropped: the officer finds the place
        page.get_by_role("button", name="Closer", exact=True).first.click()
        zooms = page.locator(".pair").evaluate_all("all => all.map((one) => one.dataset.zoom)")
        assert zooms == ["1.50", "1.00"]  # each by itself: nobody has aligned them
        expect(page.get_by_text("Scanned code: something to look at")).to_be_visible()
        screenshot(page, "officer-check-offline")
        looks_right(page)
        choose(page, photo_file(6))
        expect(page.get_by_role("button", name="Photo 2", pressed=True)).to_be_visible()
        page.get_by_role("button", name="As counterfeit").click()
        page.get_by_role("button", name="As genuine").click()
        expect(page.get_by_role("heading", name="What you saw")).to_be_visible()
        page.get_by_role("link", name="To the verdict").click()
        page.get_by_label("Suspect", exact=True).check()
        page.get_by_role("button", name="Record the verdict").click()
        expect(page.get_by_text("Your verdict is kept on this phone")).to_be_visible()
        looks_right(page)
    with phone(offline=True) as page:
        page.get_by_role("link", name="3 things wait for the network").click()
        expect(page.get_by_text("Waits for the first photo of this article")).to_have_count(2)
        page.get_by_role("link", name="Check it meanwhile").click()
        expect(page.get_by_text("Suspect · goes with the photo")).to_be_visible()
        page.context.set_offline(False)
        expect(page.get_by_text("Strong match")).to_be_visible()  # the same screen, answered
        until(page, lambda: session.scalars(select(Inspection.verdict)).all() == [Verdict.SUSPECT])
        page.get_by_role("link", name="Eau Claire").click()
        expect(page.get_by_text("Your answer: As counterfeit")).to_be_visible()
        late = page.evaluate(ADDED_LATE)
        until(page, lambda: not page.evaluate("id => isThere(id)", late))
    session.rollback()
    recorded = session.scalars(select(Inspection)).one()
    first, last = recorded.verdicts
    assert (first.verdict, first.product_id) == (Verdict.SUSPECT, product.id)
    assert last.verdict is Verdict.SUSPECT
    seen = {uuid.UUID(check["feature_id"]): check["answer"] for check in first.checks}
    assert [seen[feature.id] for feature in product.features] == [
        "as-counterfeit",
        "as-genuine",
    ]
    assert len(recorded.photos) == 2
