"""A person imports 500 products, 20 of them with errors: looks, imports, takes it back."""

import threading

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from ipm_api.jobs.registry import TASKS
from ipm_api.jobs.worker import Worker
from ipm_api.models.account import Role
from ipm_api.models.product import Product
from ipm_api.operations.brand import create_brand
from tests.browser import DESKTOP, PHONE, scrolls_sideways
from tests.rightholder_portal.walking import Say

pytestmark = pytest.mark.browser
LONG = 180_000  # ms: hundreds of products, on a machine that is busy with other tests
BAD = {25 * n: n for n in range(1, 21)}  # row of the file → which error


@pytest.fixture
def working(engine, runtime):
    """A worker beside the server, as `ipm serve` starts one."""
    stop = threading.Event()
    worker = Worker(engine, runtime)

    def work():
        while not stop.is_set():
            if not worker.run_one(list(TASKS)):
                stop.wait(0.05)

    thread = threading.Thread(target=work)
    thread.start()
    yield
    stop.set()
    thread.join()


def products_file(last: int = 501) -> bytes:
    """Products in rows 2 … last; every 25th row has an error, of four kinds in turn."""
    lines = ["reference;brand;category;name[en];name[fr];gtin;hs_code;Colour of the box"]
    for row in range(2, last + 1):
        cells = [f"R{row}", "Asteria", "perfume", f"Eau {row}", f"Eau {row}", "", "330300", "blue"]
        if row in BAD:
            place, text = ((1, "Asteira"), (2, "perfum"), (5, "9.52E+12"), (6, "33030"))[
                BAD[row] % 4
            ]
            cells[place] = text
        lines.append(";".join(cells))
    return "\n".join(lines).encode("cp1252")


@pytest.mark.long
def test_five_hundred_products_with_twenty_bad_rows(
    opened, session, publishing, owner, working, screenshot, say
):
    """The check shows exactly the 20, by row and column; 480 are imported; undo removes them."""
    create_brand(session, owner, name="Asteria")
    page = opened(publishing, DESKTOP, height=900)
    page.goto("/products")
    page.get_by_role("link", name=say("Import and export")).click()
    screenshot(page, "bulk-empty")
    page.locator("#table").set_input_files(
        {"name": "spring.csv", "mimeType": "text/csv", "buffer": products_file()}
    )
    page.get_by_role("button", name=say("Check the file")).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(
        page.get_by_role("heading", name=say("Checked. Nothing has been written yet."))
    ).to_be_visible(timeout=LONG)
    expect(page.get_by_role("link", name=f"{say('With errors')}: 20")).to_be_visible()
    expect(page.get_by_role("link", name=f"{say('New')}: 480")).to_be_visible()
    shown = page.locator("tbody tr")
    expect(shown).to_have_count(20)
    found = [cell.inner_text() for cell in page.locator("tbody tr b").all()]
    places = {1: "C", 2: "F", 3: "G", 0: "B"}
    assert found == [f"{places[number % 4]}{row}" for row, number in BAD.items()]
    assert session.scalar(select(func.count(Product.id))) == 0
    assert not scrolls_sideways(page)
    screenshot(page, "bulk-checked")
    page.get_by_role("button", name=say.many("Import one row", "Import %(n)s rows", 480)).click()
    expect(page.get_by_role("button", name=say("Undo this import"))).to_be_visible(timeout=LONG)
    session.rollback()
    assert session.scalar(select(func.count(Product.id))) == 480
    screenshot(page, "bulk-imported")
    page.get_by_role("button", name=say("Undo this import")).click()
    expect(page.get_by_role("heading", name=say("Taken back"))).to_be_visible(timeout=LONG)
    session.rollback()
    assert session.scalar(select(func.count(Product.id))) == 0


def test_in_arabic_while_another_right_holder_gets_an_export_on_a_phone(
    opened, session, owner, publishing, make_right_holder, make_account, working, screenshot, say
):
    """An import of one, taken back on a phone; the pages of the other answer meanwhile."""
    arabic = Say("ar")
    create_brand(session, owner, name="Asteria")
    page = opened(publishing, DESKTOP, "ar", height=900)
    page.goto("/bulk")
    page.locator("#table").set_input_files(
        {"name": "spring.csv", "mimeType": "text/csv", "buffer": products_file(101)}
    )
    page.get_by_role("button", name=arabic("Check the file")).click()
    other = make_account(Role.PUBLISHER, make_right_holder("Lumen"))
    phone = opened(other, PHONE)
    phone.goto("/bulk")
    expect(
        phone.get_by_text(
            say("Nothing has been imported yet. Download the empty sheets, or try the example.")
        )
    ).to_be_visible()
    phone.get_by_role("button", name=say("Spreadsheet (XLSX)")).click()
    link = phone.get_by_role("link", name=say("Download the %(form)s", form="XLSX"))
    expect(link).to_be_visible()
    with phone.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert not scrolls_sideways(phone)
    screenshot(phone, "bulk-export")
    expect(page.get_by_role("link", name=f"{arabic('With errors')}: 4")).to_be_visible(timeout=LONG)
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert not scrolls_sideways(page)
    screenshot(page, "bulk-checked")
    page.get_by_role("button", name=arabic.many("Import one row", "Import %(n)s rows", 96)).click()
    undo = page.get_by_role("button", name=arabic("Undo this import"))
    expect(undo).to_be_visible(timeout=LONG)
    session.rollback()
    assert session.scalar(select(func.count(Product.id))) == 96
    undo.click()
    expect(page.get_by_role("heading", name=arabic("Taken back"))).to_be_visible(timeout=LONG)
    session.rollback()
    assert session.scalar(select(func.count(Product.id))) == 0
    assert not scrolls_sideways(page)
