"""With whom one shares: of the organisation, a brand or a product; and what a reader would see."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.operations.brand import own_brand, own_brands
from ipm_api.operations.national_setting import member_countries
from ipm_api.operations.product import own_product
from ipm_api.operations.sharing import (
    ReaderView,
    SharingDraft,
    exceptions_of,
    share,
    sharing_of,
    stop_sharing_rule,
    view_as,
)
from rightholder_portal.countries import countries
from rightholder_portal.flash import tell
from rightholder_portal.forms.sharing import sharing_draft
from rightholder_portal.language import _
from rightholder_portal.session import current_actor

blueprint = Blueprint("sharing", __name__)


@blueprint.get("/sharing")
def show_sharing() -> ResponseReturnValue:
    """The organisation's rule, and which brands and products differ from it."""
    return _page()


@blueprint.post("/sharing")
def submit_sharing() -> ResponseReturnValue:
    """Keep the organisation's rule."""
    return _submit()


@blueprint.get("/brands/<uuid:brand_id>/sharing")
def show_brand_sharing(brand_id: uuid.UUID) -> ResponseReturnValue:
    """A brand's rule."""
    return _page(brand_id=brand_id)


@blueprint.post("/brands/<uuid:brand_id>/sharing")
def submit_brand_sharing(brand_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a brand's rule, or take it away."""
    return _submit(brand_id=brand_id)


@blueprint.get("/products/<uuid:product_id>/sharing")
def show_product_sharing(product_id: uuid.UUID) -> ResponseReturnValue:
    """A product's rule, and the product as an officer of a chosen country."""
    return _page(product_id=product_id)


@blueprint.post("/products/<uuid:product_id>/sharing")
def submit_product_sharing(product_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a product's rule, or take it away."""
    return _submit(product_id=product_id)


def _submit(
    brand_id: uuid.UUID | None = None, product_id: uuid.UUID | None = None
) -> ResponseReturnValue:
    session, actor = db.session(), current_actor()
    where = {"brand_id": brand_id, "product_id": product_id}
    if request.form.get("action") == "inherit":
        before = stop_sharing_rule(session, actor, **where)
    else:
        draft = sharing_draft(request.form)
        try:
            before = share(session, actor, draft, **where)
        except Invalid as error:
            session.rollback()
            page = _page(brand_id, product_id, draft=draft, errors=error.fields)
            return page, 400
    here = _address(brand_id, product_id)
    tell(_("Kept. It counts from now on."), undo=here, fields=_undo(before))
    return redirect(here)


def _undo(before: SharingDraft | None) -> dict[str, str]:
    """The form that puts back what was there; lists travel in one field each."""
    if before is None:
        return {"action": "inherit"}
    fields = {}
    for name in ("countries", "authorities", "covert_countries"):
        values = getattr(before, name)
        fields[f"{name}_scope"] = "all" if values is None else "chosen"
        fields[name] = "\n".join(values or ())
    return fields


def _address(brand_id: uuid.UUID | None, product_id: uuid.UUID | None) -> str:
    if product_id is not None:
        return url_for("sharing.show_product_sharing", product_id=product_id)
    if brand_id is not None:
        return url_for("sharing.show_brand_sharing", brand_id=brand_id)
    return url_for("sharing.show_sharing")


def _page(
    brand_id: uuid.UUID | None = None,
    product_id: uuid.UUID | None = None,
    *,
    draft: SharingDraft | None = None,
    errors: dict[str, list[str]] | None = None,
) -> str:
    session, actor = db.session(), current_actor()
    counts = sharing_of(session, actor, brand_id=brand_id, product_id=product_id)
    level = "product" if product_id else "brand" if brand_id else "organisation"
    names = countries()
    members = member_countries(session)
    return render_template(
        "sharing/product.html" if product_id else "sharing/show.html",
        product=own_product(session, actor, product_id) if product_id else None,
        brand=own_brand(session, actor, brand_id) if brand_id else None,
        level=level,
        counts=counts,
        own=counts.of == level,
        draft=draft or counts.draft,
        errors=errors or {},
        action=_address(brand_id, product_id),
        countries={code: names[code] for code in names if not members or code in members},
        names=names,
        brands=own_brands(session, actor) if level == "organisation" else [],
        exceptions=exceptions_of(session, actor) if level == "organisation" else [],
        reader=_reader(product_id) if product_id else None,
        asked=request.args,
    )


def _reader(product_id: uuid.UUID) -> ReaderView | None:
    country = request.args.get("country", "")
    if not country:
        return None
    return view_as(
        db.session(),
        current_actor(),
        product_id,
        country=country[:2],
        authority=request.args.get("authority", "")[:200].replace("\0", ""),
        trainer=request.args.get("reader") == "trainer",
    )
