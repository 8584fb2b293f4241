"""Files in pieces: exactly once, whole or not at all (UP-7)."""

import hashlib
import random
import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ipm_api.errors import (
    BodyTooLarge,
    Conflict,
    DigestMismatch,
    Invalid,
    NotFound,
    WrongOffset,
)
from ipm_api.models.account import Role
from ipm_api.models.picture_upload import PictureUpload, UploadChunk, UploadState
from ipm_api.models.reference_image import ImageKind, ImageView, ReferenceImage
from ipm_api.operations.picture_upload import (
    FileToSend,
    append_to_upload,
    forget_upload,
    start_upload,
    unfinished_uploads,
)
from ipm_api.operations.reference_image import remove_reference_image
from ipm_api.operations.upload_completion import own_upload
from tests.ipm_api.parallel import at_once
from tests.ipm_api.photos import blurred, picture, upload_of

CUTS = 200


@pytest.fixture
def product(publisher, make_product):
    """A draft with one picture."""
    return make_product(publisher, published=False, picture=picture(1))


@pytest.fixture
def parts(runtime):
    """What appending needs besides a session and an actor."""
    return (runtime.index, runtime.images, runtime.decoder)


def said(data, **what):
    return FileToSend(
        **{"file_name": "front.jpg", "size": len(data), "sha256": digest(data)} | what
    )


def digest(data):
    return hashlib.sha256(data).hexdigest()


def pictures(session):
    return session.scalar(select(func.count(ReferenceImage.id)))


def test_a_file_in_pieces_is_kept_with_a_receipt(session, publisher, product, parts, runtime):
    """Id, digest, time and the number of the organisation's files; the bytes as they were sent."""
    for number, seed in enumerate((2, 3), start=1):
        data = upload_of(seed).data
        upload = start_upload(session, publisher, product.id, said(data, view=ImageView.BACK))
        third = len(data) // 3
        for start in (0, third):
            upload = append_to_upload(
                session, publisher, *parts, upload.id, start, data[start : start + third]
            )
            assert (upload.state, upload.received) == (UploadState.ARRIVING, start + third)
        upload = append_to_upload(
            session, publisher, *parts, upload.id, 2 * third, data[2 * third :]
        )
        assert upload.state is UploadState.KEPT
        assert (upload.sequence, upload.finished_at is None) == (number, False)
        assert upload.image is not None
        assert (upload.image.view, upload.image.file_name) == (ImageView.BACK, "front.jpg")
        assert upload.image.uploaded_by == publisher.account_id
        assert runtime.images.get(upload.image.original_sha256) == data
    assert session.scalar(select(func.count(UploadChunk.start))) == 0
    assert pictures(session) == 3


def test_cut_anywhere_it_goes_on_and_is_there_once(session, publisher, product, parts):
    """UP-7: at 200 places the line breaks; the answer is lost, the piece is sent again."""
    data = upload_of(4).data
    dice = random.Random(7)
    cuts = sorted(dice.sample(range(1, len(data)), CUTS))
    upload = start_upload(session, publisher, product.id, said(data))
    for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True):
        assert pictures(session) == 1  # nothing half stored is ever seen
        assert own_upload(session, publisher, upload.id).received == start
        append_to_upload(session, publisher, *parts, upload.id, start, data[start:end])
        if dice.random() < 0.2:  # its answer never came: the same piece again
            repeated = start_upload(session, publisher, product.id, said(data))
            assert (repeated.id, repeated.received) == (upload.id, end)
            if end < len(data):
                with pytest.raises(WrongOffset) as refusal:
                    append_to_upload(session, publisher, *parts, upload.id, start, data[start:end])
                assert refusal.value.offset == end
                session.rollback()
    for _ in range(2):
        finished = append_to_upload(session, publisher, *parts, upload.id, 0, data[:10])
        assert (finished.state, finished.sequence) == (UploadState.KEPT, 1)
        assert start_upload(session, publisher, product.id, said(data)).state is UploadState.KEPT
    assert pictures(session) == 2
    assert unfinished_uploads(session, publisher, product.id) == []


def test_another_file_than_was_declared_leaves_nothing(session, publisher, product, parts, runtime):
    """Finding 5: a body of the right length with other bytes."""
    data = upload_of(5).data
    before = sorted(runtime.config.images.rglob("*"))
    upload = start_upload(session, publisher, product.id, said(data))
    changed = data[:-1] + bytes([data[-1] ^ 1])
    with pytest.raises(DigestMismatch):
        append_to_upload(session, publisher, *parts, upload.id, 0, changed)
    session.rollback()
    assert own_upload(session, publisher, upload.id).received == 0
    assert sorted(runtime.config.images.rglob("*")) == before
    assert (pictures(session), session.scalar(select(func.count(UploadChunk.start)))) == (1, 0)
    finished = append_to_upload(session, publisher, *parts, upload.id, 0, data)
    assert finished.state is UploadState.KEPT


def test_what_no_photo_could_be_recognised_by_is_refused_once(session, publisher, product, parts):
    """The reason is kept with the file; as a picture of a counterfeit it is welcome."""
    data = blurred(2).data
    upload = start_upload(session, publisher, product.id, said(data))
    refused = append_to_upload(session, publisher, *parts, upload.id, 0, data)
    assert (refused.state, refused.refused_for) == (UploadState.REFUSED, "too-few-keypoints")
    again = start_upload(session, publisher, product.id, said(data))
    assert again.state is UploadState.REFUSED
    fake = start_upload(
        session, publisher, product.id, said(data, kind=ImageKind.KNOWN_COUNTERFEIT)
    )
    assert (fake.id, fake.state, fake.received) == (upload.id, UploadState.ARRIVING, 0)
    kept = append_to_upload(session, publisher, *parts, upload.id, 0, data)
    assert kept.state is UploadState.KEPT


def test_nobody_sends_to_or_reads_anothers_upload(
    session, publisher, product, parts, make_right_holder, make_account, actor_for
):
    """Foreign and missing are the same."""
    data = upload_of(6).data
    upload = start_upload(session, publisher, product.id, said(data))
    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    for work in (
        lambda: start_upload(session, rival, product.id, said(data)),
        lambda: unfinished_uploads(session, rival, product.id),
        lambda: append_to_upload(session, rival, *parts, upload.id, 0, data),
        lambda: forget_upload(session, rival, upload.id),
        lambda: own_upload(session, rival, upload.id),
    ):
        with pytest.raises(NotFound):
            work()
        session.rollback()
    assert own_upload(session, publisher, upload.id).received == 0


def test_what_is_no_picture_of_ours_is_not_begun(session, publisher, product, parts):
    """Size, digest and pieces are held against what was declared."""
    data = upload_of(7).data
    for wrong, error in (
        (said(data, size=0), Invalid),
        (said(data, sha256="x"), Invalid),
        (said(data, size=21 * 1024 * 1024), BodyTooLarge),
    ):
        with pytest.raises(error):
            start_upload(session, publisher, product.id, wrong)
        session.rollback()
    upload = start_upload(session, publisher, product.id, said(data))
    with pytest.raises(BodyTooLarge):
        append_to_upload(session, publisher, *parts, upload.id, 0, data + b"more")
    session.rollback()
    assert own_upload(session, publisher, upload.id).received == 0


def test_a_removed_picture_can_be_sent_again_and_a_finished_file_is_not_forgotten(
    session, publisher, product, parts
):
    """Sent again it is wanted again."""
    data = upload_of(8).data
    upload = start_upload(session, publisher, product.id, said(data))
    finished = append_to_upload(session, publisher, *parts, upload.id, 0, data)
    with pytest.raises(Conflict):
        forget_upload(session, publisher, upload.id)
    session.rollback()
    remove_reference_image(session, publisher, product.id, finished.image_id)
    again = start_upload(session, publisher, product.id, said(data))
    assert (again.state, again.received) == (UploadState.ARRIVING, 0)
    assert forget_upload(session, publisher, again.id) == product.id
    assert session.scalar(select(func.count(PictureUpload.id))) == 0


def test_the_same_file_from_two_windows_at_once_is_there_once(
    engine, session, publisher, product, parts
):
    """Both start it, both send all of it; one picture, one receipt."""
    data, product_id = upload_of(9).data, product.id
    session.rollback()

    def send(own):
        upload = start_upload(own, publisher, product_id, said(data))
        try:
            return append_to_upload(own, publisher, *parts, upload.id, 0, data).state
        except WrongOffset:
            return None

    answers = at_once(engine, [send] * 6)
    assert set(answers) <= {UploadState.KEPT, None}
    assert pictures(session) == 2
    assert session.scalars(select(PictureUpload.sequence)).all() == [1]


def test_a_file_asked_for_while_its_last_piece_is_kept_is_not_begun_again(
    engine, session, publisher, product, parts
):
    """Its answer was cut off; the browser asks again before the first request has committed."""
    data, product_id = upload_of(10).data, product.id
    upload_id = start_upload(session, publisher, product_id, said(data)).id
    row = session.get(PictureUpload, upload_id)
    image = product.images[0]
    row.state, row.received, row.image_id = UploadState.KEPT, row.size, image.id
    image.file_name = "the picture that was kept a moment ago"
    fresh = {c.name: getattr(image, c.name) for c in ReferenceImage.__table__.columns}
    del fresh["id"]
    session.flush()
    kept = ReferenceImage(**fresh)
    session.add(kept)
    session.flush()
    row.image_id = kept.id
    session.flush()  # not committed: the other request waits for the row
    answers = []
    with Session(engine) as other:
        asking = threading.Thread(
            target=lambda: answers.append(
                start_upload(other, publisher, product_id, said(data)).state
            )
        )
        asking.start()
        asking.join(0.5)
        assert asking.is_alive()
        session.commit()
        asking.join()
    assert answers == [UploadState.KEPT]
