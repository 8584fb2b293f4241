"""How well will a reference image be recognised? Measured: simulated photos of it are searched."""

import hashlib
from dataclasses import dataclass

import numpy as np

from image_index.arrays import RgbImage
from image_index.features import ReferenceFeatures
from image_index.index import ImageIndex
from image_index.ranking import POSSIBLE_STRENGTH, STRONG_MARGIN, Band, Candidate
from image_index.simulated_photo import Conditions, photograph

SIMULATED = {
    "turned": Conditions(roll=180.0, tilt=14.0),
    "tilted": Conditions(tilt=34.0, roll=20.0, fill=0.62),
    "dim": Conditions(light=0.4, noise=9.0, defocus=0.9, shadow=0.4, jpeg=80),
    "glare": Conditions(glare=0.9, tilt=18.0),
    "blurred": Conditions(motion=9.0, defocus=1.2, jpeg=82),
    "far": Conditions(fill=-0.1, tilt=14.0, roll=20.0),
}
"""Officers' photos by what is difficult in each; "far": a third of the photo's width."""

SPREAD_CELLS = 4  # the picture is divided into 4 x 4 parts
KEYPOINTS_IN_CELL = 3  # fewer are an accident


@dataclass(frozen=True, slots=True)
class Rival:
    """Another product that one simulated photo leads to as well."""

    product_id: str
    reference_id: str
    condition: str
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class Recognisability:
    """
    What the simulated photos of one picture lead to.

    Attributes:
        spread: how many of 16 parts of the picture have keypoints.
        outcomes: condition → "found" (first, strong), "unsure" (first, not strong), "confused"
            (another product first) or "missed".
        rivals: other products, ahead or nearly as strong.
    """

    spread: int
    outcomes: dict[str, str]
    rivals: list[Rival]


def measure_recognisability(
    picture: RgbImage,
    features: ReferenceFeatures,
    reference_id: str,
    product_id: str,
    others: ImageIndex,
) -> Recognisability:
    """
    Photograph *picture* (H, W, 3) under every condition and search each photo.

    Args:
        picture: upright.
        features: of it.
        reference_id: its id; decides scene, angle and light, so that it is measured alike again.
        product_id: its product's.
        others: pictures of other products; the picture is added for the measurement alone.
    """
    seed = int.from_bytes(hashlib.sha256(reference_id.encode()).digest()[:8])
    outcomes: dict[str, str] = {}
    rivals: list[Rival] = []
    others.add(reference_id, product_id, features)
    try:
        for number, (name, conditions) in enumerate(SIMULATED.items()):
            rng = np.random.default_rng([seed, number])
            photo = photograph(picture, rng, conditions).image
            candidates = others.rank(photo, limit=5).candidates
            own = next((c for c in candidates if c.product_id == product_id), None)
            outcomes[name] = _outcome(candidates, own)
            rivals += _rivals(candidates, own, name)
    finally:
        others.remove(reference_id)
    return Recognisability(spread_of(features), outcomes, rivals)


def spread_of(features: ReferenceFeatures) -> int:
    """How many of 16 parts of the picture have keypoints."""
    size = np.array([features.width, features.height])
    places = features.keypoints[: features.frontal, :2] / size * SPREAD_CELLS
    cells = np.clip(places.astype(int), 0, SPREAD_CELLS - 1)
    counts = np.bincount(cells[:, 1] * SPREAD_CELLS + cells[:, 0], minlength=SPREAD_CELLS**2)
    return int((counts >= KEYPOINTS_IN_CELL).sum())


def _outcome(candidates: list[Candidate], own: Candidate | None) -> str:
    if own is None or own.evidence.strength < POSSIBLE_STRENGTH:
        ahead = candidates and candidates[0].evidence.strength >= POSSIBLE_STRENGTH
        return "confused" if ahead else "missed"
    if candidates[0] is not own:
        return "confused"
    return "found" if own.band is Band.STRONG else "unsure"


def _rivals(candidates: list[Candidate], own: Candidate | None, condition: str) -> list[Rival]:
    strength = own.evidence.strength if own is not None else 0.0
    least = max(POSSIBLE_STRENGTH, strength / STRONG_MARGIN)
    return [
        Rival(c.product_id, c.reference_id, condition, c.evidence.strength > strength)
        for c in candidates
        if c is not own and c.evidence.strength >= least
    ]
