"""
Train how long inverted lists are divided, once for every codebook.

    python -m benchmarks.train_list_division --pictures FOLDER [--out FILE.npz]

FOLDER holds the pictures that the codebook was trained on. Only centres leave here.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import cv2
import faiss
import numpy as np
import numpy.typing as npt

from benchmarks.train_codebook import describe_all, folder_pictures
from image_index.codebook import Codebook, shipped_codebook
from image_index.descriptor_index.list_division import DIVISION_PATH, GRADES

SAMPLED = 150_000  # descriptors
ROUNDS = 10
SEED = 1


def train(
    descriptors: npt.NDArray[np.uint8], codebook: Codebook
) -> dict[int, npt.NDArray[np.float32]]:
    """For each number of parts, the centres (parts, 128) of what the codes keep of residuals."""
    faiss.omp_set_num_threads(1)
    order = np.random.default_rng(SEED).permutation(len(descriptors))[:SAMPLED]
    sample = descriptors[order].astype(np.float32)
    coarse = codebook.coarse.astype(np.float32)
    nearest = faiss.IndexFlatL2(coarse.shape[1])
    nearest.add(coarse)
    residuals = sample - coarse[nearest.search(sample, 1)[1][:, 0]]
    quantiser = faiss.ProductQuantizer(coarse.shape[1], len(codebook.fine), 8)
    faiss.copy_array_to_vector(codebook.fine.ravel(), quantiser.centroids)
    kept = quantiser.decode(quantiser.compute_codes(residuals))
    offsets = {}
    for parts in (grade.parts for grade in GRADES if grade.parts > 1):
        clusters = faiss.Kmeans(
            coarse.shape[1], parts, niter=ROUNDS, seed=SEED, max_points_per_centroid=SAMPLED
        )
        clusters.train(kept)
        offsets[parts] = np.asarray(clusters.centroids, np.float32)
    return offsets


def save(offsets: dict[int, npt.NDArray[np.float32]], codebook: Codebook, path: Path) -> None:
    """Write *offsets* as half floats, with the codebook that they belong to."""
    np.savez_compressed(
        path,
        codebook=np.frombuffer(bytes.fromhex(codebook.identity), np.uint8),
        **{f"offsets_{parts}": found.astype(np.float16) for parts, found in offsets.items()},
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_list_division")
    parser.add_argument("--pictures", nargs="+", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--out", type=Path, default=DIVISION_PATH)
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    found = [d for folder in options.pictures for d in describe_all(folder_pictures(folder))]
    codebook = shipped_codebook()
    save(train(np.concatenate(found), codebook), codebook, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
