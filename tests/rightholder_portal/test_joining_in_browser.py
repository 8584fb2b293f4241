"""Joining, walked as people do: apply, invite, accept, app, passkey, reset, sign out everywhere."""

import dataclasses
import re
import threading
import time

import pyotp
import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from ipm_api.database import db
from ipm_api.models.account import Membership, Role
from rightholder_portal.app import create_portal
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def live_server(config, runtime, session):
    """The portal of a trial, by a name: passkeys do not belong to numbers."""
    own = dataclasses.replace(config, show_mails=True)
    app = create_portal(own, dataclasses.replace(runtime, config=own))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = False
    address = f"http://localhost:{server.server_port}"
    app.extensions["ipm"] = dataclasses.replace(
        runtime, config=dataclasses.replace(own, site_url=address)
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


def fill_in(page, **fields):
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " ")).fill(value)


def sign_in(page, email, password=PASSWORD):
    page.goto("/sign-in")
    fill_in(page, **{"E-mail": email, "Password": password})
    page.get_by_role("button", name="Sign in", exact=True).click()


def open_mail(page, subject):
    page.goto("/mails")
    mail = page.get_by_role("article").filter(has_text=subject).first
    mail.get_by_role("link").click()


def test_an_organisation_applies_with_its_mark(browser_page, screenshot):
    """On a phone: what is wrong stands beside its field, and nothing is typed twice."""
    page = browser_page(PHONE)
    page.goto("/register")
    fill_in(page, **{"Legal name": "Brasserie du Nord", "Number": "123", "Nice classes": "32"})
    page.get_by_label("Country").select_option("FR")
    page.get_by_label("Registered at").select_option("EM")
    page.get_by_label("Protected until").fill("2020-01-01")
    fill_in(page, **{"Your name": "Nadia Petit", "Your e-mail": "nadia@example.org"})
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Send the application").click()
    expect(page.locator("#error-right_number")).to_be_visible()
    expect(page.locator("#error-valid_until")).to_contain_text("expired")
    expect(page.get_by_label("Legal name")).to_have_value("Brasserie du Nord")
    screenshot(page, "register-refused")
    page.get_by_label("Number").fill("018000002")
    page.get_by_label("Protected until").fill("2035-01-01")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Send the application").click()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    assert not scrolls_sideways(page)
    screenshot(page, "application")
    page.goto("/team")
    expect(page.get_by_role("heading", name="Not for this account")).to_be_visible()


def test_a_colleague_is_invited_accepts_and_is_removed(
    browser_page, screenshot, make_account, holder, run_jobs
):
    """Two browsers: the invited sets a name and a password; removed, the next click is refused."""
    boss = make_account(Role.ORGANISATION_ADMINISTRATOR, holder)
    page = browser_page(DESKTOP)
    sign_in(page, boss.email)
    page.goto("/team")
    fill_in(page, **{"E-mail": "new@example.org"})
    page.get_by_label("Role", exact=True).select_option("publisher")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("An invitation is on its way to new@example.org.")).to_be_visible()
    screenshot(page, "team")

    other = browser_page(PHONE)
    open_mail(other, "You are invited")
    screenshot(other, "invitation")
    fill_in(other, **{"Your name": "Ada New", "A password": PASSWORD})
    other.get_by_role("button", name="Join Asteria Parfums").click()
    expect(other.get_by_text("Welcome to the team of Asteria Parfums.")).to_be_visible()
    other.goto("/team")
    expect(other.get_by_role("heading", name="Ada New")).to_be_visible()
    expect(other.get_by_role("button", name="Send the invitation")).to_have_count(0)
    assert not scrolls_sideways(other)

    page.goto("/team")
    screenshot(page, "team-of-two")
    page.get_by_role("button", name="Remove Ada New").click()
    expect(page.get_by_text("Ada New left the team")).to_be_visible()
    other.goto("/products")
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()


def test_app_passkey_reset_and_sign_out_everywhere(
    browser_page, screenshot, make_account, holder, run_jobs
):
    """One person's year with an account."""
    account = make_account(Role.PUBLISHER, holder)
    page = browser_page(DESKTOP)
    sign_in(page, account.email)
    expect(page.get_by_role("heading", name="Products")).to_be_visible()
    page.goto("/account")
    screenshot(page, "account")
    page.get_by_role("link", name="Set up").click()
    expect(page.get_by_role("img", name="The QR code for the app")).to_be_visible()
    screenshot(page, "second-factor")
    app = pyotp.TOTP(page.locator("p .code").inner_text())
    fill_in(page, **{"The code that the app shows": app.at(time.time() - 30)})
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    screenshot(page, "recovery-codes")
    recovery = page.locator(".codes li").first.inner_text()

    # another browser: password, then the code
    other = browser_page(PHONE)
    sign_in(other, account.email)
    expect(other.get_by_role("heading", name="The second step")).to_be_visible()
    screenshot(other, "second-step")
    fill_in(other, Code="000000")
    other.get_by_role("button", name="Go on").click()
    expect(other.locator("#error-code")).to_be_visible()
    fill_in(other, Code=app.now())
    other.get_by_role("button", name="Go on").click()
    expect(other.get_by_role("heading", name="Products")).to_be_visible()

    # a passkey, on a virtual authenticator
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto("/account")
    page.locator("#new-passkey-name").fill("My laptop")
    page.locator("#new-passkey-password").fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey My laptop is added.")).to_be_visible()
    screenshot(page, "account-with-passkey")
    other.goto("/products")  # its session ended: how one signs in was changed
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    page.evaluate("document.querySelector('form[action$=\"sign-out\"]').submit()")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    screenshot(page, "sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Products")).to_be_visible()

    # forgotten: a mail, a new password; the second factor is still asked for
    other.goto("/forgotten")
    fill_in(other, **{"E-mail": account.email})
    other.get_by_role("button", name="Mail me a link").click()
    expect(other.get_by_text("a mail with a link is on its way")).to_be_visible()
    run_jobs()
    open_mail(other, "A new password for IPM")
    other.get_by_label("New password").fill("an entirely new password")
    other.get_by_role("button", name="Change the password").click()
    sign_in(other, account.email, "an entirely new password")
    fill_in(other, Code=recovery)
    other.get_by_role("button", name="Go on").click()
    expect(other.get_by_role("heading", name="Products")).to_be_visible()
    page.goto("/products")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    # everywhere, here too
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Products")).to_be_visible()
    other.goto("/account")
    expect(other.get_by_text("Chrome · Linux").first).to_be_visible()
    assert not scrolls_sideways(other)
    screenshot(other, "account-on-a-phone")
    other.get_by_role("button", name="Sign out everywhere").click()
    expect(other.get_by_text("You are signed out everywhere.")).to_be_visible()
    page.goto("/products")
    expect(page).to_have_url(re.compile("/sign-in"))


def test_a_representative_chooses_for_whom(
    browser_page, screenshot, make_account, holder, session, make_right_holder
):
    """Two right holders, one session each; the page says for whom one works."""
    lawyer = make_account(Role.PUBLISHER, holder)
    other = make_right_holder("Brasserie du Nord")
    lawyer.memberships.append(Membership(right_holder_id=other.id, role=Role.MEMBER))
    session.commit()
    page = browser_page(DESKTOP)
    sign_in(page, lawyer.email)
    expect(page.get_by_role("heading", name="For whom do you work now?")).to_be_visible()
    screenshot(page, "switch")
    page.goto("/products")
    expect(page.get_by_role("heading", name="For whom do you work now?")).to_be_visible()
    page.get_by_role("button", name="Work for Brasserie du Nord").click()
    expect(page.get_by_role("heading", name="Products")).to_be_visible()
    expect(page.get_by_role("navigation")).to_contain_text("Brasserie du Nord")
