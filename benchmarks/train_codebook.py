"""
Train the codebook that ships with the package, once.

    python -m benchmarks.train_codebook --pictures FOLDER [--artwork] [--out FILE.npz]

FOLDER holds pictures that may be trained on (for the shipped file: the CC0 clothing pictures);
``--artwork`` adds the invented packaging that ``seed_products`` draws. Only centroids leave here:
no picture, and nothing that a picture could be made from again.
"""

import argparse
import hashlib
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import faiss
import numpy as np
import numpy.typing as npt

from benchmarks.picture_sets import read_distractors
from image_index.arrays import Descriptors, RgbImage
from image_index.codebook import CODEBOOK_PATH, Codebook
from image_index.features import FEATURES_VERSION, describe_reference
from image_index.photo import decode_photo

LISTS = 8192  # inverted lists: about 200 descriptors each with 2,300 references, 2,000 with 24,000
PARTS = 16  # bytes per descriptor
SAMPLED_PER_LIST = 50  # training descriptors per centroid; faiss asks for 39 or more
SAMPLED_RESIDUALS = 100_000
ROUNDS = 10
SEED = 1


def folder_pictures(folder: Path) -> Iterator[RgbImage]:
    """Every picture under *folder*, by name."""
    for picture in read_distractors(folder, 0):
        yield decode_photo(picture.path.read_bytes(), max_side=1600)


def describe_all(pictures: Iterator[RgbImage]) -> list[Descriptors]:
    """The descriptors of each picture, squeezed views included, as the index will hold them."""
    found = []
    for number, picture in enumerate(pictures, start=1):
        found.append(describe_reference(picture).descriptors)
        if number % 200 == 0:
            print(f"described {number} pictures", file=sys.stderr)
    return found


def train(descriptors: npt.NDArray[np.uint8], provenance: dict[str, object]) -> Codebook:
    """
    Coarse centroids by k-means, rounded to bytes; then a product quantiser of the residuals.

    The same *descriptors* (N, 128) give the same codebook with the same versions and one thread.

    Source:
        Jegou, Douze & Schmid, PAMI 2011, section IV.
    """
    faiss.omp_set_num_threads(1)
    wanted = min(len(descriptors), LISTS * SAMPLED_PER_LIST)
    order = np.random.default_rng(SEED).permutation(len(descriptors))[:wanted]
    sample = descriptors[order].astype(np.float32)
    clusters = faiss.Kmeans(
        128, LISTS, niter=ROUNDS, seed=SEED, max_points_per_centroid=2 * SAMPLED_PER_LIST
    )
    clusters.train(sample)
    coarse = np.clip(np.round(np.asarray(clusters.centroids, np.float32)), 0, 255).astype(np.uint8)
    nearest = faiss.IndexFlatL2(128)
    nearest.add(coarse.astype(np.float32))
    some = sample[:SAMPLED_RESIDUALS]
    residuals = some - coarse[nearest.search(some, 1)[1][:, 0]]
    quantiser = faiss.ProductQuantizer(128, PARTS, 8)
    quantiser.train(residuals)
    fine = faiss.vector_to_array(quantiser.centroids).reshape(PARTS, 256, 128 // PARTS)
    fine = fine.astype(np.float16).astype(np.float32)
    return Codebook(coarse, fine, provenance | {"sampled_descriptors": wanted})


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_codebook")
    parser.add_argument("--pictures", nargs="+", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--artwork", action="store_true", help="add what seed_products draws")
    parser.add_argument("--out", type=Path, default=CODEBOOK_PATH)
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    groups: dict[str, list[Descriptors]] = {}
    for folder in options.pictures:
        groups[folder.name] = describe_all(folder_pictures(folder))
    if options.artwork:
        from benchmarks.own_artwork import own_artwork

        groups["own artwork"] = describe_all(own_artwork())
    descriptors = np.concatenate([found for group in groups.values() for found in group])
    provenance = {
        "trained_on": {
            name: {"pictures": len(group), "descriptors": sum(map(len, group))}
            for name, group in groups.items()
        },
        "descriptors_sha256": hashlib.sha256(descriptors.tobytes()).hexdigest(),
        "features_version": FEATURES_VERSION,
        "seed": SEED,
        "rounds": ROUNDS,
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "opencv": cv2.__version__,
            "faiss": faiss.__version__,
        },
    }
    codebook = train(descriptors, provenance)
    codebook.save(options.out)
    print(f"{options.out}: codebook {codebook.identity}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
