"""The whole cast, made through the operations."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.models.account import Account, Membership, Role
from ipm_api.models.approval import ResemblanceQuestion
from ipm_api.models.break_glass import BreakGlass
from ipm_api.models.invitation import Invitation
from ipm_api.models.right_holder import RightHolder
from ipm_api.operations.account import disable_account
from ipm_api.operations.brand import create_brand
from ipm_api.operations.sign_in import issue_token
from ipm_api.policy import actor_of
from ipm_api.runtime import Runtime
from tests.conftest import SYSTEM
from tests.world.cast import (
    ADMINISTRATORS,
    HOLDERS,
    NOBODY,
    READERS,
    ROLES_OF_HOLDERS,
    World,
)
from tests.world.catalogue import add_catalogue
from tests.world.correspondence import correspond, inspect
from tests.world.files import add_files


def build(
    session: Session,
    runtime: Runtime,
    make_right_holder: Callable[..., RightHolder],
    make_account: Callable[..., Account],
) -> World:
    world = World()
    for owner in "AB":
        holder = make_right_holder(f"Holder {owner}")
        holder.claim = world.plant("claim", owner, ADMINISTRATORS)
        for role in (Role.MEMBER, Role.PUBLISHER):
            world.accounts[f"{role.value} {owner}"] = make_account(role, holder)
        add_catalogue(session, runtime, world, owner)
        add_files(session, runtime, world, owner)
    _representative(session, world, make_right_holder, make_account)
    pending = make_right_holder(approved=False)
    world.accounts["pending"] = make_account(Role.PUBLISHER, pending)
    world.accounts["officer X"] = make_account(Role.OFFICER, country="FR")
    world.accounts["officer Y"] = make_account(Role.OFFICER, country="DE")
    world.accounts["trainer"] = make_account(Role.TRAINER)
    world.accounts["administrator"] = make_account(Role.ADMINISTRATOR)
    world.accounts["second administrator"] = make_account(Role.ADMINISTRATOR)
    world.accounts["national contact"] = make_account(Role.NATIONAL_CONTACT, country="NL")
    world.accounts["disabled"] = make_account(Role.OFFICER)
    world.others["invitee"] = str(make_account(Role.OFFICER, country="NL").id)
    for party, account in world.accounts.items():
        membership = next(iter(account.memberships), None)  # the representative acts for A
        world.tokens[party] = issue_token(session, account, membership)
        kind, _, letter = party.partition(" ")
        mine = letter if kind in ROLES_OF_HOLDERS else party  # a team sees its own people
        readers = ADMINISTRATORS | {party}
        if party == "second administrator":
            readers |= HOLDERS  # she reads A and B with a reason, and they are told who reads
        account.name = world.plant(f"name{kind}", mine, readers)
        account.email = f"{world.plant(f'mail{kind}', mine, ADMINISTRATORS)}@example.org"
    session.commit()
    disable_account(session, SYSTEM, world.accounts["disabled"].id)
    for owner in "AB":
        _administer(session, world, owner)
    for officer in ("officer X", "officer Y"):
        inspect(session, runtime, world, officer)
    for owner in "AB":
        correspond(session, world, owner)
    return world


def _representative(
    session: Session,
    world: World,
    make_right_holder: Callable[..., RightHolder],
    make_account: Callable[..., Account],
) -> None:
    """Somebody who runs the team of A, acts for A now, and for C in other sessions."""
    a = world.accounts["member A"].memberships[0].right_holder
    c = make_right_holder("Holder C")
    c.claim = world.plant("claim", "C", ADMINISTRATORS)
    account = make_account(Role.ORGANISATION_ADMINISTRATOR, a)
    for_c = Membership(right_holder_id=c.id, role=Role.PUBLISHER, created_at=now())
    account.memberships.append(for_c)
    session.add(
        Invitation(
            right_holder_id=a.id,
            email=f"{world.plant('invited', 'A', NOBODY)}@example.org",
            role=Role.MEMBER,
            token_sha256=b"A" * 32,
            expires_at=now() + timedelta(days=7),
        )
    )
    session.commit()
    actor = actor_of(account, for_c)
    assert actor is not None
    create_brand(session, actor, name=world.plant("brand", "C", READERS))
    world.accounts["representative A"] = account


def _administer(session: Session, world: World, owner: str) -> None:
    """A reading by the second administrator, and a question about a look-alike."""
    product, rival = world.products[owner], world.products[f"draft {'B' if owner == 'A' else 'A'}"]
    opened = BreakGlass(
        account_id=world.accounts["second administrator"].id,
        right_holder_id=product.right_holder_id,
        reason=world.plant("reason", owner, ADMINISTRATORS),
        expires_at=now() + timedelta(minutes=30),
    )
    question = ResemblanceQuestion(
        image_id=rival.images[0].id,
        resembles_id=product.images[0].id,
        right_holder_id=product.right_holder_id,
    )
    session.add_all([opened, question])
    session.flush()  # the database gives the ids
    world.others |= {f"reading {owner}": str(opened.id), f"resemblance {owner}": str(question.id)}
