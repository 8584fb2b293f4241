"""The trail: one event per act, in the act's own transaction, never changed, without texts."""

import dataclasses
import datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from ipm_api import audit
from ipm_api.models.account import Role
from ipm_api.models.alert import AlertPriority
from ipm_api.models.approval import ApprovalKind
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.brand import Brand, RightType
from ipm_api.models.inspection import Verdict
from ipm_api.models.reference_image import ImageKind, ImageState
from ipm_api.operations import brand as brand_operations
from ipm_api.operations.account import create_account, disable_account, enable_account
from ipm_api.operations.alert import AlertDraft, create_alert, current_alerts
from ipm_api.operations.application import apply_to_join
from ipm_api.operations.approval import approve, reconsider, refuse, take_back
from ipm_api.operations.barcode import look_up_barcode, look_up_barcodes_in_photo
from ipm_api.operations.brand import create_brand
from ipm_api.operations.contact import add_contact, remove_contact
from ipm_api.operations.distinguishing_feature import (
    FeatureDraft,
    add_feature,
    move_feature,
    remove_feature,
    update_feature,
)
from ipm_api.operations.evidence import damaged_evidence
from ipm_api.operations.guide import read_guide
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.inspection_photo import add_photo
from ipm_api.operations.product import ProductDraft, create_product, update_product
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.reference_image import (
    add_reference_image,
    remove_reference_image,
)
from ipm_api.operations.right import add_right
from ipm_api.operations.right_holder import (
    reinstate_right_holder,
    suspend_right_holder,
)
from ipm_api.operations.sign_in import sign_in, sign_out
from ipm_api.operations.verdict import record_verdict
from tests.conftest import PASSWORD, PROOF, SYSTEM
from tests.ipm_api.photos import photo_of, upload_of
from tests.two_administrators import administrators

SECRET = "KANARIE"
"""Part of every text that a person writes here; it must not turn up in the trail."""

PRIORITY = {True: AlertPriority.URGENT, False: AlertPriority.INFORMATION}
TODAY = datetime.datetime.now(datetime.UTC).date()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET action = 'nothing'", "DELETE FROM audit_event"],
)
def test_events_are_only_ever_added(session, statement):
    """Also for whoever holds the service's own database account."""
    audit.record(session, SYSTEM, "tested")
    session.commit()
    with pytest.raises(DBAPIError, match="only ever added"):
        session.execute(text(statement))
    session.rollback()
    assert session.scalar(select(func.count(AuditEvent.number))) == 1


def test_an_event_and_its_act_are_kept_together(session, publisher, monkeypatch):
    """When anything fails after the record, neither the act nor its event exists."""
    before = session.scalar(select(func.count(AuditEvent.number)))

    def record_then_fail(*arguments, **details):
        audit.record(*arguments, **details)
        session.flush()
        raise OSError("the machine stops here")

    class FailingTrail:
        """The audit module, followed by a failure."""

        record = staticmethod(record_then_fail)

    monkeypatch.setattr(brand_operations, "audit", FailingTrail)
    with pytest.raises(OSError, match="stops here"):
        create_brand(session, publisher, name="Maison")
    session.rollback()
    assert session.scalar(select(func.count(AuditEvent.number))) == before
    assert session.scalar(select(func.count(Brand.id))) == 0


def test_every_write_leaves_one_event_and_no_text(
    session, runtime, publisher, officer, make_right_holder, make_account, actor_for, make_product
):
    """Act by act through the whole service; reads of guides are events of their own."""
    store, said = (runtime.images, runtime.decoder), {"en": SECRET}
    parts = (runtime.index, *store)
    newest = 0

    def act(action, work, reads=0):
        nonlocal newest
        result = work()
        events = session.scalars(
            select(AuditEvent).where(AuditEvent.number > newest).order_by(AuditEvent.number)
        ).all()
        newest = events[-1].number
        assert [e.action for e in events] == [action] + ["guide.read"] * reads
        assert SECRET not in repr([e.details for e in events])
        return result

    rival = actor_for(make_account(Role.PUBLISHER, make_right_holder()))
    rivals_brand = create_brand(session, rival, name="R").id
    newest = session.scalar(select(func.max(AuditEvent.number)))

    brand = act("brand.created", lambda: create_brand(session, publisher, name=SECRET))
    act(
        "right.added",
        lambda: add_right(
            session,
            publisher,
            brand.id,
            type=RightType.TRADE_MARK,
            office=SECRET,
            number=SECRET,
            nice_classes=[3],
            valid_until=None,
        ),
    )
    draft = ProductDraft(brand.id, "perfume", said, said)
    product = act("product.created", lambda: create_product(session, publisher, draft)).id
    act("product.changed", lambda: update_product(session, publisher, product, draft))
    image = act(
        "image.added",
        lambda: add_reference_image(session, publisher, *parts, product, upload_of(1)),
    ).image.id
    fake = act(
        "image.added",
        lambda: add_reference_image(
            session,
            publisher,
            *parts,
            product,
            upload_of(3),
            kind=ImageKind.KNOWN_COUNTERFEIT,
            captions=said,
        ),
    ).image.id
    check = FeatureDraft(said, said, said, said, said, image_id=image, region=(0.1, 0.1, 0.2, 0.2))
    feature = act("feature.added", lambda: add_feature(session, publisher, product, check)).id
    act("feature.changed", lambda: update_feature(session, publisher, product, feature, check))
    act("feature.moved", lambda: move_feature(session, publisher, product, feature, 1))
    act("product.published", lambda: publish_product(session, publisher, product))
    act("guide.read", lambda: read_guide(session, officer, product))
    act("barcode.looked-up", lambda: look_up_barcode(session, officer, "036000291452"))
    act(
        "barcode.photographed",
        lambda: look_up_barcodes_in_photo(session, officer, runtime.decoder, upload_of(1)),
    )
    case = act(
        "inspection.submitted",
        lambda: submit_inspection(
            session, officer, *parts, [photo_of(1)], place=SECRET, notes=SECRET
        ),
        reads=1,
    ).inspection.id
    act(
        "inspection.photo-added",
        lambda: add_photo(session, officer, *parts, case, photo_of(2)),
        reads=1,
    )
    act(
        "verdict.recorded",
        lambda: record_verdict(session, officer, case, Verdict.SUSPECT, reason=SECRET),
        reads=1,
    )
    act("evidence.verified", lambda: damaged_evidence(session, SYSTEM, runtime.images))
    act("image.removed", lambda: remove_reference_image(session, publisher, product, fake))
    act("product.withdrawn", lambda: withdraw_product(session, publisher, product))
    act("feature.removed", lambda: remove_feature(session, publisher, product, feature))
    copied = create_product(session, rival, ProductDraft(rivals_brand, "toys", said)).id
    newest = session.scalar(select(func.max(AuditEvent.number)))
    copy = act(
        "image.added", lambda: add_reference_image(session, rival, *parts, copied, upload_of(1))
    ).image
    assert copy.state is ImageState.HELD_BACK
    first, second, _ = administrators(session)
    image = (ApprovalKind.IMAGE, copy.id)
    act("image.approved-first", lambda: approve(session, first, *image))
    act("image.approved", lambda: approve(session, second, *image))
    contact = act(
        "contact.added",
        lambda: add_contact(
            session,
            publisher,
            name=SECRET,
            role=said,
            email=f"{SECRET}@example.org",
            telephone=SECRET,
            languages="en",
            time_zone="UTC",
        ),
    ).id
    act("contact.removed", lambda: remove_contact(session, publisher, contact))
    act(
        "alert.created",
        lambda: create_alert(
            session,
            publisher,
            AlertDraft(said, said, [], AlertPriority.INFORMATION, TODAY, TODAY),
        ),
    )
    account = act(
        "account.created",
        lambda: create_account(
            session,
            SYSTEM,
            email="o@example.org",
            name=SECRET,
            password=PASSWORD,
            role=Role.OFFICER,
            country="FR",
        ),
    )
    token = act(
        "sign-in.succeeded",
        lambda: sign_in(session, email="o@example.org", password=PASSWORD, address="192.0.2.1"),
    )[0]
    act("sign-out", lambda: sign_out(session, actor_for(account), token))
    act("account.disabled", lambda: disable_account(session, SYSTEM, account.id))
    act("account.enabled", lambda: enable_account(session, SYSTEM, account.id))
    organisation = act(
        "right-holder.registered",
        lambda: apply_to_join(
            session,
            organisation=SECRET,
            country="FR",
            proof=dataclasses.replace(PROOF, reference_url=f"https://example.org/{SECRET}"),
            email="x@example.org",
            name=SECRET,
            password=PASSWORD,
        ),
    ).id
    applicant = (ApprovalKind.RIGHT_HOLDER, organisation)
    act("right-holder.refused", lambda: refuse(session, first, *applicant, reason=SECRET))
    act("right-holder.reconsidered", lambda: reconsider(session, first, *applicant))
    act("right-holder.approved-first", lambda: approve(session, first, *applicant))
    act("right-holder.approval-taken-back", lambda: take_back(session, first, *applicant))
    act("right-holder.approved-first", lambda: approve(session, first, *applicant))
    act("right-holder.approved", lambda: approve(session, second, *applicant))
    act("right-holder.suspended", lambda: suspend_right_holder(session, SYSTEM, organisation))
    act("right-holder.reinstated", lambda: reinstate_right_holder(session, SYSTEM, organisation))


def test_alerts_reach_their_countries_while_they_last(session, publisher, officer):
    """And fall silent with their organisation; urgent ones come first."""
    day = datetime.timedelta(days=1)

    def alert(title, countries=(), start=TODAY, end=TODAY, urgent=False):
        create_alert(
            session,
            publisher,
            AlertDraft({"en": title}, {}, list(countries), PRIORITY[urgent], start, end),
        )

    alert("all")
    alert("mine", ["BE", "FR"], urgent=True)
    alert("theirs", ["BE"])
    alert("over", start=TODAY - 2 * day, end=TODAY - day)
    alert("later", start=TODAY + day, end=TODAY + day)
    assert [a.titles["en"] for a in current_alerts(session, officer)] == ["mine", "all"]
    suspend_right_holder(session, SYSTEM, publisher.right_holder_id)
    assert current_alerts(session, officer) == []
