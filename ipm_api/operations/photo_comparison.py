"""One photo compared with the pictures of one product: bounded, and not done twice."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from image_index.arrays import Matrix3, RgbImage
from image_index.comparison import SeenReference, Visibility, compare
from image_index.known_counterfeit import found_in, resemblances
from image_index.region import Region, mapped_region
from ipm_api.image_store import ImageStore
from ipm_api.operations.stored_picture import PhotoDecoder

# On 16 photos of the development half (benchmarks.differences, edits of 1 to 10 % of the face):
# 11 % of 225 genuine places are that unlike, and 69 % of 120 edited ones; at 0.5 20 % and 83 %.
DECLARED_UNLIKENESS = 0.9
COUNTERFEIT_RESEMBLANCE = 0.3  # -1..1; genuine photos of the drawn products stay below 0
NEAR = 0.02  # of the picture's width and height, between places that are shown as one
KEPT = 256  # answers kept in each process, a few hundred bytes each

_comparing = threading.Lock()  # one comparison at a time in each process
_answers: OrderedDict["Question", "PhotoComparison"] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Question:
    """
    What is compared; pictures by their SHA-256 in the image store.

    Attributes:
        homography: 9 numbers, unit coordinates of the reference to those of the photo.
        others: further genuine pictures of the same view.
        counterfeits: known counterfeits of the same view.
        regions: declared places on the reference.
    """

    photo: str
    reference: str
    homography: tuple[float, ...]
    others: tuple[str, ...]
    counterfeits: tuple[str, ...]
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class CounterfeitSeen:
    """Which of the question's counterfeits, and the same place on its picture."""

    number: int
    region: Region


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """
    A place on the photo.

    Attributes:
        is_unlike: worth a closer look; False also where it cannot be judged.
        unlikeness: 0..1, for the order of places; never leaves the server.
        counterfeits: those that the photo resembles there.
    """

    region: Region
    visibility: Visibility
    is_unlike: bool
    unlikeness: float
    counterfeits: tuple[CounterfeitSeen, ...]


@dataclass(frozen=True, slots=True)
class PhotoComparison:
    """The declared places in their order, and others that stand out, most unlike first."""

    declared: tuple[PlaceSeen, ...]
    others: tuple[PlaceSeen, ...]


def compare_photo(question: Question, images: ImageStore, decoder: PhotoDecoder) -> PhotoComparison:
    """
    The answer to *question*, from memory if it was asked before.

    Comparing takes a good part of a second of one core, and more with known counterfeits; a
    process does one at a time, so that comparisons never crowd out the searches of other officers.
    """
    with _comparing:
        if question in _answers:
            _answers.move_to_end(question)
            return _answers[question]
        answer = _compare(question, lambda sha256: decoder.decode(images.get(sha256)))
        _answers[question] = answer
        if len(_answers) > KEPT:
            _answers.popitem(last=False)
        return answer


def _compare(question: Question, read: Callable[[str], RgbImage]) -> PhotoComparison:
    photo, reference = read(question.photo), read(question.reference)
    homography = np.array(question.homography, dtype=np.float64).reshape(3, 3)
    references = [SeenReference(reference, homography)]
    for other in map(read, question.others):
        between = found_in(other, reference)
        if between is not None:
            references.append(SeenReference(other, homography @ between))
    found = compare(photo, references, question.regions)
    elsewhere = join_places([(place.region, place.unlikeness) for place in found.highlights])
    regions = [*question.regions, *(region for region, _ in elsewhere)]
    resembled = _resembled(photo, reference, homography, map(read, question.counterfeits), regions)
    declared = tuple(
        PlaceSeen(
            region,
            view.visibility,
            view.unlikeness is not None and view.unlikeness >= DECLARED_UNLIKENESS,
            view.unlikeness or 0.0,
            resembled[place] if view.visibility is Visibility.VISIBLE else (),
        )
        for place, (region, view) in enumerate(zip(question.regions, found.features, strict=True))
    )
    others = tuple(
        PlaceSeen(region, Visibility.VISIBLE, True, unlikeness, resembled[place])
        for place, (region, unlikeness) in enumerate(elsewhere, start=len(declared))
    )
    return PhotoComparison(declared, others)


def join_places(places: list[tuple[Region, float]]) -> list[tuple[Region, float]]:
    """*places*, most unlike first, those that nearly touch as one: a large edit is one place."""
    joined: list[tuple[Region, float]] = []
    for region, unlikeness in sorted(places, key=lambda place: -place[1]):
        near = [other for other in joined if _nearly_touch(other[0], region)]
        joined = [other for other in joined if other not in near]
        boxes = [region, *(other for other, _ in near)]
        left, top = min(box.x for box in boxes), min(box.y for box in boxes)
        right = max(box.x + box.width for box in boxes)
        bottom = max(box.y + box.height for box in boxes)
        whole = Region(left, top, right - left, bottom - top)
        joined.append((whole, max([unlikeness, *(other for _, other in near)])))
    return sorted(joined, key=lambda place: -place[1])


def _nearly_touch(one: Region, other: Region) -> bool:
    return (
        one.x - NEAR < other.x + other.width
        and other.x - NEAR < one.x + one.width
        and one.y - NEAR < other.y + other.height
        and other.y - NEAR < one.y + one.height
    )


def _resembled(
    photo: RgbImage,
    reference: RgbImage,
    homography: Matrix3,
    counterfeits: Iterable[RgbImage],
    regions: list[Region],
) -> list[tuple[CounterfeitSeen, ...]]:
    """For each of *regions*, which of *counterfeits* the photo resembles there."""
    resembled: list[tuple[CounterfeitSeen, ...]] = [()] * len(regions)
    if not regions:
        return resembled
    for number, counterfeit in enumerate(counterfeits):
        shares = resemblances(photo, reference, homography, counterfeit, regions)
        alike = [n for n, share in enumerate(shares) if (share or 0) >= COUNTERFEIT_RESEMBLANCE]
        between = found_in(reference, counterfeit) if alike else None
        if between is None:
            continue
        for place in alike:
            resembled[place] += (CounterfeitSeen(number, mapped_region(regions[place], between)),)
    return resembled
