"""With whom a right holder shares: set for the organisation, a brand, or one product."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Invalid
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.product_version import SharingRule
from ipm_api.operations.brand import own_brand
from ipm_api.operations.product import own_product
from ipm_api.operations.published_product import read_products
from ipm_api.policy import PUBLISHERS, RIGHT_HOLDER, Actor, Party, require
from ipm_api.sentence import Sentence

MAXIMUM_AUTHORITIES = 50
MAXIMUM_AUTHORITY = 200  # characters


@dataclass(frozen=True, slots=True)
class SharingDraft:
    """
    Who sees it. None means everybody.

    Attributes:
        countries: ISO 3166 codes of officers and trainers who see it at all.
        authorities: names as in their accounts; others of those countries do not see it.
        covert_countries: whose officers see covert features, too; an empty tuple: nobody's.
    """

    countries: tuple[str, ...] | None = None
    authorities: tuple[str, ...] | None = None
    covert_countries: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Sharing:
    """
    The rule that counts somewhere.

    Attributes:
        draft: what it says.
        of: where it is written: "product", "brand", "organisation", or "" if nowhere.
    """

    draft: SharingDraft
    of: str


@dataclass(frozen=True, slots=True)
class ReaderView:
    """What one reader would see of a product; levels and counts are zero if it is hidden."""

    is_shown: bool
    covert_is_shown: bool
    features: int
    hidden_features: int


def sharing_of(
    session: Session,
    actor: Actor,
    *,
    brand_id: uuid.UUID | None = None,
    product_id: uuid.UUID | None = None,
) -> Sharing:
    """
    The rule that counts for one's own product, brand or (neither named) organisation.

    Raises:
        NotFound: no such product or brand, or another right holder's.
    """
    require(actor, RIGHT_HOLDER)
    places: list[tuple[str, uuid.UUID | None, uuid.UUID | None]] = [("organisation", None, None)]
    if product_id is not None:
        brand_id = own_product(session, actor, product_id).brand_id
    if brand_id is not None:
        own_brand(session, actor, brand_id)
        places.append(("brand", brand_id, None))
    if product_id is not None:
        places.append(("product", None, product_id))
    for of, brand, product in reversed(places):
        rule = _rule(session, actor, brand, product)
        if rule is not None:
            return Sharing(_draft(rule), of)
    return Sharing(SharingDraft(), "")


def share(
    session: Session,
    actor: Actor,
    draft: SharingDraft,
    *,
    brand_id: uuid.UUID | None = None,
    product_id: uuid.UUID | None = None,
) -> SharingDraft | None:
    """
    Write the rule of one's own organisation, brand or product; it counts at once.

    Returns:
        What it said before, or None if there was none: for undoing.

    Raises:
        Forbidden: *actor* may not publish.
        NotFound: no such product or brand, or another right holder's.
        Invalid: a list is chosen and empty, or an entry is no country.
    """
    require(actor, PUBLISHERS)
    _own(session, actor, brand_id, product_id)
    kept = _checked(draft)
    rule = _rule(session, actor, brand_id, product_id)
    before = None if rule is None else _draft(rule)
    if rule is None:
        assert actor.right_holder_id is not None
        rule = SharingRule(
            right_holder_id=actor.right_holder_id, brand_id=brand_id, product_id=product_id
        )
        session.add(rule)
    rule.countries = _list(kept.countries)
    rule.authorities = _list(kept.authorities)
    rule.covert_countries = _list(kept.covert_countries)
    rule.changed_at = now()
    audit.record(session, actor, "sharing.changed", product_id or brand_id or actor.right_holder_id)
    session.commit()
    return before


def stop_sharing_rule(
    session: Session,
    actor: Actor,
    *,
    brand_id: uuid.UUID | None = None,
    product_id: uuid.UUID | None = None,
) -> SharingDraft | None:
    """
    Take the rule away, so that the next wider one counts; returns what it said.

    Raises:
        Forbidden, NotFound: see share.
    """
    require(actor, PUBLISHERS)
    _own(session, actor, brand_id, product_id)
    rule = _rule(session, actor, brand_id, product_id)
    if rule is None:
        return None
    before = _draft(rule)
    session.delete(rule)
    audit.record(session, actor, "sharing.changed", product_id or brand_id or actor.right_holder_id)
    session.commit()
    return before


def view_as(
    session: Session,
    actor: Actor,
    product_id: uuid.UUID,
    *,
    country: str,
    authority: str = "",
    trainer: bool = False,
) -> ReaderView:
    """
    What an officer (or trainer) of *country* and *authority* sees of one's own product.

    Asked of the same queries that answer readers, as somebody who does not exist.

    Raises:
        NotFound: no such product, or another right holder's.
    """
    own_product(session, actor, product_id)
    party = Party.TRAINER if trainer else Party.OFFICER
    reader = Actor(party, country=country, authority=authority)
    seen = read_products(session, reader, [product_id]).get(product_id)
    if seen is None:
        return ReaderView(False, False, 0, 0)
    features = seen.product.features
    shown = sum(feature.level in seen.levels for feature in features)
    return ReaderView(True, FeatureLevel.COVERT in seen.levels, shown, len(features) - shown)


def exceptions_of(session: Session, actor: Actor) -> list[SharingRule]:
    """The rules of one's own brands and products, which differ from the organisation's."""
    require(actor, RIGHT_HOLDER)
    return list(
        session.scalars(
            select(SharingRule)
            .where(
                SharingRule.right_holder_id == actor.right_holder_id,
                SharingRule.brand_id.is_not(None) | SharingRule.product_id.is_not(None),
            )
            .order_by(SharingRule.changed_at.desc(), SharingRule.id)
        )
    )


def _own(
    session: Session, actor: Actor, brand_id: uuid.UUID | None, product_id: uuid.UUID | None
) -> None:
    if product_id is not None:
        own_product(session, actor, product_id)
    elif brand_id is not None:
        own_brand(session, actor, brand_id)


def _rule(
    session: Session, actor: Actor, brand_id: uuid.UUID | None, product_id: uuid.UUID | None
) -> SharingRule | None:
    return session.scalar(
        select(SharingRule).where(
            SharingRule.right_holder_id == actor.right_holder_id,
            SharingRule.brand_id.is_not_distinct_from(brand_id),
            SharingRule.product_id.is_not_distinct_from(product_id),
        )
    )


def _draft(rule: SharingRule) -> SharingDraft:
    return SharingDraft(
        *(
            None if values is None else tuple(values)
            for values in (rule.countries, rule.authorities, rule.covert_countries)
        )
    )


def _list(values: Iterable[str] | None) -> list[str] | None:
    return None if values is None else list(values)


def _checked(draft: SharingDraft) -> SharingDraft:
    wrong: dict[str, list[str]] = {}
    if draft.countries is not None and not draft.countries:
        wrong["countries"] = [Sentence("Choose at least one country, or withdraw the product.")]
    for name in ("countries", "covert_countries"):
        for code in getattr(draft, name) or ():
            if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
                wrong[name] = [Sentence("Choose countries from the list.")]
    names = draft.authorities
    if names is not None:
        names = tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
        if not names:
            wrong["authorities"] = [Sentence("Name at least one authority.")]
        elif len(names) > MAXIMUM_AUTHORITIES or any(
            len(name) > MAXIMUM_AUTHORITY or "\0" in name for name in names
        ):
            wrong["authorities"] = [
                Sentence("At most %(most)s authorities.", most=MAXIMUM_AUTHORITIES)
            ]
    if wrong:
        raise Invalid(wrong)
    return SharingDraft(
        None if draft.countries is None else tuple(sorted(set(draft.countries))),
        names,
        None if draft.covert_countries is None else tuple(sorted(set(draft.covert_countries))),
    )
