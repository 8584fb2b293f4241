"""Distinguishing features: written, drawn, ordered."""

import math
import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.distinguishing_feature import DistinguishingFeature
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageKind
from ipm_api.operations.distinguishing_feature import (
    add_feature,
    move_feature,
    remove_feature,
    update_feature,
)
from ipm_api.operations.feature_suggestion import Suggestions, suggest_features
from ipm_api.operations.product import own_product
from rightholder_portal.content_languages import language_choices
from rightholder_portal.flash import tell
from rightholder_portal.forms.feature import (
    LEVELS,
    PLACES,
    TECHNOLOGIES,
    TOOLS,
    feature_draft,
    languages_in,
    values_of,
)
from rightholder_portal.forms.position import position_of
from rightholder_portal.language import _
from rightholder_portal.session import current_actor, runtime

blueprint = Blueprint("feature", __name__, url_prefix="/products/<uuid:product_id>/features")


@blueprint.get("")
def list_features(product_id: uuid.UUID) -> ResponseReturnValue:
    """The checks in their order, drawn over the pictures."""
    return _list(product_id, {})


@blueprint.get("/new")
def new_feature(product_id: uuid.UUID) -> ResponseReturnValue:
    """The empty form, or with the places of a suggestion."""
    product = own_product(db.session(), current_actor(), product_id)
    suggested = {name: request.args[name] for name in PLACES if name in request.args}
    first = next((i for i in product.images if i.kind is ImageKind.GENUINE), None)
    return _form(product, None, suggested or {"image_id": str(first.id) if first else ""}, {})


@blueprint.get("/suggestions")
def list_suggestions(product_id: uuid.UUID) -> ResponseReturnValue:
    """Where a known counterfeit differs; which one is in the URL."""
    session, actor, held = db.session(), current_actor(), runtime()
    product = own_product(session, actor, product_id)
    found = None
    if chosen := request.args.get("image"):
        try:
            image_id = uuid.UUID(chosen)
        except ValueError:
            raise NotFound("The image") from None
        found = suggest_features(session, actor, held.images, held.decoder, product_id, image_id)
    return render_template(
        "feature/suggestions.html",
        product=product,
        counterfeit=[i for i in product.images if i.kind is ImageKind.KNOWN_COUNTERFEIT],
        found=found and _shown(found),
    )


@blueprint.post("")
def submit_feature(product_id: uuid.UUID) -> ResponseReturnValue:
    """Add a check as the last one, or where it was when its removal is undone."""
    session, actor = db.session(), current_actor()
    product = own_product(session, actor, product_id)
    if "more" in request.form:  # another language: nothing is kept yet
        return _form(product, None, dict(request.form), {})
    try:
        added = add_feature(session, actor, product_id, feature_draft(request.form))
    except Invalid as error:
        db.session.rollback()
        return _form(product, None, dict(request.form), error.fields), 400
    position = request.form.get("position", "")
    if position.isascii() and position.isdigit() and len(position) < 5:
        move_feature(session, actor, product_id, added.id, int(position))
    tell(_("The feature is added."))
    return redirect(url_for("feature.list_features", product_id=product_id))


@blueprint.get("/<uuid:feature_id>")
def edit_feature(product_id: uuid.UUID, feature_id: uuid.UUID) -> ResponseReturnValue:
    """The filled form."""
    product = own_product(db.session(), current_actor(), product_id)
    return _form(product, feature_id, values_of(_feature_of(product, feature_id)), {})


@blueprint.post("/<uuid:feature_id>")
def submit_change(product_id: uuid.UUID, feature_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    session, actor = db.session(), current_actor()
    product = own_product(session, actor, product_id)
    if "more" in request.form:
        _feature_of(product, feature_id)
        return _form(product, feature_id, dict(request.form), {})
    try:
        draft = feature_draft(request.form, _feature_of(product, feature_id))
        update_feature(session, actor, product_id, feature_id, draft)
    except Invalid as error:
        db.session.rollback()
        return _form(product, feature_id, dict(request.form), error.fields), 400
    tell(_("The change is kept."))
    return redirect(url_for("feature.list_features", product_id=product_id))


@blueprint.post("/<uuid:feature_id>/move")
def submit_move(product_id: uuid.UUID, feature_id: uuid.UUID) -> ResponseReturnValue:
    """To a position, or one place up or down, in the order of checks."""
    session, actor = db.session(), current_actor()
    feature = _feature_of(own_product(session, actor, product_id), feature_id)
    move_feature(
        session, actor, product_id, feature_id, position_of(request.form, feature.position)
    )
    return redirect(url_for("feature.list_features", product_id=product_id))


@blueprint.post("/<uuid:feature_id>/remove")
def submit_removal(product_id: uuid.UUID, feature_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a check; the page that answers holds all of it, and puts it back when asked."""
    session, actor = db.session(), current_actor()
    feature = _feature_of(own_product(session, actor, product_id), feature_id)
    removed = values_of(feature) | {"position": str(feature.position)}
    remove_feature(session, actor, product_id, feature_id)
    return _list(product_id, removed)


def _feature_of(product: Product, feature_id: uuid.UUID) -> DistinguishingFeature:
    for feature in product.features:
        if feature.id == feature_id:
            return feature
    raise NotFound("The feature")


def _shown(found: Suggestions) -> dict[str, Any]:
    """For the page: places as the query of an address, and the link that makes a feature."""
    places = []
    for place in found.places:
        region, counterpart = _query(place.region), _query(place.counterpart)
        filled = {
            "image_id": place.genuine.id,
            "counterpart_image_id": place.counterfeit.id,
            **{side: f"{value * 100:.2f}" for side, value in region.items()},
            **{f"counterpart_{side}": f"{v * 100:.2f}" for side, v in counterpart.items()},
        }
        places.append(
            {
                "genuine": place.genuine,
                "counterfeit": place.counterfeit,
                "region": region,
                "counterpart": counterpart,
                "link": url_for("feature.new_feature", product_id=found.product.id, **filled),
            }
        )
    return {"counterfeit": found.counterfeit, "found": found.found, "places": places}


def _query(region: Any) -> dict[str, float]:
    """Rounded so that the end never lies outside: to 1/10,000 of the picture."""
    x, y = math.floor(region.x * 1e4) / 1e4, math.floor(region.y * 1e4) / 1e4
    width = min(math.ceil(region.width * 1e4) / 1e4, round(1 - x, 4))
    height = min(math.ceil(region.height * 1e4) / 1e4, round(1 - y, 4))
    return {"x": x, "y": y, "width": width, "height": height}


def _list(product_id: uuid.UUID, removed: dict[str, str]) -> str:
    product = own_product(db.session(), current_actor(), product_id)
    return render_template("feature/list.html", product=product, removed=removed)


def _form(
    product: Product,
    feature_id: uuid.UUID | None,
    values: dict[str, str],
    errors: dict[str, list[str]],
) -> str:
    images = [image for image in product.images if image.kind is ImageKind.GENUINE]
    if values.get("image_id") not in [str(image.id) for image in images]:
        values = values | {"image_id": ""}
    languages = languages_in(values)
    return render_template(
        "feature/form.html",
        tags=languages,
        choices=language_choices(languages),
        product=product,
        genuine=images,
        counterfeit=[i for i in product.images if i.kind is ImageKind.KNOWN_COUNTERFEIT],
        feature_id=feature_id,
        values=values,
        errors=errors,
        tools=TOOLS,
        levels=LEVELS,
        technologies=TECHNOLOGIES,
    )
