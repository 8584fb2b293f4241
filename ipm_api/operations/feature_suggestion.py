"""Places that a right holder may want to declare: where a known counterfeit differs."""

import threading
import uuid
from collections import OrderedDict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from image_index.region import Region
from image_index.suggestion import DifferingPlace, differing_places
from ipm_api.errors import NotFound
from ipm_api.image_store import ImageStore
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageKind, ImageState, ReferenceImage
from ipm_api.operations.distinguishing_feature import Rectangle
from ipm_api.operations.feature_crop import region_of
from ipm_api.operations.place_crop import reference_place
from ipm_api.operations.product import own_product
from ipm_api.operations.stored_picture import PhotoDecoder
from ipm_api.policy import RIGHT_HOLDER, Actor, require

MOST_GENUINE = 3  # genuine pictures that one counterfeit is held against, those of its view first
SIDE = 1000  # px: comparing works at 640, and keypoints need no more
KEPT = 128  # answers kept in each process, a few hundred bytes each

_Key = tuple[str, str, tuple[Region, ...]]
_comparing = threading.Lock()  # one comparison at a time in each process
_answers: OrderedDict[_Key, tuple[DifferingPlace, ...] | None] = OrderedDict()


@dataclass(frozen=True, slots=True)
class SuggestedFeature:
    """A place on a genuine picture, and the same place on the counterfeit's."""

    genuine: ReferenceImage
    counterfeit: ReferenceImage
    region: Region
    counterpart: Region


@dataclass(frozen=True, slots=True)
class Suggestions:
    """
    What came of comparing one counterfeit.

    Attributes:
        product: with its pictures.
        counterfeit: the picture that was compared.
        places: most different first.
        found: False if it could be laid over none of the genuine pictures.
    """

    product: Product
    counterfeit: ReferenceImage
    places: list[SuggestedFeature]
    found: bool


def suggest_features(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    product_id: uuid.UUID,
    image_id: uuid.UUID,
) -> Suggestions:
    """
    Where the known counterfeit *image_id* differs from the genuine picture of the same face.

    Takes a second or two the first time. Places that are features already are left out.

    Raises:
        NotFound: no such product or known-counterfeit picture, or another right holder's.
    """
    product = own_product(session, actor, product_id)
    fake = next((image for image in product.images if image.id == image_id), None)
    if fake is None or fake.kind is not ImageKind.KNOWN_COUNTERFEIT:
        raise NotFound("The image")
    genuine = [
        image
        for image in product.images
        if image.kind is ImageKind.GENUINE and image.state is not ImageState.REFUSED
    ]
    genuine.sort(key=lambda image: image.view is not fake.view)  # stable: then in their order
    for image in genuine[:MOST_GENUINE]:
        declared = tuple(
            region
            for feature in product.features
            if feature.image_id == image.id and (region := region_of(feature)) is not None
        )
        places = _compare((image.picture_sha256, fake.picture_sha256, declared), images, decoder)
        if places is not None:
            found = [
                SuggestedFeature(image, fake, place.genuine, place.counterfeit) for place in places
            ]
            return Suggestions(product, fake, found, True)
    return Suggestions(product, fake, [], False)


def own_place(
    session: Session,
    actor: Actor,
    images: ImageStore,
    decoder: PhotoDecoder,
    image_id: uuid.UUID,
    rectangle: Rectangle,
) -> bytes:
    """
    JPEG of *rectangle* of one's own picture, with some of what surrounds it.

    Raises:
        NotFound: no such picture, another right holder's, or no place inside of it.
    """
    require(actor, RIGHT_HOLDER)
    try:
        region = Region(*rectangle)
    except ValueError as error:
        raise NotFound("This place") from error
    return reference_place(session, actor, images, decoder, image_id, region)


def _compare(
    key: _Key, images: ImageStore, decoder: PhotoDecoder
) -> tuple[DifferingPlace, ...] | None:
    with _comparing:
        if key not in _answers:
            genuine, fake, declared = key
            pictures = [decoder.decode(images.get(name), max_side=SIDE) for name in (genuine, fake)]
            places = differing_places(pictures[0], pictures[1], declared)
            _answers[key] = None if places is None else tuple(places)
            if len(_answers) > KEPT:
                _answers.popitem(last=False)
        return _answers[key]
