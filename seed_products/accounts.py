"""One demonstration account per role; for trials on one's own machine only."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.models.account import Account, Membership, Role
from ipm_api.models.approval import ApprovalKind
from ipm_api.models.right_holder import RightHolder
from ipm_api.operations.account import create_account
from ipm_api.operations.application import ProofOfRight
from ipm_api.operations.approval import approve
from ipm_api.policy import Actor, actor_of
from seed_products.catalogue import BRANDS, RIGHT_HOLDERS
from seed_products.records import SeedRightHolder

DEMO_PASSWORD = "quay side trial"  # noqa: S105 - printed by the demo on purpose


@dataclass(frozen=True)
class DemoPerson:
    """Someone to sign in as; right_holder is the place of theirs in the catalogue, from 0.

    A representative acts for the right holders *also*, too, one per session.
    """

    role: Role
    email: str
    name: str
    country: str
    right_holder: int | None = None
    also: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """What the list of people calls this person."""
        return "representative" if self.also else self.role.value


DEMO_PEOPLE = (
    DemoPerson(Role.OFFICER, "officer@ipm.example", "Amina Diallo", "FR"),
    DemoPerson(Role.TRAINER, "trainer@ipm.example", "Jonas Berg", "SE"),
    DemoPerson(Role.ADMINISTRATOR, "administrator@ipm.example", "Inés Prado", "BE"),
    DemoPerson(Role.ADMINISTRATOR, "second.administrator@ipm.example", "Olu Adeyemi", "BE"),
    DemoPerson(Role.ADMINISTRATOR, "third.administrator@ipm.example", "Mei Tan", "BE"),
    DemoPerson(Role.NATIONAL_CONTACT, "contact@ipm.example", "Luc Arnaud", "FR"),
    DemoPerson(Role.PUBLISHER, "publisher@ipm.example", "Claire Morel", "FR", 0),
    DemoPerson(Role.MEMBER, "member@ipm.example", "Tom Reyes", "FR", 0),
    DemoPerson(Role.ORGANISATION_ADMINISTRATOR, "team@ipm.example", "Sofia Brandt", "FR", 0),
    DemoPerson(Role.PUBLISHER, "lawyer@ipm.example", "Paul Weiss", "FR", 0, also=(2,)),
    DemoPerson(Role.PUBLISHER, "rival@ipm.example", "Karin Holt", "DE", 1),
)
"""Publishers of two right holders, who must not see anything of each other."""


def approve_by_two(
    session: Session, operator: Actor, kind: ApprovalKind, subject_id: uuid.UUID
) -> None:
    """Let the demonstration's first two administrators approve, as any two of a service would."""
    for person in _administrators()[:2]:
        account = _account_of(session, person) or _create(session, operator, person, None)
        administrator = actor_of(account)
        assert administrator is not None  # nobody has disabled them
        approve(session, administrator, kind, subject_id)


def actor_as(session: Session, operator: Actor, role: Role) -> Actor:
    """The first of DEMO_PEOPLE with *role*, of an authority; made when not there."""
    person = next(person for person in DEMO_PEOPLE if person.role is role)
    account = _account_of(session, person) or _create(session, operator, person, None)
    actor = actor_of(account)
    assert actor is not None  # nobody has disabled them
    return actor


def add_people(session: Session, operator: Actor, publishers: dict[str, Actor]) -> None:
    """Add those of DEMO_PEOPLE who are not there; *publishers* are by right holder."""
    for person in reversed(DEMO_PEOPLE):  # the first one last: is_loaded() looks for it
        if _account_of(session, person) is None:
            keys = [RIGHT_HOLDERS[place].key for place in (person.right_holder, *person.also)
                    if place is not None]  # fmt: skip
            ids = [publishers[key].right_holder_id for key in keys]
            account = _create(session, operator, person, ids[0] if ids else None)
            account.memberships.extend(
                Membership(right_holder_id=other, role=person.role) for other in ids[1:]
            )
            session.commit()


def proof_of(holder: SeedRightHolder) -> ProofOfRight:
    """The first mark of the holder's first brand, as an application names it."""
    mark = next(brand for brand in BRANDS if brand.right_holder == holder.key).rights[0]
    return ProofOfRight("EM", mark.number, mark.nice_classes, date.fromisoformat(mark.valid_until))


def owner_of(session: Session, right_holder: RightHolder) -> Actor:
    """The account that registered the organisation."""
    account = session.scalars(
        select(Account)
        .join(Account.memberships)
        .where(Membership.right_holder_id == right_holder.id)
        .order_by(Account.created_at)
        .limit(1)
    ).one()
    actor = actor_of(account)
    assert actor is not None  # the organisation is approved
    return actor


def _administrators() -> list[DemoPerson]:
    return [person for person in DEMO_PEOPLE if person.role is Role.ADMINISTRATOR]


def _account_of(session: Session, person: DemoPerson) -> Account | None:
    return session.scalar(select(Account).where(Account.email == person.email))


def _create(
    session: Session, operator: Actor, person: DemoPerson, right_holder_id: uuid.UUID | None
) -> Account:
    return create_account(
        session,
        operator,
        email=person.email,
        name=person.name,
        password=DEMO_PASSWORD,
        role=person.role,
        country=person.country,
        right_holder_id=right_holder_id,
    )
