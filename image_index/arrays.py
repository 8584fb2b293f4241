"""Names for the shapes of arrays that travel between the modules."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

RgbImage: TypeAlias = npt.NDArray[np.uint8]
"""(H, W, 3) uint8, sRGB, upright."""

GreyImage: TypeAlias = npt.NDArray[np.uint8]
"""(H, W) uint8."""

Points: TypeAlias = npt.NDArray[np.float32]
"""(K, 2) float32, x then y."""

Keypoints: TypeAlias = npt.NDArray[np.float32]
"""(K, 4) float32: x, y and size in pixels of the worked picture, angle in degrees."""

Descriptors: TypeAlias = npt.NDArray[np.uint8]
"""(K, 128) uint8, RootSIFT scaled by 512 and clipped."""

Mask: TypeAlias = npt.NDArray[np.bool_]
"""(K,) or (H, W) bool."""

Matrix3: TypeAlias = npt.NDArray[np.float64]
"""(3, 3) float64, scaled so that [2, 2] == 1."""
