"""What the index keeps of each reference image, and how many of them become a few arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from image_index.arrays import Descriptors, Keypoints
from image_index.features import KEYPOINT_STEPS, ReferenceFeatures


@dataclass(frozen=True, slots=True)
class IndexedReference:
    """One reference image in the index."""

    reference_id: str
    product_id: str
    places: npt.NDArray[np.uint16]  # (K, 4) keypoints in storage steps, squeezed views included
    descriptors: Descriptors  # (F, 128) of the first F keypoints, those of the picture itself
    size: tuple[int, int]  # (width, height) of the picture the keypoints are in
    picture: npt.NDArray[np.uint8]  # (B,) the bytes of a small JPEG

    @property
    def keypoints(self) -> Keypoints:
        """(K, 4) in pixels and degrees."""
        return (self.places / KEYPOINT_STEPS).astype(np.float32)


def indexed(reference_id: str, product_id: str, features: ReferenceFeatures) -> IndexedReference:
    """The part of *features* that the index keeps, as one reference of a product."""
    return IndexedReference(
        reference_id,
        product_id,
        np.round(features.keypoints * KEYPOINT_STEPS).astype(np.uint16),
        features.descriptors,
        (features.width, features.height),
        np.frombuffer(features.picture, np.uint8),
    )


def pack_references(
    references: Sequence[IndexedReference],
) -> dict[str, npt.NDArray[Any]]:
    """*references* as arrays laid end to end, and how long each one's part is."""
    return {
        "sizes": np.array([r.size for r in references], np.uint16).reshape(-1, 2),
        "keypoint_counts": np.array([len(r.places) for r in references], np.uint32),
        "picture_lengths": np.array([len(r.picture) for r in references], np.uint32),
        "places": np.concatenate([np.zeros((0, 4), np.uint16), *(r.places for r in references)]),
        "descriptors": np.concatenate(
            [np.zeros((0, 128), np.uint8), *(r.descriptors for r in references)]
        ),
        "pictures": np.concatenate([np.zeros(0, np.uint8), *(r.picture for r in references)]),
    }


def unpack_references(
    ids: Sequence[Sequence[str]], arrays: dict[str, npt.NDArray[Any]]
) -> list[IndexedReference]:
    """
    The references that ``pack_references`` laid out, as views into *arrays*.

    Raises:
        ValueError: the lengths do not add up.
    """
    parts = {
        "places": _split(arrays["places"], arrays["keypoint_counts"]),
        "descriptors": _split(arrays["descriptors"], arrays["keypoint_counts"]),
        "pictures": _split(arrays["pictures"], arrays["picture_lengths"]),
    }
    return [
        IndexedReference(names[0], names[1], places, found, (int(size[0]), int(size[1])), picture)
        for names, places, found, size, picture in zip(
            ids,
            parts["places"],
            parts["descriptors"],
            arrays["sizes"],
            parts["pictures"],
            strict=True,
        )
    ]


def _split(array: npt.NDArray[Any], lengths: npt.NDArray[np.uint32]) -> list[npt.NDArray[Any]]:
    """*array* cut into consecutive parts of the given *lengths*."""
    ends = np.cumsum(lengths, dtype=np.int64)
    if (int(ends[-1]) if len(ends) else 0) != len(array):
        raise ValueError("the parts of the saved index do not add up")
    return [array[end - length : end] for length, end in zip(lengths, ends, strict=True)]
