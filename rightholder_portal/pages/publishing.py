"""Publishing one's own product: what is missing, what has changed, versions, review."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db, now
from ipm_api.errors import Conflict, Invalid
from ipm_api.models.product import Product
from ipm_api.operations.completeness import Check, completeness
from ipm_api.operations.image_takedown import takedowns
from ipm_api.operations.product import own_product
from ipm_api.operations.publication import (
    own_version,
    own_versions,
    restore_version,
    undo_restore,
    unpublished_changes,
)
from ipm_api.operations.publication_request import (
    ask_to_publish,
    decline_request,
    open_request,
    open_requests,
)
from ipm_api.operations.readership import looks_at
from ipm_api.operations.review import confirm_review, is_stale, months_since, set_review_period
from ipm_api.operations.version_difference import RowDifference, differences
from rightholder_portal.flash import tell
from rightholder_portal.language import _, say_sentence
from rightholder_portal.session import current_actor
from rightholder_portal.version_words import described

blueprint = Blueprint("publishing", __name__)

PLACES = {
    "texts": ("product.edit_product", ""),
    "images": ("image.list_images", ""),
    "features": ("feature.list_features", ""),
    "counterfeits": ("counterfeit.list_counterfeits", ""),
    "contacts": ("contact.list_contacts", ""),
    "brands": ("brand.list_brands", ""),
}
"""Where a check of completeness is filled in: place → page and anchor."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far a product is from being published: for the side of every page about it."""

    score: int
    required: list[tuple[str, str]]
    recommended: list[tuple[str, str]]
    changes: list[RowDifference]


def readiness_of(product: Product) -> Readiness:
    """The score of one's own *product*, what is missing as (address, sentence), and changes."""
    state = completeness(product)
    return Readiness(
        state.score,
        [_link(check, product) for check in state.required],
        [_link(check, product) for check in state.recommended],
        unpublished_changes(db.session(), product),
    )


@blueprint.app_context_processor
def _for_templates() -> dict[str, Any]:
    return {"readiness_of": readiness_of}


@blueprint.get("/products/<uuid:product_id>/publishing")
def show_publishing(product_id: uuid.UUID) -> ResponseReturnValue:
    """What readers have, what they would get, and every version there was."""
    return _page(product_id, {}, {})


@blueprint.get("/products/<uuid:product_id>/versions/<int:number>")
def show_version(product_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """One version, compared with the one before or with any other (?with=)."""
    session, actor = db.session(), current_actor()
    product = own_product(session, actor, product_id)
    version = own_version(session, actor, product_id, number)
    asked = request.args.get("with", type=int)
    earlier = asked if asked is not None else number - 1
    before = own_version(session, actor, product_id, earlier) if earlier > 0 else None
    found = differences(before.content if before else {}, version.content)
    return render_template(
        "publishing/version.html",
        product=product,
        version=version,
        before=before,
        versions=own_versions(session, actor, product_id),
        changes=described(found, own_names(product), _gone(product)),
    )


@blueprint.post("/products/<uuid:product_id>/versions/<int:number>/restore")
def submit_restore(product_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Make the working copy what it was; one button undoes it."""
    restore_version(db.session(), current_actor(), product_id, number)
    tell(
        _("Version %(number)s is your working copy again. Publish it to show it.", number=number),
        undo=url_for("publishing.submit_undo_restore", product_id=product_id),
    )
    return redirect(url_for("publishing.show_publishing", product_id=product_id))


@blueprint.post("/products/<uuid:product_id>/undo-restore")
def submit_undo_restore(product_id: uuid.UUID) -> ResponseReturnValue:
    """The working copy as it was before the restoring."""
    undo_restore(db.session(), current_actor(), product_id)
    tell(
        _("The working copy is as it was before."),
        undo=url_for("publishing.submit_undo_restore", product_id=product_id),
    )
    return redirect(url_for("publishing.show_publishing", product_id=product_id))


@blueprint.post("/products/<uuid:product_id>/review")
def submit_review(product_id: uuid.UUID) -> ResponseReturnValue:
    """Still right, or another period."""
    session, actor = db.session(), current_actor()
    months = request.form.get("months", "")
    if request.form.get("action") == "confirm":
        confirm_review(session, actor, product_id)
        tell(_("Noted: what is published is still right."))
    else:
        try:
            number = int(months) if months.isascii() and months.isdigit() else 0
            set_review_period(session, actor, product_id, number)
        except Invalid as error:
            session.rollback()
            return _page(product_id, {"months": months}, error.fields), 400
        tell(_("The review period is kept."))
    return redirect(url_for("publishing.show_publishing", product_id=product_id))


@blueprint.post("/products/<uuid:product_id>/ask")
def submit_question(product_id: uuid.UUID) -> ResponseReturnValue:
    """Ask the publishers to publish."""
    session, note = db.session(), request.form.get("note", "")
    try:
        ask_to_publish(session, current_actor(), product_id, note)
    except Invalid as error:
        session.rollback()
        return _page(product_id, {"note": note}, error.fields), 400
    except Conflict as error:
        session.rollback()
        tell(say_sentence(str(error)), attention=True)
    else:
        tell(_("The publishers of your organisation find your request in their list."))
    return redirect(url_for("publishing.show_publishing", product_id=product_id))


@blueprint.get("/requests")
def list_requests() -> ResponseReturnValue:
    """What members ask the publishers for."""
    return render_template(
        "publishing/requests.html", requests=open_requests(db.session(), current_actor())
    )


@blueprint.post("/requests/<uuid:request_id>/decline")
def submit_refusal(request_id: uuid.UUID) -> ResponseReturnValue:
    """Answer a request without publishing."""
    decline_request(db.session(), current_actor(), request_id)
    tell(_("The request is off the list."))
    return redirect(url_for("publishing.list_requests"))


def own_names(product: Product) -> dict[str, str]:
    """Names for ids that a version holds: brand and category of the working copy."""
    return {str(product.brand_id): product.brand.name}


def _gone(product: Product) -> set[str]:
    """The ids of pictures that nobody may see any more."""
    return {str(one.image_id) for one in takedowns(db.session(), current_actor(), product.id)}


def _page(product_id: uuid.UUID, values: dict[str, str], errors: dict[str, list[str]]) -> str:
    session, actor = db.session(), current_actor()
    looks = looks_at(session, actor, product_id)
    product = own_product(session, actor, product_id)
    stale = product.state.value == "published" and is_stale(
        product.reviewed_at, product.review_months
    )
    return render_template(
        "publishing/show.html",
        product=product,
        versions=own_versions(session, actor, product_id),
        changes=described(
            unpublished_changes(session, product), own_names(product), _gone(product)
        ),
        request_open=open_request(session, actor, product_id),
        looks=looks,
        months_unchecked=months_since(product.reviewed_at or now()) if stale else None,
        values={"months": str(product.review_months)} | values,
        errors=errors,
    )


def _link(check: Check, product: Product) -> tuple[str, str]:
    endpoint, anchor = PLACES[check.place]
    needs_product = endpoint.split(".")[0] in ("product", "image", "feature", "counterfeit")
    given = {"product_id": product.id} if needs_product else {}
    return url_for(endpoint, **given) + anchor, check.sentence
