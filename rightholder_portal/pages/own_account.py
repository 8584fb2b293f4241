"""One's own account: name, language, password, how one signs in, and where one is signed in."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.operations.account import own_account, rename_account
from ipm_api.operations.own_session import end_own_session, end_own_sessions, own_sessions
from ipm_api.operations.password import change_password
from ipm_api.operations.second_factor import own_second_factors
from rightholder_portal.flash import tell
from rightholder_portal.forms.joining import plain
from rightholder_portal.language import _
from rightholder_portal.session import current_actor, current_token, forget

blueprint = Blueprint("own_account", __name__, url_prefix="/account")


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Everything about oneself."""
    return account_page()


@blueprint.post("")
def submit_name() -> ResponseReturnValue:
    """Another name."""
    name = plain(request.form, "name")
    try:
        rename_account(db.session(), current_actor(), name)
    except Invalid as error:
        db.session.rollback()
        return account_page({"name": name}, error.fields), 400
    tell(_("Your name is changed."))
    return redirect(url_for("own_account.show"))


@blueprint.post("/password")
def submit_password() -> ResponseReturnValue:
    """Another password; other sessions end."""
    try:
        change_password(
            db.session(),
            current_actor(),
            current_token(),
            current=plain(request.form, "current", 2000),
            new=plain(request.form, "new", 2000),
        )
    except Invalid as error:
        db.session.rollback()
        return account_page({}, error.fields), 400
    tell(_("Your password is changed. Your other sessions ended."))
    return redirect(url_for("own_account.show"))


@blueprint.post("/sessions/<uuid:session_id>/end")
def submit_end(session_id: uuid.UUID) -> ResponseReturnValue:
    """End one session."""
    end_own_session(db.session(), current_actor(), session_id)
    tell(_("That session ended."))
    return redirect(url_for("own_account.show"))


@blueprint.post("/sessions/end")
def submit_end_everywhere() -> ResponseReturnValue:
    """Sign out everywhere, here too."""
    end_own_sessions(db.session(), current_actor())
    forget()
    tell(_("You are signed out everywhere."))
    return redirect(url_for("account.sign_in"))


def account_page(
    values: dict[str, str] | None = None, errors: dict[str, list[str]] | None = None
) -> str:
    """The page, with what was entered and what is wrong with it."""
    session, actor = db.session(), current_actor()
    account = own_account(session, actor)
    return render_template(
        "own_account/show.html",
        account=account,
        factors=own_second_factors(session, actor),
        sessions=own_sessions(session, actor, current_token()),
        values={"name": account.name} | (values or {}),
        errors=errors or {},
    )
