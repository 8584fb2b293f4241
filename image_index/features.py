"""Keypoints and RootSIFT descriptors: of a reference image, and of an officer's photo."""

import hashlib
import struct
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np

from image_index.arrays import Descriptors, GreyImage, Keypoints, RgbImage
from image_index.errors import FeaturesRefused
from image_index.photo import encode_jpeg, resize_to

FEATURES_VERSION = 2

REFERENCE_SIDE_PX = 320  # longer side at which a reference is worked
PHOTO_SIDE_PX = 800  # longer side at which a photo is worked, unless said otherwise
LARGEST_ENLARGEMENT = 2.0  # a thumbnail is not blown up further than this
REFERENCE_KEYPOINTS = 400
VIEW_KEYPOINTS = 200  # per squeezed view
PHOTO_KEYPOINTS = 800
VIEW_SQUEEZE = 1.9  # a face turned by 58 degrees looks this much narrower: 1 / cos(58 deg)
PICTURE_SIDE_PX = 256  # longer side of the small picture kept for agreement
PICTURE_QUALITY = 85
KEYPOINT_STEPS = np.array([32, 32, 32, 128], np.float32)  # kept in 1/32 px and 1/128 degree
CONTRAST_THRESHOLD = 0.03  # of SIFT; OpenCV's default, 0.04, loses pale cartons

_MAGIC = b"IPMF"
_HEADER = struct.Struct("<4sHHHHHI")  # magic, version, width, height, rows, frontal rows, picture
_DIGEST_BYTES = 32
_ROOTSIFT_SCALE = 512


FEATURES_START = _HEADER.size
"""Bytes of stored features that ``count_of`` needs."""


@dataclass(frozen=True, slots=True)
class PhotoFeatures:
    """What is recognisable in one photo."""

    keypoints: Keypoints  # (K, 4), in pixels of *picture*
    descriptors: Descriptors  # (K, 128), row i describes keypoint i
    picture: RgbImage  # the photo at the size at which it was worked


@dataclass(frozen=True, slots=True)
class ReferenceFeatures:
    """
    What is recognisable in one reference image: the face as it is, and as it looks when turned.

    Rows ``[:frontal]`` were found in the picture itself. The rest was found in views of it squeezed
    along one axis; their places are given in the frame of the picture itself.
    """

    keypoints: Keypoints  # (K, 4), in pixels of the worked picture, on the storage grid
    descriptors: Descriptors  # (K, 128)
    frontal: int  # rows found in the unsqueezed picture
    width: int  # of the worked picture, pixels
    height: int
    picture: bytes  # a small JPEG of the reference

    @property
    def keypoint_count(self) -> int:
        """Keypoints of the unsqueezed picture: what tells whether it can be recognised."""
        return self.frontal

    def to_bytes(self) -> bytes:
        """Version, sizes, arrays, picture and a SHA-256 over all of it; no pickle."""
        header = _HEADER.pack(
            _MAGIC,
            FEATURES_VERSION,
            self.width,
            self.height,
            len(self.keypoints),
            self.frontal,
            len(self.picture),
        )
        rows = np.round(self.keypoints * KEYPOINT_STEPS).astype("<u2").tobytes()
        body = header + rows + self.descriptors.tobytes() + self.picture
        return body + hashlib.sha256(body).digest()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """
        The exact features that ``to_bytes`` wrote.

        Raises:
            FeaturesRefused: damaged, cut short, or written by another version.
        """
        if len(data) < _HEADER.size + _DIGEST_BYTES:
            raise FeaturesRefused("stored features are cut short")
        body, digest = data[:-_DIGEST_BYTES], data[-_DIGEST_BYTES:]
        magic, version, width, height, rows, frontal, picture = _HEADER.unpack_from(body)
        if magic != _MAGIC:
            raise FeaturesRefused("these bytes are not stored features")
        if version != FEATURES_VERSION:
            raise FeaturesRefused(f"features of version {version}, expected {FEATURES_VERSION}")
        if hashlib.sha256(body).digest() != digest:
            raise FeaturesRefused("stored features are damaged: the checksum differs")
        places_end = _HEADER.size + rows * 8
        descriptors_end = places_end + rows * 128
        if descriptors_end + picture != len(body) or frontal > rows:
            raise FeaturesRefused("stored features are inconsistent: the sizes do not add up")
        places = np.frombuffer(body[_HEADER.size : places_end], "<u2").reshape(-1, 4)
        found = np.frombuffer(body[places_end:descriptors_end], np.uint8).reshape(-1, 128)
        small = body[descriptors_end:]
        keypoints = (places / KEYPOINT_STEPS).astype(np.float32)
        return cls(keypoints, found.copy(), frontal, width, height, small)


def count_of(start: bytes) -> int:
    """How many keypoints stored features hold, by their first FEATURES_START bytes; unchecked."""
    return int(_HEADER.unpack(start)[4]) if len(start) == _HEADER.size else 0


def describe_photo(
    photo: RgbImage, *, side: int = PHOTO_SIDE_PX, most: int = PHOTO_KEYPOINTS
) -> PhotoFeatures:
    """
    Find up to *most* keypoints in an officer's *photo* (H, W, 3).

    Args:
        photo: upright.
        side: its longer side is worked at so many pixels.
        most: the clearest so many keypoints.
    """
    picture = worked_at(photo, side)
    keypoints, descriptors = _rootsift(grey_of(picture), most)
    return PhotoFeatures(keypoints, descriptors, picture)


def describe_reference(image: RgbImage) -> ReferenceFeatures:
    """
    Find what makes the reference *image* (H, W, 3) recognisable, from the front and turned.

    Source:
        Lowe, IJCV 2004 (SIFT); Arandjelovic & Zisserman, CVPR 2012 (RootSIFT);
        Morel & Yu, *ASIFT*, SIAM J. Imaging Sci. 2009 (squeezed views).
    """
    grey = grey_of(worked_at(image, REFERENCE_SIDE_PX))
    height, width = grey.shape
    keypoints, descriptors = _rootsift(grey, REFERENCE_KEYPOINTS)
    places, found = [keypoints], [descriptors]
    for squeeze in ((1 / VIEW_SQUEEZE, 1.0), (1.0, 1 / VIEW_SQUEEZE)):
        view_keypoints, view_descriptors = _squeezed_rootsift(grey, squeeze)
        places.append(view_keypoints)
        found.append(view_descriptors)
    on_grid = np.clip(np.round(np.vstack(places) * KEYPOINT_STEPS), 0, 65535) / KEYPOINT_STEPS
    return ReferenceFeatures(
        on_grid.astype(np.float32),
        np.vstack(found),
        len(keypoints),
        width,
        height,
        encode_jpeg(resize_to(image, PICTURE_SIDE_PX), quality=PICTURE_QUALITY),
    )


def worked_at(image: RgbImage, side: int) -> RgbImage:
    """*image* (H, W, 3), longer side at *side*, enlarged at most LARGEST_ENLARGEMENT times."""
    while max(image.shape[:2]) >= 2 * side and not any(length % 2 for length in image.shape[:2]):
        halved = (image.shape[1] // 2, image.shape[0] // 2)  # exact halves are much faster
        image = np.asarray(cv2.resize(image, halved, interpolation=cv2.INTER_AREA), np.uint8)
    height, width = image.shape[:2]
    scale = min(side / max(height, width), LARGEST_ENLARGEMENT)
    if abs(scale - 1) < 0.02:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, size, interpolation=how), np.uint8)


def grey_of(image: RgbImage) -> GreyImage:
    """The lightness of *image* (H, W, 3), (H, W)."""
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def _rootsift(grey: GreyImage, most: int) -> tuple[Keypoints, Descriptors]:
    """The *most* clearest keypoints of *grey*, clearest first, with their descriptors."""
    detector = cv2.SIFT.create(nfeatures=most, contrastThreshold=CONTRAST_THRESHOLD)
    found, sift = detector.detectAndCompute(grey, None)
    if not found:
        return np.zeros((0, 4), np.float32), np.zeros((0, 128), np.uint8)
    clearest = np.argsort([-point.response for point in found], kind="stable")[:most]
    rows = [(p.pt[0], p.pt[1], p.size, p.angle % 360) for p in (found[i] for i in clearest)]
    vectors = sift[clearest]
    shares = vectors / np.maximum(vectors.sum(axis=1, keepdims=True), 1e-9)
    scaled = np.clip(np.round(np.sqrt(shares) * _ROOTSIFT_SCALE), 0, 255)
    return np.array(rows, np.float32), scaled.astype(np.uint8)


def _squeezed_rootsift(
    grey: GreyImage, squeeze: tuple[float, float]
) -> tuple[Keypoints, Descriptors]:
    """Keypoints of *grey* as it looks squeezed by (x, y), told in the frame of *grey*."""
    height, width = grey.shape
    size = (max(8, round(width * squeeze[0])), max(8, round(height * squeeze[1])))
    view = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    keypoints, descriptors = _rootsift(view, VIEW_KEYPOINTS)
    back = np.array([width / size[0], height / size[1]], np.float32)
    angle = np.deg2rad(keypoints[:, 3])
    turned = np.rad2deg(np.arctan2(np.sin(angle) * back[1], np.cos(angle) * back[0])) % 360
    places = np.column_stack(
        [keypoints[:, :2] * back, keypoints[:, 2] * np.sqrt(back.prod()), turned]
    )
    return places.astype(np.float32), descriptors
