"""What a process holds besides the database: pictures, decoder, index. Made once, passed in."""

from dataclasses import dataclass

import cv2
import faiss

from image_index.photo_sandbox import PhotoSandbox
from ipm_api.config import Config
from ipm_api.image_store import ImageStore, LocalFolder
from ipm_api.live_index import LiveIndex
from ipm_api.operations.stored_picture import PhotoDecoder


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts that views and pages hand to operations."""

    config: Config
    images: ImageStore
    decoder: PhotoDecoder
    index: LiveIndex


def build_runtime(config: Config) -> Runtime:
    """Open everything that *config* names; one process, one thread per search."""
    cv2.setNumThreads(1)  # a process per core beats threads here, see docs/identification.md
    faiss.omp_set_num_threads(1)
    return Runtime(
        config=config,
        images=LocalFolder(config.images),
        decoder=PhotoSandbox(),
        index=LiveIndex(config.index),
    )
