"""One's own account: sessions and passkeys are nobody else's; what is required comes first."""

import dataclasses
import json

import pytest
from sqlalchemy import select

from ipm_api.database import db
from ipm_api.models.account import AccessToken, Role
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.models.second_factor import Passkey
from ipm_api.operations.one_time_token import signed_token
from ipm_api.operations.sign_in import actor_of_token, issue_token
from rightholder_portal.app import create_portal
from tests.conftest import PASSWORD
from tests.rightholder_portal.conftest import Visitor

NEW = "new.address@example.org"


@pytest.fixture
def strict(config, runtime, session):
    """A portal that requires a second factor."""
    own = dataclasses.replace(config, second_factor_required=True)
    app = create_portal(own, dataclasses.replace(runtime, config=own))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_sessions_of_others_do_not_exist(her, make_account, session):
    """Another person's session, by its real id: not found, and it goes on."""
    other = make_account(Role.OFFICER)
    token = issue_token(session, other)
    row = session.scalars(select(AccessToken).where(AccessToken.account_id == other.id)).one()
    assert her.post(f"/account/sessions/{row.id}/end").status_code == 404
    assert actor_of_token(session, token) is not None


def test_one_of_ones_own_sessions_ends_at_once(her, publishing, session):
    """A phone that was lost; this session goes on."""
    token = issue_token(session, publishing, device="Firefox · Windows")
    assert "Firefox · Windows" in her.get("/account").text
    query = select(AccessToken.id).where(AccessToken.device == "Firefox · Windows")
    assert her.post(f"/account/sessions/{session.scalar(query)}/end").location == "/account"
    assert actor_of_token(session, token) is None
    assert her.get("/account").status_code == 200


def test_passkeys_of_others_do_not_exist(her, make_account, session):
    """Neither renamed nor removed, by their real id and the right password."""
    passkey = Passkey(
        account_id=make_account(Role.OFFICER).id, credential_id=b"c", public_key=b"k", name="Theirs"
    )
    session.add(passkey)
    session.commit()
    for path, data in (("", {"passkey_name": "Mine"}), ("/remove", {"current": PASSWORD})):
        assert her.post(f"/account/passkeys/{passkey.id}{path}", data).status_code == 404
    session.refresh(passkey)
    assert passkey.name == "Theirs"


@pytest.mark.parametrize(
    "credential", ["", "x", "[]", '{"id": "YQ", "response": {}}', "9" * 30_000]
)
def test_what_is_no_passkey_is_refused_with_a_sentence(visitor, credential):
    """Whatever a client makes up: 401, never an error of ours."""
    answer = visitor().post("/sign-in/passkey", {"credential": credential})
    assert answer.status_code == 401
    assert "This passkey was not accepted." in answer.text


def test_a_made_up_challenge_signs_nobody_in(visitor):
    """Only a challenge that we gave out, once, is answered."""
    data = "eyJjaGFsbGVuZ2UiOiAiWVdGaCJ9"  # {"challenge": "YWFh"}
    credential = {"id": "YQ", "response": {"clientDataJSON": data}}
    answer = visitor().post("/sign-in/passkey", {"credential": json.dumps(credential)})
    assert answer.status_code == 401


def test_where_a_second_factor_is_required_only_its_page_opens(
    strict, make_account, holder, session
):
    """Every other page leads to it; nothing can be sent."""
    someone = Visitor(
        strict.test_client(), issue_token(session, make_account(Role.PUBLISHER, holder))
    )
    assert someone.get("/").location == "/account/second-factor"
    for path in ("/products", "/account", "/team", "/brands"):
        assert someone.get(path).location == "/"
    assert someone.post("/brands", {"name": "B"}).status_code == 403
    assert someone.get("/account/second-factor").status_code == 200


def test_a_name_is_changed_and_a_wrong_password_is_said_beside_its_field(her):
    """The page keeps what was entered."""
    assert her.post("/account", {"name": "Claire M."}).location == "/account"
    assert 'value="Claire M."' in her.get("/account").text
    refused = her.post("/account/password", {"current": "wrong", "new": "long enough for it"})
    assert refused.status_code == 400
    assert 'id="error-current"' in refused.text


def test_there_is_no_page_of_mails_outside_of_a_trial(visitor, make_account):
    """Not even for an administrator: it holds links that sign people in."""
    assert visitor(make_account(Role.ADMINISTRATOR)).get("/mails").status_code == 404


def test_another_address_asks_for_a_button_and_says_what_happened(
    session, config, publishing, her, visitor
):
    """Programs that look into mails open links; they press no buttons."""
    wrong = her.post("/account/email", {"email": NEW, "current": "wrong"})
    assert wrong.status_code == 400
    assert 'id="error-email-current"' in wrong.text
    assert her.post("/account/email", {"email": NEW, "current": PASSWORD}).status_code == 302
    mail = session.scalar(select(OutgoingMail).where(OutgoingMail.recipient == NEW))
    path = f"/account/email/{signed_token(config.secret_key, mail.link_purpose, mail.link_id)}"
    stranger = visitor()
    assert NEW in stranger.get(path).text
    session.refresh(publishing)
    assert publishing.email != NEW
    assert stranger.post(path).status_code == 302
    session.refresh(publishing)
    assert publishing.email == NEW
    assert stranger.get(path).status_code == 404
