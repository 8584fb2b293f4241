"""Features of a picture's mirror image, without looking at the picture again."""

from dataclasses import replace

import numpy as np

from image_index.arrays import Descriptors
from image_index.features import ReferenceFeatures

_CELLS, _DIRECTIONS = 4, 8  # of a SIFT descriptor: 4 x 4 cells of 8 directions each


def mirrored(features: ReferenceFeatures) -> ReferenceFeatures:
    """
    The features that the same picture has when it is flipped left to right.

    A descriptor is told relative to its keypoint's angle: the flip turns its cells about that axis
    and every direction into its negative. *picture* is left as it is.

    Source:
        Guo, Cao, Zhang & Liu, *MIFT*, ICIP 2010.
    """
    keypoints = features.keypoints.copy()
    keypoints[:, 0] = features.width - 1 - keypoints[:, 0]
    keypoints[:, 3] = (180 - keypoints[:, 3]) % 360
    return replace(
        features,
        keypoints=np.maximum(keypoints, 0),
        descriptors=mirrored_descriptors(features.descriptors),
    )


def mirrored_descriptors(descriptors: Descriptors) -> Descriptors:
    """(K, 128) of the flipped picture."""
    cells = descriptors.reshape(-1, _CELLS, _CELLS, _DIRECTIONS)
    negative = (-np.arange(_DIRECTIONS)) % _DIRECTIONS
    return np.ascontiguousarray(cells[:, ::-1, :, :][..., negative].reshape(-1, 128))
