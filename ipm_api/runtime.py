"""What a process holds besides the database: pictures, decoder, index. Made once, passed in."""

from dataclasses import dataclass

import cv2
import faiss

from image_index.photo_sandbox import PhotoSandbox
from ipm_api.config import Config
from ipm_api.image_store import ImageStore, LocalFolder
from ipm_api.live_index import LiveIndex, PublishedIndex
from ipm_api.operations.stored_picture import PhotoDecoder


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts that views and pages hand to operations."""

    config: Config
    images: ImageStore
    decoder: PhotoDecoder
    index: PublishedIndex


def build_runtime(config: Config) -> Runtime:
    """Open everything that *config* names; one process, one thread per search."""
    cv2.setNumThreads(1)  # a process per core beats threads here, see docs/identification.md
    faiss.omp_set_num_threads(1)
    return Runtime(
        config=config,
        images=LocalFolder(config.images),
        decoder=PhotoSandbox(),
        index=_index(config),
    )


def _index(config: Config) -> PublishedIndex:
    if config.index_url is None:
        return LiveIndex(config.index)
    from ipm_api.shared_index import SharedIndex  # its client is an optional dependency

    return SharedIndex(config.index_url)
