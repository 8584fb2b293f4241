"""What may be sent in a day or an hour, exact to the file however many come at once (UP-9)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.errors import QuotaReached
from ipm_api.models.account import Role
from ipm_api.models.picture_upload import UploadAllowance
from ipm_api.operations import upload_quota
from ipm_api.operations.picture_upload import FileToSend, start_upload
from ipm_api.operations.reference_image import add_reference_image
from ipm_api.operations.upload_quota import (
    DAILY,
    DAY,
    HOUR,
    PHOTOS_AN_HOUR,
    Amount,
    charge_files,
    charge_photos,
    charge_pixels,
)
from tests.ipm_api.parallel import at_once
from tests.ipm_api.photos import photo_of, picture, upload_of

LEFT = 5
AT_ONCE = 20


def used(session, owner_id, **amounts):
    """As if so much had been sent already."""
    window = HOUR if amounts.pop("hour", False) else DAY
    start = upload_quota._start(now(), window)
    row = {"files": 0, "size": 0, "pixels": 0} | amounts
    session.add(UploadAllowance(owner_id=owner_id, starts_at=start, **row))
    session.commit()


@pytest.mark.parametrize(
    ("measure", "most", "one"),
    [("files", DAILY.files, 1), ("size", DAILY.size, 1_000_000), ("pixels", DAILY.pixels, 48_000)],
)
def test_twenty_uploads_at_once_stop_exactly_at_the_limit(
    engine, session, publisher, measure, most, one
):
    """One statement counts and decides, so that no two see the same last place."""
    used(session, publisher.right_holder_id, **{measure: most - LEFT * one})

    def charge(own: Session):
        if measure == "pixels":
            charge_pixels(own, publisher, one)
            own.commit()
        else:
            charge_files(own, publisher, **({"files": 0, "size": 0} | {measure: one}))

    answers = at_once(engine, [charge] * AT_ONCE)
    assert sum(answer is None for answer in answers) == LEFT
    assert sum(isinstance(answer, QuotaReached) for answer in answers) == AT_ONCE - LEFT
    row = session.scalars(select(UploadAllowance)).one()
    assert getattr(row, measure) == most


def test_the_refusal_says_when_there_is_room_again(session, publisher):
    """A person plans by it; a program waits for it."""
    used(session, publisher.right_holder_id, files=DAILY.files)
    with pytest.raises(QuotaReached, match=r"room again in \d+ hours, at midnight UTC") as refusal:
        charge_files(session, publisher, files=1, size=1)
    assert 0 < refusal.value.retry_after <= DAY.total_seconds() + 1


def test_one_organisations_limit_is_not_anothers(
    session, publisher, make_right_holder, make_account, actor_for
):
    """T6: who floods, floods alone."""
    used(session, publisher.right_holder_id, files=DAILY.files)
    charge_files(
        session, actor_for(make_account(Role.PUBLISHER, make_right_holder())), files=1, size=1
    )


def test_every_way_in_is_counted(session, runtime, publisher, make_product):
    """The form, the import and the pieces; the same file asked for again is not sent again."""
    product = make_product(publisher, published=False, picture=picture(1))
    parts = (runtime.index, runtime.images, runtime.decoder)
    add_reference_image(session, publisher, *parts, product.id, upload_of(2))
    for _ in range(2):
        start_upload(session, publisher, product.id, FileToSend("a.jpg", 1000, "a" * 64))
    row = session.scalars(select(UploadAllowance)).one()
    first = upload_of(2)
    assert row.files == 3
    assert row.size > 1000 + len(first.data)
    assert row.pixels == 2 * 600 * 800
    row.files = DAILY.files
    session.commit()
    for work in (
        lambda: add_reference_image(session, publisher, *parts, product.id, upload_of(3)),
        lambda: start_upload(session, publisher, product.id, FileToSend("b.jpg", 1, "b" * 64)),
    ):
        with pytest.raises(QuotaReached):
            work()
    start_upload(session, publisher, product.id, FileToSend("a.jpg", 1000, "a" * 64))


def test_pixels_that_are_too_many_keep_nothing(session, runtime, publisher, make_product):
    """Known only when the picture is read; the picture is not kept then."""
    product = make_product(publisher, published=False, picture=picture(1))
    row = session.scalars(select(UploadAllowance)).one()
    row.pixels = DAILY.pixels
    session.commit()
    parts = (runtime.index, runtime.images, runtime.decoder)
    with pytest.raises(QuotaReached):
        add_reference_image(session, publisher, *parts, product.id, upload_of(2))
    session.expire_all()
    assert len(product.images) == 1


def test_an_officers_photos_are_counted_by_the_hour(
    api, engine, session, make_account, actor_for, token_for
):
    """429 with Retry-After; nothing of the photo is kept, another officer goes on."""
    account = make_account(Role.OFFICER)
    officer = actor_for(account)
    used(session, account.id, files=PHOTOS_AN_HOUR - LEFT, hour=True)

    def charge(own: Session):
        charge_photos(own, officer, 1)
        own.commit()

    answers = at_once(engine, [charge] * AT_ONCE)
    assert sum(answer is None for answer in answers) == LEFT

    def send(who):
        headers = {"Authorization": f"Bearer {token_for(who)}", "Content-Type": "image/jpeg"}
        return api.post("/api/v1/inspections", data=photo_of(1).data, headers=headers)

    refused = send(account)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= HOUR.total_seconds() + 1
    assert "photos an hour" in refused.json["detail"]
    assert send(make_account(Role.OFFICER)).status_code == 201


def test_amounts_are_what_the_documentation_says():
    """docs/portal/images.md names them."""
    assert Amount(5_000, 25_000_000_000, 60_000_000_000) == DAILY
    assert PHOTOS_AN_HOUR == 300
