"""What the index keeps of each reference image."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from image_index.arrays import Descriptors, Keypoints
from image_index.features import KEYPOINT_STEPS, ReferenceFeatures

Looks: TypeAlias = tuple[Descriptors, npt.NDArray[np.uint8]]
"""(K, 128) descriptors of all keypoints, and (B,) the bytes of a small JPEG."""


@dataclass(frozen=True, slots=True)
class IndexedReference:
    """One reference image in the index."""

    reference_id: str
    product_id: str
    places: npt.NDArray[np.uint16]  # (K, 4) keypoints in storage steps, squeezed views included
    size: tuple[int, int]  # (width, height) of the picture the keypoints are in
    looks: Callable[[], Looks]  # read when the reference is verified, not before

    @property
    def keypoints(self) -> Keypoints:
        """(K, 4) in pixels and degrees."""
        return (self.places / KEYPOINT_STEPS).astype(np.float32)

    @property
    def descriptors(self) -> Descriptors:
        """(K, 128) of all keypoints."""
        return self.looks()[0]

    @property
    def picture(self) -> npt.NDArray[np.uint8]:
        """(B,) the bytes of a small JPEG."""
        return self.looks()[1]


def indexed(reference_id: str, product_id: str, features: ReferenceFeatures) -> IndexedReference:
    """The part of *features* that the index keeps, as one reference of a product."""
    looks = (features.descriptors, np.frombuffer(features.picture, np.uint8))
    return IndexedReference(
        reference_id,
        product_id,
        np.round(features.keypoints * KEYPOINT_STEPS).astype(np.uint16),
        (features.width, features.height),
        lambda: looks,
    )
