"""Guides that the phone carries: read and searched without a network, and only for so long."""

import json
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from ipm_api.database import now
from ipm_api.models.account import Role
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.operations.contact import add_contact
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.publication import publish_product, withdraw_product
from tests.browser import PHONE
from tests.conftest import PASSWORD, label
from tests.officer_app.phone import looks_right

pytestmark = pytest.mark.browser

WORDS = "Name, brand or product number"


@pytest.fixture
def product(session, make_product, publisher):
    """Published, with a code, a contact, a counterfeit and a feature for officers alone."""
    add_contact(session, publisher, name="Brand desk", telephone="+33 1 23", always=True)
    made = make_product(
        publisher, name="Eau Claire", gtins=("9520000000011",), counterfeit=label(7)
    )
    secret = {"en": "Only for officers"}
    add_feature(
        session, publisher, made.id, FeatureDraft(secret, secret, level=FeatureLevel.COVERT)
    )
    publish_product(session, publisher, made.id)
    return made


def fetch(page: Page) -> None:
    """With the screens that are needed later; the shell's own cache is tested elsewhere."""
    page.evaluate(
        """() => Promise.all(["alternatives", "product", "problem"].map(
        (name) => import(`/officer/screens/${name}.js`)))"""
    )
    page.evaluate("() => import('/officer/scan/gs1.js')")
    page.evaluate("() => import('/officer/scan/serial_format.js')")
    page.goto("/officer/#/settings")
    page.get_by_role("button", name="Fetch them now").click()


def search(page: Page, words: str) -> None:
    page.goto("/officer/#/alternatives")
    page.get_by_label(WORDS).fill(words)
    page.get_by_role("button", name="Look up").first.click()


def test_the_guide_is_read_without_a_network(officer_page, product, screenshot):
    """With its pictures, contacts and overt features; it says from when it is, and how long."""
    page = officer_page(PHONE)
    fetch(page)
    expect(page.get_by_text("Guides on this phone: 1.")).to_be_visible()
    page.context.set_offline(True)
    search(page, "eau")
    expect(page.get_by_text("Searched in the guides on this phone: 1.")).to_be_visible()
    expect(page.locator(".candidate img")).to_be_visible()
    screenshot(page, "officer-search-offline")
    looks_right(page)
    page.get_by_role("link", name="Eau Claire").click()
    expect(page.get_by_text("No network. From the guides of")).to_be_visible()
    expect(page.get_by_role("heading", name="Feature 1 of Eau Claire")).to_be_visible()
    expect(page.get_by_role("img", name="Feature 1 of Eau Claire")).to_be_visible()
    expect(page.get_by_text("Open now, local time")).to_be_visible()
    expect(page.get_by_text("Only for officers")).not_to_be_visible()
    expect(page.get_by_text("No picture")).not_to_be_visible()
    screenshot(page, "officer-product-offline")
    looks_right(page)


def test_a_code_is_looked_up_without_a_network(officer_page, product):
    """Digits or a scanned element string; another code says nothing about the goods."""
    page = officer_page(PHONE)
    fetch(page)
    expect(page.get_by_text("Guides on this phone: 1.")).to_be_visible()
    page.context.set_offline(True)
    page.goto("/officer/#/alternatives")
    for text in ("9520000000011", "(01)09520000000011(21)A7"):
        page.get_by_label("Digits under the bars").fill(text)
        page.get_by_role("button", name="Look up").last.click()
        expect(page.get_by_role("link", name="Eau Claire")).to_be_visible()
    page.get_by_label("Digits under the bars").fill("9521000000018")
    page.get_by_role("button", name="Look up").last.click()
    expect(page.get_by_text("That alone says nothing about the goods.")).to_be_visible()


def test_a_withdrawn_product_is_gone_at_the_next_contact(officer_page, product, session, publisher):
    """Revocation: what no list names is removed."""
    page = officer_page(PHONE)
    fetch(page)
    expect(page.get_by_text("Guides on this phone: 1.")).to_be_visible()
    withdraw_product(session, publisher, product.id)
    page.get_by_role("button", name="Fetch them now").click()
    expect(page.get_by_text("No guides are on this phone yet.")).to_be_visible()
    page.context.set_offline(True)
    page.goto(f"/officer/#/product/{product.id}")
    expect(page.get_by_text("No connection to the service.")).to_be_visible()


def test_after_its_last_day_a_guide_is_not_shown(officer_page, product):
    """A phone that met nobody for so long knows nothing of withdrawals."""
    page = officer_page(PHONE)
    fetch(page)
    expect(page.get_by_text("Guides on this phone: 1.")).to_be_visible()
    page.context.set_offline(True)
    page.clock.set_fixed_time(now() + timedelta(days=15))
    page.goto(f"/officer/#/product/{product.id}")
    expect(page.get_by_text("No connection to the service.")).to_be_visible()


def test_what_was_not_signed_by_the_service_is_not_kept(officer_page, product):
    """One day more in the list, one word other in the guide: refused, and said."""

    def a_later_day(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["manifest"] = body["manifest"].replace('"valid_until": "2', '"valid_until": "9')
        route.fulfill(response=answer, body=json.dumps(body))

    def another_word(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("Sharp edges", "Blunt edges"))

    page = officer_page(PHONE)
    for pattern, change in (("**/packs/FR", a_later_day), ("**/guides/*", another_word)):
        page.route(pattern, change)
        fetch(page)
        expect(page.get_by_text("A guide was not kept")).to_be_visible()
        expect(page.get_by_text("No guides are on this phone yet.")).to_be_visible()
        page.unroute(pattern)
        page.reload()
    page.get_by_role("button", name="Fetch them now").click()
    expect(page.get_by_text("Guides on this phone: 1.")).to_be_visible()


NO_ED25519 = """(() => {
    const importKey = crypto.subtle.importKey;
    crypto.subtle.importKey = function (format, key, how, ...more) {
        if (how === "Ed25519") return Promise.reject(new DOMException("", "NotSupportedError"));
        return importKey.call(this, format, key, how, ...more);
    };
})()"""
NO_TLS = "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })"


@pytest.mark.parametrize(
    ("lacking", "words"),
    [(NO_ED25519, "cannot check the signature of guides"), (NO_TLS, "is not encrypted (no TLS)")],
)
def test_a_browser_that_can_keep_no_guides_says_so(
    browser_page, make_account, product, lacking, words
):
    """Silence would read as "they are there"; the officer finds out on the quay."""
    account = make_account(Role.OFFICER)
    page = browser_page(PHONE)
    page.add_init_script(lacking)
    page.goto("/officer/")
    page.get_by_label("E-mail").fill(account.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Photograph the article")).to_be_visible()
    page.goto("/officer/#/settings")
    page.get_by_role("button", name="Fetch them now").click()
    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(page.get_by_text("No guides are on this phone yet.")).to_be_visible()
    looks_right(page)


def test_only_what_changed_is_fetched_again(officer_page, product, make_product, publisher):
    """The bad network of a quay: a list, and the one new guide."""
    page = officer_page(PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    fetch(page)
    expect(page.get_by_text("Guides on this phone: 1.")).to_be_visible()
    other = make_product(publisher, name="Another")
    asked.clear()
    page.get_by_role("button", name="Fetch them now").click()
    expect(page.get_by_text("Guides on this phone: 2.")).to_be_visible()
    assert [url.split("/")[-1] for url in asked if "/guides/" in url] == [str(other.id)]


def test_nothing_of_a_guide_can_be_read_where_it_is_kept(officer_page, product):
    """Sealed: neither its name nor its picture stands in the browser's database."""
    page = officer_page(PHONE)
    fetch(page)
    expect(page.get_by_text("Guides on this phone: 1.")).to_be_visible()
    kept = page.evaluate(
        """async () => {
        const texts = [];
        for (const { name } of await indexedDB.databases()) {
          const database = await new Promise((done) => {
            const asked = indexedDB.open(name);
            asked.onsuccess = () => done(asked.result);
          });
          for (const store of database.objectStoreNames) {
            const rows = await new Promise((done) => {
              const asked = database.transaction(store).objectStore(store).getAll();
              asked.onsuccess = () => done(asked.result);
            });
            for (const row of rows) {
              for (const value of [row, ...Object.values(row ?? {})]) {
                texts.push(value instanceof ArrayBuffer
                  ? new TextDecoder("latin1").decode(value) : JSON.stringify(value) ?? "");
              }
            }
          }
        }
        return texts.join(" ");
        }"""
    )
    assert len(kept) > 10_000
    assert "Eau Claire" not in kept
    assert "Feature 1" not in kept
