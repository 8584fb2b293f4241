"""Publishing as a person sees it: what changed, restore and undo, sharing, the reading page."""

import dataclasses
import re

import pytest

from ipm_api.models.account import Role
from ipm_api.operations.product import own_product, update_product
from ipm_api.operations.product_draft import draft_of
from tests.conftest import PASSWORD


@pytest.fixture
def product(owner, make_product):
    return make_product(owner, name="First name")


@pytest.fixture
def renamed(session, owner, product):
    """The working copy has another name than the published version."""
    draft = draft_of(own_product(session, owner, product.id))
    update_product(session, owner, product.id, dataclasses.replace(draft, names={"en": "Second"}))
    return product


def test_changes_are_listed_published_and_restored_with_an_undo(
    her, visitor, make_account, renamed
):
    """Edit after publishing, look at the differences, publish, go back, undo."""
    path = f"/products/{renamed.id}"
    officer = visitor(make_account(Role.OFFICER))
    page = her.get(f"{path}/publishing").text
    assert "Officers still see version 1." in page
    for part in ("<del", "First name", "<ins"):
        assert part in page
    assert "First name" in officer.get(f"/guides/{renamed.id}").text
    her.post(f"{path}/publish")
    assert "Second" in officer.get(f"/guides/{renamed.id}").text
    assert "From version 1 to version 2" in her.get(f"{path}/versions/2").text
    assert her.post(f"{path}/versions/1/restore").status_code == 302
    page = her.get(f"{path}/publishing").text
    assert f"{path}/undo-restore" in page
    assert "First name" in page
    assert "Second" in officer.get(f"/guides/{renamed.id}").text
    her.post(f"{path}/undo-restore")
    assert "Officers see everything as it is here." in her.get(f"{path}/publishing").text


def test_what_is_missing_is_a_link_to_where_it_is_filled_in(her, session, owner, product):
    """Required and recommended apart, with a score."""
    page = her.get(f"/products/{product.id}").text
    assert re.search(r"Complete to \d+ %", page)
    assert re.search(r'href="/products/[^"]+/images[^"]*">Add an image of the back', page)


def test_a_member_asks_and_a_publisher_finds_it(her, holder, visitor, make_account, renamed):
    """With the note; publishing answers it."""
    member = visitor(make_account(Role.MEMBER, holder))
    path = f"/products/{renamed.id}"
    member.post(f"{path}/ask", {"note": "New label since May"})
    assert "New label since May" in her.get("/requests").text
    assert member.get("/requests").status_code == 403
    her.post(f"{path}/publish")
    assert "New label since May" not in her.get("/requests").text


def test_sharing_is_said_in_words_previewed_and_undone(her, product):
    """Chosen countries, the look of somebody else, and back."""
    path = f"/products/{product.id}/sharing"
    answer = her.post(path, {"countries_scope": "chosen"})
    assert answer.status_code == 400
    assert "Choose at least one country" in answer.text
    her.post(path, {"countries_scope": "chosen", "countries": ["FR", "DE"]})
    page = her.get(f"{path}?country=IT").text
    assert "Only officers and trainers of these countries see it: Germany, France" in page
    assert "for this reader the product is not registered" in page
    assert "This reader sees it, with 2 features." in her.get(f"{path}?country=FR").text
    her.post(path, {"action": "inherit"})
    assert "This reader sees it" in her.get(f"{path}?country=IT").text
    assert her.get("/sharing").status_code == 200
    assert her.get(f"/brands/{product.brand_id}/sharing").status_code == 200


def test_a_reader_at_the_limit_is_told_and_goes_on_with_a_reason(
    visitor, make_account, product, monkeypatch
):
    """A page that says what to do, and leads back."""
    monkeypatch.setattr("ipm_api.operations.reading_budget.SOFT", 0)
    officer = visitor(make_account(Role.OFFICER))
    refused = officer.get(f"/guides/{product.id}")
    assert refused.status_code == 429
    assert "Say why" in refused.text
    assert officer.post("/reading", {"reason": "x", "password": "y"}).status_code == 400
    answer = officer.post(
        "/reading",
        {"reason": "A container of goods", "password": PASSWORD, "next": f"/guides/{product.id}"},
    )
    assert answer.location == f"/guides/{product.id}"
    assert officer.get(answer.location).status_code == 200
