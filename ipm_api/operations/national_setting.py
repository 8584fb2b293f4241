"""Which countries take part, and their rules."""

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.errors import Invalid
from ipm_api.legal_period import WEEKEND, LegalPeriod
from ipm_api.models.account import Account, Role
from ipm_api.models.national_setting import NationalSetting
from ipm_api.policy import ADMINISTRATORS, Actor, require
from ipm_api.sentence import Sentence

LONGEST_PERIOD = 60  # working days
MOST_HOLIDAYS = 200  # several years of them


@dataclass(frozen=True, slots=True)
class NationalDraft:
    """What an administrator writes about a country; see NationalSetting."""

    country: str
    member: bool = True
    working_days: int = 10
    perishable_working_days: int = 3
    weekend: list[int] = field(default_factory=lambda: list(WEEKEND))
    holidays: list[date] = field(default_factory=list)
    language: str = "en"
    time_zone: str = "UTC"


def legal_period(session: Session, country: str) -> LegalPeriod:
    """The rule of *country*; 10 and 3 working days in UTC where nobody has written one."""
    setting = session.get(NationalSetting, country)
    if setting is None:
        return LegalPeriod(country)
    return LegalPeriod(
        country,
        setting.working_days,
        setting.perishable_working_days,
        tuple(setting.weekend),
        frozenset(setting.holidays),
        setting.time_zone,
    )


def is_member(session: Session, country: str) -> bool:
    """True if officers of *country* may be invited; everybody's are until a list is written."""
    setting = session.get(NationalSetting, country)
    if setting is not None:
        return setting.member
    return session.scalar(select(NationalSetting.country).limit(1)) is None


def member_countries(session: Session) -> list[str]:
    """ISO codes of the countries that take part; empty while nobody has written a list."""
    members = select(NationalSetting.country).where(NationalSetting.member)
    return list(session.scalars(members.order_by(NationalSetting.country)))


def national_settings(session: Session, actor: Actor) -> list[NationalSetting]:
    """All countries that were ever written down; for administrators."""
    require(actor, ADMINISTRATORS)
    return list(session.scalars(select(NationalSetting).order_by(NationalSetting.country)))


def national_contacts(session: Session, actor: Actor) -> dict[str, list[Account]]:
    """The active national contacts by country; for administrators."""
    require(actor, ADMINISTRATORS)
    found: dict[str, list[Account]] = {}
    for account in session.scalars(
        select(Account)
        .where(Account.role == Role.NATIONAL_CONTACT, Account.approved, ~Account.disabled)
        .order_by(Account.name, Account.id)
    ):
        found.setdefault(account.country, []).append(account)
    return found


def write_national_setting(session: Session, actor: Actor, draft: NationalDraft) -> None:
    """
    Add a country or change its rules.

    Raises:
        Forbidden: *actor* is no administrator.
        Invalid: no country, an impossible period, weekend, holiday or time zone.
    """
    require(actor, ADMINISTRATORS)
    _check(draft)
    setting = session.get(NationalSetting, draft.country, with_for_update=True)
    if setting is None:
        setting = NationalSetting(country=draft.country)
        session.add(setting)
    setting.member = draft.member
    setting.working_days = draft.working_days
    setting.perishable_working_days = draft.perishable_working_days
    setting.weekend = sorted(set(draft.weekend))
    setting.holidays = sorted(set(draft.holidays))
    setting.language = draft.language
    setting.time_zone = draft.time_zone
    audit.record(
        session,
        actor,
        "national-setting.written",
        country=draft.country,
        member=draft.member,
        working_days=draft.working_days,
        perishable_working_days=draft.perishable_working_days,
    )
    session.commit()


def _check(draft: NationalDraft) -> None:
    wrong: dict[str, list[str]] = {}
    country = draft.country
    if not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
        wrong["country"] = [Sentence("Choose a country.")]
    for name in ("working_days", "perishable_working_days"):
        if not 1 <= getattr(draft, name) <= LONGEST_PERIOD:
            wrong[name] = [Sentence("Write 1 to %(most)s working days.", most=LONGEST_PERIOD)]
    if not set(draft.weekend) <= set(range(1, 8)) or len(set(draft.weekend)) > 3:
        wrong["weekend"] = [Sentence("Choose at most three days.")]
    if len(draft.holidays) > MOST_HOLIDAYS:
        wrong["holidays"] = [Sentence("At most %(most)s days.", most=MOST_HOLIDAYS)]
    if draft.time_zone not in available_timezones():
        wrong["time_zone"] = [Sentence("Choose a time zone of the list.")]
    if not 2 <= len(draft.language) <= 20:
        wrong["language"] = [Sentence("Choose a language.")]
    if wrong:
        raise Invalid(wrong)
