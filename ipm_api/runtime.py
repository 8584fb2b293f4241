"""What a process holds besides the database: pictures, decoder, index. Made once, passed in."""

from dataclasses import dataclass

from ipm_api.config import Config
from ipm_api.image_store import ImageStore
from ipm_api.live_index import LiveIndex
from ipm_api.operations.stored_picture import PhotoDecoder


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts that views hand to operations."""

    config: Config
    images: ImageStore
    decoder: PhotoDecoder
    index: LiveIndex
