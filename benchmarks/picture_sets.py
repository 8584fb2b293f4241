"""The CSV pair that the benchmarks read: reference images, and photos of them."""

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ONE_PRODUCT = {"Alpro-Shelf-Soy-Milk": "Alpro-Fresh-Soy-Milk"}  # one design under two labels
PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference image; those that share a product are pictures of one product."""

    reference_id: str  # unique over all files: the folder's place in the list is part of it
    product_id: str
    path: Path


@dataclass(frozen=True, slots=True)
class Query:
    """One photo, and the product that it shows, or None: nothing registered."""

    group: str  # "<folder>/<split>"
    product_id: str | None
    path: Path


def is_development(picture: Path) -> bool:
    """
    True for the half of all photos that numbers may be chosen by; the other half is reported.

    Fixed by the file name, so that a photo that stands in two lists never changes sides.
    """
    return hashlib.sha256(picture.name.encode()).digest()[0] % 2 == 0


def read_references(path: Path, number: int) -> list[Reference]:
    """
    The rows of a ``references.csv`` (reference_id, reference_path, label).

    Args:
        path: the file; pictures are relative to its folder.
        number: its place on the command line, which keeps ids of several files apart.
    """
    with path.open(newline="", encoding="utf-8") as rows:
        return [
            Reference(
                f"{number}/{row['reference_id']}",
                f"{number}/{_product(row.get('label') or row['reference_id'])}",
                path.parent / row["reference_path"],
            )
            for row in csv.DictReader(rows)
        ]


def read_queries(path: Path, number: int, references: list[Reference]) -> list[Query]:
    """
    The rows of a ``pairs.csv`` (query_path, reference_id or empty, split).

    Raises:
        KeyError: a row names a reference that the paired file does not have.
    """
    product_of = {r.reference_id: r.product_id for r in references}
    folder = path.resolve().parent.name
    with path.open(newline="", encoding="utf-8") as rows:
        return [
            Query(
                f"{folder}/{row['split']}",
                product_of[f"{number}/{row['reference_id']}"] if row["reference_id"] else None,
                path.parent / row["query_path"],
            )
            for row in csv.DictReader(rows)
        ]


def read_distractors(folder: Path, number: int) -> list[Reference]:
    """Every picture under *folder*, each as a product of its own that no photo shows."""
    pictures = sorted(p for p in folder.rglob("*") if p.suffix.lower() in PICTURE_SUFFIXES)
    names = [f"distractor {number}/{picture.relative_to(folder)}" for picture in pictures]
    return [Reference(name, name, picture) for name, picture in zip(names, pictures, strict=True)]


def read_sets(
    reference_files: Sequence[Path], query_files: Sequence[Path]
) -> tuple[list[Reference], list[Query]]:
    """All references and all photos; the i-th files belong together."""
    references: list[Reference] = []
    queries: list[Query] = []
    for number, (known, asked) in enumerate(zip(reference_files, query_files, strict=True)):
        own = read_references(known, number)
        references += own
        queries += read_queries(asked, number, own)
    return references, queries


def read_folders(folders: Sequence[Path]) -> list[Reference]:
    """The distractors of several folders."""
    return [r for number, folder in enumerate(folders) for r in read_distractors(folder, number)]


def _product(label: str) -> str:
    return ONE_PRODUCT.get(label, label)
