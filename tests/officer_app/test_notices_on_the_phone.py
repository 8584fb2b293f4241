"""Told of an answer while the app is closed: from the press to the notice, and not after that."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from ipm_api.models.account import Account, Role
from ipm_api.models.push_subscription import PushSubscription
from ipm_api.models.question import Question, Statement
from ipm_api.operations.push_subscription import GATHERED
from ipm_api.operations.question import ask
from ipm_api.operations.question_answer import answer
from ipm_api.policy import actor_of
from tests.browser import PHONE, until
from tests.officer_app.phone import looks_right, sign_in

pytestmark = pytest.mark.browser

# A headless browser has no push service: this one gives addresses on loopback, as a browser does.
BROWSER_PUSH = """(() => {
    const bytes = (text) => Uint8Array.from(
        atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0)).buffer;
    const held = () => {
        const kept = JSON.parse(sessionStorage.getItem("held"));
        return kept && {
            endpoint: kept.endpoint,
            options: { applicationServerKey: bytes(kept.key) },
            unsubscribe: async () => { sessionStorage.removeItem("held"); return true; },
        };
    };
    PushManager.prototype.getSubscription = async () => held();
    PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey: key }) => {
        if (!userVisibleOnly || bytes(key).byteLength !== 65) throw new TypeError("refused");
        sessionStorage.setItem("held", JSON.stringify({ endpoint: "ENDPOINT", key }));
        return held();
    };
})()"""
WORDS = "async () => (await (await caches.open('words')).match('words')).text()"
HELD = "sessionStorage.getItem('held')"
SHOWN = """async () => {
    const registration = await navigator.serviceWorker.ready;
    const shown = await registration.getNotifications();
    return shown.map(({ title, body }) => [title, body]);
}"""
PRESS_THE_NOTICE = """async () => {
    const [notification] = await self.registration.getNotifications();
    self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


@pytest.fixture
def phone(officer_page, push_service) -> Page:
    """A phone with the app on it, whose browser knows a push service."""
    page = officer_page(PHONE, service_workers="allow", permissions=["notifications"])
    endpoint = push_service.address("phone")
    page.context.add_init_script(BROWSER_PUSH.replace("ENDPOINT", endpoint))
    page.goto("/officer/#/settings")
    page.reload()
    return page


@pytest.fixture
def asked(session, publisher, make_product):
    """A question of the officer."""

    def make() -> Question:
        account = session.scalars(select(Account).where(Account.role == Role.OFFICER)).one()
        officer = actor_of(account)
        product = make_product(publisher, name="Eau Claire")
        return ask(session, officer, text="Is lot 7 yours?", product_id=product.id)

    return make


def deliver(page: Page) -> None:
    """What the browser does when its push service tells it of a push without content."""
    devtools = page.context.new_cdp_session(page)
    found = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    until(page, lambda: found)
    origin = page.evaluate("location.origin")
    message = {"origin": origin, "registrationId": found[0], "data": ""}
    devtools.send("ServiceWorker.deliverPushMessage", message)
    devtools.detach()


def subscriptions(session) -> int:
    session.rollback()
    return len(session.scalars(select(PushSubscription)).all())


def test_from_the_press_to_the_notice_and_until_signing_out(
    phone, asked, publisher, push_service, run_jobs, session, screenshot
):
    """The notice is in the officer's language, names no goods, and leads to the questions."""
    page = phone
    question = asked()
    page.goto(f"/officer/#/question/{question.id}")
    looks_right(page)
    screenshot(page, "officer-question-offers")
    page.get_by_role("link", name="Tell me when an answer comes").click()
    told = page.get_by_role("switch", name="Tell me when an answer comes")
    told.check()
    expect(told).to_be_checked()
    expect(told).to_be_enabled()
    assert subscriptions(session) == 1
    looks_right(page)
    screenshot(page, "officer-settings-told")

    page.locator("#language").select_option("fr")
    expect(page.get_by_role("switch", name="M’avertir quand une réponse arrive")).to_be_checked()
    answer(session, publisher, question.id, Statement.GENUINE, "Ours.")
    run_jobs(ahead=GATHERED)
    assert (push_service.taken, push_service.faults) == (["/push/phone"], [])
    until(page, lambda: "Une" in page.evaluate(WORDS))
    deliver(page)
    until(page, lambda: page.evaluate(SHOWN))
    assert page.evaluate(SHOWN) == [["Une réponse est arrivée", "Ouvrez IPM pour la lire."]]
    page.context.service_workers[0].evaluate(PRESS_THE_NOTICE)
    expect(page.get_by_role("link", name="Is lot 7 yours?")).to_be_visible()

    page.goto("/officer/#/start")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
    until(page, lambda: page.evaluate(HELD) is None)
    assert subscriptions(session) == 0


def test_a_phone_that_changes_hands_is_silent_until_its_officer_is_back(
    phone, session, make_account
):
    """A locked phone still tells; the next officer has not asked for it; the first one has."""
    page = phone
    mine = session.scalars(select(Account).where(Account.role == Role.OFFICER)).one()
    told = page.get_by_role("switch", name="Tell me when an answer comes")
    told.check()
    expect(told).to_be_enabled()
    page.evaluate("import('./session.js').then(({ lock }) => lock())")
    expect(page.get_by_role("button", name="Somebody else")).to_be_visible()
    assert page.evaluate(HELD) is not None
    assert subscriptions(session) == 1

    page.context.set_offline(True)
    page.get_by_role("button", name="Somebody else").click()
    until(page, lambda: page.evaluate(HELD) is None)
    page.context.set_offline(False)
    sign_in(page, make_account(Role.OFFICER))
    page.goto("/officer/#/settings")
    expect(told).not_to_be_checked()
    assert page.evaluate(HELD) is None

    page.goto("/officer/#/start")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, mine)
    until(page, lambda: page.evaluate(HELD) is not None)
    page.goto("/officer/#/settings")
    expect(told).to_be_checked()
    told.uncheck()
    expect(told).to_be_enabled()
    assert subscriptions(session) == 0
    assert page.evaluate(HELD) is None


def test_the_phone_says_why_it_cannot_tell(phone, session, runtime, screenshot):
    """What failed; blocked; not on the home screen: in words, and nothing is left behind."""
    page = phone
    told = page.get_by_role("switch", name="Tell me when an answer comes")
    for changed, words in (
        ({"push_services": ("push.example",)}, "No push may be sent to this address."),
        ({"push_services": ()}, "Your service sends no notices."),
    ):
        object.__setattr__(runtime, "config", replace(runtime.config, **changed))
        told.click()
        expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
        expect(told).not_to_be_checked()
    page.evaluate(
        """() => {
            const refuse = () => Promise.reject(new DOMException("", "AbortError"));
            PushManager.prototype.subscribe = refuse;
        }"""
    )
    object.__setattr__(runtime, "config", replace(runtime.config, push_services=("push.example",)))
    told.click()
    expect(page.get_by_text("The push service of your browser was not reached.")).to_be_visible()
    assert (page.evaluate(HELD), subscriptions(session)) == (None, 0)
    screenshot(page, "officer-settings-not-told")
    looks_right(page)

    again = "dispatchEvent(new Event('ipm:show-again'))"
    page.evaluate(
        f"Object.defineProperty(Notification, 'permission', {{ get: () => 'denied' }}); {again}"
    )
    expect(page.get_by_text("Notices from IPM are blocked on this phone.")).to_be_visible()
    page.evaluate(f"delete window.PushManager; navigator.standalone = false; {again}")
    expect(page.get_by_text("put IPM on the home screen")).to_be_visible()
    expect(told).to_have_count(0)
