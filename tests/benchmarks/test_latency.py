import json

import cv2
import numpy as np
import pytest

from benchmarks import latency
from benchmarks.latency import enlarged, large_photos, main
from benchmarks.picture_sets import Query
from image_index.photo import encode_jpeg, inspect_photo
from tests.image_index.drawn_labels import draw_label, photograph, quadrilateral

CORNERS = quadrilateral(700, 700, turn=10)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """A large photo is one of 0.6 megapixels here, and others are enlarged to 0.8."""
    monkeypatch.setattr(latency, "LARGE_PIXELS", 600_000)
    monkeypatch.setattr(latency, "ENLARGED_PIXELS", 800_000)


@pytest.fixture
def pictures(tmp_path):
    """Two references, a small photo of one, a large one of the other, and one of nothing known."""
    rows = ["reference_id,reference_path,label"]
    for seed in (1, 2):
        (tmp_path / f"{seed}.jpg").write_bytes(encode_jpeg(draw_label(seed)))
        rows.append(f"r{seed},{seed}.jpg,p{seed}")
    (tmp_path / "references.csv").write_text("\n".join(rows))
    small = photograph(draw_label(1), CORNERS)
    (tmp_path / "small.jpg").write_bytes(encode_jpeg(small))
    large = cv2.resize(photograph(draw_label(2), CORNERS), (800, 800))
    (tmp_path / "large.jpg").write_bytes(encode_jpeg(large))
    (tmp_path / "stranger.jpg").write_bytes(encode_jpeg(photograph(draw_label(9), CORNERS)))
    (tmp_path / "pairs.csv").write_text(
        "query_path,reference_id,split\nsmall.jpg,r1,a\nlarge.jpg,r2,a\nstranger.jpg,,b\n"
    )
    return tmp_path


def test_prints_and_writes_every_stage(pictures, capsys):
    """The figures the README shows, by name."""
    out = pictures / "out.json"

    main(
        [
            *("--references", str(pictures / "references.csv")),
            *("--queries", str(pictures / "pairs.csv")),
            *("--photos", "5", "--enrol", "2", "--profile", "--json", str(out)),
        ]
    )
    figures = json.loads(out.read_text())
    printed = capsys.readouterr()

    assert json.loads(printed.out) == figures
    assert "tottime" in printed.err  # the profile does not mix with the figures
    assert list(figures) == [
        *("references", "photos", "answered", "milliseconds", "apart", "enrolment", "machine"),
    ]
    assert figures["references"] == 2
    assert figures["answered"] == {"strong": 2, "possible": 0, "none": 0}
    stages = figures["milliseconds"]
    assert list(stages) == ["decode", "features", "retrieve", "verify", "crops", "total"]
    assert all(set(spent) == {"p50", "p95"} for spent in stages.values())
    parts = [stages[stage]["p50"] for stage in stages if stage != "total"]
    assert min(parts) > 0
    assert stages["total"]["p95"] >= max(parts)
    assert list(figures["apart"]) == ["barcode", "sandbox"]
    assert figures["photos"]["as_they_are"]["n"] == figures["photos"]["enlarged"]["n"] == 1
    assert figures["photos"]["as_they_are"]["megapixels"] == 0.6
    assert figures["photos"]["enlarged"]["megapixels"] == 0.8
    assert figures["enrolment"]["n"] == 2
    assert figures["enrolment"]["per_second"] > 0


def test_photos_that_are_large_as_they_are_come_first(pictures):
    """An enlarged one is sharper or smoother than a camera's; unregistered goods are left out."""
    queries = [
        Query("a", "p1", pictures / "small.jpg"),
        Query("a", "p2", pictures / "large.jpg"),
        Query("b", None, pictures / "stranger.jpg"),
    ]

    assert [photo.name for photo in large_photos(queries, 1)] == ["large.jpg"]
    assert [photo.is_enlarged for photo in large_photos(queries, 9)] == [False, True]


def test_enlarged_photo_keeps_its_shape():
    photo = encode_jpeg(np.full((300, 400, 3), 90, np.uint8))

    facts = inspect_photo(enlarged(photo))

    assert (facts.width, facts.height) == (1033, 775)


def test_every_set_of_references_needs_its_photos(pictures, capsys):
    known = str(pictures / "references.csv")
    with pytest.raises(SystemExit):
        main(["--references", known, known, "--queries", str(pictures / "pairs.csv")])
    assert "as many" in capsys.readouterr().err
