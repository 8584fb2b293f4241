"""Taking one picture from everybody at once, with a reason, and back where that is right."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Conflict, Invalid
from ipm_api.models.image_takedown import TakedownReason
from ipm_api.operations.completeness import missing_parts
from ipm_api.operations.image_takedown import image_to_take_down, take_down_image, undo_takedown
from ipm_api.operations.product import own_product
from ipm_api.sentence import Sentence
from rightholder_portal.flash import tell
from rightholder_portal.language import _, say_sentence
from rightholder_portal.session import current_actor

blueprint = Blueprint("image_takedown", __name__)

REASONS = {
    TakedownReason.LAW: Sentence("A court, an authority or a law demands it"),
    TakedownReason.PERSON: Sentence("It shows a person or personal data"),
    TakedownReason.NOT_OURS: Sentence("We have no right to show it"),
    TakedownReason.WRONG_ARTICLE: Sentence("It shows another article"),
    TakedownReason.SHOWS_TOO_MUCH: Sentence("It shows what officers need not know"),
}


@blueprint.get("/products/<uuid:product_id>/images/<uuid:image_id>/take-away")
def ask_reason(product_id: uuid.UUID, image_id: uuid.UUID) -> ResponseReturnValue:
    """Why, and what will happen."""
    return _page(product_id, image_id, {})


@blueprint.post("/products/<uuid:product_id>/images/<uuid:image_id>/take-away")
def submit_takedown(product_id: uuid.UUID, image_id: uuid.UUID) -> ResponseReturnValue:
    """Nobody sees it from now on."""
    session, actor = db.session(), current_actor()
    image_to_take_down(session, actor, product_id, image_id)  # not yours: not found, first of all
    chosen = [one for one in TakedownReason if one.value == request.form.get("why")]
    try:
        if not chosen:
            raise Invalid({"why": [Sentence("Choose why.")]})
        taken = take_down_image(
            session,
            actor,
            product_id,
            image_id,
            reason=chosen[0],
            note=request.form.get("reason", ""),
        )
    except Invalid as error:
        session.rollback()
        return _page(product_id, image_id, error.fields), 400
    back = url_for("image_takedown.submit_undo", product_id=product_id, image_id=image_id)
    tell(
        _("The image is gone from guides, versions and the index."),
        undo=None if taken.reason.is_final else back,
    )
    product = own_product(session, actor, product_id)
    if product.state.value == "published" and "images" in missing_parts(product):
        tell(
            _("Officers find this product by text and number only. Add an image, publish."),
            attention=True,
        )
    return redirect(url_for("image.list_images", product_id=product_id))


@blueprint.post("/products/<uuid:product_id>/images/<uuid:image_id>/put-back")
def submit_undo(product_id: uuid.UUID, image_id: uuid.UUID) -> ResponseReturnValue:
    """It is what it was, where the reason allows that."""
    session = db.session()
    try:
        image = undo_takedown(session, current_actor(), product_id, image_id)
    except Conflict as error:
        session.rollback()
        tell(say_sentence(str(error)), attention=True)
    else:
        if image.state.value == "held-back":
            tell(_("An administrator looks at it before officers can find it."), attention=True)
        else:
            tell(_("The image is back where it was."))
    return redirect(url_for("image.list_images", product_id=product_id))


def _page(
    product_id: uuid.UUID, image_id: uuid.UUID, errors: dict[str, list[str]]
) -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    image = image_to_take_down(session, actor, product_id, image_id)
    product = own_product(session, actor, product_id)
    return render_template(
        "image/take_away.html",
        product=product,
        missing=missing_parts(product),
        image=image,
        final=[(one.value, REASONS[one]) for one in TakedownReason if one.is_final],
        undoable=[(one.value, REASONS[one]) for one in TakedownReason if not one.is_final],
        values=request.form,
        errors=errors,
    )
