"""Pages ask the database as often for many as for few."""

import pytest

from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.reference_image import ImageKind
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.reference_image import add_reference_image
from ipm_api.operations.violation import add_record
from ipm_api.operations.violation_draft import VersionDraft
from tests.ipm_api.photos import upload_of


@pytest.fixture
def enlarge(session, runtime, owner):
    """Gives a product another genuine picture with a feature, and one of a known counterfeit."""

    def enlarge(product, number):
        held = runtime.index, runtime.images, runtime.decoder
        genuine = add_reference_image(
            session, owner, *held, product.id, upload_of(60 + 2 * number)
        ).image
        fake = add_reference_image(
            session,
            owner,
            *held,
            product.id,
            upload_of(61 + 2 * number),
            kind=ImageKind.KNOWN_COUNTERFEIT,
        ).image
        draft = VersionDraft(names={"en": f"Run {number}"}, image_ids=frozenset({fake.id}))
        add_record(session, owner, product.id, draft)
        add_feature(
            session,
            owner,
            product.id,
            FeatureDraft(
                titles={"en": f"Mark {number}"},
                genuine_shows={"en": "Sharp."},
                level=FeatureLevel.OVERT,
                image_id=genuine.id,
                region=(0.1, 0.1, 0.2, 0.2),
                counterpart_image_id=fake.id,
                counterpart_region=(0.1, 0.1, 0.2, 0.2),
            ),
        )

    return enlarge


PARTS = ("", "/images", "/features", "/counterfeits", "/publishing")


def test_the_pages_of_a_product_ask_as_often_for_many_images_as_for_few(
    her, owner, make_product, enlarge, run_jobs, count_queries
):
    """Each image has its features, its version, its measurement and its confusions."""
    product = make_product(owner, published=False)

    def asked():
        her.get(f"/products/{product.id}/images")  # the first look asks for a measurement
        run_jobs()
        counts = {}
        for part in PARTS:
            with count_queries() as sent:
                assert her.get(f"/products/{product.id}{part}").status_code == 200
            counts[part] = len(sent)
        return counts

    enlarge(product, 1)
    few = asked()
    enlarge(product, 2)
    enlarge(product, 3)
    assert asked() == few
