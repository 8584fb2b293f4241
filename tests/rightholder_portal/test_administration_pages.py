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


def test_an_organisation_is_approved_suspended_and_reinstated(
    administrator, visitor, make_right_holder, make_account, make_product, actor_for, session
):
    """Suspension is at once: its people are out, its guides are gone; reinstating undoes it."""
    holder = make_right_holder("Novi", approved=False)
    account = make_account(Role.PUBLISHER, holder)
    path = f"/administration/right-holders/{holder.id}"

    def decide(decision: str) -> str:
        assert administrator.post(path, {"decision": decision}).location == "/administration"
        session.refresh(holder)
        return administrator.get("/administration").text

    assert "Organisations that wait · 1" in administrator.get("/administration").text
    assert "The organisation is approved." in decide("approve")
    assert holder.state is RightHolderState.APPROVED
    product = make_product(actor_for(account))
    member, trainer = visitor(account), visitor(make_account(Role.TRAINER))
    assert member.get("/products").status_code == 200
    assert trainer.get(f"/guides/{product.id}").status_code == 200
    assert "The organisation is suspended and signed out." in decide("suspend")
    assert member.get("/products").status_code == 302
    assert trainer.get(f"/guides/{product.id}").status_code == 404
    assert visitor(account).get("/products").status_code == 302
    assert "The organisation is approved again." in decide("reinstate")
    assert visitor(account).get("/products").status_code == 200
    assert trainer.get(f"/guides/{product.id}").status_code == 200


def test_a_decision_that_does_not_fit_is_refused_in_words(administrator, holder):
    """Two administrators, one list: the second is told."""
    path = f"/administration/right-holders/{holder.id}"
    assert administrator.post(path, {"decision": "approve"}).status_code == 409
    assert administrator.post(path, {"decision": "reinstate"}).status_code == 409
    assert administrator.post(path, {"decision": "delete"}).status_code == 302
    assert "Choose one of the buttons." in administrator.get("/administration").text
    missing = f"/administration/right-holders/{uuid.uuid4()}"
    assert administrator.post(missing, {"decision": "approve"}).status_code == 404


@pytest.mark.parametrize(
    ("decision", "state", "shown"),
    [("accept", ImageState.ACCEPTED, True), ("refuse", ImageState.REFUSED, False)],
)
def test_a_held_back_picture_is_decided_beside_what_it_resembles(
    administrator, her, owner, publisher, make_product, session, runtime, decision, state, shown
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
    page = administrator.get("/administration").text
    assert "First brand" in page
    assert "Second brand" in page
    for image_id in (image.id, other.images[0].id):
        assert f"/images/{image_id}" in page
        assert administrator.get(f"/images/{image_id}").status_code == 200
    assert administrator.get(f"/images/{mine.images[0].id}").status_code == 404
    path = f"/administration/images/{image.id}"
    administrator.post(path, {"decision": "perhaps"})
    assert "Choose one of the buttons." in administrator.get("/administration").text
    assert administrator.post(path, {"decision": decision}).status_code == 302
    session.refresh(image)
    assert image.state is state
    assert administrator.post(path, {"decision": decision}).status_code == 409
    assert administrator.get(f"/images/{image.id}").status_code == 404
    assert "No image is held back." in administrator.get("/administration").text
    page = her.get(f"/products/{mine.id}/images").text
    assert ("Refused" in page) is not shown
