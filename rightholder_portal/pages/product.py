"""A right holder's own products."""

import uuid

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db, now
from ipm_api.errors import Invalid, NotFound
from ipm_api.language_tags import is_language_tag
from ipm_api.models.product import ProductState
from ipm_api.operations.brand import own_brand_names
from ipm_api.operations.category import categories
from ipm_api.operations.completeness import missing_parts
from ipm_api.operations.page import Position
from ipm_api.operations.preview import preview_token
from ipm_api.operations.product import create_product, own_product
from ipm_api.operations.product_languages import language_counts, texts_of
from ipm_api.operations.product_list import ORDERS, search_own_products
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.right import own_expiries
from ipm_api.operations.supply_chain import own_supply_chain
from rightholder_portal.content_languages import language_choices, written_languages
from rightholder_portal.flash import tell
from rightholder_portal.forms.lines import texts_from
from rightholder_portal.forms.product import SECTIONS, new_draft
from rightholder_portal.forms.product_search import MISSING_WORDS, page_number, search_in
from rightholder_portal.language import _, say_sentence
from rightholder_portal.listing import listing
from rightholder_portal.session import PAGE_POLICY, current_actor

blueprint = Blueprint("product", __name__, url_prefix="/products")

PAGE = 24  # products on a page: fills rows of two, three and four


@blueprint.get("")
def list_products() -> ResponseReturnValue:
    """Search, filter, sort and page; all of it in the URL."""
    session, actor = db.session(), current_actor()
    asked = listing(
        columns=ORDERS,
        default="name",
        filters=("q", "brand", "category", "state", "missing", "language", "view"),
    )
    found = search_own_products(session, actor, search_in(asked, PAGE))
    page = min(max(1, page_number(asked)), found.pages)
    return render_template(
        "product/list.html",
        asked=asked,
        found=found,
        page=page,
        table=asked.filters["view"] == "table",
        brands=own_brand_names(session, actor),
        categories=categories(session),
        states=list(ProductState),
        missing_parts=MISSING_WORDS,
        choices_of_language=language_choices(),
        expiries=own_expiries(session, actor, now().date()),
    )


@blueprint.get("/new")
def new_product() -> ResponseReturnValue:
    """The empty form."""
    return _form({}, {})


@blueprint.post("")
def submit_product() -> ResponseReturnValue:
    """Start a product as a draft."""
    form = request.form.to_dict()
    if "more" in form:  # another language: nothing is kept yet
        return _form(form, {})
    try:
        product = create_product(db.session(), current_actor(), new_draft(form))
    except (Invalid, NotFound) as error:
        db.session.rollback()
        return _form(form, _by_field(error)), 400
    tell(_("The draft is kept. Add reference images next."))
    return redirect(url_for("image.list_images", product_id=product.id))


@blueprint.get("/<uuid:product_id>")
def show_product(product_id: uuid.UUID) -> ResponseReturnValue:
    """One product: what is written, and what is missing."""
    session, actor = db.session(), current_actor()
    product = own_product(session, actor, product_id)
    return render_template(
        "product/show.html",
        product=product,
        missing=missing_parts(product),
        sections=SECTIONS,
        counts=language_counts(product),
        tags=written_languages(*texts_of(product)),
        chain=own_supply_chain(session, actor, product),
        expiries=own_expiries(session, actor, now().date(), brand_id=product.brand_id),
    )


@blueprint.get("/<uuid:product_id>/edit")
def edit_product(product_id: uuid.UUID) -> ResponseReturnValue:
    """The first of the forms."""
    own_product(db.session(), current_actor(), product_id)
    return redirect(url_for("product_edit.edit_section", product_id=product_id, section="texts"))


@blueprint.post("/<uuid:product_id>/publish")
def submit_publication(product_id: uuid.UUID) -> ResponseReturnValue:
    """Show it to officers and trainers."""
    try:
        publish_product(db.session(), current_actor(), product_id)
        tell(
            _("Published. Officers find it from now on."),
            undo=url_for("product.submit_withdrawal", product_id=product_id),
        )
    except Invalid as error:
        db.session.rollback()
        said = " ".join(say_sentence(each) for each in error.sentences)
        tell(_("Not published yet.") + " " + said, attention=True)
    return redirect(url_for("product.show_product", product_id=product_id))


@blueprint.post("/<uuid:product_id>/withdraw")
def submit_withdrawal(product_id: uuid.UUID) -> ResponseReturnValue:
    """Take it from its readers at once; publishing again undoes it."""
    withdraw_product(db.session(), current_actor(), product_id)
    tell(
        _("Withdrawn: officers no longer find it."),
        undo=url_for("product.submit_publication", product_id=product_id),
    )
    return redirect(url_for("product.show_product", product_id=product_id))


@blueprint.get("/<uuid:product_id>/preview")
def preview_product(product_id: uuid.UUID) -> ResponseReturnValue:
    """The phone's own screens in a frame, as an officer or a trainer will see the product."""
    session, actor = db.session(), current_actor()
    product = own_product(session, actor, product_id)
    reader = "trainer" if request.args.get("reader") == "trainer" else "officer"
    token = preview_token(session, actor, product_id)
    page = render_template("product/preview.html", product=product, reader=reader, token=token)
    response = make_response(page)
    response.headers["Content-Security-Policy"] = f"{PAGE_POLICY}; frame-src 'self'"
    return response


def position_from(text: str) -> Position | None:
    """The place in a list that a URL names; nonsense is the beginning."""
    name, _, last = text.rpartition("~")
    try:
        return (name.replace("\0", ""), uuid.UUID(last)) if last else None
    except ValueError:
        return None


def position_text(position: Position | None) -> str:
    """A place in a list for a URL."""
    return "" if position is None else f"{position[0]}~{position[1]}"


def _by_field(error: Invalid | NotFound) -> dict[str, list[str]]:
    if isinstance(error, Invalid):
        return error.fields
    return {"brand_id": [_("Choose one of your brands.")]}


def _form(values: dict[str, str], errors: dict[str, list[str]]) -> str:
    session, actor = db.session(), current_actor()
    added = set(texts_from(values, "names")) | {values.get("add_language", "")} - {""}
    languages = written_languages(added=filter(is_language_tag, added))
    return render_template(
        "product/form.html",
        values=values,
        errors=errors,
        brands=own_brand_names(session, actor),
        categories=categories(session),
        tags=languages,
        language_choices=language_choices(languages),
    )
