"""Without a network, killed, locked, full: nothing is lost, nothing comes twice."""

import hashlib

import numpy as np
import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from benchmarks.port_photos import KEPT_BY_WORKER, app_on_phone
from ipm_api.models.account import Role
from ipm_api.models.inspection import Inspection, InspectionPhoto
from ipm_api.operations.verdict import record_verdict
from tests.browser import PHONE
from tests.conftest import PASSWORD, jpeg, label
from tests.officer_app.phone import choose, looks_right, sign_in

pytestmark = pytest.mark.browser

EVERYTHING_KEPT = """async () => {
    const open = indexedDB.open("ipm");
    await new Promise((done) => { open.onsuccess = done; });
    const all = (name) => new Promise((done) => {
        const asked = open.result.transaction(name).objectStore(name).getAll();
        asked.onsuccess = () => done(asked.result);
    });
    const sealed = await all("sealed");
    const cached = [];
    for (const name of await caches.keys()) {
        const requests = await (await caches.open(name)).keys();
        cached.push(...requests.map(({ url }) => new URL(url).pathname));
    }
    return {
        keys: (await all("keys")).length,
        sealed: sealed.length,
        fields: [...new Set(sealed.flatMap((one) => Object.keys(one)))].sort(),
        cached: cached.filter((path) => !path.startsWith("/officer/")),
        plain: localStorage.length + sessionStorage.length,
    };
}"""


@pytest.fixture
def phone(chromium, live_server, tmp_path):
    """Opens the app on a phone that remembers; leaving it kills the app."""
    return lambda **options: app_on_phone(
        chromium.browser_type, tmp_path / "profile", live_server, **options
    )


def test_in_airplane_mode_killed_and_back(phone, make_account, photo_file, session, screenshot):
    """The shell opens without network, the photo waits, goes once, and its answer is told."""
    with phone() as page:
        sign_in(page, make_account(Role.OFFICER))
        page.evaluate(KEPT_BY_WORKER)
        page.context.set_offline(True)
        choose(page, photo_file(8))
        expect(page.get_by_text("Your photo is kept on this phone")).to_be_visible()
        looks_right(page)
        screenshot(page, "officer-kept")
    with phone(offline=True) as page:
        page.get_by_role("link", name="1 photo waits for the network").click()
        expect(page.get_by_role("img", name="Your photo")).to_be_visible()
        looks_right(page)
        screenshot(page, "officer-queue")
        page.get_by_role("button", name="Delete").click()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Waits for the network")).to_be_visible()
        page.context.set_offline(False)
        page.get_by_role("link", name="Show the answer").click()
        expect(page.get_by_role("heading", name="Nothing looks like it")).to_be_visible()
        page.goto("/officer/#/queue")
        expect(page.get_by_text("Nothing waits.")).to_be_visible()
    assert len(session.scalars(select(Inspection)).all()) == 1


def test_after_signing_out_nothing_can_be_read_but_by_the_same_officer(
    phone, make_account, photo_file, session, tmp_path
):
    """PR-5: photos, words and names are looked for in everything that the browser wrote."""
    mine, colleague = make_account(Role.OFFICER), make_account(Role.OFFICER)
    photo = photo_file(8)
    with phone() as page:
        sign_in(page, mine)
        token = page.evaluate("import('./session.js').then(({ token }) => token())")
        page.context.set_offline(True)
        page.get_by_text("Barcode, place, notes").click()
        page.get_by_label("Notes").fill("Thirdpalletleft")
        choose(page, photo)
        expect(page.get_by_text("Your photo is kept on this phone")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        kept = page.evaluate(EVERYTHING_KEPT)
        assert (kept["keys"], kept["cached"], kept["plain"]) == (0, [], 0)
        assert kept["sealed"] > 1
        assert kept["fields"] == ["data", "isBytes", "iv"]
    data = photo.read_bytes()
    for word in (data[len(data) // 2 :][:48], b"Thirdpalletleft", token.encode()):
        for file in (tmp_path / "profile").rglob("*"):
            if file.is_file():
                assert word not in file.read_bytes(), file
    with phone() as page:
        sign_in(page, colleague)
        page.goto("/officer/#/queue")
        expect(page.get_by_text("Nothing waits.")).to_be_visible()
        page.goto("/officer/#/start")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert session.scalars(select(Inspection)).all() == []
        sign_in(page, mine)
        expect(page.get_by_role("link", name="1 photo was sent")).to_be_visible()
    session.rollback()
    sent = session.scalars(select(Inspection)).one()
    assert (sent.account_id, sent.notes) == (mine.id, "Thirdpalletleft")


def test_a_large_photo_is_answered_by_its_copy_and_the_original_follows(
    officer_page, session, tmp_path
):
    """The digest is of the bytes as they came; both are kept."""
    path = tmp_path / "large.jpg"
    noise = np.random.default_rng(1).normal(0, 14, (2400, 1800, 3))
    path.write_bytes(jpeg(np.clip(label(8, 1800, 2400) + noise, 0, 255).astype(np.uint8), 92))
    assert path.stat().st_size > 700_000
    page = officer_page(PHONE)
    choose(page, path)
    expect(page.get_by_role("heading", name="Nothing looks like it")).to_be_visible()
    page.goto("/officer/#/queue")
    expect(page.get_by_text("Photo sent")).to_be_visible()
    expect(page.locator("article")).to_have_count(0)
    kept = session.scalars(select(InspectionPhoto)).one()
    assert kept.original_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert kept.original_arrived_at is not None
    assert kept.copy_size < kept.size / 2


def test_a_full_phone_says_so_and_the_photo_can_be_sent_or_saved(
    officer_page, photo_file, session, screenshot
):
    """Nothing is lost silently."""
    page = officer_page(PHONE)
    page.evaluate("navigator.storage.estimate = async () => ({ quota: 1_000_000, usage: 900_000 })")
    photo = photo_file(8)
    choose(page, photo)
    expect(page.get_by_role("alert")).to_contain_text("There is no room left on this phone.")
    looks_right(page)
    screenshot(page, "officer-full")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save to the phone").click()
    assert saved.value.path().read_bytes() == photo.read_bytes()
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("heading", name="Nothing looks like it")).to_be_visible()
    assert len(session.scalars(select(Inspection)).all()) == 1


FULL = """() => {
    window.full = true;
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
        if (window.full) throw new DOMException("no room", "QuotaExceededError");
        return put.apply(this, given);
    };
}"""  # what a browser throws when the disk is full, whatever it had estimated


def test_a_write_that_fails_for_want_of_room_is_told_and_loses_nothing(
    officer_page, publisher, make_product, photo_file, session, screenshot
):
    """The photo goes from memory, answers stay on the screen, no verdict is said to be kept."""
    make_product(publisher, picture=label(5), name="Eau Claire")
    page = officer_page(PHONE)
    page.evaluate(FULL)
    photo = photo_file(5)
    choose(page, photo)
    expect(page.get_by_role("alert")).to_contain_text("There is no room left on this phone.")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save to the phone").click()
    assert saved.value.path().read_bytes() == photo.read_bytes()
    page.get_by_role("button", name="Send now").click()
    page.get_by_role("link", name="Eau Claire").click()
    page.get_by_role("button", name="As counterfeit").click()
    told = page.get_by_text("your last answers are kept only while the app is open")
    expect(told).to_be_visible()
    screenshot(page, "officer-answers-not-kept")
    looks_right(page)
    page.get_by_role("button", name="Close", exact=True).click()
    expect(told).to_have_count(0)
    page.get_by_role("button", name="As genuine").click()
    page.get_by_role("link", name="To the verdict").click()
    page.get_by_label("Suspect", exact=True).check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Record the verdict").click()
    expect(page.get_by_role("alert")).to_contain_text("and no network: this is not kept.")
    looks_right(page)
    page.context.set_offline(False)
    page.get_by_role("button", name="Record the verdict").click()
    expect(page.get_by_role("heading", name="Recorded")).to_be_visible()
    recorded = session.scalars(select(Inspection)).one()
    assert [check.answer.value for check in recorded.checks] == ["as-counterfeit", "as-genuine"]
    assert recorded.photos[0].original_sha256 == hashlib.sha256(photo.read_bytes()).hexdigest()


def test_idle_time_locks_and_the_password_opens_again_without_a_network(
    phone, make_account, photo_file, screenshot
):
    """A phone that lies on a pallet shows nothing to who picks it up."""
    with phone() as page:
        page.evaluate(KEPT_BY_WORKER)
        page.clock.install()
        page.reload()
        sign_in(page, make_account(Role.OFFICER))
        page.context.set_offline(True)
        choose(page, photo_file(8))
        expect(page.get_by_text("Your photo is kept on this phone")).to_be_visible()
        page.clock.fast_forward("14:00")
        expect(page.get_by_role("heading", name="Photograph the article")).to_be_visible()
        page.clock.fast_forward("02:00")
        expect(page.get_by_role("heading", name="Locked")).to_be_visible()
        looks_right(page)
        screenshot(page, "officer-locked")
        page.get_by_label("Password").fill("not the password")
        page.get_by_role("button", name="Unlock").click()
        expect(page.get_by_role("alert")).to_have_text("This is not your password.")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Unlock").click()
        expect(page.get_by_role("link", name="1 photo waits")).to_be_visible()


def test_a_verdict_that_waited_does_not_overrule_another(
    officer_page, photo_file, session, actor_for, screenshot
):
    """Recorded elsewhere meanwhile: the phone says so in words, and nothing is lost."""
    page = officer_page(PHONE)
    choose(page, photo_file(8))
    expect(page.get_by_role("heading", name="Nothing looks like it")).to_be_visible()
    inspection = session.scalars(select(Inspection)).one()
    page.goto(f"/officer/#/verdict/{inspection.id}")
    page.get_by_label("Suspect", exact=True).check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Record the verdict").click()
    expect(page.get_by_text("Your verdict is kept on this phone")).to_be_visible()
    record_verdict(session, actor_for(inspection.account), inspection.id, "cannot-tell")
    page.context.set_offline(False)
    page.goto("/officer/#/queue")
    expect(page.get_by_text("Another verdict was recorded meanwhile. It stands.")).to_be_visible()
    looks_right(page)
    screenshot(page, "officer-conflict")
    session.expire_all()
    assert inspection.verdict.value == "cannot-tell"


def test_a_new_version_waits_until_the_officer_agrees(phone, make_account, monkeypatch):
    """Nothing changes in the middle of an inspection."""
    from ipm_api.views import officer_app

    with phone() as page:
        sign_in(page, make_account(Role.OFFICER))
        page.evaluate(KEPT_BY_WORKER)
        monkeypatch.delitem(officer_app.MEDIA_TYPES, ".png")
        page.reload()
        expect(page.get_by_text("A new version is ready.")).to_be_visible()
        with page.expect_navigation():
            page.get_by_role("button", name="Use it now").click()
        expect(page.get_by_role("heading", name="Photograph the article")).to_be_visible()
        expect(page.get_by_text("A new version is ready.")).to_have_count(0)
