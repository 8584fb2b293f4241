"""Passkeys: made and used by the browser, which asks for the options as JSON."""

import uuid

from flask import Blueprint, Response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.device import device_words
from ipm_api.errors import Conflict, Invalid, SignInFailed
from ipm_api.operations.passkey import (
    LONGEST_CREDENTIAL,
    add_passkey,
    begin_registration,
    begin_sign_in,
    remove_passkey,
    rename_passkey,
    sign_in_with_passkey,
)
from rightholder_portal.flash import tell
from rightholder_portal.forms.joining import plain
from rightholder_portal.language import _, say_sentence
from rightholder_portal.pages.account import sign_in_page
from rightholder_portal.pages.own_account import account_page
from rightholder_portal.session import (
    current_actor,
    current_token,
    local_path,
    remember,
    runtime,
)

blueprint = Blueprint("passkey", __name__)


@blueprint.post("/account/passkeys/options")
def options() -> ResponseReturnValue:
    """What the browser needs to make a passkey."""
    try:
        made = begin_registration(
            db.session(), current_actor(), site(), current=plain(request.form, "current", 2000)
        )
    except (Invalid, Conflict) as error:
        db.session.rollback()
        return {"sentence": " ".join(say_sentence(s) for s in _sentences(error))}, 400
    return Response(made, mimetype="application/json")


@blueprint.post("/account/passkeys")
def submit_passkey() -> ResponseReturnValue:
    """Keep what the browser made."""
    try:
        passkey = add_passkey(
            db.session(),
            current_actor(),
            site(),
            current_token(),
            credential=plain(request.form, "credential", LONGEST_CREDENTIAL + 1),
            name=plain(request.form, "passkey_name"),
        )
    except Invalid as error:
        db.session.rollback()
        return account_page({}, error.fields), 400
    tell(_("The passkey %(name)s is added. Your other sessions ended.", name=passkey.name))
    return redirect(url_for("account.first_page" if arriving() else "own_account.show"))


@blueprint.post("/account/passkeys/<uuid:passkey_id>")
def submit_name(passkey_id: uuid.UUID) -> ResponseReturnValue:
    """Another name."""
    rename_passkey(db.session(), current_actor(), passkey_id, plain(request.form, "passkey_name"))
    tell(_("The passkey has its new name."))
    return redirect(url_for("own_account.show"))


@blueprint.post("/account/passkeys/<uuid:passkey_id>/remove")
def submit_removal(passkey_id: uuid.UUID) -> ResponseReturnValue:
    """The device signs in no more."""
    try:
        name = remove_passkey(
            db.session(),
            current_actor(),
            passkey_id,
            current=plain(request.form, "current", 2000),
            required=runtime().config.second_factor_required,
        )
    except (Invalid, Conflict) as error:
        db.session.rollback()
        return account_page({}, {"passkey": _sentences(error)}), 400
    tell(_("The passkey %(name)s is removed.", name=name))
    return redirect(url_for("own_account.show"))


@blueprint.post("/sign-in/passkey/options")
def sign_in_options() -> ResponseReturnValue:
    """What the browser needs to ask for a passkey."""
    made = begin_sign_in(db.session(), site(), address=request.remote_addr or "")
    return Response(made, mimetype="application/json")


@blueprint.post("/sign-in/passkey")
def submit_sign_in() -> ResponseReturnValue:
    """Sign in with what the device signed."""
    target = local_path(request.form.get("next") or session.get("next"))
    try:
        token = sign_in_with_passkey(
            db.session(),
            site(),
            credential=plain(request.form, "credential", LONGEST_CREDENTIAL + 1),
            device=device_words(request.user_agent.string),
        )
    except SignInFailed as error:
        return sign_in_page({}, {"passkey": error.sentences}), 401
    remember(token)
    return redirect(target)


def site() -> str:
    """To what a passkey belongs: the address that people type, without a path."""
    return runtime().config.site_url or request.host_url.rstrip("/")


def arriving() -> bool:
    """True if this person came only as far as the set-up of a second factor."""
    return current_actor().party.value == "arriving"


def _sentences(error: Invalid | Conflict) -> list[str]:
    if isinstance(error, Invalid):
        return [sentence for sentences in error.fields.values() for sentence in sentences]
    return error.sentences
