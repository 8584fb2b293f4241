"""Does a new picture show artwork that is in the index: cropped, turned, mirrored, recoloured …?"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from image_index.examination import known_face, small_picture
from image_index.features import PhotoFeatures, ReferenceFeatures
from image_index.identification import Shortlist
from image_index.mirroring import mirrored
from image_index.reference import indexed
from image_index.verification import verify

VERIFIED_REFERENCES = 12  # best of the shortlist, for each of the two handednesses
LEAST_VOTES = 5.0  # agreeing weight below which no copy of the development artwork fell

COPY_INLIERS, COPY_CORRELATION = 25, 0.93
REWORKED_INLIERS, REWORKED_CORRELATION = 85, 0.6
# A copy looks the same wherever it overlaps what it copies, or shares very much of its print. On
# the development half of drawn artwork, cartons and DVD covers, copies reach 0.96 (31 matches) and,
# recoloured, 114 matches (0.85); backs of different tenants that fill in the same form reach 0.904
# and 72. docs/portal/images.md, "Held back".

GENERIC_INLIERS = 15
GENERIC_BRANDS = 6
# So many unrelated brands share a printed part with the picture: none of the development half,
# where 15 % of the pictures (forms filled in alike) share one with three brands.


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A reference that shares a printed part with a new picture."""

    reference_id: str
    product_id: str
    inliers: int
    correlation: float  # of lightness where the two overlap, -1..1
    is_mirrored: bool

    @property
    def is_copy(self) -> bool:
        """True if so much is the same that one was probably made from the other."""
        unchanged = self.inliers >= COPY_INLIERS and self.correlation >= COPY_CORRELATION
        reworked = self.inliers >= REWORKED_INLIERS and self.correlation >= REWORKED_CORRELATION
        return unchanged or reworked


def find_resembling(
    features: ReferenceFeatures,
    retrieve: Callable[[PhotoFeatures], Shortlist],
    is_ignored: Callable[[str], bool] = lambda _: False,
) -> list[Resemblance]:
    """
    References that a new picture, described by *features*, shares a printed part with; best first.

    Args:
        features: of the new picture; its mirror image is looked for, too.
        retrieve: the shortlist for what is recognisable in a picture.
        is_ignored: True for ids of products that are not asked about; they hide nothing.
    """
    found = []
    for flipped, seen in _both_ways(features):
        shortlist = [
            (reference, votes)
            for reference, votes in retrieve(seen)
            if votes >= LEAST_VOTES and not is_ignored(reference.product_id)
        ]
        for reference, _ in shortlist[:VERIFIED_REFERENCES]:
            verification = verify(seen, known_face(reference))
            if verification is not None:
                found.append(
                    Resemblance(
                        reference.reference_id,
                        reference.product_id,
                        verification.inliers,
                        verification.agreement.correlation,
                        flipped,
                    )
                )
    return sorted(found, key=lambda r: (-r.is_copy, -r.inliers * max(r.correlation, 0.0)))


def compare_pair(
    features: ReferenceFeatures, reference_id: str, product_id: str, known: ReferenceFeatures
) -> list[Resemblance]:
    """What ``find_resembling`` says of one reference, given as *known*, without an index."""
    alone = [(indexed(reference_id, product_id, known), LEAST_VOTES)]
    return find_resembling(features, lambda _: alone)


def is_same_print(features: ReferenceFeatures, known: ReferenceFeatures) -> bool:
    """
    Whether two pictures with nearly the same hashes show one artwork.

    Plain backs of one layout have hashes like copies; their print tells them apart. Where there is
    too little of it to tell, the hashes are believed.
    """
    if min(features.frontal, known.frontal) < COPY_INLIERS:
        return True
    return any(one.is_copy for one in compare_pair(features, "known", "known", known))


def _both_ways(features: ReferenceFeatures) -> list[tuple[bool, PhotoFeatures]]:
    """The picture and its mirror image, each as something to search for."""
    size = (features.width, features.height)
    picture = np.asarray(cv2.resize(small_picture(features.picture), size), np.uint8)
    frontal = replace(
        features,
        keypoints=features.keypoints[: features.frontal],
        descriptors=features.descriptors[: features.frontal],
    )
    turned = mirrored(frontal)
    flipped = np.ascontiguousarray(picture[:, ::-1])
    return [
        (False, PhotoFeatures(frontal.keypoints, frontal.descriptors, picture)),
        (True, PhotoFeatures(turned.keypoints, turned.descriptors, flipped)),
    ]
