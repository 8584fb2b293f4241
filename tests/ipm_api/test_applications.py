"""An organisation applies, waits, and is let in; what an account must be."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from ipm_api.errors import Conflict, Invalid, NotFound
from ipm_api.models.account import Account, Role
from ipm_api.models.right_holder import RightHolderState
from ipm_api.operations.account import create_account, disable_account
from ipm_api.operations.application import apply_to_join
from ipm_api.operations.right_holder import (
    reinstate_right_holder,
    right_holders,
    suspend_right_holder,
)
from ipm_api.operations.sign_in import actor_of_token, sign_in
from ipm_api.policy import Party
from tests.conftest import PASSWORD, PROOF, SYSTEM
from tests.ipm_api.parallel import at_once
from tests.two_administrators import approve_right_holder

ADDRESS = "192.0.2.1"


def application(**changes):
    fields = {
        "organisation": "Maison Claire",
        "country": "FR",
        "proof": PROOF,
        "email": "a@claire.example.org",
        "name": "A. Claire",
        "password": PASSWORD,
    }
    return fields | changes


def test_an_applicant_waits_until_an_administrator_lets_it_in(session):
    """Pending signs in to its own application and no further."""
    right_holder = apply_to_join(session, **application(country=" fr "))
    assert (right_holder.state, right_holder.country) == (RightHolderState.PENDING, "FR")
    token, _ = sign_in(session, email="a@claire.example.org", password=PASSWORD, address=ADDRESS)
    assert actor_of_token(session, token).party is Party.PENDING
    assert [r.id for r in right_holders(session, SYSTEM)] == [right_holder.id]
    approve_right_holder(session, SYSTEM, right_holder.id)
    assert actor_of_token(session, token).party is Party.ORGANISATION_ADMINISTRATOR
    with pytest.raises(Conflict):
        approve_right_holder(session, SYSTEM, right_holder.id)


def test_an_application_is_complete_and_its_names_are_free(session):
    """Each field is named; a refused application leaves no organisation behind."""
    apply_to_join(session, **application())
    for changes, field in (
        ({"organisation": "  "}, "organisation"),
        ({"organisation": "maison  CLAIRE"}, "organisation"),
        ({"country": "FRA"}, "country"),
        ({"country": "é1"}, "country"),
        ({"proof": replace(PROOF, office="XX")}, "office"),
        ({"proof": replace(PROOF, number="18000001")}, "right_number"),
        ({"proof": replace(PROOF, office="FR", number="none")}, "right_number"),
        ({"proof": replace(PROOF, nice_classes=())}, "nice_classes"),
        ({"proof": replace(PROOF, nice_classes=(3, 46))}, "nice_classes"),
        ({"proof": replace(PROOF, valid_until=None)}, "valid_until"),
        ({"proof": replace(PROOF, valid_until=date(2026, 1, 1))}, "valid_until"),
        ({"proof": replace(PROOF, reference_url="javascript:alert(1)")}, "reference_url"),
        ({"name": " "}, "name"),
        ({"organisation": "B", "email": "A@CLAIRE.example.org"}, "email"),
        ({"organisation": "C", "email": "no address"}, "email"),
        ({"organisation": "D", "email": "d@d.example.org", "password": "short"}, "password"),
        ({"organisation": "E", "email": "e@e.example.org", "name": "n" * 201}, "name"),
    ):
        with pytest.raises(Invalid) as refusal:
            apply_to_join(session, **application(**changes))
        assert field in refusal.value.fields, changes
        session.rollback()
    assert len(right_holders(session, SYSTEM)) == 1


def test_states_of_an_organisation_are_not_repeated(engine, session, make_right_holder):
    """Suspended or reinstated twice at the same instant: once."""
    waiting = make_right_holder().id
    session.rollback()
    for act in (suspend_right_holder, reinstate_right_holder):
        answers = at_once(engine, [lambda s, act=act: act(s, SYSTEM, waiting)] * 4)
        assert sorted(type(a).__name__ for a in answers) == ["Conflict"] * 3 + ["NoneType"]


def test_accounts_fit_their_role(session, make_right_holder):
    """The command line and the portal hear it in words, not from the database."""
    right_holder = make_right_holder()
    good = {
        "email": "o@example.org",
        "name": "O",
        "password": PASSWORD,
        "role": Role.OFFICER,
        "country": "be",
    }
    for changes, field in (
        ({"country": "Belgium"}, "country"),
        ({"role": Role.MEMBER}, "role"),
        ({"right_holder_id": right_holder.id}, "role"),
        ({"name": ""}, "name"),
    ):
        with pytest.raises(Invalid) as refusal:
            create_account(session, SYSTEM, **(good | changes))
        assert set(refusal.value.fields) == {field}
        session.rollback()
    assert create_account(session, SYSTEM, **good).country == "BE"
    stored = session.scalar(select(Account.password_hash).where(Account.email == "o@example.org"))
    assert stored.startswith("$argon2id$")
    with pytest.raises(NotFound):
        disable_account(session, SYSTEM, right_holder.id)
