"""Organisations apply to join, with the proof of a right that is registered and still valid."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Invalid
from ipm_api.ip_offices import is_number_of, is_office
from ipm_api.models.account import Role
from ipm_api.models.approval import ApprovalKind, Decision
from ipm_api.models.right_holder import RightHolder
from ipm_api.operations.account import MAXIMUM_NAME, new_account
from ipm_api.operations.approval import latest_round
from ipm_api.policy import ANONYMOUS, RIGHT_HOLDER, Actor, Party, actor_of, require
from ipm_api.sentence import Sentence

HIGHEST_CLASS = 45  # of the Nice classification
LONGEST_URL = 500  # characters


@dataclass(frozen=True, slots=True)
class ProofOfRight:
    """
    A registered mark.

    Attributes:
        office: two letters of WIPO ST.3.
        number: of the registration.
        nice_classes: 1 … 45, one or more.
        valid_until: the last day of protection.
        reference_url: the page of the office's register, or "".
    """

    office: str
    number: str
    nice_classes: tuple[int, ...]
    valid_until: date | None
    reference_url: str = ""


def apply_to_join(
    session: Session,
    *,
    organisation: str,
    country: str,
    proof: ProofOfRight,
    email: str,
    name: str,
    password: str,
) -> RightHolder:
    """
    An organisation in state pending, and the person who will run its team.

    Raises:
        Invalid: a field is missing, the right is malformed or expired, or the name or e-mail taken.
    """
    organisation = " ".join(organisation.split())
    country = country.strip().upper()
    wrong = _wrong_parts(organisation, country, proof)
    if not name.strip():
        wrong["name"] = [Sentence("Write your name.")]
    if wrong:
        raise Invalid(wrong)
    taken = select(RightHolder.id).where(func.lower(RightHolder.name) == organisation.lower())
    if session.scalar(taken):
        raise Invalid(
            {"organisation": [Sentence("This name cannot be used. Ask the administrator.")]}
        )
    right_holder = RightHolder(
        name=organisation,
        country=country,
        claim=claim_of(proof),
        office=proof.office,
        right_number=proof.number,
        nice_classes=sorted(set(proof.nice_classes)),
        valid_until=proof.valid_until,
        reference_url=proof.reference_url,
    )
    session.add(right_holder)
    session.flush()
    account = new_account(
        session,
        email=email,
        name=name,
        password=password,
        role=Role.ORGANISATION_ADMINISTRATOR,
        country=country,
        right_holder_id=right_holder.id,
    )
    session.flush()
    applicant = actor_of(account) or ANONYMOUS
    audit.record(session, applicant, "right-holder.registered", right_holder.id)
    session.commit()
    return right_holder


def own_refusal(session: Session, actor: Actor) -> str:
    """Why administrators refused one's own application, or "": it waits or was approved."""
    require(actor, RIGHT_HOLDER | {Party.PENDING})
    if actor.right_holder_id is None:
        return ""
    decided = latest_round(session, ApprovalKind.RIGHT_HOLDER, actor.right_holder_id)
    return decided.reason if decided and decided.decision is Decision.REFUSED else ""


def claim_of(proof: ProofOfRight) -> str:
    """The proof in one line: "EM 018000001, class 3, 25, valid until 2031-12-31"."""
    classes = ", ".join(str(number) for number in sorted(set(proof.nice_classes)))
    return f"{proof.office} {proof.number}, class {classes}, valid until {proof.valid_until}"


def _wrong_parts(organisation: str, country: str, proof: ProofOfRight) -> dict[str, list[str]]:
    rules: list[tuple[str, bool, Sentence]] = [
        (
            "organisation",
            0 < len(organisation) <= MAXIMUM_NAME and organisation.isprintable(),
            Sentence(
                "Write the legal name of the organisation, at most %(most)s characters.",
                most=MAXIMUM_NAME,
            ),
        ),
        (
            "country",
            len(country) == 2 and country.isascii() and country.isalpha(),
            Sentence("Choose a country."),
        ),
        ("office", is_office(proof.office), Sentence("Choose the office that registered it.")),
        (
            "right_number",
            is_number_of(proof.office, proof.number),
            Sentence("Write the number of the registration as the office writes it."),
        ),
        (
            "nice_classes",
            bool(proof.nice_classes)
            and all(1 <= number <= HIGHEST_CLASS for number in proof.nice_classes),
            Sentence("Write Nice classes as numbers from 1 to 45, for example 3, 25."),
        ),
        (
            "valid_until",
            proof.valid_until is not None and proof.valid_until >= now().date(),
            Sentence("Give the last day of protection. A right that has expired proves nothing."),
        ),
        (
            "reference_url",
            proof.reference_url == "" or _is_page(proof.reference_url),
            Sentence("Write a link that begins with https://, or leave it empty."),
        ),
    ]
    return {field: [sentence] for field, holds, sentence in rules if not holds}


def _is_page(url: str) -> bool:
    plain = url.isprintable() and not any(c.isspace() for c in url) and len(url) <= LONGEST_URL
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname)
