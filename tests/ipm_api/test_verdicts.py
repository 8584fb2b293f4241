"""A verdict is a person's: it can be corrected and taken back, and none of it is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ipm_api.errors import Conflict, NotFound
from ipm_api.models.account import Account, Role
from ipm_api.models.inspection import UNDO_WITHIN, CheckAnswer, Inspection, Verdict
from ipm_api.models.recorded_verdict import RecordedVerdict
from ipm_api.operations import verdict as operation
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.inspection_photo import add_photo
from ipm_api.operations.verdict import record_verdict, undo_verdict
from ipm_api.policy import actor_of
from tests.ipm_api.photos import photo_of, picture


@pytest.fixture
def case(session, runtime, officer, publisher, make_product):
    """An inspection of a published product, and that product."""
    product = make_product(publisher, picture=picture(1))
    parts = (session, officer, runtime.index, runtime.images, runtime.decoder)
    return submit_inspection(*parts, [photo_of(1)]).inspection.id, product


def test_every_verdict_stays_with_its_answers_and_the_guide_it_was_made_by(session, officer, case):
    """What was decided first counts in court as much as what was decided last."""
    inspection_id, product = case
    first, second = (feature.id for feature in product.features[:2])
    seen = {"product_id": product.id, "checks": {first: CheckAnswer.AS_COUNTERFEIT}}
    record_verdict(session, officer, inspection_id, Verdict.SUSPECT, reason="Print", **seen)
    seen["checks"] = {second: CheckAnswer.AS_GENUINE}
    record_verdict(session, officer, inspection_id, Verdict.NOT_SUSPECT, **seen)
    kept = session.scalars(select(RecordedVerdict).order_by(RecordedVerdict.number)).all()
    assert [one.verdict for one in kept] == [Verdict.SUSPECT, Verdict.NOT_SUSPECT]
    assert kept[0].checks == [{"feature_id": str(first), "answer": "as-counterfeit"}]
    assert (kept[0].reason, kept[0].version_number) == ("Print", 1)


def test_undoing_brings_back_what_held_before(session, officer, case):
    """First the correction goes, then the verdict; the record keeps both."""
    inspection_id, product = case
    checks = {product.features[0].id: CheckAnswer.AS_COUNTERFEIT}
    record_verdict(session, officer, inspection_id, "suspect", product_id=product.id, checks=checks)
    record_verdict(session, officer, inspection_id, "cannot-tell")
    held = undo_verdict(session, officer, inspection_id).inspection
    assert held.verdict is Verdict.SUSPECT
    assert {check.feature_id: check.answer for check in held.checks} == checks
    held = undo_verdict(session, officer, inspection_id).inspection
    assert (held.verdict, held.verdict_at, list(held.checks)) == (None, None, [])
    assert all(one.undone_at is not None for one in held.verdicts)
    assert len(undo_verdict(session, officer, inspection_id).inspection.verdicts) == 2


def test_a_wish_that_comes_late_or_twice_takes_back_no_other_verdict(session, officer, case):
    """It waited on a phone, or only its answer was lost."""
    inspection_id, _ = case
    first = record_verdict(session, officer, inspection_id, "suspect").inspection.verdict_at
    second = record_verdict(session, officer, inspection_id, "cannot-tell").inspection.verdict_at
    with pytest.raises(Conflict, match="meanwhile"):
        undo_verdict(session, officer, inspection_id, of=first)
    session.rollback()
    for _ in range(2):
        held = undo_verdict(session, officer, inspection_id, of=second).inspection
        assert (held.verdict, held.verdict_at) == (Verdict.SUSPECT, first)


def test_after_ten_minutes_a_verdict_is_corrected_and_not_undone(
    session, officer, case, monkeypatch
):
    """What others may have acted upon does not vanish."""
    inspection_id, _ = case
    recorded = record_verdict(session, officer, inspection_id, "suspect").inspection.verdict_at
    monkeypatch.setattr(operation, "now", lambda: recorded + UNDO_WITHIN + timedelta(seconds=1))
    with pytest.raises(Conflict, match="10 minutes"):
        undo_verdict(session, officer, inspection_id)
    session.rollback()
    assert session.get_one(Inspection, inspection_id).verdict is Verdict.SUSPECT


def test_after_undoing_a_photo_can_be_added_again(session, runtime, officer, case):
    """That is often why it was undone."""
    inspection_id, _ = case
    parts = (session, officer, runtime.index, runtime.images, runtime.decoder, inspection_id)
    record_verdict(session, officer, inspection_id, "suspect")
    with pytest.raises(Conflict):
        add_photo(*parts, photo_of(1))
    undo_verdict(session, officer, inspection_id)
    assert len(add_photo(*parts, photo_of(1)).inspection.photos) == 2


def test_nobody_undoes_the_verdict_of_another(session, officer, case, make_account):
    """Nor learns that there is one."""
    inspection_id, _ = case
    record_verdict(session, officer, inspection_id, "suspect")
    with pytest.raises(NotFound):
        undo_verdict(session, actor_of(make_account(Role.OFFICER)), inspection_id)


def test_the_api_says_until_when_and_what_was_before(session, api, officer, case, token_for):
    """The phone shows both."""
    inspection_id, _ = case
    record_verdict(session, officer, inspection_id, "suspect", reason="Print")
    me = {"Authorization": f"Bearer {token_for(session.get_one(Account, officer.account_id))}"}
    address = f"/api/v1/inspections/{inspection_id}"
    assert api.get(address, headers=me).json["verdict"]["undo_until"] is not None
    answer = api.delete(f"{address}/verdict", headers=me)
    assert answer.status_code == 200, answer.json
    assert answer.json["verdict"] is None
    (earlier,) = answer.json["earlier_verdicts"]
    assert (earlier["verdict"], earlier["reason"]) == ("suspect", "Print")
    assert earlier["undone_at"] is not None
