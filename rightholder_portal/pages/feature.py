"""Distinguishing features: written, drawn, ordered."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.distinguishing_feature import DistinguishingFeature
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageKind
from ipm_api.operations.completeness import missing_parts
from ipm_api.operations.distinguishing_feature import (
    add_feature,
    move_feature,
    remove_feature,
    update_feature,
)
from ipm_api.operations.product import own_product
from rightholder_portal.forms.feature import LEVELS, TOOLS, feature_draft, values_of
from rightholder_portal.session import current_actor

blueprint = Blueprint("feature", __name__, url_prefix="/products/<uuid:product_id>/features")


@blueprint.get("")
def list_features(product_id: uuid.UUID) -> ResponseReturnValue:
    """The checks in their order, drawn over the pictures."""
    return _list(product_id, {})


@blueprint.get("/new")
def new_feature(product_id: uuid.UUID) -> ResponseReturnValue:
    """The empty form."""
    product = own_product(db.session(), current_actor(), product_id)
    first = next((i for i in product.images if i.kind is ImageKind.GENUINE), None)
    return _form(product, None, {"image_id": str(first.id) if first else ""}, {})


@blueprint.post("")
def submit_feature(product_id: uuid.UUID) -> ResponseReturnValue:
    """Add a check as the last one, or where it was when its removal is undone."""
    session, actor = db.session(), current_actor()
    product = own_product(session, actor, product_id)
    try:
        added = add_feature(session, actor, product_id, feature_draft(request.form))
    except Invalid as error:
        db.session.rollback()
        return _form(product, None, dict(request.form), error.fields), 400
    position = request.form.get("position", "")
    if position.isascii() and position.isdigit() and len(position) < 5:
        move_feature(session, actor, product_id, added.id, int(position))
    flash("The feature is added.")
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
    try:
        draft = feature_draft(request.form, _feature_of(product, feature_id))
        update_feature(session, actor, product_id, feature_id, draft)
    except Invalid as error:
        db.session.rollback()
        return _form(product, feature_id, dict(request.form), error.fields), 400
    flash("The change is kept.")
    return redirect(url_for("feature.list_features", product_id=product_id))


@blueprint.post("/<uuid:feature_id>/move")
def submit_move(product_id: uuid.UUID, feature_id: uuid.UUID) -> ResponseReturnValue:
    """One place up or down in the order of checks."""
    session, actor = db.session(), current_actor()
    feature = _feature_of(own_product(session, actor, product_id), feature_id)
    step = -1 if request.form.get("direction") == "up" else 1
    move_feature(session, actor, product_id, feature_id, feature.position + step)
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


def _list(product_id: uuid.UUID, removed: dict[str, str]) -> str:
    product = own_product(db.session(), current_actor(), product_id)
    return render_template(
        "feature/list.html", product=product, missing=missing_parts(product), removed=removed
    )


def _form(
    product: Product,
    feature_id: uuid.UUID | None,
    values: dict[str, str],
    errors: dict[str, list[str]],
) -> str:
    images = [image for image in product.images if image.kind is ImageKind.GENUINE]
    if values.get("image_id") not in [str(image.id) for image in images]:
        values = values | {"image_id": ""}
    return render_template(
        "feature/form.html",
        product=product,
        images=images,
        feature_id=feature_id,
        values=values,
        errors=errors,
        tools=TOOLS,
        levels=LEVELS,
    )
