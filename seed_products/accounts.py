"""One demonstration account per role; for trials on one's own machine only."""

from dataclasses import dataclass

from ipm_api.models.account import Role

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
