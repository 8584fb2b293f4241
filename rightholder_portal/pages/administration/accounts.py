"""All people: found, looked at, let in, shut out; national contacts are proposed here."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.models.account import Role
from ipm_api.models.approval import ApprovalKind
from ipm_api.operations.account import disable_account, enable_account
from ipm_api.operations.account_list import (
    ORGANISATION,
    STATES,
    account_file,
    account_list,
    sign_out_account,
)
from ipm_api.operations.national_contact import appoint_national_contact
from rightholder_portal.countries import countries
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.listing import listing
from rightholder_portal.pages.administration.blueprint import blueprint
from rightholder_portal.pages.administration.decision import carry_out
from rightholder_portal.session import current_actor

ROLES = (Role.OFFICER, Role.TRAINER, Role.NATIONAL_CONTACT, Role.ADMINISTRATOR)


@blueprint.get("/accounts")
def list_accounts() -> ResponseReturnValue:
    """Searched, filtered by role, country and state, sorted and paged in the URL."""
    asked = listing(
        columns=("name", "country", "created"),
        default="name",
        filters=("q", "role", "country", "state"),
    )
    page = account_list(
        db.session(),
        current_actor(),
        text=asked.filters["q"],
        role=asked.filters["role"],
        country=asked.filters["country"],
        state=asked.filters["state"],
        order=asked.order,
        after=asked.after,
    )
    return render_template(
        "administration/accounts.html",
        asked=asked,
        page=page,
        roles=[*(role.value for role in ROLES), ORGANISATION],
        states=STATES,
        countries=countries(),
    )


@blueprint.get("/accounts/new")
def propose_contact() -> ResponseReturnValue:
    """The form for a national contact."""
    return _proposal({}, {})


@blueprint.post("/accounts/new")
def submit_contact() -> ResponseReturnValue:
    """Propose a national contact; two others decide."""
    names = ("email", "name", "country", "authority")
    values = {name: request.form.get(name, "").replace("\0", "") for name in names}
    try:
        account = appoint_national_contact(db.session(), current_actor(), **values)
    except Invalid as error:
        db.session.rollback()
        return _proposal(values, error.fields), 400
    tell(_("Proposed. Two other administrators must approve."))
    return redirect(url_for("administration.show_account", account_id=account.id))


@blueprint.get("/accounts/<uuid:account_id>")
def show_account(account_id: uuid.UUID) -> ResponseReturnValue:
    """Sessions, sign-ins, second factors, who decided what."""
    return _page(account_id, {})


@blueprint.post("/accounts/<uuid:account_id>")
def decide_account(account_id: uuid.UUID) -> ResponseReturnValue:
    """Let in, shut out, sign out, or undo one of these."""
    session, actor = db.session(), current_actor()
    undo = url_for("administration.decide_account", account_id=account_id)
    try:
        match request.form.get("decision"):
            case "disable":
                disable_account(session, actor, account_id, request.form.get("reason", ""))
                tell(
                    _("The account is disabled and signed out everywhere."),
                    undo=undo,
                    fields={"decision": "enable"},
                )
            case "enable":
                enable_account(session, actor, account_id)
                tell(_("The person may sign in again."))
            case "sign-out":
                sign_out_account(session, actor, account_id)
                tell(_("Signed out everywhere. The person may sign in again."))
            case _:
                post = "administration.decide_account"
                if not carry_out(ApprovalKind.ACCOUNT, account_id, post, account_id=account_id):
                    tell(_("Choose one of the buttons."), attention=True)
    except Invalid as error:
        session.rollback()
        return _page(account_id, error.fields), 400
    return redirect(url_for("administration.show_account", account_id=account_id))


@blueprint.post("/accounts/<uuid:account_id>/second-factor")
def decide_second_factor(account_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a lost second factor: two administrators."""
    post = "administration.decide_second_factor"
    try:
        if not carry_out(ApprovalKind.SECOND_FACTOR, account_id, post, account_id=account_id):
            tell(_("Choose one of the buttons."), attention=True)
    except Invalid as error:
        db.session.rollback()
        return _page(account_id, error.fields), 400
    return redirect(url_for("administration.show_account", account_id=account_id))


def _page(account_id: uuid.UUID, errors: dict[str, list[str]]) -> str:
    return render_template(
        "administration/account.html",
        file=account_file(db.session(), current_actor(), account_id),
        values=request.form,
        errors=errors,
    )


def _proposal(values: dict[str, str], errors: dict[str, list[str]]) -> str:
    return render_template(
        "administration/national_contact.html",
        values=values,
        errors=errors,
        countries=countries(),
    )
