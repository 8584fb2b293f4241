"""Who may do what: one table. A route that is not in it stops the service from starting."""

import enum
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from ipm_api.errors import Forbidden, NotSignedIn
from ipm_api.models.account import Account, Role
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.right_holder import RightHolderState


class Party(enum.Enum):
    """Everybody that a route can be open to."""

    ANONYMOUS = "anonymous"
    PENDING = "pending"  # a right holder's account before approval: its own application, no more
    MEMBER = "member"
    PUBLISHER = "publisher"
    OFFICER = "officer"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request. Every operation takes one."""

    party: Party
    account_id: uuid.UUID | None = None
    right_holder_id: uuid.UUID | None = None
    country: str = ""
    name: str = ""


ANONYMOUS = Actor(Party.ANONYMOUS)

EVERYBODY = frozenset(Party)
SIGNED_IN = EVERYBODY - {Party.ANONYMOUS}
RIGHT_HOLDER = frozenset({Party.MEMBER, Party.PUBLISHER})
READERS = frozenset({Party.OFFICER, Party.TRAINER})
OFFICERS = frozenset({Party.OFFICER})
PUBLISHERS = frozenset({Party.PUBLISHER})
ADMINISTRATORS = frozenset({Party.ADMINISTRATOR})

LEVELS_SHOWN: dict[Party, frozenset[FeatureLevel]] = {
    Party.OFFICER: frozenset({FeatureLevel.OVERT, FeatureLevel.COVERT}),
    Party.TRAINER: frozenset({FeatureLevel.OVERT}),
}
"""Feature levels that readers of a published guide see; a right holder sees all of its own."""

_APPROVED = SIGNED_IN - {Party.PENDING}
_VIEWERS = READERS | RIGHT_HOLDER | ADMINISTRATORS

API_POLICY: dict[str, frozenset[Party]] = {
    "POST /api/v1/tokens": EVERYBODY,
    "DELETE /api/v1/tokens/current": SIGNED_IN,
    "GET /api/v1/accounts/me": SIGNED_IN,
    "POST /api/v1/inspections": OFFICERS,
    "GET /api/v1/inspections": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>": OFFICERS,
    "PUT /api/v1/inspections/<uuid:inspection_id>/verdict": OFFICERS,
    "POST /api/v1/inspections/<uuid:inspection_id>/photos": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/photos/<uuid:photo_id>": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/features/<uuid:feature_id>/crop": OFFICERS,
    "GET /api/v1/products": READERS,
    "GET /api/v1/products/<uuid:product_id>": READERS,
    "GET /api/v1/features/<uuid:feature_id>/crop": READERS | RIGHT_HOLDER,
    "GET /api/v1/images/<uuid:image_id>": _VIEWERS,
    "POST /api/v1/barcodes": READERS,
    "GET /api/v1/brands": READERS,
    "GET /api/v1/categories": _APPROVED,
    "GET /api/v1/alerts": OFFICERS,
    "GET /api/v1/health": EVERYBODY,
    "GET /api/v1/": EVERYBODY,
    "GET /api/v1/docs": EVERYBODY,
    "GET /api/v1/openapi.json": EVERYBODY,
    "GET /officer/": EVERYBODY,
    "GET /officer/<path:name>": EVERYBODY,
}

PORTAL_POLICY: dict[str, frozenset[Party]] = {}


def actor_of(account: Account) -> Actor | None:
    """The actor that *account* is now, or None if it may not act at all."""
    if account.disabled:
        return None
    party = Party(account.role.value)
    if account.role in (Role.MEMBER, Role.PUBLISHER):
        assert account.right_holder is not None  # a check constraint of the table
        if account.right_holder.state is RightHolderState.SUSPENDED:
            return None
        if account.right_holder.state is RightHolderState.PENDING:
            party = Party.PENDING
    return Actor(party, account.id, account.right_holder_id, account.country, account.name)


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
        raise NotSignedIn("Sign in first.")
    raise Forbidden("Your account may not do this.")


def undeclared(routes: Iterable[str], policy: dict[str, frozenset[Party]]) -> list[str]:
    """The *routes* ("GET /api/v1/products") that nobody decided on."""
    return sorted(set(routes) - set(policy))
