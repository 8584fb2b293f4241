"""What is known of those who copy a product: four lists on one page, a form for each."""

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.models.reference_image import ImageKind
from ipm_api.models.violation import (
    Infringement,
    InfringementOutcome,
    InfringementType,
    SignKind,
    SuspiciousRoute,
    WarningSign,
)
from ipm_api.operations.product import own_product
from ipm_api.operations.violation import (
    add_record,
    move_record,
    own_violations,
    remove_record,
    restore_record,
    update_record,
)
from ipm_api.operations.violation_draft import Record
from rightholder_portal.content_languages import language_choices
from rightholder_portal.flash import tell
from rightholder_portal.forms.feature import languages_in
from rightholder_portal.forms.position import position_of
from rightholder_portal.forms.violation import LEVELS, values_of, violation_draft
from rightholder_portal.language import _
from rightholder_portal.session import current_actor

blueprint = Blueprint(
    "counterfeit", __name__, url_prefix="/products/<uuid:product_id>/counterfeits"
)

KINDS: dict[str, type[Record]] = {
    "versions": CounterfeitVersion,
    "infringements": Infringement,
    "signs": WarningSign,
    "routes": SuspiciousRoute,
}
"""Lists by their name in addresses, which is also their name in Violations."""


@blueprint.get("")
def list_counterfeits(product_id: uuid.UUID) -> ResponseReturnValue:
    """All four lists."""
    session, actor = db.session(), current_actor()
    product = own_product(session, actor, product_id)
    return render_template(
        "counterfeit/list.html",
        product=product,
        known=own_violations(session, actor, product_id),
    )


@blueprint.get("/<kind>/new")
def new_entry(product_id: uuid.UUID, kind: str) -> ResponseReturnValue:
    """The empty form."""
    _kind(kind)
    return _form(product_id, kind, None, {"level": "covert"}, {})


@blueprint.post("/<kind>")
def submit_entry(product_id: uuid.UUID, kind: str) -> ResponseReturnValue:
    """Add an entry, as the last of its list."""
    session, actor = db.session(), current_actor()
    _kind(kind)
    own_product(session, actor, product_id)  # not yours: not found, first of all
    if "more" in request.form:  # another language: nothing is kept yet
        return _form(product_id, kind, None, _entered(), {})
    try:
        add_record(session, actor, product_id, violation_draft(kind, request.form))
    except Invalid as error:
        db.session.rollback()
        return _form(product_id, kind, None, _entered(), error.fields), 400
    tell(_("The entry is added."))
    return _back(product_id, kind)


@blueprint.get("/<kind>/<uuid:record_id>")
def edit_entry(product_id: uuid.UUID, kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """The filled form."""
    return _form(product_id, kind, record_id, values_of(_entry(product_id, kind, record_id)), {})


@blueprint.post("/<kind>/<uuid:record_id>")
def submit_change(product_id: uuid.UUID, kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was changed."""
    existing = _entry(product_id, kind, record_id)
    if "more" in request.form:
        return _form(product_id, kind, record_id, _entered(), {})
    try:
        draft = violation_draft(kind, request.form, existing)
        update_record(db.session(), current_actor(), product_id, record_id, draft)
    except Invalid as error:
        db.session.rollback()
        return _form(product_id, kind, record_id, _entered(), error.fields), 400
    tell(_("The change is kept."))
    return _back(product_id, kind)


@blueprint.post("/<kind>/<uuid:record_id>/move")
def submit_move(product_id: uuid.UUID, kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """To a position, or one place up or down."""
    entry = _entry(product_id, kind, record_id)
    position = position_of(request.form, entry.position)
    move_record(db.session(), current_actor(), product_id, KINDS[kind], record_id, position)
    return _back(product_id, kind)


@blueprint.post("/<kind>/<uuid:record_id>/remove")
def submit_removal(product_id: uuid.UUID, kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Shown to nobody any more, with a button that puts it back."""
    remove_record(db.session(), current_actor(), product_id, _kind(kind), record_id)
    undo = url_for(".submit_return", product_id=product_id, kind=kind, record_id=record_id)
    tell(_("The entry is removed."), undo=undo)
    return _back(product_id, kind)


@blueprint.post("/<kind>/<uuid:record_id>/restore")
def submit_return(product_id: uuid.UUID, kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Put back where it was."""
    restore_record(db.session(), current_actor(), product_id, _kind(kind), record_id)
    tell(_("The entry is back."))
    return _back(product_id, kind)


def _kind(kind: str) -> type[Record]:
    if kind not in KINDS:
        raise NotFound("The list")
    return KINDS[kind]


def _entry(product_id: uuid.UUID, kind: str, record_id: uuid.UUID) -> Record:
    _kind(kind)
    known = own_violations(db.session(), current_actor(), product_id)
    entries: list[Record] = getattr(known, kind)
    for entry in entries:
        if entry.id == record_id:
            return entry
    raise NotFound("The entry")


def _entered() -> dict[str, Any]:
    return {**request.form, "image_ids": request.form.getlist("image_ids")}


def _back(product_id: uuid.UUID, kind: str) -> ResponseReturnValue:
    return redirect(url_for(".list_counterfeits", product_id=product_id, _anchor=kind))


def _form(
    product_id: uuid.UUID,
    kind: str,
    record_id: uuid.UUID | None,
    values: dict[str, Any],
    errors: dict[str, list[str]],
) -> str:
    session, actor = db.session(), current_actor()
    product = own_product(session, actor, product_id)
    languages = languages_in(values)
    return render_template(
        "counterfeit/form.html",
        tags=languages,
        choices=language_choices(languages),
        product=product,
        kind=kind,
        record_id=record_id,
        values=values,
        errors=errors,
        levels=LEVELS,
        types=list(InfringementType),
        outcomes=list(InfringementOutcome),
        signs=list(SignKind),
        versions=own_violations(session, actor, product_id).versions,
        pictures=[i for i in product.images if i.kind is ImageKind.KNOWN_COUNTERFEIT],
    )
