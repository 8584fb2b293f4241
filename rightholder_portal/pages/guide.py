"""Guides: what is published, picture first, for trainers and officers."""

import uuid

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import InvalidGtin
from ipm_api.gtin import parse_gtin
from ipm_api.models.reference_image import ImageKind
from ipm_api.operations.category import categories
from ipm_api.operations.guide import published_products, read_guide
from rightholder_portal.pages.product import PAGE, position_from, position_text
from rightholder_portal.session import current_actor

blueprint = Blueprint("guide", __name__, url_prefix="/guides")


@blueprint.get("")
def list_guides() -> ResponseReturnValue:
    """Search by words, category or product number; all of it in the URL."""
    session, actor = db.session(), current_actor()
    text = request.args.get("q", "")[:200].replace("\0", "")
    known = categories(session)
    category = request.args.get("category", "")
    chosen = category if any(c.slug == category for c in known) else None
    gtin = _gtin(text)
    page = published_products(
        session,
        actor,
        text="" if gtin else text,
        gtin=gtin,
        category=chosen,
        after=position_from(request.args.get("after", "")),
        limit=PAGE,
    )
    return render_template(
        "guide/list.html",
        products=page.rows,
        next=position_text(page.next),
        q=text,
        category=chosen,
        categories=known,
        first=not request.args.get("after"),
    )


@blueprint.get("/<uuid:product_id>")
def show_guide(product_id: uuid.UUID) -> ResponseReturnValue:
    """One guide; that it was read is recorded."""
    guide = read_guide(db.session(), current_actor(), product_id)
    others = [image for image in guide.images if image.kind is not ImageKind.GENUINE]
    told = {version.id for version in guide.violations.versions}  # its pictures are shown there
    return render_template(
        "guide/show.html",
        guide=guide,
        genuine=[image for image in guide.images if image.kind is ImageKind.GENUINE],
        counterfeit=[image for image in others if image.counterfeit_version_id not in told],
    )


def _gtin(text: str) -> str | None:
    try:
        return parse_gtin(text.strip())
    except InvalidGtin:
        return None
