"""Setting up an authenticator app, and giving it up."""

import io

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ipm_api.database import db
from ipm_api.errors import Conflict, Invalid
from ipm_api.operations.second_factor import (
    app_to_set_up,
    confirm_app,
    new_recovery_codes,
    own_second_factors,
    remove_app,
)
from ipm_api.policy import Party
from ipm_api.sealing import seal_of
from rightholder_portal.flash import tell
from rightholder_portal.forms.joining import plain
from rightholder_portal.language import _
from rightholder_portal.pages.own_account import account_page
from rightholder_portal.session import current_actor, current_token, runtime

blueprint = Blueprint("second_factor", __name__, url_prefix="/account")


@blueprint.get("/second-factor")
def set_up() -> ResponseReturnValue:
    """The QR code for the app; who has one already sees the account."""
    if own_second_factors(db.session(), current_actor()).has_app:
        return redirect(url_for("account.first_page"))
    return _page({})


@blueprint.post("/second-factor")
def submit_code() -> ResponseReturnValue:
    """The app shows the right code: it counts from now on."""
    try:
        codes = confirm_app(
            db.session(),
            current_actor(),
            current_token(),
            current=plain(request.form, "current", 2000),
            code=plain(request.form, "code", 20),
            seal=seal_of(runtime().config),
        )
    except Invalid as error:
        db.session.rollback()
        return _page(error.fields), 400
    return render_template("second_factor/recovery_codes.html", codes=codes)


@blueprint.post("/second-factor/remove")
def submit_removal() -> ResponseReturnValue:
    """Give the app up."""
    try:
        remove_app(
            db.session(),
            current_actor(),
            current=plain(request.form, "current", 2000),
            required=runtime().config.second_factor_required,
        )
    except (Invalid, Conflict) as error:
        return _refused(error, "remove_app")
    tell(_("The authenticator app is removed. Set it up again whenever you like."))
    return redirect(url_for("own_account.show"))


@blueprint.post("/recovery-codes")
def submit_recovery_codes() -> ResponseReturnValue:
    """Fresh codes; the old ones end."""
    try:
        codes = new_recovery_codes(
            db.session(), current_actor(), current=plain(request.form, "current", 2000)
        )
    except (Invalid, Conflict) as error:
        return _refused(error, "codes")
    return render_template("second_factor/recovery_codes.html", codes=codes)


def _refused(error: Invalid | Conflict, form: str) -> ResponseReturnValue:
    db.session.rollback()
    return account_page({}, {form: error.sentences}), 400


def _page(errors: dict[str, list[str]]) -> str:
    address = app_to_set_up(db.session(), current_actor(), seal_of(runtime().config))
    picture = io.BytesIO()
    segno.make(address, error="m").save(
        picture, kind="svg", scale=5, border=4, xmldecl=False, svgns=True, light="#fff", nl=False
    )
    return render_template(
        "second_factor/set_up.html",
        picture=Markup(picture.getvalue().decode()),  # noqa: S704 - drawn here, of our own text
        secret=address.split("secret=")[1].split("&")[0],
        errors=errors,
        arriving=current_actor().party is Party.ARRIVING,
    )
