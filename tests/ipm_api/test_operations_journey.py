"""The main job at the level of operations: nothing of HTTP, everything else for real."""

import numpy as np
from sqlalchemy import select

from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.inspection import Band, CheckAnswer, Verdict
from ipm_api.operations.feature_crop import photo_crop, reference_crop
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.publication import withdraw_product
from ipm_api.operations.stored_picture import Upload
from ipm_api.operations.verdict import record_verdict
from tests.conftest import jpeg, label


def on_a_table(picture):
    """A plain photo of *picture*: smaller, on a grey table."""
    photo = np.full((1000, 1300, 3), 110, np.uint8)
    height, width = picture.shape[:2]
    photo[120 : 120 + height, 300 : 300 + width] = picture
    return photo


def test_photo_in_distinguishing_features_out(session, runtime, publisher, officer, make_product):
    """The whole way: found, shown side by side, decided by a person, and every step recorded."""
    product = make_product(publisher, picture=label(5))
    make_product(publisher, picture=label(6))

    report = submit_inspection(
        session,
        officer,
        runtime.index,
        runtime.images,
        runtime.decoder,
        [Upload(jpeg(on_a_table(label(5))))],
    )

    best = report.inspection.candidates[0]
    assert (best.product_id, best.band) == (product.id, Band.STRONG)
    features = report.guides[product.id].features
    for feature in features:
        ours = reference_crop(session, officer, runtime.images, runtime.decoder, feature.id)
        theirs = photo_crop(
            session, officer, runtime.images, runtime.decoder, report.inspection.id, feature.id
        )
        a, b = (runtime.decoder.decode(c).astype(float) for c in (ours, theirs))
        assert a.shape == b.shape
        assert np.corrcoef(a.ravel(), b.ravel())[0, 1] > 0.8
    assert report.inspection.verdict is None
    record_verdict(
        session,
        officer,
        report.inspection.id,
        Verdict.NOT_SUSPECT,
        product_id=product.id,
        checks={features[0].id: CheckAnswer.AS_GENUINE},
    )
    actions = set(session.scalars(select(AuditEvent.action)))
    assert {"product.published", "inspection.submitted", "guide.read", "verdict.recorded"} <= (
        actions
    )


def test_withdrawn_product_is_forgotten_by_the_next_search(
    session, runtime, publisher, officer, make_product
):
    """A right holder who withdraws must be able to rely on it."""
    product = make_product(publisher, picture=label(5))
    photo = Upload(jpeg(on_a_table(label(5))))
    parts = (session, officer, runtime.index, runtime.images, runtime.decoder)
    assert submit_inspection(*parts, [photo]).inspection.candidates

    withdraw_product(session, publisher, product.id)

    assert submit_inspection(*parts, [photo]).inspection.candidates == []
