"""Signing in and out, registering an organisation, and the first page of everyone."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid, SignInFailed
from ipm_api.operations.right_holder import own_right_holder, register_right_holder
from ipm_api.operations.sign_in import sign_in as check_password
from ipm_api.operations.sign_in import sign_out as end_token
from ipm_api.policy import Party
from rightholder_portal.countries import countries
from rightholder_portal.language import _
from rightholder_portal.session import current_actor, forget, local_path, remember

blueprint = Blueprint("account", __name__)

_FIRST_PAGE = {
    Party.ANONYMOUS: "account.sign_in",
    Party.PENDING: "account.application",
    Party.MEMBER: "product.list_products",
    Party.PUBLISHER: "product.list_products",
    Party.ORGANISATION_ADMINISTRATOR: "product.list_products",
    Party.ARRIVING: "switch.choose",
    Party.OFFICER: "guide.list_guides",
    Party.TRAINER: "guide.list_guides",
    Party.ADMINISTRATOR: "administration.home",
}


@blueprint.get("/")
def first_page() -> ResponseReturnValue:
    """To where this person's work is."""
    return redirect(url_for(_FIRST_PAGE[current_actor().party]))


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """The form."""
    return render_template("account/sign_in.html", values={}, errors={})


@blueprint.post("/sign-in")
def submit_sign_in() -> ResponseReturnValue:
    """Check the password; the throttle counts before."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        token, _actor = check_password(
            db.session(),
            email=_without_nul(email),
            password=_without_nul(password),
            address=request.remote_addr or "",
        )
    except SignInFailed as error:
        page = render_template(
            "account/sign_in.html", values={"email": email}, errors={"password": error.sentences}
        )
        return page, 401
    target = local_path(request.values.get("next"))
    remember(token)
    return redirect(target)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session at once, everywhere."""
    token = forget()
    if token:
        end_token(db.session(), current_actor(), token)
    flash(_("You are signed out."))
    return redirect(url_for("account.sign_in"))


@blueprint.get("/register")
def register() -> ResponseReturnValue:
    """The application form of a right holder."""
    return render_template("account/register.html", values={}, errors={}, countries=countries())


@blueprint.post("/register")
def submit_registration() -> ResponseReturnValue:
    """Apply; an administrator decides."""
    names = ("organisation", "country", "claim", "email", "name", "password")
    values = {name: _without_nul(request.form.get(name, "")) for name in names}
    try:
        register_right_holder(db.session(), **values)
    except Invalid as error:
        db.session.rollback()
        page = render_template(
            "account/register.html",
            values=values | {"password": ""},
            errors=error.fields,
            countries=countries(),
        )
        return page, 400
    token, _actor = check_password(
        db.session(),
        email=values["email"],
        password=values["password"],
        address=request.remote_addr or "",
    )
    remember(token)
    return redirect(url_for("account.application"))


@blueprint.get("/application")
def application() -> ResponseReturnValue:
    """What a pending organisation sees: its own application."""
    return render_template(
        "account/application.html", right_holder=own_right_holder(db.session(), current_actor())
    )


def _without_nul(text: str) -> str:
    return text.replace("\0", "")
