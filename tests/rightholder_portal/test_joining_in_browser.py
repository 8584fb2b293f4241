"""Joining, walked as people do: apply, invite, accept, app, passkey, reset, sign out everywhere."""

import dataclasses
import re
import threading

import pyotp
import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from ipm_api.database import db
from ipm_api.models.account import Membership, Role
from rightholder_portal.app import create_portal
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.conftest import PASSWORD
from tests.rightholder_portal.walking import Say, both_ways

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


def fill_in(page, say, **fields):
    for label, value in fields.items():
        page.get_by_label(say(label)).fill(value)


def sign_in(page, say, email, password=PASSWORD):
    page.goto("/sign-in")
    fill_in(page, say, **{"E-mail address": email, "Password": password})
    page.get_by_role("button", name=say("Sign in"), exact=True).click()


def open_mail(page, subject):
    page.goto("/mails")
    mail = page.get_by_role("article").filter(has_text=subject).first
    mail.get_by_role("link").click()


@both_ways
def test_an_organisation_applies_with_its_mark(opened, screenshot, say, width):
    """What is wrong stands beside its field, and nothing is typed twice."""
    page = opened(None, width)
    page.goto("/register")
    name = say("Legal name of the organisation")
    page.get_by_label(name).fill("Brasserie du Nord")
    fill_in(page, say, Number="123", **{"Nice classes": "32"})
    page.get_by_label(say("Country")).select_option("FR")
    page.get_by_label(say("Registered at")).select_option("EM")
    page.get_by_label(say("Protected until")).fill("2020-01-01")
    fill_in(page, say, **{"Your name": "Nadia Petit", "Your e-mail address": "nadia@example.org"})
    page.get_by_label(say("A password")).fill(PASSWORD)
    page.get_by_role("button", name=say("Send the application")).click()
    expect(page.locator("#error-right_number")).to_be_visible()
    expired = say("Give the last day of protection. A right that has expired proves nothing.")
    expect(page.locator("#error-valid_until")).to_have_text(expired)
    expect(page.get_by_label(name)).to_have_value("Brasserie du Nord")
    screenshot(page, "register-refused")
    page.get_by_label(say("Number")).fill("018000002")
    page.get_by_label(say("Protected until")).fill("2035-01-01")
    page.get_by_label(say("A password")).fill(PASSWORD)
    page.get_by_role("button", name=say("Send the application")).click()
    expect(page.get_by_role("heading", name=say("What happens next"))).to_be_visible()
    assert not scrolls_sideways(page)
    screenshot(page, "application")
    page.goto("/team")
    expect(page.get_by_role("heading", name=say("Not for this account"))).to_be_visible()


def test_a_colleague_is_invited_accepts_and_is_removed(
    opened, screenshot, make_account, holder, run_jobs, say
):
    """One works in Arabic, the invited in English; removed, the next click is refused."""
    boss, arabic = make_account(Role.ORGANISATION_ADMINISTRATOR, holder), Say("ar")
    page = opened(boss, DESKTOP, "ar")
    page.goto("/team")
    fill_in(page, arabic, **{"E-mail address": "new@example.org"})
    page.get_by_label(arabic("Role"), exact=True).select_option("publisher")
    page.get_by_role("button", name=arabic("Send the invitation")).click()
    sent = arabic("An invitation is on its way to %(email)s.", email="new@example.org")
    expect(page.get_by_text(sent)).to_be_visible()
    screenshot(page, "team")

    other = opened(None, PHONE)
    open_mail(other, arabic("You are invited to IPM"))
    screenshot(other, "invitation")
    fill_in(other, say, **{"Your name": "Ada New", "A password": PASSWORD})
    other.get_by_role("button", name=say("Join %(name)s", name=holder.name)).click()
    expect(
        other.get_by_text(say("Welcome to the team of %(name)s.", name=holder.name))
    ).to_be_visible()
    other.goto("/team")
    expect(other.get_by_role("heading", name="Ada New")).to_be_visible()
    expect(other.get_by_role("button", name=say("Send the invitation"))).to_have_count(0)
    assert not scrolls_sideways(other)

    page.goto("/team")
    screenshot(page, "team-of-two")
    page.get_by_role("button", name=arabic("Remove") + " Ada New").click()
    left = arabic("%(name)s left the team and is signed out.", name="Ada New")
    expect(page.get_by_text(left)).to_be_visible()
    other.goto("/products")
    expect(other.get_by_role("heading", name=say("Sign in"))).to_be_visible()


def test_app_passkey_reset_and_sign_out_everywhere(
    opened, screenshot, make_account, holder, run_jobs, say, same_step
):
    """One person's year with an account: a laptop in English, a phone in Arabic."""
    account, arabic = make_account(Role.PUBLISHER, holder), Say("ar")
    page = opened(None, DESKTOP)
    sign_in(page, say, account.email)
    expect(page.get_by_role("heading", name=say("Products"))).to_be_visible()
    page.goto("/account")
    screenshot(page, "account")
    page.get_by_role("link", name=say("Set up")).click()
    expect(page.get_by_role("img", name=say("The QR code for the app"))).to_be_visible()
    screenshot(page, "second-factor")
    app = pyotp.TOTP(page.locator("p .code").inner_text())
    fill_in(page, say, **{"The code that the app shows": app.at(same_step, counter_offset=-1)})
    page.get_by_label(say("Your password")).fill(PASSWORD)
    page.get_by_role("button", name=say("Set up")).click()
    expect(page.get_by_role("heading", name=say("Recovery codes"))).to_be_visible()
    screenshot(page, "recovery-codes")
    recovery = page.locator(".codes li").first.inner_text()

    # another browser: password, then the code
    other = opened(None, PHONE, "ar")
    sign_in(other, arabic, account.email)
    expect(other.get_by_role("heading", name=arabic("The second step"))).to_be_visible()
    screenshot(other, "second-step")
    fill_in(other, arabic, Code="000000")
    other.get_by_role("button", name=arabic("Go on")).click()
    expect(other.locator("#error-code")).to_be_visible()
    fill_in(other, arabic, Code=app.at(same_step))
    other.get_by_role("button", name=arabic("Go on")).click()
    expect(other.get_by_role("heading", name=arabic("Products"))).to_be_visible()

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
    page.get_by_role("button", name=say("Add a passkey")).click()
    added = say("The passkey %(name)s is added. Your other sessions ended.", name="My laptop")
    expect(page.get_by_text(added)).to_be_visible()
    screenshot(page, "account-with-passkey")
    other.goto("/products")  # its session ended: how one signs in was changed
    expect(other.get_by_role("heading", name=arabic("Sign in"))).to_be_visible()
    page.evaluate("document.querySelector('form[action$=\"sign-out\"]').submit()")
    expect(page.get_by_role("heading", name=say("Sign in"))).to_be_visible()
    screenshot(page, "sign-in")
    page.get_by_role("button", name=say("Sign in with a passkey")).click()
    expect(page.get_by_role("heading", name=say("Products"))).to_be_visible()

    # forgotten: a mail, a new password; the second factor is still asked for
    other.goto("/forgotten")
    fill_in(other, arabic, **{"E-mail address": account.email})
    other.get_by_role("button", name=arabic("Mail me a link")).click()
    expect(other.locator("main")).to_contain_text(
        arabic(
            "If this address has an account, a mail with a link is on its way. "
            "The link works once, for 30 minutes."
        )
    )
    run_jobs()
    open_mail(other, say("A new password for IPM"))  # no language was chosen for mails
    other.get_by_label(arabic("New password")).fill("an entirely new password")
    other.get_by_role("button", name=arabic("Change the password")).click()
    sign_in(other, arabic, account.email, "an entirely new password")
    fill_in(other, arabic, Code=recovery)
    other.get_by_role("button", name=arabic("Go on")).click()
    expect(other.get_by_role("heading", name=arabic("Products"))).to_be_visible()
    page.goto("/products")
    expect(page.get_by_role("heading", name=say("Sign in"))).to_be_visible()

    # everywhere, here too
    page.get_by_role("button", name=say("Sign in with a passkey")).click()
    expect(page.get_by_role("heading", name=say("Products"))).to_be_visible()
    other.goto("/account")
    expect(other.get_by_text("Chrome · Linux").first).to_be_visible()
    assert not scrolls_sideways(other)
    screenshot(other, "account-on-a-phone")
    other.get_by_role("button", name=arabic("Sign out everywhere")).click()
    expect(other.get_by_text(arabic("You are signed out everywhere."))).to_be_visible()
    page.goto("/products")
    expect(page).to_have_url(re.compile("/sign-in"))


@both_ways
def test_a_representative_chooses_for_whom(
    opened, screenshot, make_account, holder, session, make_right_holder, say, width
):
    """Two right holders, one session each; the page says for whom one works."""
    lawyer = make_account(Role.PUBLISHER, holder)
    other = make_right_holder("Brasserie du Nord")
    lawyer.memberships.append(Membership(right_holder_id=other.id, role=Role.MEMBER))
    session.commit()
    page = opened(None, width)
    sign_in(page, say, lawyer.email)
    asked = page.get_by_role("heading", name=say("For whom do you work now?"))
    expect(asked).to_be_visible()
    screenshot(page, "switch")
    page.goto("/products")
    expect(asked).to_be_visible()
    page.get_by_role("button", name=say("Work for %(name)s", name=other.name)).click()
    expect(page.get_by_role("heading", name=say("Products"))).to_be_visible()
    expect(page.locator("#menu")).to_contain_text("Brasserie du Nord")
