"""An officer's photo in pieces: exactly once, whole or not at all; the original after its copy."""

import hashlib
import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from ipm_api.database import now
from ipm_api.errors import (
    BodyTooLarge,
    Conflict,
    DigestMismatch,
    ImageRefused,
    Invalid,
    NotFound,
    WrongOffset,
)
from ipm_api.jobs.clean_up import clean_up
from ipm_api.models.account import Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.inspection import Inspection, InspectionPhoto
from ipm_api.models.photo_upload import PhotoPiece, PhotoUpload
from ipm_api.operations.evidence import damaged_evidence
from ipm_api.operations.photo_arrival import PhotoToSend, keep_arrived
from ipm_api.operations.photo_pieces import MOST_UNFINISHED, append_piece, start_photo
from ipm_api.operations.stored_picture import Original
from ipm_api.operations.verdict import record_verdict
from tests.conftest import SYSTEM
from tests.ipm_api.photos import photo_of, upload_of

CUTS = 200
COPY, ORIGINAL = photo_of(1, 650).data, photo_of(1).data


@pytest.fixture
def parts(runtime):
    """What appending needs besides a session and an actor."""
    return (runtime.index, runtime.images, runtime.decoder)


@pytest.fixture
def send(session, officer, parts):
    """Sends all that is missing of a photo at once."""

    def whole(data, **what):
        progress = start_photo(session, officer, said(data, **what))
        if progress.upload_id is None:
            return progress
        rest = data[progress.received :]
        return append_piece(session, officer, *parts, progress.upload_id, progress.received, rest)

    return whole


def said(data, **what):
    digest = hashlib.sha256(data).hexdigest()
    return PhotoToSend(**{"client_id": "phone-1", "sha256": digest, "size": len(data)} | what)


def original_of(data):
    return Original(hashlib.sha256(data).hexdigest(), len(data))


def count(session, column):
    return session.scalar(select(func.count(column)))


def test_cut_anywhere_it_goes_on_and_becomes_one_inspection(session, officer, parts):
    """UP-7, AV-6: at 200 places the line breaks; pieces are sent again, answers are lost."""
    dice = random.Random(7)
    cuts = sorted(dice.sample(range(1, len(ORIGINAL)), CUTS))
    for start, end in zip([0, *cuts], [*cuts, len(ORIGINAL)], strict=True):
        progress = start_photo(session, officer, said(ORIGINAL, place="Quay 5"))
        assert (progress.received, progress.arrived) == (start, None)
        assert count(session, Inspection.id) == 0  # nothing half stored is ever seen
        if dice.random() < 0.2:
            with pytest.raises(WrongOffset) as refusal:
                append_piece(session, officer, *parts, progress.upload_id, start + 1, b"x")
            assert refusal.value.offset == start
            session.rollback()
        progress = append_piece(
            session, officer, *parts, progress.upload_id, start, ORIGINAL[start:end]
        )
    assert progress.arrived is not None
    made = progress.arrived.report.inspection
    assert (made.client_id, made.place) == ("phone-1", "Quay 5")
    again = start_photo(session, officer, said(ORIGINAL))  # the last answer was lost
    assert (again.upload_id, again.arrived.inspection_id) == (None, made.id)
    assert again.arrived.photo_id == made.photos[0].id
    assert [count(session, c) for c in (Inspection.id, PhotoUpload.id, PhotoPiece.start)] == [
        1,
        0,
        0,
    ]


def test_the_copy_answers_and_the_original_is_the_evidence(session, officer, send, runtime):
    """Which digest is whose, and whether the original has arrived; both are kept bit by bit."""
    sent = send(COPY, copy_of=original_of(ORIGINAL))
    photo = session.get(InspectionPhoto, sent.arrived.photo_id)
    assert (photo.original_sha256, photo.size) == (
        hashlib.sha256(ORIGINAL).hexdigest(),
        len(ORIGINAL),
    )
    assert (photo.copy_sha256, photo.copy_size) == (hashlib.sha256(COPY).hexdigest(), len(COPY))
    assert photo.original_arrived_at is None
    assert damaged_evidence(session, SYSTEM, runtime.images) == []  # it has not to be there yet
    shown = photo.picture_sha256

    place = {"inspection_id": sent.arrived.inspection_id, "photo_id": photo.id}
    followed = send(ORIGINAL, **place)
    assert (followed.arrived.photo_id, followed.arrived.report) == (photo.id, None)
    assert photo.original_arrived_at is not None
    assert runtime.images.get(photo.original_sha256) == ORIGINAL
    assert runtime.images.get(photo.copy_sha256) == COPY
    assert photo.picture_sha256 != shown  # what is looked at from now on is the evidence
    assert send(ORIGINAL, **place).arrived.photo_id == photo.id  # the answer was lost
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "inspection.original-arrived")
    ).one()
    assert event.details["sha256"] == photo.original_sha256
    assert count(session, InspectionPhoto.id) == 1


def test_an_original_comes_after_the_verdict_and_further_photos_do_not(session, officer, send):
    """Evidence is never too late; a new photo would change what was decided on."""
    sent = send(COPY, copy_of=original_of(ORIGINAL))
    where = sent.arrived.inspection_id
    more = send(photo_of(2).data, client_id="phone-2", inspection_id=where)
    assert len(more.arrived.report.inspection.photos) == 2
    record_verdict(session, officer, where, "suspect")
    with pytest.raises(Conflict, match="verdict is recorded"):
        send(photo_of(3).data, client_id="phone-3", inspection_id=where)
    session.rollback()
    kept = send(ORIGINAL, inspection_id=where, photo_id=sent.arrived.photo_id)
    assert kept.arrived.photo_id == sent.arrived.photo_id


def test_another_photo_than_was_declared_is_not_the_original(session, officer, send, parts):
    """The digest was said before anything was sent; neither bytes nor shape may differ."""
    square = upload_of(2).data
    sent = send(COPY, copy_of=original_of(square))  # a lie, or a mistake of the phone
    place = {"inspection_id": sent.arrived.inspection_id, "photo_id": sent.arrived.photo_id}
    with pytest.raises(Conflict, match="declared"):
        send(ORIGINAL, **place)
    session.rollback()
    with pytest.raises(Conflict, match="shape"):
        send(square, **place)
    session.rollback()
    assert session.get(InspectionPhoto, sent.arrived.photo_id).original_arrived_at is None
    assert count(session, PhotoUpload.id) == 0

    begun = start_photo(session, officer, said(ORIGINAL, client_id="other"))
    changed = ORIGINAL[:-1] + bytes([ORIGINAL[-1] ^ 1])
    with pytest.raises(DigestMismatch):
        append_piece(session, officer, *parts, begun.upload_id, 0, changed)
    session.rollback()
    assert start_photo(session, officer, said(ORIGINAL, client_id="other")).received == 0


def test_what_cannot_be_kept_is_refused_and_leaves_nothing(session, officer, send, parts, runtime):
    """Sizes, digests and ids are held against what was declared; no picture is no photo."""
    there = officer.account_id  # an id of nothing that is asked for
    wrong = [
        (said(ORIGINAL, size=0), Invalid),
        (said(ORIGINAL, sha256="x"), Invalid),
        (said(ORIGINAL, size=21 * 1024 * 1024), BodyTooLarge),
        (said(COPY, copy_of=Original("0" * 64, 0)), Invalid),
        (said(COPY, photo_id=there), Invalid),
        (said(COPY, inspection_id=there), NotFound),
        (said(COPY, inspection_id=there, photo_id=there, copy_of=original_of(COPY)), Conflict),
    ]
    for photo, error in wrong:
        with pytest.raises(error):
            start_photo(session, officer, photo)
        session.rollback()
    begun = start_photo(session, officer, said(ORIGINAL))
    with pytest.raises(BodyTooLarge):
        append_piece(session, officer, *parts, begun.upload_id, 0, ORIGINAL + b"more")
    session.rollback()
    before = sorted(runtime.config.images.rglob("*"))
    with pytest.raises(ImageRefused):
        send(b"this is no picture", client_id="note")
    session.rollback()
    assert sorted(runtime.config.images.rglob("*")) == before
    assert count(session, PhotoUpload.id) == 1  # the one that was begun
    send(ORIGINAL)
    with pytest.raises(Conflict):
        send(COPY)  # the same id for another photo
    session.rollback()


def test_nobody_sees_or_adds_to_anothers(session, officer, parts, send, make_account, actor_for):
    """Foreign and missing are the same; two phones may call their photos alike."""
    begun = start_photo(session, officer, said(ORIGINAL))
    other = actor_for(make_account(Role.OFFICER))
    with pytest.raises(NotFound):
        append_piece(session, other, *parts, begun.upload_id, 0, ORIGINAL[:100])
    session.rollback()
    assert count(session, PhotoPiece.data) == 0
    mine = send(COPY, client_id="mine", copy_of=original_of(ORIGINAL)).arrived
    for place in (
        {"inspection_id": mine.inspection_id},
        {"inspection_id": mine.inspection_id, "photo_id": mine.photo_id},
    ):
        with pytest.raises(NotFound):
            start_photo(session, other, said(ORIGINAL, **place))
        session.rollback()
    theirs = start_photo(session, other, said(ORIGINAL))
    assert theirs.received == 0
    assert theirs.upload_id != begun.upload_id


def test_unfinished_photos_are_few_and_do_not_stay(session, officer, make_account, actor_for):
    """Pieces of photos that never end would fill the database; a colleague's give no room."""
    colleague = actor_for(make_account(Role.OFFICER))
    theirs = start_photo(session, colleague, said(ORIGINAL)).upload_id
    ids = [
        start_photo(session, officer, said(ORIGINAL, client_id=f"phone-{n}")).upload_id
        for n in range(MOST_UNFINISHED + 2)
    ]
    assert set(session.scalars(select(PhotoUpload.id))) == {theirs, *ids[2:]}
    session.execute(update(PhotoUpload).values(changed_at=now() - timedelta(days=8)))
    clean_up(session)
    assert count(session, PhotoUpload.id) == 0


def test_a_verdict_that_waited_does_not_replace_a_later_one_unseen(session, officer, send):
    """Recorded on another device meanwhile: it stands; the very same again is no change."""
    where = send(ORIGINAL).arrived.inspection_id
    first = record_verdict(session, officer, where, "suspect", instead_of=None)
    at = first.inspection.verdict_at
    again = record_verdict(session, officer, where, "suspect", instead_of=None)  # answer lost
    assert again.inspection.verdict_at == at
    with pytest.raises(Conflict, match="meanwhile"):
        record_verdict(session, officer, where, "cannot-tell", instead_of=None)
    session.rollback()
    changed = record_verdict(session, officer, where, "cannot-tell", instead_of=at)
    assert changed.inspection.verdict.value == "cannot-tell"
    recorded = select(func.count(AuditEvent.number)).where(AuditEvent.action == "verdict.recorded")
    assert session.scalar(recorded) == 2


def test_a_photo_finds_no_place_in_an_inspection_that_is_full_closed_or_another(
    session, officer, parts, send, monkeypatch
):
    """Each is said before the first byte: nobody sends megabytes for a refusal."""
    where = send(ORIGINAL).arrived.inspection_id
    second = said(COPY, client_id="phone-2", inspection_id=where)
    monkeypatch.setattr("ipm_api.operations.photo_arrival.MAXIMUM_PHOTOS", 1)
    with pytest.raises(Conflict, match="at most 1 photos"):
        start_photo(session, officer, second)
    session.rollback()
    record_verdict(session, officer, where, "suspect")
    with pytest.raises(Conflict, match="verdict is recorded"):
        start_photo(session, officer, second)
    session.rollback()
    session.execute(update(InspectionPhoto).values(client_id="not phone-1"))
    with pytest.raises(Conflict, match="This inspection id was used"):
        start_photo(session, officer, said(COPY))


def test_what_has_not_arrived_or_is_anothers_becomes_no_photo(
    session, officer, parts, make_account, actor_for
):
    """Also for whoever asks past the pieces."""
    begun = start_photo(session, officer, said(ORIGINAL)).upload_id
    append_piece(session, officer, *parts, begun, 0, ORIGINAL[:100])
    with pytest.raises(NotFound):
        keep_arrived(session, officer, *parts, begun)
    session.rollback()
    session.add(PhotoPiece(upload_id=begun, start=100, data=ORIGINAL[100:]))
    session.get_one(PhotoUpload, begun).received = len(ORIGINAL)
    session.commit()
    with pytest.raises(NotFound):
        keep_arrived(session, actor_for(make_account(Role.OFFICER)), *parts, begun)
    session.rollback()
    assert keep_arrived(session, officer, *parts, begun).inspection_id
