"""
The trained quantisers that ship with the package.

One codebook for everybody: no training when the first product arrives, the same answer for the same
pictures on every machine, and adding or removing a reference never moves another one. Made by
``python -m benchmarks.train_codebook``; provenance in docs/identification.md and in the file.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

CODEBOOK_PATH = Path(__file__).with_name("codebook.npz")


@dataclass(frozen=True, slots=True)
class Codebook:
    """A coarse quantiser and a product quantiser of what is left, for RootSIFT descriptors."""

    coarse: npt.NDArray[np.uint8]  # (lists, 128): the centre of each inverted list
    fine: npt.NDArray[np.float32]  # (parts, 256, 128 / parts): product quantiser of the residuals
    provenance: dict[str, Any]  # what it was trained on, counts, seed, versions

    @property
    def identity(self) -> str:
        """SHA-256 of the two arrays: indexes made with different codebooks never mix."""
        digest = hashlib.sha256(self.coarse.tobytes())
        digest.update(self.fine.astype("<f4").tobytes())
        return digest.hexdigest()

    def save(self, path: Path) -> None:
        """Write to *path* as plain arrays; the fine part as float16."""
        np.savez_compressed(
            path,
            coarse=self.coarse,
            fine=self.fine.astype(np.float16),
            provenance=np.frombuffer(json.dumps(self.provenance).encode(), np.uint8),
        )


def load_codebook(path: Path) -> Codebook:
    """The codebook in the file *path*, never unpickling anything."""
    with np.load(path, allow_pickle=False) as stored:
        provenance = json.loads(stored["provenance"].tobytes())
        return Codebook(stored["coarse"], stored["fine"].astype(np.float32), provenance)


@cache
def shipped_codebook() -> Codebook:
    """The codebook that ships with the package, read once."""
    return load_codebook(CODEBOOK_PATH)
