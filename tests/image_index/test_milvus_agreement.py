"""Milvus and faiss give officers the same answers to real photos."""

import os
from pathlib import Path

import numpy as np
import pytest

from benchmarks.picture_sets import read_queries, read_references
from image_index.descriptor_index import DESCRIPTOR_INDEXES
from image_index.features import describe_reference
from image_index.identification import identify
from image_index.index import NEIGHBOURS, vote
from image_index.photo import decode_photo
from image_index.reference import indexed

REFERENCES = 24
PHOTOS = 6


@pytest.mark.skipif(
    "IPM_EVAL_DATA" not in os.environ, reason="IPM_EVAL_DATA names no folder of pictures"
)
def test_both_answer_real_photos_alike(milvus_url, milvus_prefix):
    """Each trains its own lists; the products among the first ten that are shown are the same."""
    folder = Path(os.environ["IPM_EVAL_DATA"], "dvd")
    known = read_references(folder / "references.csv", 0)[:REFERENCES]
    products = {reference.product_id for reference in known}
    queries = read_queries(folder / "pairs.csv", 0, read_references(folder / "references.csv", 0))
    photos = [query for query in queries if query.product_id in products][:PHOTOS]
    described = [describe_reference(decode_photo(r.path.read_bytes())) for r in known]
    counts = np.array([len(features.descriptors) for features in described])
    held = [
        indexed(reference.reference_id, reference.product_id, features)
        for reference, features in zip(known, described, strict=True)
    ]
    faiss = DESCRIPTOR_INDEXES["faiss"]()
    milvus = DESCRIPTOR_INDEXES["milvus"](milvus_url, milvus_prefix())
    for slot, features in enumerate(described):
        faiss.add(slot, features.descriptors)
        milvus.add(slot, features.descriptors)

    def shown(index, photo):
        def retrieve(seen):
            neighbours = index.search(seen.descriptors, NEIGHBOURS)
            slots = lambda found: [held[slot] for slot in found]  # noqa: E731
            return vote(seen, neighbours, counts.__getitem__, slots)

        return [
            match.product_id for match in identify(photo, retrieve, lambda _: True, 10).matches()
        ]

    assert len(photos) == PHOTOS
    known_to_both = known_to_faiss = 0
    for query in photos:
        photo = decode_photo(query.path.read_bytes(), max_side=1600)
        ours, theirs = shown(faiss, photo), shown(milvus, photo)
        assert ours[0] == theirs[0] == query.product_id
        known_to_both += len(set(ours) & set(theirs))
        known_to_faiss += len(ours)
    assert known_to_both >= 0.95 * known_to_faiss
    milvus.drop()
