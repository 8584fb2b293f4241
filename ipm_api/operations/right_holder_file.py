"""What administrators have beside a decision on an organisation: claim, proof, look-alikes."""

import difflib
import uuid
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from ipm_api.errors import NotFound
from ipm_api.languages import fold
from ipm_api.models.account import Account, Membership
from ipm_api.models.approval import Approval, ApprovalKind
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations.approval import rounds
from ipm_api.operations.deciders import names_of_deciders
from ipm_api.operations.numbered_page import NumberedPage, numbered_page
from ipm_api.policy import ADMINISTRATORS, Actor, require

LEGAL_FORMS = frozenset(
    [
        "ag",
        "as",
        "bv",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "group",
        "holding",
        "inc",
        "kg",
        "limited",
        "llc",
        "ltd",
        "nv",
        "oy",
        "plc",
        "sa",
        "sarl",
        "sas",
        "se",
        "spa",
        "srl",
        "the",
    ]
)
"""Words of names that say nothing about who somebody is."""
SIMILAR = 0.8  # difflib ratio of two folded names; "Asteria"/"Astoria" are at 0.86
MOST_SIMILAR = 10


@dataclass(frozen=True, slots=True)
class RightHolderFile:
    """
    Everything that a decision on one organisation needs, and nothing of its catalogue.

    Attributes:
        people: who may act for it, each with the role.
        similar: organisations whose names look like this one's.
        rounds: what was decided, the latest first.
        names: account → name, of those who decided.
        is_waiting: a decision can be taken now.
    """

    right_holder: RightHolder
    people: list[Membership]
    similar: list[RightHolder]
    rounds: list[Approval]
    names: dict[uuid.UUID, str]
    is_waiting: bool


def right_holder_file(
    session: Session, actor: Actor, right_holder_id: uuid.UUID
) -> RightHolderFile:
    """
    The file of one organisation.

    Raises:
        Forbidden: *actor* is no administrator.
        NotFound: no such organisation.
    """
    require(actor, ADMINISTRATORS)
    right_holder = session.get(RightHolder, right_holder_id)
    if right_holder is None:
        raise NotFound("The organisation")
    people = session.scalars(
        select(Membership)
        .where(Membership.right_holder_id == right_holder_id)
        .options(joinedload(Membership.account))
        .order_by(Membership.created_at)
    )
    found = rounds(session, actor, ApprovalKind.RIGHT_HOLDER, [right_holder_id])
    decided = found.get(right_holder_id, [])
    refused = bool(decided) and decided[0].refused_by_id is not None
    return RightHolderFile(
        right_holder,
        list(people),
        similar_names(session, right_holder),
        decided,
        names_of_deciders(session, actor, decided),
        right_holder.state is RightHolderState.PENDING and not refused,
    )


def right_holder_list(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    state: str = "",
    country: str = "",
    order: str = "name",
    after: str = "",
) -> NumberedPage[RightHolder]:
    """
    Organisations, fifty at a time.

    Args:
        text: part of the name or of an e-mail address of its people.
        state: a value of RightHolderState, or "" for all; others find nothing.
        order: "name" or "registered", "-" before it for descending.
    """
    require(actor, ADMINISTRATORS)
    query = select(RightHolder)
    if text:
        theirs = select(Membership.right_holder_id).join(Membership.account)
        query = query.where(
            or_(
                RightHolder.name.icontains(text, autoescape=True),
                RightHolder.id.in_(theirs.where(Account.email.icontains(text, autoescape=True))),
            )
        )
    if state:
        wanted = [each for each in RightHolderState if each.value == state]
        query = query.where(RightHolder.state.in_(wanted))
    if country:
        query = query.where(RightHolder.country == country)
    column = {"name": RightHolder.name, "registered": RightHolder.registered_at}[
        order.removeprefix("-")
    ]
    query = query.order_by(column.desc() if order.startswith("-") else column, RightHolder.id)
    return numbered_page(session, query, after)


def similar_names(session: Session, right_holder: RightHolder) -> list[RightHolder]:
    """Other organisations that could be mistaken for this one, the most similar first."""
    own = core_of_name(right_holder.name)
    rows = session.execute(
        select(RightHolder.id, RightHolder.name).where(RightHolder.id != right_holder.id)
    )
    ranked = sorted(
        ((likeness(own, core_of_name(name)), other_id) for other_id, name in rows), reverse=True
    )
    wanted = [other_id for ratio, other_id in ranked[:MOST_SIMILAR] if ratio >= SIMILAR]
    by_id = {
        other.id: other
        for other in session.scalars(select(RightHolder).where(RightHolder.id.in_(wanted)))
    }
    return [by_id[other_id] for other_id in wanted]


def core_of_name(name: str) -> str:
    """*name* folded, in alphabetical words, without legal forms: "Asteria S.A." → "asteria"."""
    words = fold(name).replace(".", "").replace(",", " ").replace("-", " ").split()
    return " ".join(sorted(word for word in words if word not in LEGAL_FORMS)) or fold(name)


def likeness(one: str, other: str) -> float:
    """0 … 1; 1 also when one name holds all words of the other."""
    mine, theirs = set(one.split()), set(other.split())
    if mine <= theirs or theirs <= mine:
        return 1.0
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SIMILAR else 0.0
