import json
from pathlib import Path

import pytest

from benchmarks.picture_sets import (
    is_development,
    read_distractors,
    read_queries,
    read_references,
)
from benchmarks.reliability import FirstAnswer, reliability, wilson_interval
from benchmarks.retrieval import main, run
from image_index.photo import encode_jpeg
from image_index.ranking import Band
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
        "halves",
        "reliability",
        "machine",
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


def test_labels_of_one_design_are_one_product(tmp_path):
    """No photo can tell them apart."""
    (tmp_path / "references.csv").write_text(
        "reference_id,reference_path,label\na,a.jpg,Alpro-Fresh-Soy-Milk\nb,b.jpg,Alpro-Shelf-Soy-Milk\n"
    )
    fresh, shelf = read_references(tmp_path / "references.csv", 0)
    assert fresh.product_id == shelf.product_id
    assert fresh.reference_id != shelf.reference_id


def test_the_half_of_a_photo_depends_on_its_name_alone(tmp_path):
    """A photo in two lists never changes sides, on any machine."""
    names = [f"{number}.jpg" for number in range(400)]
    developed = [name for name in names if is_development(Path("a", name))]
    assert developed == [name for name in names if is_development(tmp_path / name)]
    assert 150 < len(developed) < 250
    assert is_development(Path("1.jpg")) is True
    assert is_development(Path("0.jpg")) is False


def test_every_photo_is_counted_in_one_half(pictures):
    """The halves add up to the whole."""
    figures = run([pictures / "tea/references.csv"], [pictures / "tea/pairs.csv"], [])
    halves = figures["halves"].values()
    assert sum(half.get("tea", {"n": 0})["n"] for half in halves) == 1
    assert sum(half["unregistered"]["n"] for half in halves) == 1
    assert sum(table["band"]["strong"]["n"] for table in figures["reliability"].values()) == 1


def test_a_share_of_none_is_not_certainly_none():
    """Wilson: 0 of 300 may still be one in a hundred."""
    low, high = wilson_interval(0, 300)
    assert low == pytest.approx(0, abs=1e-12)
    assert high == pytest.approx(0.0126, abs=1e-3)
    assert wilson_interval(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert wilson_interval(0, 0) == (0.0, 1.0)


def test_reliability_counts_each_answer_once_and_where_it_belongs():
    """A band and a step of strength each."""
    table = reliability(
        [
            FirstAnswer(Band.STRONG, 7.0, True),
            FirstAnswer(Band.STRONG, 80.0, False),
            FirstAnswer(Band.NONE, 0.0, False),
        ]
    )
    assert table["band"]["strong"]["n"] == 2
    assert table["band"]["strong"]["right"] == 0.5
    assert table["strength"]["6-12"]["right"] == 1.0
    assert table["strength"]["50-inf"]["right"] == 0.0
    assert table["strength"]["0-0.5"]["n"] == 1
    assert table["band"]["possible"]["right"] is None
