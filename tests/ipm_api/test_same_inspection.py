"""A case that is sent again, or by two at once, is one case."""

import uuid

import pytest
from sqlalchemy import func, select

from image_index.photo import resize_to
from ipm_api.errors import Conflict
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.inspection import InspectionPhoto
from ipm_api.operations.inspection import own_inspections, submit_inspection
from ipm_api.operations.inspection_photo import add_photo
from ipm_api.operations.stored_picture import Upload
from tests.conftest import jpeg
from tests.ipm_api.parallel import at_once
from tests.ipm_api.photos import on_a_table, photo_of, picture

GTIN, OTHER_GTIN = "9521234543213", "9521234543220"


def files(runtime):
    return [path for path in runtime.config.images.rglob("*") if path.is_file()]


def test_the_same_client_id_is_the_same_case(session, runtime, officer, submit, two_sided):
    """A phone that lost the answer asks again; other photos or codes under the id are refused."""
    first = submit(photo_of(1), client_id="phone-1").inspection.id
    assert submit(photo_of(1), client_id="phone-1").inspection.id == first
    parts = (runtime.index, runtime.images, runtime.decoder)
    add_photo(session, officer, *parts, first, photo_of(2))
    assert submit(photo_of(1), client_id="phone-1").inspection.id == first
    for photos, barcode in (
        ([photo_of(3)], ""),
        ([photo_of(1), photo_of(3)], ""),
        ([photo_of(1)], GTIN),
    ):
        with pytest.raises(Conflict):
            submit(*photos, client_id="phone-1", barcode=barcode)
        session.rollback()
    assert len(own_inspections(session, officer)) == 1


def test_client_ids_of_two_officers_do_not_meet(
    session, runtime, officer, submit, make_account, actor_for
):
    """One cannot block or find the other's case by guessing its id."""
    from ipm_api.models.account import Role

    other = actor_for(make_account(Role.OFFICER))
    mine = submit(photo_of(1), client_id="phone-1").inspection.id
    parts = (runtime.index, runtime.images, runtime.decoder)
    theirs = submit_inspection(session, other, *parts, [photo_of(2)], client_id="phone-1")
    assert theirs.inspection.id != mine


def test_twenty_sendings_at_once_are_one_case(engine, session, runtime, officer):
    """A bad network repeats; the evidence does not."""
    parts = (runtime.index, runtime.images, runtime.decoder)
    small = Upload(jpeg(resize_to(on_a_table(picture(1)), 400)))
    answers = at_once(
        engine,
        [
            lambda s: submit_inspection(s, officer, *parts, [small], client_id="x").inspection.id
            for _ in range(20)
        ],
    )
    assert len(set(answers)) == 1
    assert isinstance(answers[0], uuid.UUID)
    assert session.scalar(select(func.count(InspectionPhoto.id))) == 1
    submitted = select(func.count()).where(AuditEvent.action == "inspection.submitted")
    assert session.scalar(submitted) == 1
