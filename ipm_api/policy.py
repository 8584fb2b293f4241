"""Who acts, as which party, and what each party may be let in to: see api_policy, portal_policy."""

import enum
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ipm_api.errors import Forbidden, NotSignedIn
from ipm_api.models.account import Account, Membership
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.right_holder import RightHolderState
from ipm_api.sentence import Sentence


class Party(enum.Enum):
    """Everybody that a route can be open to."""

    ANONYMOUS = "anonymous"
    ARRIVING = "arriving"  # signed in, but has yet to choose for whom or to prove who it is
    PENDING = "pending"  # a right holder's account before approval: its own application, no more
    MEMBER = "member"
    PUBLISHER = "publisher"
    ORGANISATION_ADMINISTRATOR = "organisation-administrator"
    OFFICER = "officer"
    TRAINER = "trainer"
    NATIONAL_CONTACT = "national-contact"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request. Every operation takes one."""

    party: Party
    account_id: uuid.UUID | None = None
    right_holder_id: uuid.UUID | None = None
    country: str = ""
    name: str = ""
    authority: str = ""  # of an officer, "Douane – Port du Havre"
    language: str = ""  # one of INTERFACE_LANGUAGES; "": as the browser asks
    right_holder_name: str = ""  # for whom this session acts, said on every page


ANONYMOUS = Actor(Party.ANONYMOUS)

EVERYBODY = frozenset(Party)
SIGNED_IN = EVERYBODY - {Party.ANONYMOUS}
RIGHT_HOLDER = frozenset({Party.MEMBER, Party.PUBLISHER, Party.ORGANISATION_ADMINISTRATOR})
READERS = frozenset({Party.OFFICER, Party.TRAINER})
OFFICERS = frozenset({Party.OFFICER})
PUBLISHERS = frozenset({Party.PUBLISHER, Party.ORGANISATION_ADMINISTRATOR})
ORGANISATION_ADMINISTRATORS = frozenset({Party.ORGANISATION_ADMINISTRATOR})
ADMINISTRATORS = frozenset({Party.ADMINISTRATOR})
NEED_SECOND_FACTOR = ADMINISTRATORS | PUBLISHERS | OFFICERS
"""Who reaches nothing without a second factor where IPM_SECOND_FACTOR is "required"."""
NATIONAL_CONTACTS = frozenset({Party.NATIONAL_CONTACT})

LEVELS_SHOWN: dict[Party, frozenset[FeatureLevel]] = {
    Party.OFFICER: frozenset({FeatureLevel.OVERT, FeatureLevel.COVERT}),
    Party.TRAINER: frozenset({FeatureLevel.OVERT}),
}
"""Feature levels that readers of a published guide see; a right holder sees all of its own."""


def actor_of(account: Account, membership: Membership | None = None) -> Actor | None:
    """
    The actor that *account* is now, or None if it may not act at all.

    Args:
        membership: whom the session acts for; when None, the only one of the account.
    """
    if account.disabled or not account.approved:
        return None
    actor = Actor(
        Party.ARRIVING,
        account.id,
        None,
        account.country,
        account.name,
        account.authority,
        account.language or "",
    )
    if account.role is not None:
        return replace(actor, party=Party(account.role.value))
    held = account.memberships if membership is None else [membership]
    usable = [m for m in held if m.right_holder.state is not RightHolderState.SUSPENDED]
    if held and not usable:
        return None
    if len(held) != 1:
        return actor
    right_holder = usable[0].right_holder
    pending = right_holder.state is RightHolderState.PENDING
    return replace(
        actor,
        party=Party.PENDING if pending else Party(usable[0].role.value),
        right_holder_id=right_holder.id,
        right_holder_name=right_holder.name,
    )


def require(actor: Actor, parties: frozenset[Party]) -> None:
    """
    Let *actor* pass if it is one of *parties*.

    Raises:
        NotSignedIn: nobody is signed in, and somebody must be.
        Forbidden: somebody else would be let in.
    """
    if actor.party in parties:
        return
    if actor.party is Party.ANONYMOUS:
        raise NotSignedIn(Sentence("Sign in first."))
    raise Forbidden(Sentence("Your account may not do this."))


def undeclared(routes: Iterable[str], policy: dict[str, frozenset[Party]]) -> list[str]:
    """The *routes* ("GET /api/v1/products") that nobody decided on."""
    return sorted(set(routes) - set(policy))
