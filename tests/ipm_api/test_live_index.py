"""Every worker's index follows what is published, from a snapshot or without one."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from image_index.snapshot import check_index
from ipm_api.live_index import SNAPSHOT, LiveIndex
from ipm_api.models.reference_image import IndexChange, ReferenceDescription
from ipm_api.operations import index_change
from ipm_api.operations.index_change import changes_after, history_until, index_again
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.reference_image import add_reference_image, remove_reference_image
from tests.ipm_api.parallel import at_once
from tests.ipm_api.photos import on_a_table, picture, upload_of


@pytest.fixture
def products(session, publisher, make_product):
    """Two published products."""
    return [make_product(publisher, picture=picture(seed)) for seed in (1, 2)]


@pytest.fixture
def worker(tmp_path):
    """Starts a worker's index in the common folder."""
    return lambda: LiveIndex(tmp_path / "index")


def found(index, session, seed):
    return [match.product_id for match in index.search(session, on_a_table(picture(seed)))]


def held(index, session):
    return index.catch_up(session).reference_ids


def test_two_workers_follow_every_change_at_the_next_search(
    session, runtime, publisher, products, worker
):
    """Publish, add, remove, withdraw, publish again: without a restart, in all of them."""
    one, two = worker(), worker()
    first, second = (str(product.id) for product in products)
    parts = (session, publisher, runtime.index, runtime.images, runtime.decoder)
    for index in (one, two):
        assert found(index, session, 1) == [first]
        assert found(index, session, 2) == [second]
    added = add_reference_image(*parts, products[0].id, upload_of(3)).image.id
    publish_product(session, publisher, products[0].id)
    assert [found(index, session, 3) for index in (one, two)] == [[first]] * 2
    remove_reference_image(session, publisher, products[0].id, added)
    publish_product(session, publisher, products[0].id)
    assert [found(index, session, 3) for index in (one, two)] == [[]] * 2
    withdraw_product(session, publisher, products[0].id)
    assert [found(index, session, 1) for index in (one, two)] == [[]] * 2
    assert [len(index) for index in (one, two)] == [1] * 2
    publish_product(session, publisher, products[0].id)
    assert [found(index, session, 1) for index in (one, two)] == [[first]] * 2


def test_a_snapshot_is_loaded_and_caught_up_with(
    session, publisher, products, worker, make_product, monkeypatch
):
    """A new worker reads the file and only what came after it."""
    worker().save(session)
    third = make_product(publisher, picture=picture(3))
    withdraw_product(session, publisher, products[0].id)
    read = []

    def counted(session, number, limit):
        changes = changes_after(session, number, limit)
        read.extend(changes)
        return changes

    monkeypatch.setattr("ipm_api.live_index.changes_after", counted)
    late = worker()
    assert found(late, session, 3) == [str(third.id)]
    assert found(late, session, 1) == []
    assert found(late, session, 2) == [str(products[1].id)]
    assert [change.number for change in read] == [3, 4]


def test_a_snapshot_that_says_nothing_new_is_not_written_again(session, products, worker, tmp_path):
    """Workers that stop together do not rewrite the same file."""
    index = worker()
    index.save(session)
    path = tmp_path / "index" / SNAPSHOT
    before = path.stat().st_ino
    index.save(session)
    assert path.stat().st_ino == before
    late = worker()
    late.save(session)
    assert path.stat().st_ino == before


def test_a_damaged_snapshot_is_rebuilt_from_the_database(session, products, worker, tmp_path):
    """Any flipped byte or cut is noticed; no wrong answer, no standstill."""
    index = worker()
    index.save(session)
    path = tmp_path / "index" / SNAPSHOT
    whole = path.read_bytes()
    expected = held(index, session)
    place = len(whole) // 2
    flipped = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    for damaged in (flipped, whole[: len(whole) // 2], b"", b"something else"):
        path.write_bytes(damaged)
        assert held(worker(), session) == expected
    worker().save(session)
    assert path.read_bytes()[:8] == whole[:8]


def test_a_snapshot_of_a_longer_log_is_rebuilt(engine, session, publisher, products, worker):
    """The database was made anew or set back: positions beyond its log mean nothing."""
    withdraw_product(session, publisher, products[0].id)
    publish_product(session, publisher, products[0].id)
    worker().save(session)  # at position 4, with the pictures that were there at position 2
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM index_change WHERE number > 2"))
        connection.execute(text("SELECT setval('index_change_number_seq', 2)"))
    late = worker()
    held(late, session)
    withdraw_product(session, publisher, products[0].id)
    assert found(late, session, 1) == []


def test_a_snapshot_of_another_history_is_rebuilt(
    engine, session, publisher, products, worker, make_product
):
    """A backup was restored and went on: same length, other pictures. No product may be lost."""
    worker().save(session)
    with engine.begin() as connection:  # as if the second publication had never happened
        connection.execute(text("DELETE FROM index_change WHERE number = 2"))
        connection.execute(text("SELECT setval('index_change_number_seq', 1)"))
    third = make_product(publisher, picture=picture(3))
    late = worker()
    assert found(late, session, 3) == [str(third.id)]
    assert found(late, session, 2) == []


def test_a_description_that_cannot_be_read_leaves_the_others(session, products, worker, caplog):
    """One damaged row is logged and not searchable; everything else is."""
    row = session.scalars(
        select(ReferenceDescription).where(
            ReferenceDescription.image_id == products[0].images[0].id
        )
    ).one()
    row.features = b"damaged"
    session.commit()
    index = worker()
    assert found(index, session, 1) == []
    assert found(index, session, 2) == [str(products[1].id)]
    assert str(products[0].images[0].id) in caplog.text


def test_many_changes_are_read_in_batches(session, products, worker, monkeypatch):
    """A log longer than one batch is followed to its end."""
    monkeypatch.setattr("ipm_api.live_index.BATCH", 1)
    assert len(held(worker(), session)) == 2


def test_numbers_become_visible_in_order(engine, session, products):
    """A worker that has seen change n may skip all below: none may appear there later."""
    image = (products[0].id, products[0].images[0].id)
    session.expunge_all()
    with Session(engine) as first, Session(engine) as second:
        index_again(first, *image)
        second.execute(text("SET lock_timeout = '200ms'"))
        with pytest.raises(OperationalError):  # must wait for the first to commit
            index_again(second, *image)


def test_four_publications_at_once_are_all_followed(
    engine, session, publisher, make_product, worker
):
    """A reader beside them never sees a gap that fills up afterwards."""
    ids = [
        make_product(publisher, published=False, picture=picture(seed)).id for seed in (1, 2, 3, 4)
    ]
    session.rollback()
    index = worker()

    def follow(reading):
        seen = []
        while len(seen) < len(ids):
            seen += [c.number for c in changes_after(reading, seen[-1] if seen else 0)]
            index.catch_up(reading)
            reading.rollback()
        return seen

    answers = at_once(
        engine,
        [follow] + [lambda s, i=i: bool(publish_product(s, publisher, i)) for i in ids],
    )
    assert answers == [[1, 2, 3, 4], True, True, True, True]
    assert len(index) == 4


def test_a_history_is_told_by_all_its_changes(session, publisher, products):
    """Two logs that end alike may differ before."""
    withdraw_product(session, publisher, products[0].id)
    assert index_change.latest_change(session) == 3
    assert [c.added for c in session.scalars(select(IndexChange))] == [True, True, False]
    until = [history_until(session, number) for number in range(4)]
    assert until[0] == ""
    assert len(set(until)) == 4
    first = session.scalars(select(IndexChange).order_by(IndexChange.number)).first()
    first.added = False
    session.flush()
    assert history_until(session, 3) != until[3]
    session.rollback()


def test_damage_found_by_a_search_is_mended_from_the_database(session, products, worker, tmp_path):
    """Opening a snapshot reads little of it: what is read later is checked then."""
    worker().save(session)
    path = tmp_path / "index" / SNAPSHOT
    data = bytearray(path.read_bytes())
    for at in range(len(data) * 3 // 4, len(data)):
        data[at] ^= 1
    path.write_bytes(data)
    late = worker()
    assert len(late.catch_up(session).reference_ids) == 2
    assert found(late, session, 1) == [str(products[0].id)]
    assert found(late, session, 2) == [str(products[1].id)]
    late.save(session)
    assert found(worker(), session, 1) == [str(products[0].id)]


def test_a_damaged_snapshot_is_never_saved_again(
    session, publisher, products, worker, tmp_path, make_product
):
    """A snapshot is made from the one before; damage must not travel."""
    worker().save(session)
    path = tmp_path / "index" / SNAPSHOT
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    late = worker()
    make_product(publisher, picture=picture(3))
    late.save(session)
    check_index(path)
    assert len(held(worker(), session)) == 3
