"""Asking a right holder from the phone: what is told, how much time is left, what comes back."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from ipm_api.database import now
from ipm_api.models.account import Account, Role
from ipm_api.models.question import Question, Statement
from ipm_api.operations.contact import add_contact
from ipm_api.operations.question import ask
from ipm_api.operations.question_answer import answer
from ipm_api.policy import actor_of
from tests.browser import PHONE
from tests.conftest import label
from tests.officer_app.phone import choose, looks_right

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(session, publisher):
    """A contact with office hours."""
    return add_contact(
        session,
        publisher,
        name="Brand desk",
        email="desk@example.org",
        telephone="+33 1 23 45 67 89",
        time_zone="Europe/Paris",
        always=True,
    )


@pytest.fixture
def asked(session):
    """A question of the officer on the page, about *product*."""

    def make(product) -> Question:
        account = session.scalars(select(Account).where(Account.role == Role.OFFICER)).one()
        officer = actor_of(account)
        assert officer is not None
        return ask(session, officer, text="Is lot 7 yours?", product_id=product.id)

    return make


def test_a_question_from_the_article_in_hand(
    officer_page, publisher, make_product, photo_file, desk, session, screenshot
):
    """With the photos that were chosen, and the legal time in words."""
    make_product(publisher, picture=label(5), name="Eau Claire")
    page = officer_page(PHONE)
    choose(page, photo_file(5))
    page.get_by_role("link", name="None of these").click()
    page.get_by_label("Name, brand or product number").fill("eau")
    page.get_by_role("button", name="Look up").first.click()
    page.get_by_role("link", name="Eau Claire").click()
    page.get_by_role("link", name="Ask the right holder").click()

    expect(page.get_by_role("heading", name="Ask the right holder")).to_be_visible()
    expect(page.get_by_role("link", name="+33 1 23 45 67 89")).to_have_attribute(
        "href", "tel:+33123456789"
    )
    expect(page.get_by_text("Open now, local time")).to_be_visible()
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("Write your question first.")).to_be_visible()
    page.get_by_label("Your question").fill("The cap is loose. Is that yours?")
    page.get_by_label("The goods are perishable").check()
    expect(page.get_by_label("Your photo 1")).to_be_checked()
    screenshot(page, "officer-ask")
    looks_right(page)
    page.go_back()
    page.go_forward()
    expect(page.get_by_label("Your question")).to_have_value("The cap is loose. Is that yours?")
    page.get_by_role("button", name="Send the question").click()

    expect(page.get_by_text("The cap is loose. Is that yours?")).to_be_visible()
    expect(page.get_by_text("left, until")).to_be_visible()
    expect(page.get_by_text("No answer yet.")).to_be_visible()
    expect(page.get_by_text("Photos shown to the right holder: 1")).to_be_visible()
    screenshot(page, "officer-question-waiting")
    looks_right(page)
    kept = session.scalars(select(Question)).one()
    assert (kept.perishable, kept.authority, len(kept.photos)) == (True, "", 1)
    assert kept.inspection_id is not None


def test_a_question_without_a_network_waits_and_goes_once(
    officer_page, publisher, make_product, session, screenshot
):
    """The legal time must not depend on a bar of signal."""
    product = make_product(publisher, name="Eau Claire")
    page = officer_page(PHONE)
    page.goto(f"/officer/#/ask/product/{product.id}")
    page.get_by_label("Your question").fill("Yours?")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("The question waits on this phone")).to_be_visible()
    expect(page.get_by_role("button", name="Send the question")).to_be_disabled()
    screenshot(page, "officer-ask-waits")
    looks_right(page)
    assert session.scalars(select(Question)).all() == []
    page.context.set_offline(False)
    page.goto("/officer/#/queue")
    expect(page.get_by_text("Nothing waits. Everything was sent.")).to_be_visible()
    page.goto("/officer/#/questions")
    expect(page.get_by_role("link", name="Yours?")).to_have_count(1)


def test_a_photo_that_is_not_ticked_is_not_shown(
    officer_page, publisher, make_product, photo_file, session
):
    """The officer decides what leaves the authority."""
    product = make_product(publisher, picture=label(5), name="Eau Claire")
    page = officer_page(PHONE)
    choose(page, photo_file(5))
    expect(page.get_by_role("heading", name="Which product is it?")).to_be_visible()
    inspection = page.url.split("/")[-1]
    page.goto(f"/officer/#/verdict/{inspection}/{product.id}")
    page.get_by_role("link", name="Ask the right holder").click()
    page.get_by_label("Your question").fill("Yours?")
    page.get_by_label("Your photo 1").uncheck()
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("No answer yet.")).to_be_visible()
    assert session.scalars(select(Question)).one().photos == []


def test_goods_that_nothing_fits_lead_to_the_right_holder_of_the_brand(
    officer_page, publisher, make_product, session, screenshot
):
    """None of these: whose brand is it, and a question about it."""
    make_product(publisher, name="Plain box", brand="Claire")
    page = officer_page(PHONE)
    page.get_by_role("link", name="Search").click()
    page.get_by_role("link", name="None of these? Ask a right holder").click()
    expect(page.get_by_role("heading", name="Whose brand is on the goods?")).to_be_visible()
    page.get_by_label("Part of the brand’s name").fill("nowhere")
    expect(page.get_by_text("That alone says nothing about the goods.")).to_be_visible()
    page.get_by_label("Part of the brand’s name").fill("clai")
    screenshot(page, "officer-brands")
    looks_right(page)
    page.get_by_role("link", name="Claire").click()
    page.get_by_label("Your question").fill("Do you make umbrellas?")
    looks_right(page)
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("Do you make umbrellas?")).to_be_visible()
    kept = session.scalars(select(Question)).one()
    assert (kept.brand.name, kept.product_id) == ("Claire", None)


def test_an_answer_is_announced_read_and_answered(
    officer_page, publisher, make_product, asked, session, screenshot
):
    """A badge on start, new ones first, the statement as one party's words; then it is ended."""
    page = officer_page(PHONE)
    question = asked(make_product(publisher, name="Eau Claire"))
    expect(page.get_by_role("link", name="Questions", exact=True)).to_be_visible()
    answer(session, publisher, question.id, Statement.NOT_GENUINE, "We never made lot 7.")
    page.reload()
    page.get_by_role("link", name="Questions: 1 new").click()
    expect(page.get_by_text("New answer")).to_be_visible()
    screenshot(page, "officer-questions")
    looks_right(page)
    page.get_by_role("link", name="Is lot 7 yours?").click()

    expect(page.get_by_text("The right holder says: not genuine")).to_be_visible()
    expect(page.get_by_text("The verdict is yours.")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Write something first.")).to_be_visible()
    page.get_by_label("Say more, or ask back").fill("Thank you. Lot 8?")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your message waits on this phone")).to_be_visible()
    mine = page.get_by_role("listitem").filter(has_text="Thank you. Lot 8?")
    expect(mine).to_contain_text("Waits for the network")
    expect(page.get_by_label("Say more, or ask back")).to_have_value("")
    looks_right(page)
    page.context.set_offline(False)
    expect(mine).to_contain_text("You ·")  # gone by itself, once
    expect(mine).to_have_count(1)
    screenshot(page, "officer-question-answered")
    looks_right(page)
    page.get_by_role("button", name="Close the question").click()
    page.get_by_role("button", name="Yes, close it").click()
    expect(page.get_by_role("status").filter(has_text="Closed")).to_be_visible()
    expect(page.get_by_label("Say more, or ask back")).not_to_be_visible()
    page.goto("/officer/#/start")
    expect(page.get_by_role("link", name="Questions", exact=True)).to_be_visible()


def test_an_answer_appears_while_the_question_is_open_and_typing_stays(
    officer_page, publisher, make_product, asked, session
):
    """The officer waits with the goods; asking is repeated when the app is seen again."""
    page = officer_page(PHONE)
    question = asked(make_product(publisher))
    page.goto(f"/officer/#/question/{question.id}")
    page.get_by_label("Say more, or ask back").fill("And")
    answer(session, publisher, question.id, Statement.MORE_PHOTOS, "From above, please.")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("The right holder needs more photos")).to_be_visible()
    expect(page.get_by_label("Say more, or ask back")).to_have_value("And")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["2 days 4 hours left, until", "3 hours 5 minutes left", "The legal time ended"]),
        ("fr", ["Encore 2 jours 4 heures", "Encore 3 heures 5 minutes", "Le délai légal"]),
        ("es", ["Quedan 2 días 4 horas", "Quedan 3 horas 5 minutos", "El plazo legal"]),
        ("ar", ["بقي", "بقي", "انتهت"]),
    ],
)
def test_the_legal_time_is_said_in_words(
    language, words, officer_page, publisher, make_product, asked, session, screenshot
):
    """Days and hours of the reader's language; when it is over, so it says."""
    page = officer_page(PHONE)
    product = make_product(publisher)
    left = [timedelta(days=2, hours=4, minutes=1), timedelta(hours=3, minutes=5, seconds=30)]
    for one in (*left, -timedelta(hours=1)):
        asked(product).deadline = now() + one
    session.commit()
    page.evaluate("language => localStorage.setItem('ipm.language', language)", language)
    page.goto("/officer/#/questions")
    page.reload()
    for text in words:
        expect(page.get_by_text(text).first).to_be_visible()
    screenshot(page, f"officer-questions-{language}")
    looks_right(page)
