"""What a person decides about a case, and what that is about."""

import uuid

import pytest
from sqlalchemy import select

from ipm_api.errors import Conflict, Invalid
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.inspection import CheckAnswer, FeatureCheck, Verdict
from ipm_api.operations.inspection import read_inspection
from ipm_api.operations.inspection_photo import add_photo
from ipm_api.operations.verdict import record_verdict
from tests.ipm_api.photos import photo_of, picture

GTIN, OTHER_GTIN = "9521234543213", "9521234543220"


def test_a_verdict_is_about_a_published_product_and_its_features(
    session, publisher, officer, two_sided, make_product, submit
):
    """A foreign product or feature is refused; a correction replaces what was said."""
    other = make_product(publisher, picture=picture(3))
    draft = make_product(publisher, picture=picture(4), published=False)
    case = submit(photo_of(1)).inspection.id
    mine, foreign = two_sided.features[0].id, other.features[0].id
    seen = CheckAnswer.AS_GENUINE
    for options, field in (
        ({"product_id": draft.id}, "product_id"),
        ({"product_id": uuid.uuid4()}, "product_id"),
        ({"product_id": two_sided.id, "checks": {foreign: seen}}, "checks"),
        ({"checks": {mine: seen}}, "checks"),
    ):
        with pytest.raises(Invalid) as refusal:
            record_verdict(session, officer, case, Verdict.SUSPECT, **options)
        assert set(refusal.value.fields) == {field}
        session.rollback()
    assert read_inspection(session, officer, case).inspection.verdict is None
    record_verdict(
        session, officer, case, Verdict.SUSPECT, product_id=two_sided.id, checks={mine: seen}
    )
    again = {mine: CheckAnswer.AS_COUNTERFEIT}
    report = record_verdict(
        session, officer, case, Verdict.CANNOT_TELL, product_id=two_sided.id, checks=again
    )
    assert report.inspection.verdict is Verdict.CANNOT_TELL
    assert [c.answer for c in session.scalars(select(FeatureCheck))] == [CheckAnswer.AS_COUNTERFEIT]
    recorded = select(AuditEvent.details).where(AuditEvent.action == "verdict.recorded")
    assert [d["verdict"] for d in session.scalars(recorded.order_by(AuditEvent.number))] == [
        "suspect",
        "cannot-tell",
    ]


def test_a_product_found_by_search_can_be_what_the_verdict_is_about(
    session, publisher, officer, two_sided, make_product, submit
):
    """No photo finds everything; what the officer found by words is compared all the same."""
    searched = make_product(publisher, picture=picture(3))
    case = submit(photo_of(1)).inspection.id
    seen = {searched.features[0].id: CheckAnswer.AS_COUNTERFEIT}

    report = record_verdict(
        session, officer, case, Verdict.SUSPECT, product_id=searched.id, checks=seen
    )

    assert report.inspection.verdict_product_id == searched.id
    assert [check.answer for check in report.inspection.checks] == [CheckAnswer.AS_COUNTERFEIT]


def test_after_the_verdict_no_photo_is_added(session, runtime, officer, submit):
    """The person decided on what was there."""
    case = submit(photo_of(7)).inspection.id
    record_verdict(session, officer, case, Verdict.CANNOT_TELL)
    parts = (runtime.index, runtime.images, runtime.decoder)
    with pytest.raises(Conflict):
        add_photo(session, officer, *parts, case, photo_of(2))
