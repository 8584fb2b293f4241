"""Reading a right holder's products: with a reason, for half an hour, and it is told."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.operations.break_glass import (
    close_break_glass,
    open_break_glass,
    open_reading,
    own_open_readings,
    read_picture,
    read_product,
    read_products,
)
from ipm_api.operations.right_holder_file import right_holder_file
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.pages.administration.blueprint import blueprint
from rightholder_portal.picture import as_stored_picture
from rightholder_portal.session import current_actor


@blueprint.get("/right-holders/<uuid:right_holder_id>/break-glass")
def ask_to_read(right_holder_id: uuid.UUID) -> ResponseReturnValue:
    """What reading means, the reason, the password."""
    return _form(right_holder_id, {}, {})


@blueprint.post("/right-holders/<uuid:right_holder_id>/break-glass")
def begin_to_read(right_holder_id: uuid.UUID) -> ResponseReturnValue:
    """Tell the organisation, then show its products."""
    reason = request.form.get("reason", "")
    try:
        opened = open_break_glass(
            db.session(),
            current_actor(),
            right_holder_id,
            reason=reason,
            password=request.form.get("current", "").replace("\0", ""),
        )
    except Invalid as error:
        db.session.rollback()
        return _form(right_holder_id, {"reason": reason}, error.fields), 400
    tell(_("You can read for 30 minutes. The organisation has been told."))
    return redirect(url_for("administration.read_products_of", break_glass_id=opened.id))


@blueprint.get("/break-glass/<uuid:break_glass_id>")
def read_products_of(break_glass_id: uuid.UUID) -> ResponseReturnValue:
    """The products of the organisation."""
    session, actor = db.session(), current_actor()
    page = read_products(session, actor, break_glass_id, request.args.get("after", ""))
    return render_template(
        "administration/reading.html",
        opened=open_reading(session, actor, break_glass_id),
        page=page,
    )


@blueprint.get("/break-glass/<uuid:break_glass_id>/products/<uuid:product_id>")
def read_product_of(break_glass_id: uuid.UUID, product_id: uuid.UUID) -> ResponseReturnValue:
    """One product, all levels, nothing to change."""
    session, actor = db.session(), current_actor()
    return render_template(
        "administration/reading_product.html",
        product=read_product(session, actor, break_glass_id, product_id),
        opened=open_reading(session, actor, break_glass_id),
    )


@blueprint.get("/break-glass/<uuid:break_glass_id>/images/<uuid:image_id>")
def read_picture_of(break_glass_id: uuid.UUID, image_id: uuid.UUID) -> ResponseReturnValue:
    """One picture of it."""
    image = read_picture(db.session(), current_actor(), break_glass_id, image_id)
    return as_stored_picture(image.picture_sha256)


@blueprint.post("/break-glass/<uuid:break_glass_id>")
def end_reading(break_glass_id: uuid.UUID) -> ResponseReturnValue:
    """Close before the half hour is over."""
    session, actor = db.session(), current_actor()
    holder = open_reading(session, actor, break_glass_id).right_holder_id
    close_break_glass(session, actor, break_glass_id)
    tell(_("The reading is closed."))
    return redirect(url_for("administration.show_right_holder", right_holder_id=holder))


def _form(right_holder_id: uuid.UUID, values: dict[str, str], errors: dict[str, list[str]]) -> str:
    session, actor = db.session(), current_actor()
    return render_template(
        "administration/break_glass.html",
        file=right_holder_file(session, actor, right_holder_id),
        open=own_open_readings(session, actor, right_holder_id),
        values=values,
        errors=errors,
    )
