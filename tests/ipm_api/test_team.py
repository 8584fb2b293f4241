"""Teams: who joins, who leaves, who stays; and a representative of several right holders."""

import pytest
from sqlalchemy import select

from ipm_api.errors import Conflict, Forbidden, Invalid, NotFound, TooManyAttempts
from ipm_api.models.account import Account, Membership, Role
from ipm_api.models.one_time_token import Purpose
from ipm_api.models.outgoing_mail import OutgoingMail
from ipm_api.operations import invitation as invitation_operations
from ipm_api.operations.invitation import (
    INVITATION_LIFE,
    INVITATIONS_PER_DAY,
    invite,
    join_as_known,
    join_as_newcomer,
    open_invitation,
    revoke_invitation,
)
from ipm_api.operations.membership import actor_for as actor_acting_for
from ipm_api.operations.membership import begin_session_for, own_memberships
from ipm_api.operations.one_time_token import signed_token
from ipm_api.operations.right_holder import suspend_right_holder
from ipm_api.operations.sign_in import actor_of_token, issue_token
from ipm_api.operations.team import UNDO, change_role, own_team, remove_member, restore_member
from ipm_api.policy import Party, actor_of
from tests.conftest import PASSWORD, SYSTEM
from tests.ipm_api.parallel import at_once

SECRET = "only for tests"
BOSS = Role.ORGANISATION_ADMINISTRATOR


@pytest.fixture
def team(make_right_holder, make_account):
    """An organisation with an administrator and a member: (holder, boss, member)."""
    holder = make_right_holder("Asteria")
    return holder, make_account(BOSS, holder), make_account(Role.MEMBER, holder)


def link_to(session, actor, email, role=Role.PUBLISHER):
    row = invite(session, actor, SECRET, email=email, role=role)
    return signed_token(SECRET, Purpose.INVITATION, row.id)


def test_an_invitation_makes_a_colleague_once(session, team, actor_for):
    """The link is the proof of the address; name and password are the newcomer's own."""
    holder, boss, _ = team
    link = link_to(session, actor_for(boss), " New@Example.org ")
    with pytest.raises(Invalid):
        join_as_newcomer(session, link, name="N", password="short")
    session.rollback()
    token = join_as_newcomer(session, link, name="N", password=PASSWORD)
    actor = actor_of_token(session, token)
    assert (actor.party, actor.right_holder_id) == (Party.PUBLISHER, holder.id)
    with pytest.raises(NotFound):
        open_invitation(session, link)
    assert len(own_team(session, actor).memberships) == 3
    assert own_team(session, actor).invitations == []
    mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.recipient, link in str(mail.lines) + mail.link) == ("new@example.org", False)


def test_ten_who_open_the_same_link_are_one_colleague(engine, session, team, actor_for):
    """Single use, also at the same instant."""
    _, boss, _ = team
    link = link_to(session, actor_for(boss), "new@example.org")
    answers = at_once(
        engine, [lambda s: join_as_newcomer(s, link, name="N", password=PASSWORD)] * 4
    )
    assert sorted(type(a).__name__ for a in answers) == ["NotFound"] * 3 + ["str"]


def test_links_end_when_taken_back_sent_again_or_old(session, team, actor_for, monkeypatch):
    """Only the last invitation of an address works, for a week."""
    _, boss, _ = team
    actor = actor_for(boss)
    first, second = (link_to(session, actor, "new@example.org") for _ in range(2))
    row, is_known = open_invitation(session, second)
    assert not is_known
    with pytest.raises(NotFound):
        open_invitation(session, first)
    later = row.expires_at + INVITATION_LIFE
    with monkeypatch.context() as future:
        future.setattr(invitation_operations, "now", lambda: later)
        with pytest.raises(NotFound):
            open_invitation(session, second)
    assert revoke_invitation(session, actor, row.id) == "new@example.org"
    with pytest.raises(NotFound):
        open_invitation(session, second)


def test_a_known_person_joins_while_signed_in_and_nobody_else(
    session, team, make_right_holder, make_account, actor_for
):
    """The account gains a membership; its sessions for others stay as they are."""
    holder, boss, member = team
    known = make_account(Role.PUBLISHER, make_right_holder("Rival"))
    link = link_to(session, actor_for(boss), known.email, Role.MEMBER)
    with pytest.raises(Conflict):
        join_as_newcomer(session, link, name="N", password=PASSWORD)
    session.rollback()
    with pytest.raises(NotFound):
        join_as_known(session, actor_for(member), link, "")
    session.rollback()
    before, ending = issue_token(session, known), issue_token(session, known)
    token = join_as_known(session, actor_of_token(session, ending), link, ending)
    assert actor_of_token(session, token).right_holder_id == holder.id
    assert actor_of_token(session, before).right_holder_name == "Rival"
    assert actor_of_token(session, ending) is None


def test_nobody_is_on_both_sides(session, team, make_account, actor_for):
    """AC-5: an officer cannot accept; the inviter is not told who is one."""
    _, boss, _ = team
    officer = make_account(Role.OFFICER)
    link = link_to(session, actor_for(boss), officer.email)
    with pytest.raises(Forbidden):
        join_as_known(session, actor_for(officer), link, "")


def test_the_last_administrator_of_an_organisation_stays(session, team, actor_for):
    """An organisation that nobody runs could invite nobody."""
    _, boss, member = team
    actor = actor_for(boss)
    for leave in (
        lambda: remove_member(session, actor, boss.memberships[0].id),
        lambda: change_role(session, actor, boss.memberships[0].id, Role.MEMBER),
    ):
        with pytest.raises(Conflict):
            leave()
        session.rollback()
    change_role(session, actor, member.memberships[0].id, BOSS)
    assert change_role(session, actor, boss.memberships[0].id, Role.MEMBER) is BOSS


def test_two_administrators_cannot_remove_each_other_at_once(engine, session, team, actor_for):
    """One change of a team at a time."""
    _, boss, member = team
    change_role(session, actor_for(boss), member.memberships[0].id, BOSS)
    actors = [actor_for(boss), actor_for(member)]
    targets = [member.memberships[0].id, boss.memberships[0].id]
    session.commit()
    works = [
        lambda s, a=actor, t=target: remove_member(s, a, t)
        for actor, target in zip(actors, targets, strict=True)
    ]
    answers = at_once(engine, works)
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "PastMembership"]


def test_who_leaves_is_signed_out_at_once(session, team, actor_for, token_for):
    """AC-6; the account is left, for other right holders."""
    _, boss, member = team
    token = token_for(member)
    remove_member(session, actor_for(boss), member.memberships[0].id)
    assert actor_of_token(session, token) is None
    session.expire_all()
    assert actor_of(session.get_one(Account, member.id)).party is Party.ARRIVING


def test_a_removal_is_undone_for_a_week_by_the_same_team(
    session, team, make_right_holder, make_account, actor_for, token_for
):
    """The same role, a new sign-in; nobody can take in who was never removed there."""
    holder, boss, member = team
    actor, role = actor_for(boss), member.memberships[0].role
    token = token_for(member)
    past = remove_member(session, actor, member.memberships[0].id)
    stranger = actor_for(make_account(BOSS, make_right_holder("Rival")))
    for nobody in (
        lambda: restore_member(session, stranger, past.id),
        lambda: restore_member(session, actor, member.id),
    ):
        with pytest.raises(NotFound):
            nobody()
        session.rollback()
    assert restore_member(session, actor, past.id) == member.name
    session.expire_all()
    [back] = session.get_one(Account, member.id).memberships
    assert (back.right_holder_id, back.role) == (holder.id, role)
    assert actor_of_token(session, token) is None
    with pytest.raises(NotFound):  # once
        restore_member(session, actor, past.id)
    session.rollback()
    past = remove_member(session, actor, back.id)
    member.disabled = True
    session.commit()
    with pytest.raises(Conflict):
        restore_member(session, actor, past.id)
    session.rollback()
    member.disabled = False
    past.removed_at -= UNDO
    session.commit()
    with pytest.raises(NotFound):
        restore_member(session, actor, past.id)


def test_other_teams_do_not_exist(session, team, make_right_holder, make_account, actor_for):
    """Another right holder's people and invitations: not found, whatever is asked."""
    _, boss, _ = team
    other = make_right_holder("Rival")
    stranger, theirs = actor_for(make_account(BOSS, other)), make_account(Role.MEMBER, other)
    row = invite(session, stranger, SECRET, email="x@example.org", role=Role.MEMBER)
    actor = actor_for(boss)
    for act in (
        lambda: remove_member(session, actor, theirs.memberships[0].id),
        lambda: change_role(session, actor, theirs.memberships[0].id, BOSS),
        lambda: revoke_invitation(session, actor, row.id),
    ):
        with pytest.raises(NotFound):
            act()
        session.rollback()
    assert theirs.id not in [m.account_id for m in own_team(session, actor).memberships]


def test_invitations_have_rules(session, team, actor_for, monkeypatch):
    """An address, a role of a right holder, no colleague, and not a flood of mails."""
    _, boss, member = team
    actor = actor_for(boss)
    for email, role, field in (
        ("nobody", Role.MEMBER, "email"),
        ("a@example.org\nBcc: b@example.org", Role.MEMBER, "email"),
        (member.email.upper(), Role.MEMBER, "email"),
        ("a@example.org", Role.ADMINISTRATOR, "role"),
    ):
        with pytest.raises(Invalid) as refusal:
            invite(session, actor, SECRET, email=email, role=role)
        assert set(refusal.value.fields) == {field}
        session.rollback()
    monkeypatch.setattr(invitation_operations, "INVITATIONS_PER_DAY", 2)
    assert INVITATIONS_PER_DAY > 2
    for number in range(2):
        link_to(session, actor, f"a{number}@example.org")
    with pytest.raises(TooManyAttempts):
        link_to(session, actor, "a2@example.org")


def test_a_representative_acts_for_one_right_holder_per_session(
    session, make_right_holder, make_account
):
    """T14: chosen, never mixed; changed by a fresh session alone."""
    holders = [make_right_holder(name) for name in ("Zeta", "Alpha")]
    account = make_account(Role.MEMBER, holders[0])
    account.memberships.append(Membership(right_holder_id=holders[1].id, role=Role.PUBLISHER))
    session.commit()
    token = issue_token(session, account)
    arriving = actor_of_token(session, token)
    assert (arriving.party, arriving.right_holder_id) == (Party.ARRIVING, None)
    memberships = own_memberships(session, arriving)
    assert [m.right_holder.name for m in memberships] == ["Alpha", "Zeta"]
    alpha, name = begin_session_for(session, arriving, memberships[0].id, token)
    assert (actor_of_token(session, alpha).party, name) == (Party.PUBLISHER, "Alpha")
    assert actor_of_token(session, token) is None
    acting = actor_of_token(session, alpha)
    zeta, _ = begin_session_for(session, acting, memberships[1].id, alpha)
    assert actor_of_token(session, zeta).party is Party.MEMBER
    assert actor_of_token(session, alpha) is None
    assert actor_acting_for(session, account.id, holders[1].id).party is Party.PUBLISHER
    suspend_right_holder(session, SYSTEM, holders[0].id, "A test says so.")
    assert actor_of_token(session, zeta) is None
    with pytest.raises(NotFound):
        begin_session_for(session, arriving, memberships[1].id, "")


def test_nobody_chooses_a_right_holder_of_others(session, team, make_right_holder, make_account):
    """Another person's membership is not found."""
    _, boss, _ = team
    other = make_account(Role.MEMBER, make_right_holder("Rival"))
    with pytest.raises(NotFound):
        begin_session_for(session, actor_of(boss), other.memberships[0].id, "")
