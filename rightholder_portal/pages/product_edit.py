"""The forms of a product, section by section; two people at once lose nothing."""

import uuid

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid, NotFound, Stale
from ipm_api.language_tags import is_language_tag
from ipm_api.models.product import Product
from ipm_api.operations.brand import own_brand_names
from ipm_api.operations.category import categories
from ipm_api.operations.completeness import missing_parts
from ipm_api.operations.product import own_product
from ipm_api.operations.product_edit import change_product
from ipm_api.operations.product_languages import texts_of
from ipm_api.operations.product_parts import LAYERS, SERIAL_KINDS
from rightholder_portal.content_languages import language_choices, written_languages
from rightholder_portal.flash import tell
from rightholder_portal.forms.lines import line_numbers, texts_from
from rightholder_portal.forms.product import (
    LABELS,
    LINES,
    SECTIONS,
    TEXTS,
    changes_in,
    errors_beside_fields,
    values_of,
)
from rightholder_portal.language import _, say_sentence
from rightholder_portal.session import current_actor

blueprint = Blueprint("product_edit", __name__, url_prefix="/products/<uuid:product_id>/edit")

_OF_THE_PAGE = ("csrf_token", "revision", "seen", "more")


@blueprint.get("/<section>")
def edit_section(product_id: uuid.UUID, section: str) -> ResponseReturnValue:
    """A filled form."""
    product = _own(product_id, section)
    return _form(product, section, values_of(product), {}, product.revision)


@blueprint.post("/<section>")
def submit_section(product_id: uuid.UUID, section: str) -> ResponseReturnValue:
    """Keep what was changed, or say what is in the way."""
    product = _own(product_id, section)
    form = {name: ", ".join(request.form.getlist(name)) for name in request.form}
    revision, seen = _number(form, "revision"), _number(form, "seen")
    if "more" in form:  # another line, or another language: nothing is kept yet
        return _form(product, section, form, {}, revision, changed=True)
    fields = SECTIONS[section].fields
    try:
        changes = changes_in(form, fields)
        chosen = {name: form.get(f"choose-{name}") for name in changes}
        edited = change_product(
            db.session(),
            current_actor(),
            product_id,
            {name: value for name, value in changes.items() if chosen[name] != "theirs"},
            revision=revision,
            decided={name for name, whose in chosen.items() if whose == "mine"},
            decided_at=seen,
        )
    except Stale as stale:
        db.session.rollback()
        return _clash(_own(product_id, section), section, stale, form, revision), 409
    except (Invalid, NotFound) as error:
        db.session.rollback()
        errors = _by_field(error)
        beside = errors_beside_fields(errors, form, fields)
        return _form(_own(product_id, section), section, form, beside, revision, changed=True), 400
    tell(_said(edited.others))
    return redirect(url_for("product.show_product", product_id=product_id, _anchor=section))


def _own(product_id: uuid.UUID, section: str) -> Product:
    product = own_product(db.session(), current_actor(), product_id)
    if section not in SECTIONS:
        abort(404)
    return product


def _by_field(error: Invalid | NotFound) -> dict[str, list[str]]:
    if isinstance(error, Invalid):
        return error.fields
    return {"brand_id": [_("Choose one of your brands.")]}


def _said(others: list[str]) -> str:
    if not others:
        return _("The change is kept.")
    names = ", ".join(sorted({label_of(name) for name in others}))
    return _(
        "The change is kept. Meanwhile somebody else changed: %(names)s. That is kept, too.",
        names=names,
    )


def label_of(name: str) -> str:
    """What people call a field; with its language if it is a text."""
    field, _dot, tag = name.partition(".")
    label = say_sentence(LABELS[field])
    return f"{label} ({tag})" if tag else label


def _form(
    product: Product,
    section: str,
    values: dict[str, str],
    errors: dict[str, list[str]],
    revision: int,
    *,
    changed: bool = False,
) -> str:
    session, actor = db.session(), current_actor()
    added = [tag for tag in _added_languages(values) if is_language_tag(tag)]
    languages = written_languages(*texts_of(product), added=added)
    lines = {
        name: [*line_numbers(values, name)] for name in SECTIONS[section].fields if name in LINES
    }
    for name, numbers in lines.items():
        numbers.append(numbers[-1] + 1 if numbers else 0)  # a blank one, to go on
        if values.get("more") == name:
            numbers.append(numbers[-1] + 1)
    return render_template(
        "product/edit.html",
        product=product,
        section=section,
        sections=SECTIONS,
        values=values,
        errors=errors,
        revision=revision,
        changed=changed,
        tags=languages,
        language_choices=language_choices(languages),
        lines=lines,
        layers=LAYERS,
        kinds=SERIAL_KINDS,
        brands=own_brand_names(session, actor) if section == "identity" else [],
        categories=categories(session, product.category_slug) if section == "identity" else [],
        missing=missing_parts(product),
    )


def _added_languages(values: dict[str, str]) -> set[str]:
    """Languages of the form as it was sent, and the one that was asked for."""
    found = {values.get("add_language", ""), *values.get("languages_shown", "").split()}
    for name in TEXTS:
        found |= set(texts_from(values, name))
    return found - {""}


def _number(form: dict[str, str], name: str) -> int:
    text = form.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _clash(
    product: Product, section: str, stale: Stale, form: dict[str, str], revision: int
) -> str:
    kept = {
        name: value
        for name, value in form.items()
        if name not in _OF_THE_PAGE and not name.startswith("choose-")
    }
    return render_template(
        "product/clash.html",
        product=product,
        section=section,
        label=say_sentence(SECTIONS[section].label),
        clashes={name: (label_of(name), clash) for name, clash in stale.clashes.items()},
        by=stale.by,
        revision=revision if stale.clashes else stale.revision,
        seen=stale.revision,
        kept=kept,
        brands={str(id_): name for id_, name in own_brand_names(db.session(), current_actor())},
        missing=missing_parts(product),
    )
