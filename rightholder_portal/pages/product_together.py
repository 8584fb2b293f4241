"""Several products at once: publish or withdraw those that are ticked; undone at once, too."""

import uuid

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.operations.publication import publish_product, withdraw_product
from rightholder_portal.flash import tell
from rightholder_portal.language import _, ngettext
from rightholder_portal.session import current_actor, local_path

blueprint = Blueprint("product_together", __name__, url_prefix="/products/together")

MOST = 50  # products at once


@blueprint.post("")
def submit_together() -> ResponseReturnValue:
    """Publish or withdraw; what cannot be is left as it is, and counted."""
    back = redirect(local_path(request.form.get("back") or url_for("product.list_products")))
    ids = _ids(request.form.getlist("product") + request.form.get("products", "").split())
    if not ids:
        tell(_("Tick some products first."), attention=True)
        return back
    publish = request.form.get("action") == "publish"
    done = [product_id for product_id in ids if _act(product_id, publish=publish)]
    if done:
        sentence = (
            ngettext("%(n)s product is published.", "%(n)s products are published.", len(done))
            if publish
            else ngettext("%(n)s product is withdrawn.", "%(n)s products are withdrawn.", len(done))
        )
        tell(
            sentence,
            undo=url_for("product_together.submit_together"),
            fields={
                "action": "withdraw" if publish else "publish",
                "products": " ".join(map(str, done)),
                "back": request.form.get("back", ""),
            },
        )
    if left := len(ids) - len(done):
        tell(
            ngettext(
                "%(n)s product stays as it is: parts are missing, or nothing was to do.",
                "%(n)s products stay as they are: parts are missing, or nothing was to do.",
                left,
            ),
            attention=True,
        )
    return back


def _ids(texts: list[str]) -> list[uuid.UUID]:
    found = []
    for text in texts[:MOST]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _act(product_id: uuid.UUID, *, publish: bool) -> bool:
    act = publish_product if publish else withdraw_product
    try:
        act(db.session(), current_actor(), product_id)
    except (Invalid, Conflict, NotFound):
        db.session.rollback()
        return False
    return True
