"""Pictures that resemble another right holder's artwork, side by side with it."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.models.approval import ApprovalKind
from ipm_api.operations.approval import rounds
from ipm_api.operations.deciders import names_of_deciders
from ipm_api.operations.held_back_image import held_back_image, held_back_images
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.pages.administration.blueprint import blueprint
from rightholder_portal.pages.administration.decision import carry_out
from rightholder_portal.session import current_actor


@blueprint.get("/images")
def list_held_back_images() -> ResponseReturnValue:
    """What waits, oldest first."""
    session, actor = db.session(), current_actor()
    waiting = held_back_images(session, actor)
    decided = rounds(session, actor, ApprovalKind.IMAGE, [item.image.id for item in waiting])
    return render_template("administration/images.html", waiting=waiting, rounds=decided)


@blueprint.get("/images/<uuid:image_id>")
def show_held_back_image(image_id: uuid.UUID) -> ResponseReturnValue:
    """One picture beside what it resembles, and what its right holder answered."""
    return _page(image_id, {})


@blueprint.post("/images/<uuid:image_id>")
def decide_image(image_id: uuid.UUID) -> ResponseReturnValue:
    """Release by two, refuse by one."""
    try:
        post = "administration.decide_image"
        if not carry_out(ApprovalKind.IMAGE, image_id, post, image_id=image_id):
            tell(_("Choose one of the buttons."), attention=True)
    except Invalid as error:
        db.session.rollback()
        return _page(image_id, error.fields), 400
    if request.form.get("decision") == "approve":  # the second approval ends the reason to look
        return redirect(url_for("administration.list_held_back_images"))
    return redirect(url_for("administration.show_held_back_image", image_id=image_id))


def _page(image_id: uuid.UUID, errors: dict[str, list[str]]) -> str:
    session, actor = db.session(), current_actor()
    item = held_back_image(session, actor, image_id)
    decided = rounds(session, actor, ApprovalKind.IMAGE, [image_id]).get(image_id, [])
    return render_template(
        "administration/image.html",
        item=item,
        rounds=decided,
        names=names_of_deciders(session, actor, decided),
        values=request.form,
        errors=errors,
    )
