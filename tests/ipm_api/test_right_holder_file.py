"""The file on an organisation, what waits for a decision, and the list."""

import pytest
from sqlalchemy import select

from ipm_api.models.account import Role
from ipm_api.models.approval import ApprovalKind
from ipm_api.models.right_holder import RightHolder
from ipm_api.operations.approval import approve, refuse
from ipm_api.operations.right_holder_file import (
    core_of_name,
    likeness,
    right_holder_file,
    right_holder_list,
)
from ipm_api.operations.waiting import waiting_decisions
from tests.conftest import SYSTEM
from tests.two_administrators import administrators

HOLDER = ApprovalKind.RIGHT_HOLDER


@pytest.fixture
def three(session):
    return administrators(session)


@pytest.fixture
def waiting(make_right_holder):
    return make_right_holder("Novi S.A.", approved=False)


def test_the_file_shows_people_and_look_alikes(session, three, waiting, make_right_holder):
    """Evidence beside the decision: a name like a registered one is seen."""
    twin = make_right_holder("NOVI Ltd.")
    near = make_right_holder("Novii")
    make_right_holder("Something Else")
    file = right_holder_file(session, three[0], waiting.id)
    assert {other.id for other in file.similar} == {twin.id, near.id}
    assert file.is_waiting
    refuse(session, three[0], HOLDER, waiting.id, reason="r")
    assert not right_holder_file(session, three[0], waiting.id).is_waiting
    assert core_of_name("The Asteria Parfums, S.A.") == "asteria parfums"
    assert likeness("asteria", "asteria parfums") == 1.0
    assert likeness("asteria", "borealis") == 0.0


def test_counts_say_what_waits_and_what_is_half_done(session, three, make_right_holder):
    """The home page: a refused organisation waits for nobody."""
    for n in range(4):
        make_right_holder(f"H{n}", approved=False)
    ids = list(session.scalars(select(RightHolder.id).order_by(RightHolder.name)))
    approve(session, three[0], HOLDER, ids[0])
    approve(session, three[1], HOLDER, ids[1])
    refuse(session, three[1], HOLDER, ids[2], reason="r")
    counts = waiting_decisions(session, three[0])["right-holder"]
    assert (counts.waiting, counts.half, counts.yours) == (3, 2, 1)


def test_the_list_is_searched_filtered_and_sorted(session, make_right_holder, make_account):
    """By name, by a person's address, by state; % is a character like any other."""
    one = make_right_holder("Alpha %", approved=False)
    two = make_right_holder("Beta")
    make_account(Role.PUBLISHER, two, email="ana@beta.example")

    def names(**asked):
        return [h.name for h in right_holder_list(session, SYSTEM, **asked).rows]

    assert names() == ["Alpha %", "Beta"]
    assert names(order="-name") == ["Beta", "Alpha %"]
    assert names(text="%") == [one.name]
    assert names(text="ANA@") == [two.name]
    assert names(state="pending") == [one.name]
    assert names(state="nonsense") == []
    assert names(after="50") == []
