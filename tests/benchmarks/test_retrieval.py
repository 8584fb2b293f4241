import json

import pytest

from benchmarks.picture_sets import read_distractors, read_queries, read_references
from benchmarks.retrieval import main
from image_index.photo import encode_jpeg
from tests.image_index.drawn_labels import draw_label, photograph, quadrilateral

CORNERS = quadrilateral(700, 700, turn=10)


@pytest.fixture
def pictures(tmp_path):
    """Two sets with the same ids, a distractor folder, and a photo of nothing registered."""

    def write(path, image):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_jpeg(image))

    for place, seeds in (("tea", (1, 2)), ("soap", (3, 4))):
        rows = ["reference_id,reference_path,label"]
        for number, seed in enumerate(seeds):
            write(tmp_path / place / f"references/{number}.jpg", draw_label(seed))
            rows.append(f"r{number},references/{number}.jpg,{place}")  # one product, two pictures
        (tmp_path / place / "references.csv").write_text("\n".join(rows))
        write(tmp_path / place / "photos/a.jpg", photograph(draw_label(seeds[1]), CORNERS))
        write(tmp_path / place / "photos/b.jpg", photograph(draw_label(9), CORNERS))
        (tmp_path / place / "pairs.csv").write_text(
            "query_path,reference_id,split\nphotos/a.jpg,r0,test\nphotos/b.jpg,,other\n"
        )
    write(tmp_path / "clothing/one.jpg", draw_label(20))
    (tmp_path / "clothing/note.txt").write_text("not a picture")
    return tmp_path


def test_prints_and_writes_exactly_the_agreed_figures(pictures, capsys):
    """Other programs read them."""
    sets = [pictures / "tea", pictures / "soap"]
    out = pictures / "out.json"

    main(
        [
            *("--references", *(str(s / "references.csv") for s in sets)),
            *("--queries", *(str(s / "pairs.csv") for s in sets)),
            *("--distractors", str(pictures / "clothing"), "--json", str(out)),
        ]
    )
    figures = json.loads(out.read_text())

    assert json.loads(capsys.readouterr().out) == figures
    assert list(figures) == [
        "references",
        "queries",
        "unregistered",
        "milliseconds",
        "enrol_per_second",
        "index_bytes",
    ]
    assert figures["references"] == 5
    found = {
        "n": 1,
        "recall@1": 1.0,
        "recall@5": 1.0,
        "recall@10": 1.0,
        "strong": 1.0,
        "strong_wrong": 0.0,
    }
    assert figures["queries"] == {"soap/test": found, "tea/test": found}
    assert figures["unregistered"] == {"n": 2, "strong": 0.0, "possible": 0.0}
    assert set(figures["milliseconds"]) == {"decode", "features", "retrieve", "verify", "total"}
    assert all(set(spent) == {"p50", "p95"} for spent in figures["milliseconds"].values())
    assert figures["enrol_per_second"] > 0
    assert figures["index_bytes"] > 100_000


def test_every_set_of_references_needs_its_photos(pictures, capsys):
    """The i-th belong to the i-th."""
    known = str(pictures / "tea/references.csv")
    with pytest.raises(SystemExit):
        main(["--references", known, known, "--queries", str(pictures / "tea/pairs.csv")])
    assert "as many" in capsys.readouterr().err


def test_an_id_is_unique_within_its_file_only(pictures):
    """Both files have an r0; they are different things."""
    tea = read_references(pictures / "tea/references.csv", 0)
    soap = read_references(pictures / "soap/references.csv", 1)

    assert len({r.reference_id for r in tea + soap}) == 4
    assert len({r.product_id for r in tea}) == 1
    assert {r.product_id for r in tea}.isdisjoint(r.product_id for r in soap)


def test_a_photo_with_an_empty_reference_shows_nothing_registered(pictures):
    """Most goods are not in the index."""
    references = read_references(pictures / "tea/references.csv", 0)
    registered, stranger = read_queries(pictures / "tea/pairs.csv", 0, references)

    assert registered.product_id == references[0].product_id
    assert registered.group == "tea/test"
    assert stranger.product_id is None


def test_a_photo_of_an_unknown_reference_is_a_broken_file(pictures):
    """Counting it as unregistered would hide a typing error."""
    (pictures / "tea/pairs.csv").write_text("query_path,reference_id,split\nphotos/a.jpg,r9,test\n")

    with pytest.raises(KeyError):
        read_queries(pictures / "tea/pairs.csv", 0, [])


def test_only_pictures_of_a_distractor_folder_are_read(pictures):
    """Notes and licences lie beside them."""
    assert [r.path.name for r in read_distractors(pictures / "clothing", 0)] == ["one.jpg"]
