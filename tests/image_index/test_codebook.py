import numpy as np
import pytest

from image_index.codebook import CODEBOOK_PATH, Codebook, load_codebook, shipped_codebook


def test_the_shipped_codebook_is_small_and_says_where_it_comes_from():
    """Everybody clones it, and everybody may ask what it was trained on."""
    book = shipped_codebook()

    assert CODEBOOK_PATH.stat().st_size < 1_500_000
    assert book.coarse.shape == (8192, 128)
    assert book.coarse.dtype == np.uint8
    assert book.fine.shape == (16, 256, 8)
    assert set(book.provenance) >= {"trained_on", "descriptors_sha256", "seed", "versions"}
    assert set(book.provenance["trained_on"]) == {"clothing", "own artwork"}


def test_centroids_look_like_descriptors():
    """RootSIFT has a length of 512; a mean of several is a little shorter."""
    lengths = np.linalg.norm(shipped_codebook().coarse.astype(float), axis=1)

    assert 300 < np.median(lengths) < 515
    assert len(np.unique(shipped_codebook().coarse, axis=0)) > 8100


def test_a_saved_codebook_comes_back_with_the_same_identity(tmp_path):
    """Snapshots name the codebook they need by it."""
    made = Codebook(
        np.arange(256, dtype=np.uint8).reshape(2, 128),
        np.full((16, 256, 8), 0.5, np.float32),
        {"seed": 1},
    )

    made.save(tmp_path / "book.npz")
    again = load_codebook(tmp_path / "book.npz")

    assert again.identity == made.identity
    assert again.provenance == {"seed": 1}


@pytest.mark.parametrize("part", ["coarse", "fine"])
def test_the_identity_changes_with_any_number(part):
    """Codes of one codebook mean nothing in another."""
    book = shipped_codebook()
    arrays = {"coarse": book.coarse.copy(), "fine": book.fine.copy()}
    arrays[part].flat[7] += 1

    assert Codebook(**arrays, provenance={}).identity != book.identity
