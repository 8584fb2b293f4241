"""Decisions of administrators: who comes in, and whose artwork a picture is."""

import uuid

import pytest

from ipm_api.models.account import Role
from ipm_api.models.reference_image import ImageState
from ipm_api.models.right_holder import RightHolderState
from ipm_api.operations.reference_image import add_reference_image
from tests.ipm_api.photos import picture, upload_of


@pytest.fixture
def administrator(visitor, make_account):
    return visitor(make_account(Role.ADMINISTRATOR))


@pytest.fixture
def second(visitor, make_account):
    return visitor(make_account(Role.ADMINISTRATOR))


def test_an_organisation_is_approved_by_two_suspended_and_reinstated(
    administrator,
    second,
    visitor,
    make_right_holder,
    make_account,
    make_product,
    actor_for,
    session,
):
    """Suspension is at once: its people are out, its guides are gone; reinstating undoes it."""
    holder = make_right_holder("Novi", approved=False)
    account = make_account(Role.PUBLISHER, holder)
    path = f"/administration/right-holders/{holder.id}"

    def decide(who, decision: str, **fields: str) -> str:
        assert who.post(path, {"decision": decision, **fields}).location == path
        session.refresh(holder)
        return who.get(path).text

    assert "Novi" in administrator.get("/administration/right-holders?state=pending").text
    page = decide(administrator, "approve")
    assert "Another administrator must approve as well." in page
    assert "Take my approval back" in page
    assert holder.state is RightHolderState.PENDING
    assert administrator.post(path, {"decision": "approve"}).status_code == 409
    assert "Yours is the second approval" in second.get(path).text
    assert "Approved by two administrators." in decide(second, "approve")
    assert holder.state is RightHolderState.APPROVED
    product = make_product(actor_for(account))
    member, trainer = visitor(account), visitor(make_account(Role.TRAINER))
    assert member.get("/products").status_code == 200
    assert trainer.get(f"/guides/{product.id}").status_code == 200
    without = administrator.post(path, {"decision": "suspend"})
    assert without.status_code == 400
    assert "Write a reason" in without.text
    page = decide(administrator, "suspend", reason="Complaint 12")
    assert "The organisation is suspended and signed out." in page
    assert "Complaint 12" in page
    assert member.get("/products").status_code == 302
    assert trainer.get(f"/guides/{product.id}").status_code == 404
    assert visitor(account).get("/products").status_code == 302
    assert "The organisation is approved again." in decide(administrator, "reinstate")
    assert visitor(account).get("/products").status_code == 200
    assert trainer.get(f"/guides/{product.id}").status_code == 200


def test_a_refusal_needs_a_reason_and_is_reconsidered(administrator, make_right_holder, session):
    """The entered words stay beside the message; the reason is shown to the next one."""
    holder = make_right_holder("Novi", approved=False)
    path = f"/administration/right-holders/{holder.id}"
    answer = administrator.post(path, {"decision": "refuse", "reason": " "})
    assert answer.status_code == 400
    assert 'aria-describedby="error-reason"' in answer.text
    administrator.post(path, {"decision": "refuse", "reason": "The mark has lapsed."})
    assert "The mark has lapsed." in administrator.get(path).text
    administrator.post(path, {"decision": "reconsider"})
    assert "waits for two approvals again" in administrator.get(path).text
    session.refresh(holder)
    assert holder.state is RightHolderState.PENDING


def test_a_decision_that_does_not_fit_is_refused_in_words(administrator, holder):
    """Two administrators, one list: the second is told."""
    path = f"/administration/right-holders/{holder.id}"
    assert administrator.post(path, {"decision": "approve"}).status_code == 409
    assert administrator.post(path, {"decision": "reinstate"}).status_code == 409
    assert administrator.post(path, {"decision": "delete"}).status_code == 302
    assert "Choose one of the buttons." in administrator.get("/administration").text
    missing = f"/administration/right-holders/{uuid.uuid4()}"
    assert administrator.get(missing).status_code == 404
    assert administrator.post(missing, {"decision": "approve"}).status_code == 404


@pytest.mark.parametrize(
    ("decision", "state", "shown"),
    [("approve", ImageState.ACCEPTED, True), ("refuse", ImageState.REFUSED, False)],
)
def test_a_held_back_picture_is_decided_beside_what_it_resembles(
    administrator,
    second,
    her,
    owner,
    publisher,
    make_product,
    session,
    runtime,
    decision,
    state,
    shown,
):
    """Both pictures are on the page; both are readable until it is decided."""
    other = make_product(publisher, brand="First brand", picture=picture(11))
    mine = make_product(owner, brand="Second brand", published=False)
    image = add_reference_image(
        session,
        owner,
        runtime.index,
        runtime.images,
        runtime.decoder,
        mine.id,
        upload_of(11, quality=70),
    ).image
    path = f"/administration/images/{image.id}"
    assert path in administrator.get("/administration/images").text
    page = administrator.get(path).text
    assert "First brand" in page
    assert "Second brand" in page
    assert "No answer yet." in page
    for image_id in (image.id, other.images[0].id):
        assert f"/images/{image_id}" in page
        assert administrator.get(f"/images/{image_id}").status_code == 200
    assert administrator.get(f"/images/{mine.images[0].id}").status_code == 404
    administrator.post(path, {"decision": "perhaps"})
    assert "Choose one of the buttons." in administrator.get("/administration").text
    fields = {"decision": decision, "reason": "A copy."}
    assert administrator.post(path, fields).status_code == 302
    if decision == "approve":
        session.refresh(image)
        assert image.state is ImageState.HELD_BACK
        assert second.post(path, fields).status_code == 302
    session.refresh(image)
    assert image.state is state
    assert second.post(path, fields).status_code == 409
    assert administrator.get(f"/images/{image.id}").status_code == 404
    assert "No image is held back." in administrator.get("/administration/images").text
    page = her.get(f"/products/{mine.id}/images").text
    assert ("Refused" in page) is not shown
