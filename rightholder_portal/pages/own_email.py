"""Another e-mail address for one's own account."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.operations.email_change import ask_for_email, confirm_email, open_email_change
from rightholder_portal.flash import tell
from rightholder_portal.forms.joining import plain
from rightholder_portal.language import _
from rightholder_portal.pages.own_account import account_page
from rightholder_portal.session import current_actor, runtime

blueprint = Blueprint("own_email", __name__, url_prefix="/account/email")


@blueprint.post("")
def submit_email() -> ResponseReturnValue:
    """Ask for a link to the new address; the answer does not tell who else is here."""
    email = plain(request.form, "email", 300)
    try:
        ask_for_email(
            db.session(),
            current_actor(),
            runtime().config.secret_key,
            current=plain(request.form, "current", 2000),
            email=email,
        )
    except Invalid as error:
        db.session.rollback()
        wrong = {"email-current" if n == "current" else n: s for n, s in error.fields.items()}
        return account_page({"email": email}, wrong), 400
    tell(_("A link is on its way to %(email)s. Open it within 24 hours.", email=email))
    return redirect(url_for("own_account.show"))


@blueprint.get("/<token>")
def show_change(token: str) -> ResponseReturnValue:
    """What the link opens: one button, so that no mail scanner presses it."""
    return render_template("own_email/confirm.html", email=open_email_change(db.session(), token))


@blueprint.post("/<token>")
def submit_change(token: str) -> ResponseReturnValue:
    """The account has the new address."""
    email = confirm_email(db.session(), token)
    tell(_("From now on you sign in with %(email)s.", email=email))
    return redirect(url_for("account.first_page"))
