"""From the shortlist to candidates: the promising references are verified, the rest weighed."""

import threading

from image_index.agreement import prepare_reference
from image_index.arrays import RgbImage
from image_index.features import PhotoFeatures
from image_index.photo import decode_photo
from image_index.ranking import STRONG_STRENGTH, Candidate, weigh
from image_index.reference import IndexedReference
from image_index.verification import KnownFace, verify

VERIFIED_REFERENCES = 15  # best of the shortlist that get a homography
HOPELESS_SHARE = 0.1  # of a strong candidate's votes: with fewer, verification is not worth it

_DECODING = threading.Lock()  # decode_photo changes a process-wide setting of Python's warnings


def examine(
    seen: PhotoFeatures, shortlist: list[tuple[IndexedReference, float]]
) -> list[Candidate]:
    """Candidates of the *shortlist*, the promising ones verified."""
    candidates = []
    needed_votes = 0.0
    for place, (reference, votes) in enumerate(shortlist):
        promising = place < VERIFIED_REFERENCES and votes >= needed_votes
        candidate = _candidate(seen, reference, votes, verified=promising)
        candidates.append(candidate)
        if candidate.evidence.strength >= STRONG_STRENGTH:
            needed_votes = max(needed_votes, HOPELESS_SHARE * votes)
    return candidates


def _candidate(
    seen: PhotoFeatures, reference: IndexedReference, votes: float, *, verified: bool
) -> Candidate:
    """*reference* as a candidate, with a homography where it is to be *verified*."""
    verification = verify(seen, known_face(reference)) if verified else None
    return Candidate(
        reference.product_id,
        reference.reference_id,
        weigh(votes, verification),
        verification.unit_homography if verification else None,
    )


def known_face(reference: IndexedReference) -> KnownFace:
    """*reference* as something to verify; its picture is decoded once a place is found."""
    return KnownFace(
        reference.keypoints,
        reference.descriptors,
        reference.size,
        lambda: prepare_reference(small_picture(reference.picture.tobytes())),
    )


def small_picture(data: bytes) -> RgbImage:
    """The pixels of a picture that the index keeps."""
    with _DECODING:
        return decode_photo(data)
