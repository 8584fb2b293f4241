"""
Guides that an officer's phone carries along: of the officer's country, and of the favourites.

What leaves the service is what a trainer is shown: overt features alone, no descriptors or hashes
of pictures. A pack is short, and the same for everybody of a country, so that taking it again tells
nothing new; what is taken counts in the week of the reading budget. A product that is withdrawn,
or not shared any more, is in no pack.
"""

import uuid
from dataclasses import dataclass, replace

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import NotFound
from ipm_api.image_store import ImageStore
from ipm_api.models.account import Account
from ipm_api.models.alert import Alert
from ipm_api.models.inspection import Candidate, Inspection
from ipm_api.models.product_version import ProductVersion
from ipm_api.models.reference_image import ReferenceImage
from ipm_api.operations.favourite import favourite_ids
from ipm_api.operations.feature_crop import counterpart_region_of, region_of
from ipm_api.operations.guide import Guide, guides
from ipm_api.operations.published import readable
from ipm_api.operations.published_product import picture_is_shown
from ipm_api.operations.reading_budget import spend
from ipm_api.operations.small_picture import Place, small_crops
from ipm_api.operations.stored_picture import PhotoDecoder
from ipm_api.policy import LEVELS_SHOWN, OFFICERS, Actor, Party, require

FAVOURITES = "favourites"
MOST_OF_COUNTRY = 40  # guides in the pack of a country

_OVERT = LEVELS_SHOWN[Party.TRAINER]


@dataclass(frozen=True, slots=True)
class CarriedGuide:
    """
    One guide with its pictures (JPEG).

    Attributes:
        guide: with overt features only.
        thumbnails: by reference image.
        crops: the place of a feature, by feature.
        counterparts: the same place on a known counterfeit, by feature.
    """

    guide: Guide
    thumbnails: dict[uuid.UUID, bytes]
    crops: dict[uuid.UUID, bytes]
    counterparts: dict[uuid.UUID, bytes]


def read_pack(
    session: Session, actor: Actor, images: ImageStore, decoder: PhotoDecoder, name: str
) -> list[CarriedGuide]:
    """
    Everything in a pack, for a list of it; that it was asked for is recorded.

    Args:
        name: the officer's country, or FAVOURITES.

    Raises:
        NotFound: another country's.
    """
    ids = _product_ids(session, actor, name)
    found = _carried(session, actor, images, decoder, ids)
    audit.record(session, actor, "pack.read", name=name, guides=len(found))
    session.commit()
    return found


def carry_guide(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    name: str,
    product_id: uuid.UUID,
) -> CarriedGuide:
    """
    One guide of a pack, to be kept on the phone; recorded.

    Raises:
        NotFound: another country's pack, or the product is not in it.
        ReadingBudgetSpent: see reading_budget.spend.
    """
    if product_id not in _product_ids(session, actor, name):
        raise NotFound("The product")
    spend(session, actor, [product_id], carried=True)
    (found,) = _carried(session, actor, images, decoder, [product_id])
    audit.record(session, actor, "guide.carried", product_id, version=found.guide.version)
    session.commit()
    return found


def _product_ids(session: Session, actor: Actor, name: str) -> list[uuid.UUID]:
    require(actor, OFFICERS)
    if name == FAVOURITES:
        return favourite_ids(session, actor)
    if name != actor.country:
        raise NotFound("The pack")
    return _of_country(session, actor)


def _of_country(session: Session, actor: Actor) -> list[uuid.UUID]:
    """Products that the country is warned of, then those that its officers meet most, then new."""
    today = now().date()
    warned = (
        select(Alert.id)
        .where(
            Alert.product_id == ProductVersion.product_id,
            Alert.withdrawn_at.is_(None),
            Alert.valid_from <= today,
            Alert.valid_until >= today,
            or_(func.cardinality(Alert.countries) == 0, Alert.countries.contains([actor.country])),
        )
        .exists()
    )
    met = (
        select(Candidate.product_id, func.count().label("times"))
        .join(Inspection, Inspection.id == Candidate.inspection_id)
        .join(Account, Account.id == Inspection.account_id)
        .where(Account.country == actor.country, Candidate.rank == 1)
        .group_by(Candidate.product_id)
        .subquery()
    )
    return list(
        session.scalars(
            select(ProductVersion.product_id)
            .outerjoin(met, met.c.product_id == ProductVersion.product_id)
            .where(readable(actor))
            .order_by(
                warned.desc(),
                func.coalesce(met.c.times, 0).desc(),
                ProductVersion.published_at.desc(),
                ProductVersion.product_id,
            )
            .limit(MOST_OF_COUNTRY)
        )
    )


def _carried(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    ids: list[uuid.UUID],
) -> list[CarriedGuide]:
    known = guides(session, replace(actor, party=Party.TRAINER), ids)
    found = [known[product_id] for product_id in ids if product_id in known]
    places = {guide.product.id: (_crops(guide), _counterparts(guide)) for guide in found}
    wanted = [place for pair in places.values() for one in pair for place in one.values()]
    cut = small_crops(session, images, decoder, wanted)
    return [
        CarriedGuide(
            guide,
            {image.id: images.get(image.thumbnail_sha256) for image in _pictures(guide)},
            *({id_: cut[place] for id_, place in one.items()} for one in places[guide.product.id]),
        )
        for guide in found
    ]


def _pictures(guide: Guide) -> list[ReferenceImage]:
    """All that the guide shows: the product's, and of counterfeits known for the whole brand."""
    of_versions = [image for one in guide.violations.versions for image in one.images]
    shown = [image for image in of_versions if picture_is_shown(image, _OVERT)]
    return [*guide.images, *(image for image in shown if image not in guide.images)]


def _crops(guide: Guide) -> dict[uuid.UUID, Place]:
    shown = {image.id for image in guide.images}
    return {
        feature.id: (feature.image.picture_sha256, region)
        for feature in guide.features
        if feature.image is not None
        and feature.image.id in shown
        and (region := region_of(feature)) is not None
    }


def _counterparts(guide: Guide) -> dict[uuid.UUID, Place]:
    return {
        feature.id: (image.picture_sha256, region)
        for feature in guide.features
        if (image := feature.shown_counterpart) is not None
        and (region := counterpart_region_of(feature)) is not None
    }
