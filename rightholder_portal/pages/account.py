"""Signing in and out, registering an organisation, and the first page of everyone."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.device import device_words
from ipm_api.errors import Invalid, SecondFactorNeeded, SignInFailed
from ipm_api.operations.application import apply_to_join, own_refusal
from ipm_api.operations.own_session import has_to_choose
from ipm_api.operations.right_holder import own_right_holder
from ipm_api.operations.sign_in import finish_sign_in
from ipm_api.operations.sign_in import sign_in as check_password
from ipm_api.operations.sign_in import sign_out as end_token
from ipm_api.policy import Party
from ipm_api.sealing import seal_of
from rightholder_portal.countries import countries
from rightholder_portal.forms.joining import plain, proof_of
from rightholder_portal.language import _
from rightholder_portal.session import (
    current_actor,
    current_token,
    forget,
    local_path,
    remember,
    remember_step,
    runtime,
    step_target,
    ticket,
)

blueprint = Blueprint("account", __name__)

_APPLICATION = (
    "organisation",
    "country",
    "office",
    "right_number",
    "nice_classes",
    "valid_until",
    "reference_url",
    "name",
    "email",
    "password",
)

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
    Party.NATIONAL_CONTACT: "invitee.list_invitees",
}


@blueprint.get("/")
def first_page() -> ResponseReturnValue:
    """To where this person's work is; who is arriving, to what is still missing."""
    actor = current_actor()
    if actor.party is Party.ARRIVING and not has_to_choose(db.session(), actor, current_token()):
        return redirect(url_for("second_factor.set_up"))
    return redirect(url_for(_FIRST_PAGE[actor.party]))


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """The form."""
    return sign_in_page({}, {})


@blueprint.post("/sign-in")
def submit_sign_in() -> ResponseReturnValue:
    """Check the password; the throttle counts before."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    target = local_path(request.values.get("next"))
    try:
        token, _actor = check_password(
            db.session(),
            email=_without_nul(email),
            password=_without_nul(password),
            address=request.remote_addr or "",
            device=device_words(request.user_agent.string),
        )
    except SecondFactorNeeded as step:
        remember_step(step.ticket, target)
        return redirect(url_for("account.second_step"))
    except SignInFailed as error:
        return sign_in_page({"email": email}, {"password": error.sentences}), 401
    remember(token)
    return redirect(target)


@blueprint.get("/sign-in/code")
def second_step() -> ResponseReturnValue:
    """The code of the app, after the password."""
    if not ticket():
        return redirect(url_for("account.sign_in"))
    return render_template("account/code.html", errors={})


@blueprint.post("/sign-in/code")
def submit_code() -> ResponseReturnValue:
    """Check the code; it works once."""
    target = step_target()
    try:
        token = finish_sign_in(
            db.session(),
            ticket=ticket(),
            code=_without_nul(request.form.get("code", ""))[:40],
            seal=seal_of(runtime().config),
            device=device_words(request.user_agent.string),
        )
    except SignInFailed as error:
        return render_template("account/code.html", errors={"code": error.sentences}), 401
    remember(token)
    return redirect(target)


def sign_in_page(values: dict[str, str], errors: dict[str, list[str]]) -> str:
    """The form, with what was entered and what is wrong with it."""
    return render_template(
        "account/sign_in.html",
        values=values,
        errors=errors,
        show_mails=runtime().config.show_mails,
        next=local_path(request.values.get("next")),
    )


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
    return _registration_page({}, {})


@blueprint.post("/register")
def submit_registration() -> ResponseReturnValue:
    """Apply; administrators decide."""
    values = {name: plain(request.form, name, 2000) for name in _APPLICATION}
    try:
        apply_to_join(
            db.session(),
            organisation=values["organisation"],
            country=values["country"],
            proof=proof_of(request.form),
            email=values["email"],
            name=values["name"],
            password=values["password"],
        )
    except Invalid as error:
        db.session.rollback()
        return _registration_page(values | {"password": ""}, error.fields), 400
    token, _actor = check_password(
        db.session(),
        email=values["email"],
        password=values["password"],
        address=request.remote_addr or "",
        device=device_words(request.user_agent.string),
    )
    remember(token)
    return redirect(url_for("account.application"))


@blueprint.get("/application")
def application() -> ResponseReturnValue:
    """What a pending organisation sees: its own application."""
    session, actor = db.session(), current_actor()
    return render_template(
        "account/application.html",
        right_holder=own_right_holder(session, actor),
        refusal=own_refusal(session, actor),
    )


def _registration_page(values: dict[str, str], errors: dict[str, list[str]]) -> str:
    return render_template(
        "account/register.html", values=values, errors=errors, countries=countries()
    )


def _without_nul(text: str) -> str:
    return text.replace("\0", "")
