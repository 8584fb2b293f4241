import json

import numpy as np
import pytest

from benchmarks.planted import write_planted
from benchmarks.scale import main
from image_index.features import describe_reference
from image_index.index import ImageIndex
from image_index.photo import encode_jpeg
from image_index.snapshot import load_index, save_index
from tests.image_index.drawn_labels import draw_label, photograph, quadrilateral

CORNERS = quadrilateral(700, 700, turn=10)


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A snapshot of one product and two distractors."""
    path = tmp_path_factory.mktemp("scale") / "real"
    index = ImageIndex()
    for seed, name in ((1, "0/r1"), (2, "distractor 0/a.jpg"), (3, "distractor 0/b.jpg")):
        index.add(name, name, describe_reference(draw_label(seed)))
    save_index(index, path, position=0)
    return path


def test_synthetic_references_resemble_distractors_and_are_all_distinct(real, tmp_path):
    """The same lists, places and lengths; no descriptor twice; what is real stays as it is."""
    frozen = load_index(real).index.frozen()
    write_planted(frozen, 11, tmp_path / "planted")
    loaded = load_index(tmp_path / "planted").index
    planted = loaded.frozen()

    assert len(loaded) == 11
    counts = planted.base.row_counts
    assert counts[:3].tolist() == frozen.base.row_counts.tolist()
    assert counts[3:].tolist() == [counts[1], counts[2]] * 4
    assert np.array_equal(planted.base.get(5).places, frozen.base.get(1).places)
    for number in range(0, frozen.coder.lists, 257):
        before, after = (f.base_lists.list_content(number)[0] for f in (frozen, planted))
        if len(before):
            assert {code.tobytes() for code in before} <= {code.tobytes() for code in after}
    everything = [planted.base_lists.list_content(n)[0] for n in range(frozen.coder.lists)]
    codes = np.concatenate(everything)
    assert len(codes) == counts.sum()
    assert len(np.unique(codes, axis=0)) > 0.5 * len(codes)


def test_less_than_what_is_real_cannot_be_planted(real, tmp_path):
    """The real references are the point."""
    with pytest.raises(ValueError, match="size"):
        write_planted(load_index(real).index.frozen(), 2, tmp_path / "planted")


def test_prints_and_writes_exactly_the_agreed_figures(tmp_path, capsys):
    """Other programs read them."""

    def write(path, image):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_jpeg(image))

    write(tmp_path / "tea/r.jpg", draw_label(1))
    write(tmp_path / "tea/q.jpg", photograph(draw_label(1), CORNERS))
    write(tmp_path / "other/d.jpg", draw_label(2))
    (tmp_path / "tea/references.csv").write_text("reference_id,reference_path,label\nr,r.jpg,tea")
    (tmp_path / "tea/pairs.csv").write_text("query_path,reference_id,split\nq.jpg,r,test\n")
    out = tmp_path / "out.json"

    main(
        [
            *("--references", str(tmp_path / "tea/references.csv")),
            *("--queries", str(tmp_path / "tea/pairs.csv")),
            *("--distractors", str(tmp_path / "other")),
            *("--sizes", "2", "9", "--json", str(out)),
        ]
    )

    figures = json.loads(out.read_text())
    assert json.loads(capsys.readouterr().out) == figures
    assert list(figures) == ["machine", "real_references", "photos", "sizes"]
    assert (figures["real_references"], figures["photos"]) == (2, 1)
    assert list(figures["sizes"]) == ["2", "9"]
    nine = figures["sizes"]["9"]
    assert list(nine) == [
        "build_seconds",
        "list_parts",
        "descriptors",
        "bytes_per_reference",
        "load_seconds",
        "retrieve_milliseconds",
        "recall@1",
        "recall@10",
    ]
    assert (nine["recall@1"], nine["recall@10"], nine["list_parts"]) == (1.0, 1.0, 1)
    assert list(nine["bytes_per_reference"]) == ["private", "mapped_lists", "file"]
    assert nine["bytes_per_reference"]["mapped_lists"] == 21 * nine["descriptors"] // 9
