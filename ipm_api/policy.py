"""Who may do what: one table. A route that is not in it stops the service from starting."""

import enum
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ipm_api.administration_routes import (
    ADMINISTRATION_ROUTES,
    ANSWERS_TO_ADMINISTRATORS,
    NATIONAL_CONTACT_ROUTES,
)
from ipm_api.errors import Forbidden, NotSignedIn
from ipm_api.models.account import Account, Membership
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.right_holder import RightHolderState


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

_ARRIVED = SIGNED_IN - {Party.ARRIVING}
_APPROVED = SIGNED_IN - {Party.PENDING, Party.ARRIVING}
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
    "GET /api/v1/inspections/<uuid:inspection_id>/photos/<uuid:photo_id>/places/<uuid:image_id>": (
        OFFICERS
    ),
    "GET /api/v1/inspections/<uuid:inspection_id>/products/<uuid:product_id>/comparison": OFFICERS,
    "GET /api/v1/own-products/<uuid:product_id>": RIGHT_HOLDER,
    "PATCH /api/v1/own-products/<uuid:product_id>": RIGHT_HOLDER,
    "GET /api/v1/products": READERS,
    "GET /api/v1/products/<uuid:product_id>": READERS,
    "GET /api/v1/features/<uuid:feature_id>/crop": READERS | RIGHT_HOLDER,
    "GET /api/v1/previews/<uuid:product_id>": RIGHT_HOLDER,
    "GET /api/v1/features/<uuid:feature_id>/counterpart": READERS | RIGHT_HOLDER,
    "GET /api/v1/images/<uuid:image_id>": _VIEWERS,
    "GET /api/v1/images/<uuid:image_id>/crop": _VIEWERS,
    "POST /api/v1/barcodes": READERS,
    "GET /api/v1/brands": READERS,
    "GET /api/v1/categories": _APPROVED,
    "GET /api/v1/alerts": OFFICERS,
    "POST /api/v1/questions": OFFICERS,
    "GET /api/v1/questions": OFFICERS,
    "GET /api/v1/questions/<uuid:question_id>": OFFICERS,
    "POST /api/v1/questions/<uuid:question_id>/messages": OFFICERS,
    "POST /api/v1/questions/<uuid:question_id>/close": OFFICERS,
    "GET /api/v1/health": EVERYBODY,
    "GET /api/v1/": EVERYBODY,
    "GET /api/v1/docs": EVERYBODY,
    "GET /api/v1/openapi.json": EVERYBODY,
    "GET /officer/": EVERYBODY,
    "GET /officer/<path:name>": EVERYBODY,
}

PORTAL_POLICY: dict[str, frozenset[Party]] = {
    "GET /static/<path:filename>": EVERYBODY,
    "GET /": EVERYBODY,
    "GET /sign-in": EVERYBODY,
    "POST /sign-in": EVERYBODY,
    "POST /sign-out": EVERYBODY,
    "POST /language": EVERYBODY,
    "GET /register": EVERYBODY,
    "POST /register": EVERYBODY,
    "GET /application": RIGHT_HOLDER | {Party.PENDING},
    "GET /sign-in/code": EVERYBODY,
    "POST /sign-in/code": EVERYBODY,
    "POST /sign-in/passkey/options": EVERYBODY,
    "POST /sign-in/passkey": EVERYBODY,
    "GET /forgotten": EVERYBODY,
    "POST /forgotten": EVERYBODY,
    "GET /reset/<token>": EVERYBODY,
    "POST /reset/<token>": EVERYBODY,
    "GET /invitation/<token>": EVERYBODY,
    "POST /invitation/<token>": EVERYBODY,
    "GET /mails": EVERYBODY,  # there is no such page unless IPM_SHOW_MAILS is 1
    "GET /account": _ARRIVED,
    "POST /account": _ARRIVED,
    "POST /account/password": _ARRIVED,
    "POST /account/sessions/<uuid:session_id>/end": _ARRIVED,
    "POST /account/sessions/end": SIGNED_IN,
    "GET /account/second-factor": SIGNED_IN,
    "POST /account/second-factor": SIGNED_IN,
    "POST /account/second-factor/remove": _ARRIVED,
    "POST /account/recovery-codes": _ARRIVED,
    "POST /account/passkeys/options": SIGNED_IN,
    "POST /account/passkeys": SIGNED_IN,
    "POST /account/passkeys/<uuid:passkey_id>": _ARRIVED,
    "POST /account/passkeys/<uuid:passkey_id>/remove": _ARRIVED,
    "GET /team": RIGHT_HOLDER,
    "POST /team": ORGANISATION_ADMINISTRATORS,
    "POST /team/invitations/<uuid:invitation_id>/revoke": ORGANISATION_ADMINISTRATORS,
    "POST /team/<uuid:membership_id>/role": ORGANISATION_ADMINISTRATORS,
    "POST /team/<uuid:membership_id>/remove": ORGANISATION_ADMINISTRATORS,
    "GET /switch": RIGHT_HOLDER | {Party.PENDING, Party.ARRIVING},
    "POST /switch": RIGHT_HOLDER | {Party.PENDING, Party.ARRIVING},
    "GET /products": RIGHT_HOLDER,
    "POST /products": RIGHT_HOLDER,
    "GET /products/new": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/edit": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/edit/<section>": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/edit/<section>": RIGHT_HOLDER,
    "POST /products/together": PUBLISHERS,
    "GET /products/<uuid:product_id>/preview": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/publish": PUBLISHERS,
    "POST /products/<uuid:product_id>/withdraw": PUBLISHERS,
    "GET /products/<uuid:product_id>/publishing": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/versions/<int:number>": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/versions/<int:number>/restore": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/undo-restore": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/review": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/ask": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/sharing": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/sharing": PUBLISHERS,
    "GET /brands/<uuid:brand_id>/sharing": RIGHT_HOLDER,
    "POST /brands/<uuid:brand_id>/sharing": PUBLISHERS,
    "GET /sharing": RIGHT_HOLDER,
    "POST /sharing": PUBLISHERS,
    "GET /requests": PUBLISHERS,
    "POST /requests/<uuid:request_id>/decline": PUBLISHERS,
    "GET /reading": READERS,
    "POST /reading": READERS,
    "GET /administration/reading": ADMINISTRATORS | NATIONAL_CONTACTS,
    "POST /administration/reading/<uuid:account_id>": ADMINISTRATORS | NATIONAL_CONTACTS,
    "GET /products/<uuid:product_id>/images": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/images": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/images/<uuid:image_id>": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/images/<uuid:image_id>": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/images/<uuid:image_id>/move": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/images/<uuid:image_id>/remove": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/images/<uuid:image_id>/restore": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/images/order": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/uploads": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/uploads": RIGHT_HOLDER,
    "GET /uploads/<uuid:upload_id>": RIGHT_HOLDER,
    "PATCH /uploads/<uuid:upload_id>": RIGHT_HOLDER,
    "POST /uploads/<uuid:upload_id>/forget": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/features": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/features": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/features/new": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/features/suggestions": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/counterfeits": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/counterfeits/<kind>": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/counterfeits/<kind>/new": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/counterfeits/<kind>/<uuid:record_id>": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/counterfeits/<kind>/<uuid:record_id>": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/counterfeits/<kind>/<uuid:record_id>/move": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/counterfeits/<kind>/<uuid:record_id>/remove": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/counterfeits/<kind>/<uuid:record_id>/restore": RIGHT_HOLDER,
    "GET /features/<uuid:feature_id>/counterpart": RIGHT_HOLDER | READERS,
    "GET /images/<uuid:image_id>/place": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/features/<uuid:feature_id>": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/features/<uuid:feature_id>": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/features/<uuid:feature_id>/move": RIGHT_HOLDER,
    "POST /products/<uuid:product_id>/features/<uuid:feature_id>/remove": RIGHT_HOLDER,
    "GET /images/<uuid:image_id>": RIGHT_HOLDER | READERS | ADMINISTRATORS,
    "GET /features/<uuid:feature_id>/crop": RIGHT_HOLDER | READERS,
    "GET /supply-chain": RIGHT_HOLDER,
    "GET /products/<uuid:product_id>/supply-chain": RIGHT_HOLDER,
    "GET /traders/new": RIGHT_HOLDER,
    "POST /traders/new": RIGHT_HOLDER,
    "GET /traders/<uuid:trader_id>": RIGHT_HOLDER,
    "POST /traders/<uuid:trader_id>": RIGHT_HOLDER,
    "POST /traders/<uuid:trader_id>/remove": RIGHT_HOLDER,
    "POST /traders/<uuid:trader_id>/restore": RIGHT_HOLDER,
    "GET /routes/new": RIGHT_HOLDER,
    "POST /routes/new": RIGHT_HOLDER,
    "GET /routes/<uuid:route_id>": RIGHT_HOLDER,
    "POST /routes/<uuid:route_id>": RIGHT_HOLDER,
    "POST /routes/<uuid:route_id>/remove": RIGHT_HOLDER,
    "POST /routes/<uuid:route_id>/restore": RIGHT_HOLDER,
    "GET /brands/<uuid:brand_id>": RIGHT_HOLDER,
    "POST /brands/<uuid:brand_id>": RIGHT_HOLDER,
    "POST /brands/<uuid:brand_id>/remove": RIGHT_HOLDER,
    "POST /brands/<uuid:brand_id>/restore": RIGHT_HOLDER,
    "GET /brands/<uuid:brand_id>/rights/new": RIGHT_HOLDER,
    "GET /rights/<uuid:right_id>": RIGHT_HOLDER,
    "POST /rights/<uuid:right_id>": RIGHT_HOLDER,
    "POST /rights/<uuid:right_id>/remove": RIGHT_HOLDER,
    "POST /rights/<uuid:right_id>/restore": RIGHT_HOLDER,
    "GET /contacts/new": RIGHT_HOLDER,
    "GET /contacts/<uuid:contact_id>": RIGHT_HOLDER,
    "POST /contacts/<uuid:contact_id>": RIGHT_HOLDER,
    "POST /contacts/<uuid:contact_id>/move": RIGHT_HOLDER,
    "POST /contacts/<uuid:contact_id>/restore": RIGHT_HOLDER,
    "GET /brands": RIGHT_HOLDER,
    "POST /brands": RIGHT_HOLDER,
    "POST /brands/<uuid:brand_id>/rights": RIGHT_HOLDER,
    "GET /contacts": RIGHT_HOLDER,
    "POST /contacts": RIGHT_HOLDER,
    "POST /contacts/<uuid:contact_id>/remove": RIGHT_HOLDER,
    "GET /bulk": RIGHT_HOLDER,
    "POST /bulk/imports": RIGHT_HOLDER,
    "GET /bulk/imports/<uuid:import_id>": RIGHT_HOLDER,
    "POST /bulk/imports/<uuid:import_id>/columns": RIGHT_HOLDER,
    "POST /bulk/imports/<uuid:import_id>/carry-out": RIGHT_HOLDER,
    "POST /bulk/imports/<uuid:import_id>/undo": RIGHT_HOLDER,
    "GET /bulk/imports/<uuid:import_id>/errors.csv": RIGHT_HOLDER,
    "GET /bulk/template.xlsx": RIGHT_HOLDER,
    "GET /bulk/template.zip": RIGHT_HOLDER,
    "GET /bulk/example.csv": RIGHT_HOLDER,
    "POST /bulk/exports": RIGHT_HOLDER,
    "GET /bulk/exports/<uuid:export_id>/file": RIGHT_HOLDER,
    "GET /statistics": RIGHT_HOLDER,
    "GET /statistics/download": RIGHT_HOLDER,
    "GET /messages": RIGHT_HOLDER,
    "GET /messages/<uuid:question_id>": RIGHT_HOLDER,
    "POST /messages/<uuid:question_id>": RIGHT_HOLDER,
    "GET /messages/<uuid:question_id>/photos/<int:place>": RIGHT_HOLDER,
    "GET /reply/<uuid:notice_id>/<token>": EVERYBODY,
    "POST /reply/<uuid:notice_id>/<token>": EVERYBODY,
    "GET /reply/<uuid:notice_id>/<token>/photos/<int:place>": EVERYBODY,
    "GET /alerts": RIGHT_HOLDER,
    "POST /alerts": PUBLISHERS,
    "GET /alerts/new": PUBLISHERS,
    "GET /alerts/<uuid:alert_id>": PUBLISHERS,
    "POST /alerts/<uuid:alert_id>": PUBLISHERS,
    "POST /alerts/<uuid:alert_id>/withdraw": PUBLISHERS,
    "POST /alerts/<uuid:alert_id>/renew": PUBLISHERS,
    "GET /guides": READERS,
    "GET /guides/<uuid:product_id>": READERS,
    **dict.fromkeys(ADMINISTRATION_ROUTES, ADMINISTRATORS),
    **dict.fromkeys(NATIONAL_CONTACT_ROUTES, NATIONAL_CONTACTS),
    **dict.fromkeys(ANSWERS_TO_ADMINISTRATORS, RIGHT_HOLDER),
}


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
        raise NotSignedIn("Sign in first.")
    raise Forbidden("Your account may not do this.")


def undeclared(routes: Iterable[str], policy: dict[str, frozenset[Party]]) -> list[str]:
    """The *routes* ("GET /api/v1/products") that nobody decided on."""
    return sorted(set(routes) - set(policy))
