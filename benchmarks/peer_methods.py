"""
What people would use instead, each as its own documentation shows it, behind one small protocol.

Needs the optional packages: ``pip install -e ".[peers]"``.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import imagehash
import numpy as np
import numpy.typing as npt
import pdqhash
from PIL import Image
from threatexchange.signal_type.pdq.pdq_index2 import PDQIndex2
from threatexchange.signal_type.pdq.pdq_utils import PDQ_CONFIDENT_MATCH_THRESHOLD
from threatexchange.signal_type.pdq.signal import PdqSignal

from image_index.arrays import GreyImage, RgbImage
from image_index.features import describe_reference
from image_index.index import ImageIndex
from image_index.photo import resize_to
from image_index.ranking import Band

HASH_BITS = 10  # "anything with more than 10 is likely different": Krawetz, who made dHash known
PAIR_SIDE_PX = 800  # ORB and SIFT see no more pixels than ours does
MIN_MATCH_COUNT = 10  # of the tutorial
_RATIO = 0.7  # of the tutorial
_TOLERANCE_PX = 5.0  # of the tutorial
_TREES = {"algorithm": 1, "trees": 5}  # of the tutorial: FLANN_INDEX_KDTREE
_CHECKS = {"checks": 50}  # of the tutorial


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method says about one photo."""

    product_id: str | None  # the product it puts first, accepted or not
    is_accepted: bool  # it would tell a person so
    milliseconds: float  # from the decoded photo to the answer


class Method(Protocol):
    """One way to find a product."""

    name: str
    accepts: str  # the rule by which it accepts, in words
    is_slow: bool  # compares the photo with every reference, pair by pair

    def add(self, product_id: str, image: RgbImage) -> None:
        """Make a reference findable."""

    def ask(self, photo: RgbImage, key: str) -> Answer:
        """Look *photo* up; the same photo has the same *key* when it is asked again."""


class Ours:
    """ImageIndex."""

    name = "this project"
    accepts = "band strong"
    is_slow = False

    def __init__(self) -> None:
        self._index = ImageIndex()

    def add(self, product_id: str, image: RgbImage) -> None:
        self._index.add(str(len(self._index)), product_id, describe_reference(image))

    def ask(self, photo: RgbImage, key: str) -> Answer:  # noqa: ARG002
        started = time.perf_counter()
        candidates = self._index.rank(photo).candidates
        spent = (time.perf_counter() - started) * 1e3
        if not candidates:
            return Answer(None, False, spent)
        first = candidates[0]
        return Answer(first.product_id, first.band is Band.STRONG, spent)


class ImageHash:
    """pHash or dHash of the whole picture, 64 bits, compared with every reference."""

    is_slow = False
    accepts = f"at most {HASH_BITS} bits differ"

    def __init__(self, name: str, hash_of: Callable[[Image.Image], imagehash.ImageHash]) -> None:
        self.name = name
        self._hash_of = hash_of
        self._products: list[str] = []
        self._hashes = np.empty(0, np.uint64)

    def add(self, product_id: str, image: RgbImage) -> None:
        self._products.append(product_id)
        self._hashes = np.append(self._hashes, self._number(image))

    def ask(self, photo: RgbImage, key: str) -> Answer:  # noqa: ARG002
        started = time.perf_counter()
        distances = np.bitwise_count(self._hashes ^ self._number(photo))
        nearest = int(distances.argmin())
        spent = (time.perf_counter() - started) * 1e3
        return Answer(self._products[nearest], bool(distances[nearest] <= HASH_BITS), spent)

    def _number(self, image: RgbImage) -> np.uint64:
        bits = np.packbits(self._hash_of(Image.fromarray(image)).hash.ravel())
        return np.frombuffer(bits.tobytes(), ">u8")[0].astype(np.uint64)


class Pdq:
    """PDQ in the index of Meta's Hasher-Matcher-Actioner; hashes of low quality are dropped."""

    name = "PDQ (Hasher-Matcher-Actioner)"
    accepts = f"at most {PDQ_CONFIDENT_MATCH_THRESHOLD} of 256 bits differ"
    is_slow = False

    def __init__(self) -> None:
        self._index: PDQIndex2[str] = PDQIndex2()
        self._products: list[str] = []
        self._bits: list[npt.NDArray[np.uint8]] = []

    def add(self, product_id: str, image: RgbImage) -> None:
        bits, quality = pdqhash.compute(image)
        if quality < PdqSignal.QUALITY_THRESHOLD:
            return
        self._index.add(_hexadecimal(bits), product_id)
        self._products.append(product_id)
        self._bits.append(bits)

    def ask(self, photo: RgbImage, key: str) -> Answer:  # noqa: ARG002
        started = time.perf_counter()
        bits, quality = pdqhash.compute(photo)
        usable = quality >= PdqSignal.QUALITY_THRESHOLD
        matches = self._index.query(_hexadecimal(bits)) if usable else []
        best = min(matches, key=lambda match: match.similarity_info.distance, default=None)
        spent = (time.perf_counter() - started) * 1e3
        if best is not None:
            return Answer(best.metadata, True, spent)
        if not usable or not self._bits:
            return Answer(None, False, spent)
        nearest = int((np.stack(self._bits) != bits).sum(1).argmin())  # for recall@1 only
        return Answer(self._products[nearest], False, spent)


@dataclass(slots=True)
class _Pair:
    """Keypoints of one reference, ready to be compared."""

    product_id: str
    points: npt.NDArray[np.float32]
    matcher: Any


@dataclass(slots=True)
class _Progress:
    """How far one photo has been compared, so that a larger index asks for the rest only."""

    points: npt.NDArray[np.float32]
    descriptors: Any
    milliseconds: float
    compared: int = 0
    inliers: int = 0
    product_id: str | None = None


class PairByPair:
    """
    OpenCV's "Feature Matching + Homography" tutorial, the photo against every reference in turn.

    Ratio test, and where more than MIN_MATCH_COUNT matches are left, a homography by RANSAC; most
    inliers come first. Keypoints and trees of the references are kept, which the tutorial does not.
    """

    accepts = f"more than {MIN_MATCH_COUNT} inliers"
    is_slow = True

    def __init__(self, name: str, detector: Any, matcher: Callable[[], Any]) -> None:
        self.name = name
        self._detector = detector
        self._new_matcher = matcher
        self._pairs: list[_Pair] = []
        self._asked: dict[str, _Progress] = {}

    def add(self, product_id: str, image: RgbImage) -> None:
        points, descriptors = self._described(image)
        matcher = None
        if len(points) >= 2:
            matcher = self._new_matcher()
            matcher.add([descriptors])
            matcher.train()
        self._pairs.append(_Pair(product_id, points, matcher))

    def ask(self, photo: RgbImage, key: str) -> Answer:
        if key not in self._asked:
            started = time.perf_counter()
            points, descriptors = self._described(photo)
            spent = (time.perf_counter() - started) * 1e3
            self._asked[key] = _Progress(points, descriptors, spent)
        progress = self._asked[key]
        started = time.perf_counter()
        for pair in self._pairs[progress.compared :]:
            inliers = self._inliers(progress, pair)
            if inliers > progress.inliers:
                progress.inliers, progress.product_id = inliers, pair.product_id
        progress.compared = len(self._pairs)
        progress.milliseconds += (time.perf_counter() - started) * 1e3
        accepted = progress.inliers > MIN_MATCH_COUNT
        return Answer(progress.product_id, accepted, progress.milliseconds)

    def _described(self, image: RgbImage) -> tuple[npt.NDArray[np.float32], Any]:
        grey: GreyImage = cv2.cvtColor(resize_to(image, PAIR_SIDE_PX), cv2.COLOR_RGB2GRAY)
        keypoints, descriptors = self._detector.detectAndCompute(grey, None)
        return np.array([k.pt for k in keypoints], np.float32).reshape(-1, 2), descriptors

    def _inliers(self, photo: _Progress, pair: _Pair) -> int:
        if pair.matcher is None or len(photo.points) < 2:
            return 0
        both = [m for m in pair.matcher.knnMatch(photo.descriptors, k=2) if len(m) == 2]
        good = [first for first, second in both if first.distance < _RATIO * second.distance]
        if len(good) <= MIN_MATCH_COUNT:
            return 0
        reference = pair.points[[match.trainIdx for match in good]]
        seen = photo.points[[match.queryIdx for match in good]]
        matrix, mask = cv2.findHomography(reference, seen, cv2.RANSAC, _TOLERANCE_PX)
        return int(mask.sum()) if matrix is not None else 0


def every_method() -> Sequence[Method]:
    """Each, empty."""
    return [
        ImageHash("pHash (imagehash)", imagehash.phash),
        ImageHash("dHash (imagehash)", imagehash.dhash),
        Pdq(),
        PairByPair(
            "ORB + brute force + RANSAC (OpenCV)",
            cv2.ORB.create(),
            lambda: cv2.BFMatcher(cv2.NORM_HAMMING),
        ),
        PairByPair(
            "SIFT + FLANN + RANSAC (OpenCV)",
            cv2.SIFT.create(),
            lambda: cv2.FlannBasedMatcher(_TREES, _CHECKS),
        ),
        Ours(),
    ]


def _hexadecimal(bits: npt.NDArray[np.uint8]) -> str:
    return bytes(np.packbits(bits.astype(np.bool_))).hex()
