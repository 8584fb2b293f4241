"""Another address for an account: the password, a link to the new one, a word to the old one."""

import pytest
from sqlalchemy import select

from ipm_api.errors import Forbidden, Invalid, NotFound, SignInFailed, TooManyAttempts
from ipm_api.models.account import Account, Role
from ipm_api.models.one_time_token import OneTimeToken, Purpose
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.operations.email_change import ask_for_email, confirm_email, open_email_change
from ipm_api.operations.one_time_token import issue_link, signed_token
from ipm_api.operations.password import LINK_LIFE, LINKS_PER_DAY, reset_password
from ipm_api.operations.sign_in import sign_in
from tests.conftest import PASSWORD

NEW = "new.address@example.org"


@pytest.fixture
def account(make_account, make_right_holder):
    return make_account(Role.MEMBER, make_right_holder())


@pytest.fixture
def ask(session, config, account, actor_for):
    """Asks for an address and returns the token of the link, if one was mailed."""

    def run(email=NEW, current=PASSWORD):
        parts = (session, actor_for(account), config.secret_key)
        ask_for_email(*parts, current=current, email=email)
        mail = session.scalar(select(OutgoingMail).where(OutgoingMail.recipient == email))
        return signed_token(config.secret_key, mail.link_purpose, mail.link_id) if mail else None

    return run


def enter(session, email):
    return sign_in(session, email=email, password=PASSWORD, address="192.0.2.1")


def test_the_new_address_signs_in_and_both_were_told(session, config, account, ask):
    """Until the link is opened nothing changes; a reset link of the old mailbox ends with it."""
    before = account.email
    parts = (session, config.secret_key, Purpose.PASSWORD_RESET, LINK_LIFE)
    reset_id = issue_link(*parts, account.id).id
    token = ask()
    assert enter(session, before)
    assert open_email_change(session, token) == NEW
    assert confirm_email(session, token) == NEW
    assert enter(session, NEW)
    with pytest.raises(SignInFailed):
        enter(session, before)
    old = signed_token(config.secret_key, Purpose.PASSWORD_RESET, reset_id)
    with pytest.raises(NotFound):
        reset_password(session, token=old, new="another long password")
    session.rollback()
    told = [m.recipient for m in session.scalars(select(OutgoingMail).order_by(OutgoingMail.id))]
    assert sorted(told) == sorted([before, NEW, before])
    with pytest.raises(NotFound):  # once
        confirm_email(session, token)


def test_the_password_is_asked_and_the_address_must_be_one(session, account, ask):
    """A borrowed session takes no account away."""
    for email, current, field in (
        (NEW, "wrong", "current"),
        ("nonsense", PASSWORD, "email"),
        (account.email, PASSWORD, "email"),
    ):
        with pytest.raises(Invalid) as refusal:
            ask(email, current)
        assert set(refusal.value.fields) == {field}
        session.rollback()
    assert session.scalars(select(OneTimeToken)).all() == []


def test_nobody_learns_whose_address_is_taken(
    session, account, ask, make_account, make_right_holder
):
    """The same answer, and no link: also for the other side's mailbox with a plus (AC-5)."""
    taken = make_account(Role.MEMBER, make_right_holder(), email="taken@example.org")
    officer = make_account(Role.OFFICER, email="officer@example.org")
    for email in (taken.email.upper(), "officer+x@example.org"):
        assert ask(email) is None
    assert session.scalars(select(OneTimeToken)).all() == []
    assert officer.email == "officer@example.org"


def test_only_the_last_link_works_and_only_while_the_address_is_free(
    session, account, ask, make_account
):
    """Somebody else may have come in with it meanwhile."""
    first = ask("first@example.org")
    token = ask()
    with pytest.raises(NotFound):
        open_email_change(session, first)
    session.rollback()
    make_account(Role.TRAINER, email=NEW)
    with pytest.raises(Forbidden):
        confirm_email(session, token)
    session.rollback()
    assert session.get_one(Account, account.id).email != NEW


def test_links_to_new_addresses_are_few_a_day(session, ask):
    """Else an account would be a way to write to strangers."""
    for number in range(LINKS_PER_DAY):
        ask(f"new{number}@example.org")
    with pytest.raises(TooManyAttempts):
        ask("one.more@example.org")


def test_the_link_of_an_account_that_was_closed_changes_nothing(session, account, ask):
    """Who was shut out in the meantime does not come back under another address."""
    token = ask()
    account.disabled = True
    session.commit()
    with pytest.raises(Forbidden):
        confirm_email(session, token)
    session.rollback()
    assert session.get_one(Account, account.id).email != NEW


def test_a_link_that_somebody_used_in_the_same_instant_is_gone(session, ask, monkeypatch):
    """Looked at by both, used by one."""
    token = ask()
    confirm_email(session, token)
    monkeypatch.setattr("ipm_api.operations.email_change.open_email_change", lambda *_: NEW)
    with pytest.raises(NotFound):
        confirm_email(session, token)
