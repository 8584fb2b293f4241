"""AC-5: two different administrators, nobody about themselves or whom they invited."""

import random
import uuid

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ipm_api.errors import Conflict, Forbidden, Invalid, NotFound
from ipm_api.models.account import Account, Role
from ipm_api.models.approval import Approval, ApprovalKind, Decision
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations.account import create_account, new_account
from ipm_api.operations.approval import approve, latest_round, reconsider, refuse, rounds, take_back
from ipm_api.operations.identity import identity_of
from ipm_api.policy import Party, actor_of
from tests.conftest import PASSWORD, SYSTEM
from tests.ipm_api.parallel import at_once
from tests.two_administrators import administrators

HOLDER = ApprovalKind.RIGHT_HOLDER


@pytest.fixture
def three(session):
    return administrators(session)


@pytest.fixture
def waiting(make_right_holder):
    return make_right_holder("Novi S.A.", approved=False)


def test_one_approval_lets_nobody_in_and_two_do(session, three, waiting):
    """The second one takes effect; both names stay."""
    first, second, _ = three
    assert approve(session, first, HOLDER, waiting.id) is Decision.WAITING
    assert waiting.state is RightHolderState.PENDING
    with pytest.raises(Conflict, match="Another administrator"):
        approve(session, first, HOLDER, waiting.id)
    session.rollback()
    assert approve(session, second, HOLDER, waiting.id) is Decision.APPROVED
    session.refresh(waiting)
    assert waiting.state is RightHolderState.APPROVED
    decided = latest_round(session, HOLDER, waiting.id)
    assert (decided.first_by_id, decided.second_by_id) == (first.account_id, second.account_id)
    with pytest.raises(Conflict):
        approve(session, three[2], HOLDER, waiting.id)


def test_who_has_no_account_approves_nothing(session, waiting):
    """A script with the rights of an administrator would be one person twice."""
    with pytest.raises(Forbidden, match="person with an account"):
        approve(session, SYSTEM, HOLDER, waiting.id)


def test_an_approval_can_be_taken_back_until_the_second(session, three, waiting):
    """The undo of the first button; nobody takes back another's."""
    first, second, third = three
    approve(session, first, HOLDER, waiting.id)
    with pytest.raises(Conflict):
        take_back(session, second, HOLDER, waiting.id)
    session.rollback()
    take_back(session, first, HOLDER, waiting.id)
    assert approve(session, second, HOLDER, waiting.id) is Decision.WAITING
    approve(session, third, HOLDER, waiting.id)
    with pytest.raises(Conflict):
        take_back(session, second, HOLDER, waiting.id)


def test_one_refuses_with_a_reason_and_any_may_reconsider(session, three, waiting):
    """Reconsidered, both approvals are needed again: the one before counts no more."""
    first, second, third = three
    approve(session, first, HOLDER, waiting.id)
    with pytest.raises(Invalid) as missing:
        refuse(session, second, HOLDER, waiting.id, reason="  ")
    assert set(missing.value.fields) == {"reason"}
    session.rollback()
    refuse(session, second, HOLDER, waiting.id, reason="The mark has lapsed.")
    with pytest.raises(Conflict):
        approve(session, third, HOLDER, waiting.id)
    session.rollback()
    reconsider(session, third, HOLDER, waiting.id)
    with pytest.raises(Conflict):
        reconsider(session, third, HOLDER, waiting.id)
    session.rollback()
    assert approve(session, third, HOLDER, waiting.id) is Decision.WAITING
    assert approve(session, first, HOLDER, waiting.id) is Decision.APPROVED
    history = rounds(session, first, HOLDER, [waiting.id])[waiting.id]
    assert [r.decision for r in history] == [Decision.APPROVED, Decision.REFUSED]
    assert history[1].reason == "The mark has lapsed."


def invited(session, by, role=Role.OFFICER, email="o@example.org"):
    account = Account(
        email=email,
        name="O",
        password_hash="x",
        role=role,
        country="FR",
        approved=False,
        invited_by_id=by,
    )
    session.add(account)
    session.commit()
    return account


def test_nobody_approves_whom_they_invited(session, three):
    """T15: a friend needs two administrators who did not bring them."""
    first, second, third = three
    friend = invited(session, first.account_id)
    with pytest.raises(Forbidden, match="whom they invited"):
        approve(session, first, ApprovalKind.ACCOUNT, friend.id)
    session.rollback()
    approve(session, second, ApprovalKind.ACCOUNT, friend.id)
    assert actor_of(friend) is None
    approve(session, third, ApprovalKind.ACCOUNT, friend.id)
    session.refresh(friend)
    assert actor_of(friend).party is Party.OFFICER


def test_nobody_approves_themselves_not_even_under_another_address(
    session, three, waiting, make_account
):
    """The same mailbox with a "+" is the same person; and who asked does not decide."""
    first, second, _ = three
    self = session.get(Account, first.account_id)
    name, _, domain = self.email.partition("@")
    make_account(Role.PUBLISHER, waiting, email=f"{name}+brand@{domain}")
    with pytest.raises(Forbidden):
        approve(session, first, HOLDER, waiting.id)
    session.rollback()
    session.add(Approval(kind=HOLDER, subject_id=waiting.id, requested_by_id=second.account_id))
    session.commit()
    with pytest.raises(Forbidden):
        approve(session, second, HOLDER, waiting.id)


def test_one_person_is_not_on_both_sides(session, make_right_holder, make_account):
    """Neither as the same address nor as another spelling of it."""
    holder = make_right_holder()
    make_account(Role.PUBLISHER, holder, email="ana@example.org")
    make_account(Role.OFFICER, email="rui@example.org")
    given = {"name": "A", "password": PASSWORD, "country": "FR"}
    for email, role, organisation in (
        ("Ana+port@example.org", Role.OFFICER, None),
        ("ana@example.org", Role.TRAINER, None),
        ("RUI+x@example.org", Role.PUBLISHER, holder.id),
    ):
        with pytest.raises(Invalid) as refusal:
            new_account(session, email=email, role=role, right_holder_id=organisation, **given)
        assert "email" in refusal.value.fields
    assert identity_of(" Ana+Port@Example.org") == "ana@example.org"


def test_an_administrator_lets_nobody_in_alone(session, three):
    """create_account() is the command line's: whoever signed in goes by invitation."""
    with pytest.raises(Forbidden):
        create_account(
            session,
            three[0],
            email="f@example.org",
            name="F",
            password=PASSWORD,
            role=Role.OFFICER,
            country="FR",
        )


def test_fifty_approvals_at_once_give_exactly_one_decision(engine, session, three, waiting):
    """Three people press the button fifty times together: two of them count, once each."""
    session.rollback()
    answers = at_once(
        engine,
        [lambda s, n=n: approve(s, three[n % 3], HOLDER, waiting.id) for n in range(50)],
    )
    assert [a for a in answers if isinstance(a, Decision)].count(Decision.WAITING) == 1
    assert [a for a in answers if isinstance(a, Decision)].count(Decision.APPROVED) == 1
    assert {type(a) for a in answers if not isinstance(a, Decision)} == {Conflict}
    decided = session.scalars(select(Approval)).all()
    assert len(decided) == 1
    assert decided[0].first_by_id != decided[0].second_by_id
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("right-%")))
    assert sorted(actions) == ["right-holder.approved", "right-holder.approved-first"]


def test_fifty_approvals_of_one_person_are_one(engine, session, three, waiting):
    """However often and fast: half of a decision."""
    session.rollback()
    answers = at_once(
        engine, [lambda s: approve(s, three[0], HOLDER, waiting.id) for _ in range(50)]
    )
    assert [a for a in answers if isinstance(a, Decision)] == [Decision.WAITING]
    session.refresh(waiting)
    assert waiting.state is RightHolderState.PENDING


ACTS = ("approve", "approve", "approve", "refuse", "reconsider", "take-back")


def test_no_history_lets_anybody_in_with_one_person(engine, session, three):
    """AC-5: 200 random histories (1,000 were run once), replayed by a model that counts people."""
    rng = random.Random(5)
    holders = [RightHolder(name=f"H{n}", country="FR", claim="c") for n in range(200)]
    session.add_all(holders)
    session.commit()
    ids = [holder.id for holder in holders]
    session.rollback()
    alone = 0
    with engine.connect() as connection, Session(connection) as own:
        for holder in ids:
            approvers, state = [], "waiting"
            for _ in range(rng.randint(1, 9)):
                who, act = rng.choice(three), rng.choice(ACTS)
                expected = None
                if act == "approve" and state == "waiting" and who.account_id not in approvers:
                    approvers.append(who.account_id)
                    state = "approved" if len(approvers) == 2 else "waiting"
                elif act == "take-back" and state == "waiting" and approvers == [who.account_id]:
                    approvers = []
                elif act == "refuse" and state == "waiting":
                    state, approvers = "refused", []
                elif act == "reconsider" and state == "refused":
                    state = "waiting"
                else:
                    expected = Conflict
                assert outcome(own, act, who, holder) is expected, (act, state)
            found = own.get(RightHolder, holder).state
            assert (found is RightHolderState.APPROVED) == (state == "approved")
            alone += found is RightHolderState.APPROVED and len(set(approvers)) != 2
    assert alone == 0


def outcome(session, act, who, holder):
    """None when *act* was done, else Conflict."""
    work = {"approve": approve, "reconsider": reconsider, "take-back": take_back}
    try:
        if act == "refuse":
            refuse(session, who, HOLDER, holder, reason="r")
        else:
            work[act](session, who, HOLDER, holder)
    except Conflict:
        session.rollback()
        return Conflict
    return None


@pytest.mark.parametrize(
    "change",
    [
        "decision = 'APPROVED', second_by_id = NULL",
        "decision = 'APPROVED', first_by_id = :first, second_by_id = :first",
        "decision = 'APPROVED', first_by_id = NULL, second_by_id = :second",
        "requested_by_id = :first, first_by_id = :first",
        "decision = 'REFUSED', refused_by_id = NULL",
    ],
)
def test_the_database_holds_the_rule_too(session, three, waiting, change):
    """Also for whoever writes past the operations."""
    first, second, _ = three
    approve(session, first, HOLDER, waiting.id)
    with pytest.raises(IntegrityError):
        session.execute(
            text(f"UPDATE approval SET {change}"),
            {"first": first.account_id, "second": second.account_id},
        )


def test_missing_subjects_are_not_found(session, three):
    """Whatever the kind."""
    for kind in (HOLDER, ApprovalKind.ACCOUNT, ApprovalKind.IMAGE):
        with pytest.raises(NotFound):
            approve(session, three[0], kind, uuid.uuid4())
        session.rollback()
