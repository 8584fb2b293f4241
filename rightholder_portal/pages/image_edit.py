"""One reference image of one's own: what it shows, how it is recognised, its place, its end."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.languages import INTERFACE_LANGUAGES
from ipm_api.models.reference_image import ImageKind, ImageView, ReferenceImage
from ipm_api.operations.completeness import missing_parts
from ipm_api.operations.image_editing import (
    move_image,
    order_images,
    own_image,
    restore_image,
    update_image,
)
from ipm_api.operations.image_gate import own_lookalike
from ipm_api.operations.recognition import measured, own_confusions
from ipm_api.operations.reference_image import remove_reference_image
from ipm_api.quality_texts import kept_texts
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.pages.image import image_choices
from rightholder_portal.pages.upload import KINDS, VIEWS, id_or_none
from rightholder_portal.recognition_texts import trials
from rightholder_portal.session import current_actor

blueprint = Blueprint("image_edit", __name__)


@blueprint.get("/products/<uuid:product_id>/images/<uuid:image_id>")
def show_own_image(product_id: uuid.UUID, image_id: uuid.UUID) -> ResponseReturnValue:
    """One picture: what it shows, how good it is, how it is recognised, features drawn on it."""
    return _page(product_id, image_id, {})


@blueprint.post("/products/<uuid:product_id>/images/<uuid:image_id>")
def submit_image(product_id: uuid.UUID, image_id: uuid.UUID) -> ResponseReturnValue:
    """Say anew what a picture shows."""
    own_image(db.session(), current_actor(), product_id, image_id)
    form = request.form
    try:
        update_image(
            db.session(),
            current_actor(),
            product_id,
            image_id,
            kind=KINDS.get(form.get("kind", ""), ImageKind.GENUINE),
            view=VIEWS.get(form.get("view", ""), ImageView.FRONT),
            captions=_captions(),
            version_id=id_or_none(form.get("version", "")),
        )
    except Invalid as error:
        db.session.rollback()
        return _page(product_id, image_id, error.fields), 400
    tell(_("The image is changed."))
    return redirect(url_for("image.list_images", product_id=product_id))


@blueprint.post("/products/<uuid:product_id>/images/<uuid:image_id>/move")
def submit_move(product_id: uuid.UUID, image_id: uuid.UUID) -> ResponseReturnValue:
    """One place earlier or later among the pictures of its view."""
    later = request.form.get("direction") == "later"
    move_image(db.session(), current_actor(), product_id, image_id, later=later)
    return redirect(url_for("image.list_images", product_id=product_id) + f"#image-{image_id}")


@blueprint.post("/products/<uuid:product_id>/images/order")
def submit_order(product_id: uuid.UUID) -> ResponseReturnValue:
    """The order after a drag: ids of pictures, first to last."""
    ids = [found for text in request.form.getlist("image") if (found := id_or_none(text))]
    order_images(db.session(), current_actor(), product_id, ids)
    return redirect(url_for("image.list_images", product_id=product_id))


@blueprint.post("/products/<uuid:product_id>/images/<uuid:image_id>/remove")
def submit_removal(product_id: uuid.UUID, image_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a picture from the product."""
    remove_reference_image(db.session(), current_actor(), product_id, image_id)
    tell(
        _("The image is removed. Features drawn on it have lost their place."),
        undo=url_for("image_edit.submit_restoration", product_id=product_id, image_id=image_id),
    )
    return redirect(url_for("image.list_images", product_id=product_id))


@blueprint.post("/products/<uuid:product_id>/images/<uuid:image_id>/restore")
def submit_restoration(product_id: uuid.UUID, image_id: uuid.UUID) -> ResponseReturnValue:
    """Bring a removed picture back."""
    restore_image(db.session(), current_actor(), product_id, image_id)
    tell(_("The image is back, with the places of its features."))
    return redirect(url_for("image.list_images", product_id=product_id))


def _captions() -> dict[str, str]:
    """The captions of the form, by language: fields captions-fr, captions-ar …"""
    return {
        name.removeprefix("captions-"): text.replace("\0", "").strip()
        for name, text in request.form.items()
        if name.startswith("captions-") and len(name) < 30
    }


def _page(
    product_id: uuid.UUID, image_id: uuid.UUID, errors: dict[str, list[str]]
) -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    product, image = own_image(session, actor, product_id, image_id)
    found = measured(session, actor, product_id).get(image_id)
    return render_template(
        "image/show.html",
        caption_languages=list(dict.fromkeys([*INTERFACE_LANGUAGES, *image.captions])),
        product=product,
        missing=missing_parts(product),
        image=image,
        errors=errors,
        values=request.form if errors else _values(image),
        captions=_captions() if errors else image.captions,
        **image_choices(product_id),
        problems=kept_texts(image.quality_problems, image.keypoints),
        recognition=found,
        trials=trials(found.photos) if found else [],
        confusions=own_confusions(session, actor, [found])[image_id] if found else [],
        lookalike=own_lookalike(session, actor, image),
    )


def _values(image: ReferenceImage) -> dict[str, str]:
    return {
        "kind": image.kind.value,
        "view": image.view.value,
        "version": str(image.counterfeit_version_id or ""),
    }
