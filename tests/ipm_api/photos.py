"""Pictures that the tests of the service send, drawn once."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageFilter
from sqlalchemy import select

from image_index.arrays import RgbImage
from image_index.photo import resize_to
from ipm_api.models.reference_image import IndexChange
from ipm_api.operations.stored_picture import Upload
from tests.conftest import jpeg, label


@lru_cache
def picture(seed: int) -> RgbImage:
    """The label with this seed."""
    return label(seed)


def on_a_table(image: RgbImage) -> RgbImage:
    """A plain photo of *image*: on a grey table."""
    photo = np.full((1000, 1300, 3), 110, np.uint8)
    height, width = image.shape[:2]
    photo[120 : 120 + height, 300 : 300 + width] = image
    return photo


@lru_cache
def photo_of(seed: int, side: int = 1300) -> Upload:
    """An officer's photo of the label with this seed, *side* pixels wide."""
    return Upload(jpeg(resize_to(on_a_table(picture(seed)), side)))


@lru_cache
def upload_of(seed: int, quality: int = 90, width: int = 600) -> Upload:
    """The label with this seed as a right holder uploads it."""
    image = Image.fromarray(picture(seed)).resize((width, width * 4 // 3), Image.Resampling.LANCZOS)
    return Upload(jpeg(np.asarray(image), quality))


@lru_cache
def blurred(seed: int, radius: float = 25.0) -> Upload:
    """A picture by which nothing can be recognised."""
    image = Image.fromarray(picture(seed)).filter(ImageFilter.GaussianBlur(radius))
    return Upload(jpeg(np.asarray(image)))


def indexed(session):
    """How many pictures the log of changes leaves in the index."""
    changes = session.scalars(select(IndexChange).order_by(IndexChange.number))
    return sum({change.image_id: change.added for change in changes}.values())
