"""The other side of administration: contacts, right holders who are asked or told, applicants."""

import pytest

from ipm_api.models.account import Account, Role
from ipm_api.models.approval import ApprovalKind, ResemblanceQuestion
from ipm_api.models.break_glass import BreakGlass
from ipm_api.operations.approval import reconsider, refuse
from ipm_api.operations.break_glass import open_break_glass, read_products
from ipm_api.operations.reference_image import add_reference_image
from tests.conftest import PASSWORD
from tests.ipm_api.photos import picture, upload_of

READ = "An administrator has read products of your organisation."


@pytest.fixture
def administrator(make_account, actor_for):
    return actor_for(make_account(Role.ADMINISTRATOR))


@pytest.fixture
def contact(visitor, make_account):
    return visitor(make_account(Role.NATIONAL_CONTACT, country="FR"))


def test_a_contact_invites_for_their_own_country_alone(contact, visitor, make_account, session):
    """The country is not a field; another country's contact sees and shuts out nobody."""
    fields = {"name": "Nour", "email": "nour@douane.example", "role": "officer", "country": "DE"}
    refused = contact.post("/people", fields)
    assert refused.status_code == 400
    assert 'id="error-authority"' in refused.text
    assert contact.post("/people", fields | {"role": "administrator"}).status_code == 400
    assert contact.post("/people", fields | {"authority": "Le Havre"}).status_code == 302
    invited = session.query(Account).filter_by(email="nour@douane.example").one()
    assert (invited.country, invited.role, invited.approved) == ("FR", Role.OFFICER, False)
    assert "Waits for approval" in contact.get("/people").text
    stranger = visitor(make_account(Role.NATIONAL_CONTACT, country="DE"))
    assert "nour@douane.example" not in stranger.get("/people").text
    gone = stranger.post(f"/people/{invited.id}", {"decision": "disable", "reason": "x"})
    assert gone.status_code == 404


def test_a_contact_shuts_out_with_a_reason_and_undoes_it(contact, make_account, visitor):
    """At once, for people of the own country."""
    officer = make_account(Role.TRAINER, country="FR")
    browser, path = visitor(officer), f"/people/{officer.id}"
    contact.post(path, {"decision": "disable", "reason": " "})
    assert "Write why the person is shut out." in contact.get("/people").text
    assert browser.get("/guides").status_code == 200
    contact.post(path, {"decision": "disable", "reason": "Moved on"})
    assert "Moved on" in contact.get("/people").text
    assert browser.get("/guides").location.startswith("/sign-in")
    contact.post(path, {"decision": "enable"})
    assert visitor(officer).get("/guides").status_code == 200


def test_a_look_alike_is_asked_about_on_every_page_until_it_is_answered(
    owner, her, publisher, make_product, session, runtime, visitor
):
    """Whose upload it is stays unsaid; the answer can be taken back."""
    mine = make_product(owner, picture=picture(11), published=True)
    copy = make_product(publisher, brand="Rival brand", published=False)
    add_reference_image(
        session,
        publisher,
        runtime.index,
        runtime.images,
        runtime.decoder,
        copy.id,
        upload_of(11, quality=70),
    )
    waiting = "1 look-alike of your images waits for your answer."
    assert waiting in her.get("/brands").text
    page = her.get("/resemblances").text
    assert waiting not in page
    assert "Is that allowed?" in page
    assert "Rival brand" not in page
    assert str(mine.images[0].id) in page
    rival = visitor(session.get_one(Account, publisher.account_id))
    assert waiting not in rival.get("/brands").text
    question = session.query(ResemblanceQuestion).one()
    path = f"/resemblances/{question.id}"
    assert rival.post(path, {"allowed": "yes"}).status_code == 404
    assert her.post(path, {"allowed": "no"}).status_code == 302
    assert "You answered: not allowed." in her.get("/resemblances").text
    assert waiting not in her.get("/brands").text
    her.post(path, {"allowed": ""})
    assert waiting in her.get("/brands").text


def test_a_reading_is_told_on_every_page_until_it_is_read(
    administrator, her, holder, session, visitor, publisher
):
    """To this organisation and nobody else; the page keeps it afterwards."""
    assert READ not in her.get("/brands").text
    opened = open_break_glass(
        session, administrator, holder.id, reason="Court order 12", password=PASSWORD
    )
    read_products(session, administrator, opened.id)
    assert READ in her.get("/brands").text
    rival = visitor(session.get_one(Account, publisher.account_id))
    assert READ not in rival.get("/brands").text
    assert "Court order 12" not in rival.get("/readings").text
    page = her.get("/readings").text
    assert READ not in page
    assert "Court order 12" in page
    assert "The list of products" in page
    assert rival.post("/readings").status_code == 302
    session.refresh(session.get_one(BreakGlass, opened.id))
    assert READ in her.get("/brands").text
    her.post("/readings")
    assert READ not in her.get("/brands").text
    assert "Court order 12" in her.get("/readings").text


def test_error_pages_do_not_ask_the_database_for_notices(her, monkeypatch):
    """What tells that the database is away must not need it."""
    from rightholder_portal import notices

    monkeypatch.setattr(notices, "unseen_notices", lambda *_: 1 / 0)
    assert her.get("/brands").status_code == 500
    assert "Something went wrong on our side" in her.get("/brands").text


def test_a_refused_applicant_reads_why(
    administrator, make_right_holder, make_account, visitor, session
):
    """And that it waits again as soon as it is reconsidered."""
    holder = make_right_holder("Novi", approved=False)
    applicant = visitor(make_account(Role.PUBLISHER, holder))
    assert "What happens next" in applicant.get("/application").text
    kind = ApprovalKind.RIGHT_HOLDER
    refuse(session, administrator, kind, holder.id, reason="The mark has lapsed.")
    page = applicant.get("/application").text
    assert "The mark has lapsed." in page
    assert "What happens next" not in page
    other = visitor(make_account(Role.PUBLISHER, make_right_holder("Other", approved=False)))
    assert "The mark has lapsed." not in other.get("/application").text
    reconsider(session, administrator, kind, holder.id)
    page = applicant.get("/application").text
    assert "The mark has lapsed." not in page
    assert "What happens next" in page
