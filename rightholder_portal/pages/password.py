"""A new password by mail."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.operations.password import open_reset, request_reset, reset_password
from rightholder_portal.flash import tell
from rightholder_portal.forms.joining import plain
from rightholder_portal.language import _
from rightholder_portal.session import forget

blueprint = Blueprint("password", __name__)


@blueprint.get("/forgotten")
def forgotten() -> ResponseReturnValue:
    """Ask for a link."""
    return render_template("password/forgotten.html", asked=False)


@blueprint.post("/forgotten")
def submit_forgotten() -> ResponseReturnValue:
    """The same page for an address that is known and one that is not."""
    email = plain(request.form, "email", 254)
    request_reset(db.session(), email=email, address=request.remote_addr or "")
    return render_template("password/forgotten.html", asked=True)


@blueprint.get("/reset/<token>")
def reset(token: str) -> ResponseReturnValue:
    """What the link opens."""
    open_reset(db.session(), token)
    return render_template("password/reset.html", errors={})


@blueprint.post("/reset/<token>")
def submit_reset(token: str) -> ResponseReturnValue:
    """The new password; everything that was signed in ends."""
    try:
        reset_password(db.session(), token=token, new=plain(request.form, "new", 2000))
    except Invalid as error:
        db.session.rollback()
        return render_template("password/reset.html", errors=error.fields), 400
    forget()
    tell(_("Your password is changed, and you are signed out everywhere. Sign in with it."))
    return redirect(url_for("account.sign_in"))
