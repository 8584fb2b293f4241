"""Small pictures of guides that a phone carries along; each place is cut out once."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from image_index.arrays import RgbImage
from image_index.photo import encode_jpeg, resize_to
from image_index.region import Region, crop_reference
from ipm_api.database import now
from ipm_api.image_store import ImageStore
from ipm_api.models.pack import SmallCrop
from ipm_api.operations.stored_picture import PhotoDecoder

SIDE = 480  # px, longer side: as wide as a phone shows it
QUALITY = 72  # of the JPEG
NOTED_EVERY = timedelta(days=1)  # that a picture is used is not written more often

Place = tuple[str, Region]
"""SHA-256 of a stored picture, and where on it."""


def small_crops(
    session: Session, images: ImageStore, decoder: PhotoDecoder, places: Iterable[Place]
) -> dict[Place, bytes]:
    """
    JPEGs of *places* with some of what surrounds them; what is new is cut out and kept.

    The caller commits.
    """
    named = {_name(place): place for place in places}
    kept = dict(
        session.execute(
            select(SmallCrop.place, SmallCrop.sha256).where(SmallCrop.place.in_(named))
        ).all()
    )
    new = sorted((place for name, place in named.items() if name not in kept), key=_by_picture)
    pixels: tuple[str, RgbImage] | None = None
    for place in new:
        source, region = place
        if pixels is None or pixels[0] != source:
            pixels = source, decoder.decode(images.get(source))
        small = resize_to(crop_reference(pixels[1], region), SIDE)
        kept[_name(place)] = images.put(encode_jpeg(small, quality=QUALITY, progressive=False))
    moment = now()
    session.execute(
        update(SmallCrop)
        .where(SmallCrop.place.in_(named), SmallCrop.used_at < moment - NOTED_EVERY)
        .values(used_at=moment)
    )
    if new:
        rows: Sequence[dict[str, str]] = [
            {"place": _name(place), "sha256": kept[_name(place)]} for place in new
        ]
        session.execute(insert(SmallCrop).values(rows).on_conflict_do_nothing())
    return {place: images.get(kept[name]) for name, place in named.items()}


def _by_picture(place: Place) -> tuple[str, float, float]:
    return place[0], place[1].x, place[1].y


def _name(place: Place) -> str:
    source, region = place
    sides = (region.x, region.y, region.width, region.height)
    text = " ".join([source, *(repr(float(side)) for side in sides), str(SIDE), str(QUALITY)])
    return hashlib.sha256(text.encode()).hexdigest()
