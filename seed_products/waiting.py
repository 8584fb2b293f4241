"""What waits for the demonstration's administrators, and the rules of a few countries."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.models.account import Account, Role
from ipm_api.models.national_setting import NationalSetting
from ipm_api.models.right_holder import RightHolder
from ipm_api.operations.application import ProofOfRight, apply_to_join
from ipm_api.operations.national_contact import invite
from ipm_api.operations.national_setting import NationalDraft, write_national_setting
from ipm_api.policy import Actor
from seed_products.accounts import DEMO_PASSWORD, actor_as

APPLICANT = "Northlight Toys"
INVITED = "nour.haddad@customs.example"
COUNTRIES = (
    NationalDraft("BE", language="fr", time_zone="Europe/Brussels"),
    NationalDraft("DE", time_zone="Europe/Berlin"),
    NationalDraft(
        "FR",
        holidays=[date(2031, 5, 1), date(2031, 7, 14), date(2031, 12, 25)],
        language="fr",
        time_zone="Europe/Paris",
    ),
    NationalDraft("MA", weekend=[6, 7], language="ar", time_zone="Africa/Casablanca"),
    NationalDraft("SE", working_days=8, time_zone="Europe/Stockholm"),
)


def add_what_waits(session: Session, operator: Actor) -> None:
    """An application, an invited officer, and countries; what is there already is left alone."""
    for draft in COUNTRIES:
        if session.get(NationalSetting, draft.country) is None:
            write_national_setting(session, operator, draft)
    if session.scalar(select(RightHolder.id).where(RightHolder.name == APPLICANT)) is None:
        apply_to_join(
            session,
            organisation=APPLICANT,
            country="SE",
            proof=ProofOfRight("EM", "018000778", (28,), date(2034, 6, 30)),
            email="owner@northlight.example",
            name="Elin Åkesson",
            password=DEMO_PASSWORD,
        )
    if session.scalar(select(Account.id).where(Account.email == INVITED)) is None:
        invite(
            session,
            actor_as(session, operator, Role.NATIONAL_CONTACT),
            email=INVITED,
            name="Nour Haddad",
            role=Role.OFFICER,
            authority="Douane – Port du Havre",
        )
