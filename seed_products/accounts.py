"""One demonstration account per role; for trials on one's own machine only."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.models.account import Account, Role
from ipm_api.operations.account import create_account
from ipm_api.policy import Actor
from seed_products.catalogue import RIGHT_HOLDERS

DEMO_PASSWORD = "quay side trial"  # noqa: S105 - printed by the demo on purpose


@dataclass(frozen=True)
class DemoPerson:
    """Someone to sign in as; right_holder is the place of theirs in the catalogue, from 0."""

    role: Role
    email: str
    name: str
    country: str
    right_holder: int | None = None


DEMO_PEOPLE = (
    DemoPerson(Role.OFFICER, "officer@ipm.example", "Amina Diallo", "FR"),
    DemoPerson(Role.TRAINER, "trainer@ipm.example", "Jonas Berg", "SE"),
    DemoPerson(Role.ADMINISTRATOR, "administrator@ipm.example", "Inés Prado", "BE"),
    DemoPerson(Role.PUBLISHER, "publisher@ipm.example", "Claire Morel", "FR", 0),
    DemoPerson(Role.MEMBER, "member@ipm.example", "Tom Reyes", "FR", 0),
    DemoPerson(Role.PUBLISHER, "rival@ipm.example", "Karin Holt", "DE", 1),
)
"""Publishers of two right holders, who must not see anything of each other."""


def add_people(session: Session, administrator: Actor, publishers: dict[str, Actor]) -> None:
    """Add those of DEMO_PEOPLE who are not there; *publishers* are by right holder."""
    for person in reversed(DEMO_PEOPLE):  # the first one last: is_loaded() looks for it
        if session.scalar(select(Account.id).where(Account.email == person.email)) is not None:
            continue
        key = None if person.right_holder is None else RIGHT_HOLDERS[person.right_holder].key
        create_account(
            session,
            administrator,
            email=person.email,
            name=person.name,
            password=DEMO_PASSWORD,
            role=Role(person.role),
            country=person.country,
            right_holder_id=None if key is None else publishers[key].right_holder_id,
        )
