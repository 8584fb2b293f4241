"""
Where a photo differs from the genuine product: each declared place, and other places to look at.

It says where to look, never what the article is.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from image_index.arrays import Mask, Matrix3, RgbImage
from image_index.difference import Evidence, gather_evidence
from image_index.known_counterfeit import resemblance
from image_index.photometry import make_comparable, printed_area
from image_index.region import (
    Region,
    crop_photo,
    crop_reference,
    visible_share,
)
from image_index.registration import register
from image_index.unlikeness import (
    LEAST_LOGIT,
    cell_logits,
    most_unlike,
    region_cells,
    region_unlikeness,
)

__all__ = [
    "Comparison",
    "FeatureView",
    "Highlight",
    "Region",
    "SeenReference",
    "Survey",
    "Visibility",
    "compare",
    "compare_with_counterfeit",
    "crop_photo",
    "crop_reference",
    "evidence_of",
    "highlights_of",
    "survey",
    "view_of",
    "visible_share",
]

MOST_HIGHLIGHTS = 3
HIGHLIGHT_UNLIKENESS = 0.97  # on development photos: a false highlight on every second photo
MOST_GLARE = 0.5  # share of a place
LEAST_PHOTO_PX = 14.0  # of the photo, along the shorter side of a place

Floats = npt.NDArray[np.float32]


class Visibility(enum.StrEnum):
    """Whether a declared place can be judged on a photo, or why not."""

    VISIBLE = "visible"
    OUTSIDE = "outside-photo"
    GLARE = "glare"
    TOO_FEW_PIXELS = "too-few-pixels"


@dataclass(frozen=True, slots=True)
class SeenReference:
    """A genuine picture of a face, and where that face is on the photo."""

    picture: RgbImage  # (H, W, 3)
    homography: Matrix3  # unit reference coordinates to unit photo coordinates


@dataclass(frozen=True, slots=True)
class FeatureView:
    """One declared place on a photo."""

    visibility: Visibility
    reference: RgbImage  # the place on the reference, with a margin
    photo: RgbImage | None  # the same on the photo, same size; None when outside
    unlikeness: float | None  # 0 as the genuine one .. 1; None when not visible


@dataclass(frozen=True, slots=True)
class Highlight:
    """A place that differs from every genuine reference."""

    region: Region  # on the first reference
    unlikeness: float  # 0..1


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one photo shows of one face."""

    features: list[FeatureView]  # one for each declared region, in their order
    highlights: list[Highlight]  # other places, most unlike first


@dataclass(frozen=True, slots=True)
class Survey:
    """A whole face compared with the photo, in cells of the first reference's frame."""

    logits: Floats  # (h, w) log-odds of being unlike every reference
    counted: Mask  # (h, w) on the article, in the photo, without glare
    glare: Floats  # (h, w) share of a cell


def compare(
    photo: RgbImage,
    references: Sequence[SeenReference],
    regions: Sequence[Region],
    *,
    least_unlikeness: float = HIGHLIGHT_UNLIKENESS,
) -> Comparison:
    """
    Compare *photo* with the genuine pictures of a face.

    Args:
        photo: (H, W, 3), the larger the better.
        references: the first carries the *regions*; others are further genuine pictures of the
            same face, and a place is as unlike as it is to the most similar of them.
        regions: declared places, on the first reference.
        least_unlikeness: of a highlight.

    Raises:
        ValueError: no reference.
    """
    surveyed = survey(photo, references, regions)
    return Comparison(
        [view_of(photo, references[0], region, surveyed) for region in regions],
        highlights_of(surveyed, regions, least_unlikeness),
    )


def compare_with_counterfeit(
    photo: RgbImage,
    genuine: SeenReference,
    counterfeit_picture: RgbImage,
    region: Region | None = None,
) -> float | None:
    """
    How much more *photo* resembles a known counterfeit than the genuine picture: -1..1.

    Judged only where the two pictures differ from each other. Above 0 the photo agrees with the
    counterfeit there, below 0 with the genuine picture; near 0 it does not tell.

    Args:
        photo: (H, W, 3).
        genuine: the genuine picture, and where it is on the photo.
        counterfeit_picture: (H, W, 3) of the same face, in any frame: it is found by its keypoints.
        region: on the genuine picture; without it the whole face is judged.

    Returns:
        None if the two pictures do not differ there, the counterfeit cannot be laid over the
        genuine picture, or the place is not on the photo or lost in glare.
    """
    return resemblance(photo, genuine.picture, genuine.homography, counterfeit_picture, region)


def survey(
    photo: RgbImage, references: Sequence[SeenReference], regions: Sequence[Region] = ()
) -> Survey:
    """
    Compare the whole face; the arguments are those of ``compare``.

    Raises:
        ValueError: no reference.
    """
    if not references:
        raise ValueError("nothing to compare the photo with")
    first = references[0]
    own = _surveyed(photo, first, regions)
    logits = own.logits
    for other in references[1:]:
        theirs = _in_frame_of(first, other, _surveyed(photo, other, ()), own)
        logits = np.minimum(logits, theirs)
    return Survey(logits, own.counted, own.glare)


def evidence_of(
    photo: RgbImage, seen: SeenReference, regions: Sequence[Region] = ()
) -> tuple[Evidence, Floats]:
    """
    What was measured between *photo* and one reference, and the share of glare in each cell.

    The plain surround of a shop picture counts only where one of *regions* is declared.
    """
    registered = register(seen.picture, photo, seen.homography)
    counted = registered.seen & (
        printed_area(registered.reference) | _declared(regions, registered.seen.shape)
    )
    alike = make_comparable(registered.reference, registered.photo, counted)
    evidence = gather_evidence(alike, registered.residual, counted)
    height, width = evidence.counted.shape
    washed = alike.glare.astype(np.float32)
    glare = cv2.resize(washed, (width, height), interpolation=cv2.INTER_AREA)
    return evidence, np.asarray(glare, np.float32)


def view_of(photo: RgbImage, first: SeenReference, region: Region, surveyed: Survey) -> FeatureView:
    """One declared *region* of the *first* reference on *photo*."""
    size = (first.picture.shape[1], first.picture.shape[0])
    known = crop_reference(first.picture, region)
    crop = crop_photo(photo, first.homography, region, reference_size=size)
    if crop is None:
        return FeatureView(Visibility.OUTSIDE, known, None, None)
    if _shorter_side_px(photo, first.homography, region) < LEAST_PHOTO_PX:
        return FeatureView(Visibility.TOO_FEW_PIXELS, known, crop, None)
    inside = region_cells(region, surveyed.logits.shape)
    unlikeness = region_unlikeness(surveyed.logits, surveyed.counted, region)
    if float(surveyed.glare[inside].mean()) > MOST_GLARE or unlikeness is None:
        return FeatureView(Visibility.GLARE, known, crop, None)
    return FeatureView(Visibility.VISIBLE, known, crop, unlikeness)


def highlights_of(
    surveyed: Survey, regions: Sequence[Region], least_unlikeness: float
) -> list[Highlight]:
    """The places outside the declared *regions* that are at least so unlike."""
    elsewhere = surveyed.logits.copy()
    for region in regions:
        elsewhere[region_cells(region, elsewhere.shape)] = LEAST_LOGIT
    return [
        Highlight(region, unlikeness)
        for region, unlikeness in most_unlike(elsewhere, MOST_HIGHLIGHTS)
        if unlikeness >= least_unlikeness
    ]


def _surveyed(photo: RgbImage, seen: SeenReference, regions: Sequence[Region]) -> Survey:
    """The survey of one reference alone."""
    evidence, glare = evidence_of(photo, seen, regions)
    return Survey(cell_logits(evidence), evidence.counted, glare)


def _declared(regions: Sequence[Region], shape: tuple[int, ...]) -> Mask:
    """(H, W) True in any of *regions*."""
    declared = np.zeros(shape, np.bool_)
    for region in regions:
        declared |= region_cells(region, shape)
    return declared


def _in_frame_of(first: SeenReference, other: SeenReference, seen: Survey, own: Survey) -> Floats:
    """Logits of the *other* reference in the cells of the *first*; +inf where it says nothing."""
    height, width = own.logits.shape
    theirs = seen.logits.shape
    between = np.linalg.inv(other.homography) @ first.homography
    lookup = (
        np.array([[theirs[1], 0, -0.5], [0, theirs[0], -0.5], [0, 0, 1.0]])
        @ between
        @ np.array([[1 / width, 0, 0.5 / width], [0, 1 / height, 0.5 / height], [0, 0, 1]])
    )
    known = np.where(seen.counted, seen.logits, np.inf).astype(np.float32)
    return np.asarray(
        cv2.warpPerspective(
            known,
            lookup,
            (width, height),
            flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=float("inf"),
        ),
        np.float32,
    )


def _shorter_side_px(photo: RgbImage, homography: Matrix3, region: Region) -> float:
    """The shortest edge of *region* on the photo, pixels."""
    right, bottom = region.x + region.width, region.y + region.height
    corners = np.array(
        [[[region.x, region.y], [right, region.y], [right, bottom], [region.x, bottom]]]
    )
    placed = cv2.perspectiveTransform(corners, homography)[0] * photo.shape[1::-1]
    return float(np.linalg.norm(placed - np.roll(placed, -1, axis=0), axis=1).min())
