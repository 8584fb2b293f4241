"""Pictures described by an earlier version of the features are described anew."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from image_index.errors import ImageIndexError
from image_index.features import FEATURES_VERSION, describe_reference
from ipm_api.errors import IpmError
from ipm_api.image_store import ImageStore
from ipm_api.models.reference_image import ReferenceDescription, ReferenceImage
from ipm_api.operations.index_change import index_again
from ipm_api.operations.stored_picture import PhotoDecoder

_log = logging.getLogger(__name__)


def describe_again(session: Session, images: ImageStore, decoder: PhotoDecoder) -> int:
    """
    Bring the description of every picture to this version; returns how many there were.

    Run at start, because an index refuses features of another version and would not find these
    pictures. Each picture is committed for itself: interrupted, the next start goes on. A picture
    that cannot be read is logged and left as it is.
    """
    outdated = list(
        session.scalars(
            select(ReferenceDescription.image_id).where(
                ReferenceDescription.version != FEATURES_VERSION
            )
        )
    )
    done = 0
    for image_id in outdated:
        row = session.execute(
            select(ReferenceDescription, ReferenceImage)
            .join(ReferenceImage, ReferenceImage.id == ReferenceDescription.image_id)
            .where(ReferenceDescription.image_id == image_id)
            .with_for_update()
        ).one_or_none()
        if row is None or row[0].version == FEATURES_VERSION:  # removed or done meanwhile
            session.rollback()
            continue
        description, image = row
        try:
            pixels = decoder.decode(images.get(image.picture_sha256))
        except (IpmError, ImageIndexError) as error:
            _log.error("picture %s cannot be described anew: %s", image_id, error)
            session.rollback()
            continue
        description.features = describe_reference(pixels).to_bytes()
        description.version = FEATURES_VERSION
        index_again(session, image.product_id, image_id)
        session.commit()
        done += 1
    if done:
        _log.info("%d pictures were described anew by this version", done)
    return done
