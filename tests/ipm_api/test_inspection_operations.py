"""An officer's case: kept whole or not at all, proposed by the index, decided by a person."""

import hashlib

import numpy as np
import pytest
import zxingcpp
from sqlalchemy import func, select

from image_index.photo import resize_to
from ipm_api.errors import Conflict, DigestMismatch, ImageRefused, Invalid, StorageFailed
from ipm_api.models.inspection import Band, Inspection, InspectionPhoto
from ipm_api.models.product import ProductState
from ipm_api.operations.article_code import MAXIMUM_BARCODE
from ipm_api.operations.barcode import look_up_barcodes_in_photo
from ipm_api.operations.candidates import MAXIMUM_CANDIDATES
from ipm_api.operations.inspection import (
    MAXIMUM_PHOTOS,
    own_inspections,
    read_inspection,
    submit_inspection,
)
from ipm_api.operations.inspection_photo import add_photo
from ipm_api.operations.product import ProductDraft, create_product
from ipm_api.operations.product_content import freeze
from ipm_api.operations.publication import publish_product, version_of, withdraw_product
from ipm_api.operations.reference_image import remove_reference_image
from ipm_api.operations.right_holder import suspend_right_holder
from ipm_api.operations.stored_picture import Upload
from tests.conftest import SYSTEM, jpeg
from tests.ipm_api.parallel import at_once
from tests.ipm_api.photos import on_a_table, photo_of, picture

GTIN, OTHER_GTIN = "9521234543213", "9521234543220"


def with_barcode(seed, gtin=GTIN):
    """A photo of a label with an EAN-13 beside it."""
    photo = on_a_table(picture(seed)) if seed else np.full((1000, 1300, 3), 200, np.uint8)
    code = zxingcpp.create_barcode(gtin, zxingcpp.BarcodeFormat.EAN13)
    bars = np.array(zxingcpp.write_barcode_to_image(code, scale=3, add_quiet_zones=True))
    photo[20 : 20 + bars.shape[0], 950 : 950 + bars.shape[1]] = bars[..., None]
    return Upload(jpeg(photo))


def files(runtime):
    return [path for path in runtime.config.images.rglob("*") if path.is_file()]


def summary(report):
    return [
        (c.product_id, c.band, c.barcode_agrees, len(c.sightings))
        for c in report.inspection.candidates
    ]


def test_photos_of_both_sides_are_one_candidate_with_two_sightings(
    session, runtime, officer, two_sided, submit
):
    """At once or one after the other, the answer is the same."""
    together = submit(photo_of(1), photo_of(2))
    assert summary(together) == [(two_sided.id, Band.STRONG, None, 2)]
    first = submit(photo_of(1))
    assert summary(first) == [(two_sided.id, Band.STRONG, None, 1)]
    parts = (runtime.index, runtime.images, runtime.decoder)
    both = add_photo(session, officer, *parts, first.inspection.id, photo_of(2), client_id="second")
    assert summary(both) == summary(together)
    shown = both.inspection.candidates[0].sightings
    assert {s.photo_id for s in shown} == {p.id for p in both.inspection.photos}
    again = add_photo(
        session, officer, *parts, first.inspection.id, photo_of(2), client_id="second"
    )
    assert len(again.inspection.photos) == 2
    with pytest.raises(Conflict):
        add_photo(session, officer, *parts, first.inspection.id, photo_of(3), client_id="second")


def test_unknown_goods_are_an_answer(session, two_sided, submit):
    """Most goods are not registered; that is no sign of a fake, and nobody has decided."""
    report = submit(photo_of(7))
    assert report.inspection.candidates == []
    assert report.inspection.verdict is None
    assert report.guides == {}


def test_a_barcode_agrees_contradicts_or_stands_alone(
    session, publisher, two_sided, make_product, submit
):
    """Read on the photo or scanned: said beside the picture's word, never instead of it."""
    other = make_product(publisher, picture=picture(3), gtins=(OTHER_GTIN,))
    assert summary(submit(with_barcode(1))) == [(two_sided.id, Band.STRONG, True, 1)]
    assert summary(submit(photo_of(1), barcode=f"(01)0{GTIN}(10)A1")) == [
        (two_sided.id, Band.STRONG, True, 1)
    ]
    assert summary(submit(with_barcode(1, OTHER_GTIN))) == [
        (two_sided.id, Band.STRONG, False, 1),
        (other.id, Band.BARCODE, True, 0),
    ]
    assert summary(submit(barcode=OTHER_GTIN)) == [(other.id, Band.BARCODE, True, 0)]
    assert summary(submit(barcode="4006381333931")) == []


def test_codes_in_a_photo_are_read_without_keeping_it(session, runtime, officer, two_sided):
    """Looking a code up is not an inspection."""
    before = len(files(runtime))
    answers = look_up_barcodes_in_photo(session, officer, runtime.decoder, with_barcode(0))
    assert [(a.scan.gtin, [p.id for p in a.products]) for a in answers] == [
        (f"0{GTIN}", [two_sided.id])
    ]
    assert len(files(runtime)) == before


def test_a_case_needs_a_photo_or_a_code_that_says_something(session, two_sided, submit):
    """Refused before anything is kept, with the field named."""
    for photos, options, field in (
        ((), {}, "photo"),
        ((photo_of(1),) * (MAXIMUM_PHOTOS + 1), {}, "photo"),
        ((photo_of(1),), {"barcode": "not a code"}, "barcode"),
        ((photo_of(1),), {"barcode": f"(01)0{GTIN}(21)" + "9" * MAXIMUM_BARCODE}, "barcode"),
    ):
        with pytest.raises(Invalid) as refusal:
            submit(*photos, **options)
        assert set(refusal.value.fields) == {field}
        session.rollback()


def test_nothing_is_kept_when_a_photo_cannot_be_taken(session, runtime, two_sided, submit):
    """One bad photo among good ones, a wrong digest, a full disk: no row, and no file for two."""
    before, data = len(files(runtime)), photo_of(1).data
    for bad, error in (
        (Upload(b"not a picture"), ImageRefused),
        (Upload(data[:2000]), ImageRefused),
        (Upload(data, declared_sha256="f" * 64), DigestMismatch),
    ):
        with pytest.raises(error):
            submit(photo_of(1), bad)
        session.rollback()
        assert len(files(runtime)) == before
    assert session.scalar(select(func.count(Inspection.id))) == 0


def test_a_store_that_fails_leaves_no_case(session, runtime, officer, two_sided):
    """An acknowledged photo is a kept photo; one that was not kept is not acknowledged."""

    class FullStore:
        """A store without space."""

        def put(self, data):
            raise StorageFailed("full")

        def get(self, sha256):
            raise StorageFailed("full")

    with pytest.raises(StorageFailed):
        submit_inspection(
            session, officer, runtime.index, FullStore(), runtime.decoder, [photo_of(1)]
        )
    session.rollback()
    assert session.scalar(select(func.count(Inspection.id))) == 0
    assert session.scalar(select(func.count(InspectionPhoto.id))) == 0


def test_the_original_is_kept_bit_by_bit(session, runtime, submit):
    """The evidence is what came, not what was made of it."""
    data = photo_of(1).data
    digest = hashlib.sha256(data).hexdigest()
    photo = submit(Upload(data, declared_sha256=digest.upper())).inspection.photos[0]
    assert (photo.original_sha256, photo.size) == (digest, len(data))
    assert runtime.images.get(digest) == data


@pytest.mark.parametrize("end", ["withdrawn", "suspended"])
def test_guides_leave_an_old_case_with_their_product(
    session, publisher, officer, two_sided, submit, end
):
    """The case stays readable; what is no longer published is not shown in it, nor found anew."""
    case = submit(photo_of(1), barcode=GTIN).inspection.id
    if end == "withdrawn":
        withdraw_product(session, publisher, two_sided.id)
    else:
        suspend_right_holder(session, SYSTEM, publisher.right_holder_id)
    assert read_inspection(session, officer, case).guides == {}
    assert submit(photo_of(1), barcode=GTIN).inspection.candidates == []


def test_a_picture_removed_during_the_search_is_left_out(
    engine, session, runtime, publisher, officer, two_sided
):
    """The index answered a moment ago; the picture is gone now. The officer gets an answer."""
    back = two_sided.images[1].id
    product_id = two_sided.id
    session.rollback()

    class RemovedMeanwhile:
        """The index, after whose answer the right holder removes a picture."""

        def search(self, searching, photo, *, limit=10):
            matches = runtime.index.search(searching, photo, limit=limit)
            assert matches
            at_once(engine, [lambda s: remove_reference_image(s, publisher, product_id, back)])
            at_once(engine, [lambda s: publish_product(s, publisher, product_id)])
            return matches

    report = submit_inspection(
        session, officer, RemovedMeanwhile(), runtime.images, runtime.decoder, [photo_of(2)]
    )
    assert report.inspection.candidates == []


def test_an_officer_compares_a_handful(session, publisher, submit, make_product):
    """However many claim the number, the strongest few are shown, the picture's word first."""
    shown = make_product(publisher, picture=picture(1))
    for _ in range(MAXIMUM_CANDIDATES + 1):
        draft = ProductDraft(shown.brand_id, "toys", {"en": "A"}, {}, "", (GTIN,))
        claimed = create_product(session, publisher, draft)
        claimed.state = ProductState.PUBLISHED
        content = freeze(session, claimed.id)
        session.add(version_of(publisher, claimed, 1, content))
    session.commit()
    found = summary(submit(photo_of(1), barcode=GTIN))
    assert found[0] == (shown.id, Band.STRONG, False, 1)
    assert len(found) == MAXIMUM_CANDIDATES


def test_a_case_holds_so_many_photos(session, runtime, officer, submit):
    """One article does not need more, and each costs a search."""
    small = Upload(jpeg(resize_to(picture(1), 200)))
    case = submit(*[small] * MAXIMUM_PHOTOS).inspection.id
    parts = (runtime.index, runtime.images, runtime.decoder)
    with pytest.raises(Conflict):
        add_photo(session, officer, *parts, case, small)


def test_cases_are_listed_newest_first_page_by_page(session, officer, submit):
    """Equal times too are neither repeated nor skipped."""
    from datetime import UTC, datetime

    ids = [submit(barcode=GTIN).inspection.id for _ in range(5)]
    for case in session.scalars(select(Inspection).where(Inspection.id.in_(ids[:3]))):
        case.started_at = datetime(2026, 1, 1, tzinfo=UTC)
    session.commit()
    seen, before = [], None
    while rows := own_inspections(session, officer, before=before, limit=2):
        seen += [row.id for row in rows]
        before = (rows[-1].started_at.isoformat(), rows[-1].id)
    assert seen[:2] == [ids[4], ids[3]]
    assert sorted(seen) == sorted(ids)
