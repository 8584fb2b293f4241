import json
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("pdqhash", reason='pip install -e ".[peers]"')
pytest.importorskip("threatexchange", reason='pip install -e ".[peers]"')

from benchmarks.peer_methods import Answer, Method, every_method
from benchmarks.peers import Tally, choose, main, table
from benchmarks.picture_sets import Query, is_development
from image_index.photo import encode_jpeg, resize_to
from tests.image_index.drawn_labels import draw_label, photograph, quadrilateral


def turned(seed):
    """A photo of a label among other things."""
    return photograph(draw_label(seed), quadrilateral(700, 700, turn=12))


@pytest.mark.parametrize("method", every_method(), ids=lambda method: method.name)
def test_each_method_finds_a_copy_and_accepts_it(method: Method):
    """A method that cannot do this was put together wrongly, and would be compared unfairly."""
    for seed in range(4):
        method.add(f"p{seed}", draw_label(seed))

    copy = resize_to(draw_label(2), 400)
    answer = method.ask(copy, "copy")

    assert (answer.product_id, answer.is_accepted) == ("p2", True)
    assert answer.milliseconds > 0


@pytest.mark.parametrize("method", every_method(), ids=lambda method: method.name)
def test_each_method_refuses_a_picture_of_something_else(method: Method):
    for seed in range(4):
        method.add(f"p{seed}", draw_label(seed))
    noise = np.random.default_rng(0).integers(0, 255, (300, 400, 3)).astype(np.uint8)

    assert not method.ask(noise, "other").is_accepted
    assert not method.ask(np.full((300, 300, 3), 200, np.uint8), "nothing").is_accepted


def test_methods_that_look_at_places_find_a_turned_label():
    """The hashes do not; that is what is to be shown."""
    found = {}
    for method in every_method():
        for seed in range(4):
            method.add(f"p{seed}", draw_label(seed))
        answer = method.ask(turned(2), "turned")
        found[method.name] = answer.is_accepted and answer.product_id == "p2"

    assert [name for name, ok in found.items() if ok] == [
        "ORB + brute force + RANSAC (OpenCV)",
        "SIFT + FLANN + RANSAC (OpenCV)",
        "this project",
    ]


@pytest.mark.parametrize("place", [3, 4])
def test_a_larger_index_is_asked_about_the_rest_only(place):
    """The time of a query is that of both parts; the answer is that of all references."""
    method = every_method()[place]
    assert method.is_slow
    method.add("p0", draw_label(0))
    before = method.ask(turned(2), "a")
    method.add("p2", draw_label(2))
    after = method.ask(turned(2), "a")

    assert not before.is_accepted
    assert (after.product_id, after.is_accepted) == ("p2", True)
    assert after.milliseconds > before.milliseconds


def test_tally_tells_the_kinds_of_mistakes_apart(tmp_path):
    """Wrong, and accepted though nothing is registered, are different things."""
    tally = Tally()
    known, stranger = Query("a", "p", tmp_path / "a"), Query("a", None, tmp_path / "b")
    for query, product, accepted in (
        (known, "p", True),
        (known, "p", False),
        (known, "q", True),
        (known, None, False),
        (stranger, "p", True),
        (stranger, "p", False),
    ):
        tally.count(query, Answer(product, accepted, 5.0))

    assert tally.figures() == {
        "registered": 4,
        "unregistered": 2,
        "recall@1": 0.5,
        "accepted_right": 0.25,
        "accepted_wrong": 0.25,
        "false_accepts": 0.5,
        "milliseconds": 5.0,
    }


def test_every_beginning_of_the_choice_is_mixed_alike(tmp_path):
    """Slow methods see its beginning only; both halves of the photos stay apart."""
    names = [f"{number}.jpg" for number in range(400)]
    queries = [Query("dvd/a", "p", tmp_path / name) for name in names[:100]]
    queries += [Query("tea/a", "q", tmp_path / name) for name in names[100:200]]
    queries += [Query("tea/b", None, tmp_path / name) for name in names[200:]]

    chosen = choose(queries, 50)

    assert len(chosen) == len({query.path for query in chosen}) == 50
    assert not any(is_development(query.path) for query in chosen)
    for count in (10, 20, 50):
        kinds = [query.product_id for query in chosen[:count]]
        assert kinds.count("p") == kinds.count("q") == 0.3 * count
    assert chosen == choose(queries[::-1], 50)
    assert len(choose(queries[:100], 500)) == sum(not is_development(q.path) for q in queries[:100])


@pytest.fixture
def pictures(tmp_path):
    """Two references, photos of both and of nothing registered, three distractors."""
    rows, photos = ["reference_id,reference_path,label"], ["query_path,reference_id,split"]
    for seed in (1, 2):
        (tmp_path / f"{seed}.jpg").write_bytes(encode_jpeg(draw_label(seed)))
        rows.append(f"r{seed},{seed}.jpg,p{seed}")
    names = [name for name in (f"photo{n}.jpg" for n in range(40)) if not _develops(name)]
    for name, seed, reference in zip(names, (1, 2, 9, 8), ("r1", "r2", "", ""), strict=False):
        photo = cv2.resize(turned(seed), (350, 350))
        (tmp_path / name).write_bytes(encode_jpeg(photo))
        photos.append(f"{name},{reference},a")
    (tmp_path / "references.csv").write_text("\n".join(rows))
    (tmp_path / "pairs.csv").write_text("\n".join(photos))
    (tmp_path / "others").mkdir()
    for seed in (20, 21, 22):
        (tmp_path / f"others/{seed}.jpg").write_bytes(encode_jpeg(draw_label(seed)))
    return tmp_path


def _develops(name):
    return is_development(Path(name))


def test_prints_writes_and_tabulates(pictures, capsys):
    """One command, one run; the table goes into the README as it is."""
    out, page = pictures / "out.json", pictures / "out.md"

    main(
        [
            *("--references", str(pictures / "references.csv")),
            *("--queries", str(pictures / "pairs.csv")),
            *("--distractors", str(pictures / "others"), "--sizes", "2", "5"),
            *("--photos", "4", "--slow-photos", "1"),
            *("--json", str(out), "--table", str(page)),
        ]
    )
    figures = json.loads(out.read_text())

    assert json.loads(capsys.readouterr().out) == figures
    assert list(figures) == ["photos", "half", "methods", "machine"]
    assert (figures["photos"], figures["half"]) == (4, "report")
    assert len(figures["methods"]) == 6
    by_name = {method["name"]: method["sizes"] for method in figures["methods"]}
    ours, sift = by_name["this project"], by_name["SIFT + FLANN + RANSAC (OpenCV)"]
    assert list(ours) == ["2", "5"]
    assert ours["5"]["recall@1"] == ours["2"]["recall@1"] == 1.0
    assert ours["5"]["false_accepts"] == 0.0
    assert (ours["5"]["registered"], ours["5"]["unregistered"]) == (2, 2)
    assert (sift["2"]["registered"], sift["2"]["unregistered"]) == (2, 2)
    assert (sift["5"]["registered"], sift["5"]["unregistered"]) == (1, 0)
    lines = page.read_text().splitlines()
    assert page.read_text() == table(figures)
    assert len(lines) == 8
    assert len({line.count("|") for line in lines}) == 1
