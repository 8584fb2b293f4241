"""What an entry must hold, and whose pictures and versions fit together."""

import dataclasses
from datetime import date, timedelta
from decimal import Decimal

import pytest

from ipm_api.database import now
from ipm_api.errors import Invalid, NotFound
from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.violation import SignKind
from ipm_api.operations.image_editing import update_image
from ipm_api.operations.violation import add_record, remove_record
from ipm_api.operations.violation_draft import (
    RouteDraft,
    SignDraft,
    VersionDraft,
)
from tests.ipm_api.photos import picture
from tests.ipm_api.violation_drafts import CASE, VERSION, fake_of


@pytest.fixture
def product(publisher, make_product):
    """A published product with a picture of a counterfeit."""
    return make_product(publisher, picture=picture(1), counterfeit=picture(9), brand="Alpina")


TOMORROW = now().date() + timedelta(days=1)


@pytest.mark.parametrize(
    ("draft", "fields"),
    [
        (VersionDraft(names={"en": " "}), {"names"}),
        (dataclasses.replace(VERSION, names={"en": "x" * 201}), {"names"}),
        (dataclasses.replace(VERSION, first_seen=TOMORROW), {"first_seen"}),
        (
            dataclasses.replace(VERSION, first_seen=date(2024, 2, 1), last_seen=date(2024, 1, 1)),
            {"last_seen"},
        ),
        (dataclasses.replace(CASE, happened_on=TOMORROW, country="fr"), {"happened_on", "country"}),
        (dataclasses.replace(CASE, quantity=0), {"quantity"}),
        (dataclasses.replace(CASE, quantity=3_000_000_000), {"quantity"}),
        (dataclasses.replace(CASE, value=Decimal("NaN"), currency="EUR"), {"value"}),
        (dataclasses.replace(CASE, value=Decimal(5)), {"currency"}),
        (dataclasses.replace(CASE, parties="A. Smith", level=FeatureLevel.OVERT), {"parties"}),
        (SignDraft(SignKind.TAG, {}), {"texts"}),
        (RouteDraft({}, stops=({"name": "A", "country": "CN"},)), {"names", "stops"}),
        (RouteDraft({"en": "Long"}, stops=({"name": "A", "country": "CN"},) * 21), {"stops"}),
    ],
)
def test_what_breaks_a_rule_is_named(session, publisher, product, draft, fields):
    """Each broken field, so that the form can say it beside."""
    with pytest.raises(Invalid) as refusal:
        add_record(session, publisher, product.id, draft)
    assert set(refusal.value.fields) == fields


def test_no_picture_is_put_to_a_removed_version_nor_freed_from_it(session, publisher, product):
    """The first would vanish with it; the second would be open to readers of a covert version."""
    fake = fake_of(product)
    draft = dataclasses.replace(VERSION, image_ids={fake.id})
    version = add_record(session, publisher, product.id, draft).id
    remove_record(session, publisher, product.id, CounterfeitVersion, version)
    shows = {"kind": fake.kind, "view": fake.view}
    with pytest.raises(NotFound):
        update_image(
            session, publisher, product.id, fake.id, **shows, captions={}, version_id=version
        )
    session.rollback()
    changed = update_image(session, publisher, product.id, fake.id, **shows, captions={"en": "Cap"})
    assert (changed.captions, changed.counterfeit_version_id) == ({"en": "Cap"}, version)


def test_pictures_and_versions_are_of_the_same_product(
    session, runtime, publisher, product, make_product
):
    """A genuine picture, or another product's, is no picture of a counterfeit of this one."""
    other = make_product(publisher, picture=picture(5), counterfeit=picture(6))
    foreign = add_record(session, publisher, other.id, VERSION).id
    for wrong in (product.images[0].id, fake_of(other).id):
        draft = dataclasses.replace(VERSION, image_ids={wrong})
        with pytest.raises(Invalid) as refusal:
            add_record(session, publisher, product.id, draft)
        assert set(refusal.value.fields) == {"image_ids"}
        session.rollback()
    with pytest.raises(Invalid):
        add_record(session, publisher, product.id, dataclasses.replace(CASE, version_id=foreign))
    session.rollback()
    own = add_record(session, publisher, product.id, VERSION).id
    assert add_record(session, publisher, product.id, dataclasses.replace(CASE, version_id=own))
