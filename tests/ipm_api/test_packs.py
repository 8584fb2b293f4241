"""Guides on a phone: signed, overt alone, of one's own country, gone when withdrawn."""

import base64
import hashlib
import json
import uuid
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from ipm_api.database import now
from ipm_api.errors import Conflict, NotFound, ReadingBudgetSpent
from ipm_api.models.account import Role
from ipm_api.models.alert import AlertPriority
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.inspection import Band, Candidate, Inspection
from ipm_api.models.product import Product
from ipm_api.operations import favourite, pack, reading_budget
from ipm_api.operations.alert import AlertDraft, create_alert
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.favourite import add_favourite, own_favourites, remove_favourite
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.reading_budget import WEEK, Spent, spend, spent_by
from ipm_api.operations.sharing import SharingDraft, share
from tests.conftest import label


@pytest.fixture
def product(session, make_product, publisher) -> Product:
    """Published, with two overt features, one covert and one forensic one."""
    made = make_product(publisher, gtins=("09521234543213",), counterfeit=label(7))
    for level in (FeatureLevel.COVERT, FeatureLevel.FORENSIC):
        secret = {"en": f"A {level.value} secret"}
        draft = FeatureDraft(
            titles=secret,
            genuine_shows=secret,
            level=level,
            image_id=made.images[0].id,
            region=(0, 0, 0.2, 0.2),
        )
        add_feature(session, publisher, made.id, draft)
    publish_product(session, publisher, made.id)
    return made


@pytest.fixture
def phone(api, make_account, token_for):
    """Asks as an officer of FR, again and again the same one; other headers as given."""
    token = token_for(make_account(Role.OFFICER, country="FR"))

    def send(path: str, method: str = "GET", **headers: str):
        own = {"Authorization": f"Bearer {token}"} | headers
        return api.open(f"/api/v1/{path}", method=method, headers=own)

    return send


def manifest_of(answer) -> dict:
    return json.loads(answer.json["manifest"])


def check(key: dict, answer: dict) -> None:
    """As the phone does it."""
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key["public_key"]))
    public.verify(bytes.fromhex(answer["signature"]), answer["manifest"].encode())


def test_a_pack_is_signed_and_names_each_guide_by_its_digest(phone, product):
    """What was changed on its way, or on the phone, is noticed."""
    key, listed = phone("signing-key").json, phone("packs/FR")
    check(key, listed.json)
    (entry,) = manifest_of(listed)["guides"]
    document = phone(f"packs/FR/guides/{product.id}").data

    assert entry["product_id"] == str(product.id)
    assert hashlib.sha256(document).hexdigest() == entry["sha256"]
    with pytest.raises(InvalidSignature):
        check(key, {**listed.json, "manifest": listed.json["manifest"].replace("2026", "2099")})


def test_only_overt_features_leave_the_service(phone, product):
    """A lost phone must not tell what officers alone know (IX-6: nor descriptors or hashes)."""
    text = phone(f"packs/FR/guides/{product.id}").data.decode()
    document = json.loads(text)

    assert [one["level"] for one in document["guide"]["features"]] == ["overt", "overt"]
    assert "secret" not in text
    assert all(word not in text for word in ("phash", "dhash", "descriptor", "keypoint"))
    seen_online = phone(f"products/{product.id}").json
    assert [one["level"] for one in seen_online["features"]] == ["overt", "overt", "covert"]


def test_every_picture_of_the_guide_comes_along_small(phone, product):
    """Under the address that the guide names, so that the screens need nothing else."""
    document = phone(f"packs/FR/guides/{product.id}").json
    guide, pictures = document["guide"], document["pictures"]
    wanted = {one["thumbnail_url"] for one in guide["images"]}
    wanted |= {one["reference_crop_url"] for one in guide["features"]}

    assert set(pictures) == wanted
    assert len(guide["images"]) == 2
    for data in pictures.values():
        picture = base64.b64decode(data)
        assert len(picture) < 60_000
        assert picture[:2] == b"\xff\xd8"


def test_contacts_come_with_their_hours_and_without_the_time_of_now(phone, product):
    """Nobody knows when it will be read; else every minute would change the guide."""
    first, second = (phone(f"packs/FR/guides/{product.id}").data for _ in range(2))
    assert first == second


def test_the_list_is_not_sent_again_while_nothing_changed(
    phone, product, session, publisher, make_product
):
    """304 to the tag; a new product is a new list, in which the old guide has its old digest."""
    first = phone("packs/FR")
    again = phone("packs/FR", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")

    make_product(publisher, name="Another")
    changed = phone("packs/FR", **{"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert manifest_of(first)["guides"][0] in manifest_of(changed)["guides"]


def test_a_withdrawn_product_is_in_no_pack(phone, product, session, publisher):
    """At the next contact the phone forgets it."""
    withdraw_product(session, publisher, product.id)
    assert manifest_of(phone("packs/FR"))["guides"] == []
    assert phone(f"packs/FR/guides/{product.id}").status_code == 404


def test_what_is_not_shared_with_a_country_is_not_in_its_pack(phone, product, session, publisher):
    """Hidden answers like missing."""
    share(session, publisher, SharingDraft(countries=("DE",)))
    assert manifest_of(phone("packs/FR"))["guides"] == []
    assert phone(f"packs/FR/guides/{product.id}").status_code == 404


def test_the_pack_of_another_country_is_not_there(phone, product):
    """One's own alone."""
    assert phone("packs/DE").status_code == 404
    assert phone(f"packs/DE/guides/{product.id}").status_code == 404


def test_favourites_are_a_pack_of_their_own(phone, product, make_product, publisher):
    """Chosen by the officer."""
    other = make_product(publisher, name="Another")
    assert manifest_of(phone("packs/favourites"))["guides"] == []
    assert phone(f"favourites/{other.id}", "PUT").status_code == 204

    listed = manifest_of(phone("packs/favourites"))
    assert [one["product_id"] for one in listed["guides"]] == [str(other.id)]
    assert phone(f"packs/favourites/guides/{other.id}").status_code == 200
    assert phone(f"packs/favourites/guides/{product.id}").status_code == 404
    assert [one["id"] for one in phone("favourites").json["products"]] == [str(other.id)]
    assert phone(f"favourites/{other.id}", "DELETE").status_code == 204
    assert phone(f"favourites/{other.id}", "DELETE").status_code == 404
    assert phone("favourites").json["products"] == []


def test_a_favourite_is_seen_by_its_officer_alone(
    session, officer, make_account, actor_for, product
):
    """And counts for nobody else."""
    add_favourite(session, officer, product.id)
    colleague = actor_for(make_account(Role.OFFICER))
    assert own_favourites(session, colleague) == []
    with pytest.raises(NotFound):
        remove_favourite(session, colleague, product.id)
    session.rollback()
    assert [one.id for one in own_favourites(session, officer)] == [product.id]


def test_only_what_may_be_read_becomes_a_favourite_and_stays_one(
    session, officer, publisher, product, make_product
):
    """It counts as read; withdrawn, it is on no list; a draft never was."""
    draft = make_product(publisher, published=False)
    with pytest.raises(NotFound):
        add_favourite(session, officer, draft.id)
    session.rollback()
    before = spent_by(session, officer.account_id)
    add_favourite(session, officer, product.id)
    assert spent_by(session, officer.account_id) != before
    withdraw_product(session, publisher, product.id)
    assert favourite.favourite_ids(session, officer) == []


def test_favourites_have_an_end(session, officer, product, make_product, publisher, monkeypatch):
    """A list of everything is no favourite, and would be a way around the reading budget."""
    monkeypatch.setattr(favourite, "MOST", 1)
    add_favourite(session, officer, product.id)
    add_favourite(session, officer, product.id)  # twice is once
    with pytest.raises(Conflict):
        add_favourite(session, officer, make_product(publisher).id)


def test_the_pack_of_a_country_has_an_end_and_begins_with_what_it_is_warned_of(
    session, runtime, officer, product, make_product, make_account, publisher, monkeypatch
):
    """However often it is asked for, it tells of these few alone (AC-9)."""
    newer = make_product(publisher, name="Newer")
    today = now().date()
    draft = AlertDraft({"en": "Look"}, {}, ["FR"], AlertPriority.URGENT, today, today, product.id)

    def first() -> list[uuid.UUID]:
        monkeypatch.setattr(pack, "MOST_OF_COUNTRY", 1)
        found = pack.read_pack(session, officer, runtime.images, runtime.decoder, "FR")
        return [one.guide.product.id for one in found]

    assert first() == [newer.id]
    create_alert(session, publisher, replace(draft, countries=["DE"]))  # not of this country
    abroad = Inspection(account_id=make_account(Role.OFFICER, country="DE").id, started_at=now())
    abroad.candidates = [Candidate(rank=1, product_id=product.id, band=Band.STRONG)]
    session.add(abroad)
    session.commit()
    assert first() == [newer.id]
    create_alert(session, publisher, draft)
    assert first() == [product.id]


def test_what_is_carried_counts_in_the_week_and_is_recorded(session, runtime, officer, product):
    """Neither a way around the budget, nor eaten of an hour's or a day's reading."""
    pack.carry_guide(session, officer, runtime.images, runtime.decoder, "FR", product.id)
    assert spent_by(session, officer.account_id) == Spent(hour=0, day=0, week=1)
    done = session.scalars(select(AuditEvent).where(AuditEvent.action == "guide.carried")).one()
    assert (done.subject, done.details) == (str(product.id), {"version": 2})

    spend(session, officer, [product.id])  # opened: it counts as any guide does
    assert spent_by(session, officer.account_id) == Spent(hour=1, day=1, week=1)
    spend(session, officer, [product.id], carried=True)
    assert spent_by(session, officer.account_id) == Spent(hour=1, day=1, week=1)


def test_who_has_read_a_week_of_guides_carries_no_more(
    session, runtime, officer, product, make_product, publisher, monkeypatch
):
    """The hard limit of a week holds for packs too."""
    monkeypatch.setitem(reading_budget.HARD, WEEK, 1)
    other = make_product(publisher, name="Another")
    pack.carry_guide(session, officer, runtime.images, runtime.decoder, "FR", product.id)
    pack.carry_guide(session, officer, runtime.images, runtime.decoder, "FR", product.id)
    with pytest.raises(ReadingBudgetSpent):
        pack.carry_guide(session, officer, runtime.images, runtime.decoder, "FR", other.id)


def test_a_crop_is_cut_out_once(session, runtime, officer, product):
    """The second list costs no decoding."""
    pack.read_pack(session, officer, runtime.images, runtime.decoder, "FR")
    again = pack.read_pack(session, officer, runtime.images, None, "FR")  # nothing to decode with
    assert len(again[0].crops) == 2
