"""What is known of those who copy a product: written, previewed, read by whom it is for."""

from datetime import date

import pytest
from playwright.sync_api import expect

from ipm_api.models.account import Role
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.reference_image import ImageKind
from ipm_api.models.violation import InfringementType, SignKind
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.publication import publish_product
from ipm_api.operations.violation import add_record
from ipm_api.operations.violation_draft import (
    InfringementDraft,
    RouteDraft,
    SignDraft,
    VersionDraft,
)
from tests.browser import PHONE
from tests.rightholder_portal.copied_product import at_both_widths
from tests.rightholder_portal.walking import Say, in_both_languages

pytestmark = pytest.mark.browser

OUTLINE = ((0.2, 0.3), (0.6, 0.35), (0.5, 0.6), (0.25, 0.55))


@pytest.fixture
def known(session, owner, copied_product):
    """All that is known of those who copy it; one covert feature with outline and counterpart."""
    genuine, fake = copied_product.images
    assert fake.kind is ImageKind.KNOWN_COUNTERFEIT
    version = add_record(
        session,
        owner,
        copied_product.id,
        VersionDraft(
            names={"en": "Second run, blue cap"},
            how_to_tell={"en": "The crown has four points."},
            first_seen=date(2023, 4, 1),
            last_seen=date(2024, 9, 30),
            where_seen="Antwerp, Piraeus",
            image_ids=frozenset({fake.id}),
        ),
    )
    for draft in (
        SignDraft(SignKind.PRICE, {"en": "Below 4 EUR a piece."}, FeatureLevel.OVERT),
        SignDraft(SignKind.MISDECLARED, {"en": "Declared as shampoo."}),
        RouteDraft(
            {"en": "Through the free zone"},
            (
                {"name": "Shanghai", "country": "CN", "locode": "CNSHA"},
                {"name": "Jebel Ali", "country": "AE", "locode": "AEJEA"},
                {"name": "Antwerp", "country": "BE", "locode": "BEANR"},
            ),
        ),
        InfringementDraft(
            date(2024, 5, 6),
            InfringementType.SEIZURE,
            country="BE",
            place="Antwerp",
            quantity=12_000,
            parties="Trading house A",
            version_id=version.id,
        ),
    ):
        add_record(session, owner, copied_product.id, draft)
    add_feature(
        session,
        owner,
        copied_product.id,
        FeatureDraft(
            titles={"en": "Crown above the name"},
            genuine_shows={"en": "Five points."},
            counterfeit_shows={"en": "Four points."},
            level=FeatureLevel.COVERT,
            image_id=genuine.id,
            polygon=OUTLINE,
            counterpart_image_id=fake.id,
            counterpart_region=(0.2, 0.3, 0.4, 0.3),
        ),
    )


def test_the_preview_is_the_phone(opened, copied_product, known, publishing, screenshot, say):
    """The officer's own screens, unpublished; a trainer's eyes see no covert feature."""
    her = opened(publishing, PHONE)
    her.goto(f"/products/{copied_product.id}/preview")
    phone = her.frame_locator("iframe")
    expect(phone.get_by_text("Check 1 of 3")).to_be_visible()
    for _ in range(2):
        phone.get_by_role("button", name=say("As genuine")).click()
    expect(phone.get_by_role("heading", name="Crown above the name")).to_be_visible()
    expect(phone.get_by_alt_text("Known counterfeit: Crown above the name")).to_be_visible()
    expect(phone.get_by_alt_text("Genuine: Crown above the name")).to_be_visible()
    outline = phone.locator(".pair path").first.get_attribute("d") or ""
    assert outline.count("L") == len(OUTLINE) - 1
    at_both_widths(her, screenshot, "preview as officer")
    phone.get_by_role("button", name=say("As counterfeit")).click()
    her.get_by_role("link", name=say("As a trainer")).click()
    expect(phone.get_by_text("Check 1 of 2")).to_be_visible()
    at_both_widths(her, screenshot, "preview as trainer")


@in_both_languages
def test_counterfeits_are_written_ordered_removed_and_put_back(
    opened, copied_product, known, publishing, screenshot, say
):
    """Each list on one page; forms keep what was entered; removal is undone."""
    her = opened(publishing, PHONE)
    her.goto(f"/products/{copied_product.id}/counterfeits")
    expect(her.get_by_role("heading", name="Second run, blue cap")).to_be_visible()
    at_both_widths(her, screenshot, "counterfeits")
    her.get_by_role("link", name=say("Add a case")).click()
    her.get_by_label(say("Day")).fill("2024-02-03")
    her.get_by_label(say("Pieces")).fill("many")
    her.get_by_label(say("Country")).select_option("GR")
    her.get_by_role("button", name=say("Keep the entry")).click()
    expect(her.get_by_text(say("Write a number of pieces, or nothing."))).to_be_visible()
    assert her.get_by_label(say("Country")).input_value() == "GR"
    at_both_widths(her, screenshot, "counterfeit case with an error")
    her.get_by_label(say("Pieces")).fill("40")
    her.get_by_role("button", name=say("Keep the entry")).click()
    expect(her.get_by_text(say("The entry is added."))).to_be_visible()
    cases = her.locator("#infringements [data-entry] h3")
    expect(cases).to_have_count(2)
    her.locator("#infringements").get_by_role("button", name=say("Earlier")).last.click()
    expect(cases.first).to_contain_text("2024")
    her.locator("#infringements").get_by_role("button", name=say("Remove")).first.click()
    expect(cases).to_have_count(1)
    her.get_by_role("button", name=say("Undo")).click()
    expect(cases).to_have_count(2)
    for kind in ("versions", "signs", "routes"):
        her.goto(f"/products/{copied_product.id}/counterfeits/{kind}/new")
        at_both_widths(her, screenshot, f"counterfeit new {kind}")


def test_guides_show_what_their_reader_may_know(
    opened, session, owner, copied_product, known, make_account, screenshot
):
    """An officer reads of the covert version with its picture; a trainer only of the price."""
    publish_product(session, owner, copied_product.id)
    for role, sees, reads in ((Role.OFFICER, True, "ar"), (Role.TRAINER, False, "en")):
        reader = opened(make_account(role), PHONE, reads)
        reader.goto(f"/guides/{copied_product.id}")
        expect(reader.get_by_text("Below 4 EUR a piece.")).to_be_visible()
        for text in ("Second run, blue cap", "Jebel Ali", "Trading house A", "Declared as shampoo"):
            expect(reader.get_by_text(text)).to_have_count(1 if sees else 0)
        say = Say(reads)
        title = say.written("Crown above the name")
        known_fake = say("Known counterfeit: %(what)s", what=title)
        counterpart = reader.get_by_alt_text(known_fake)
        expect(counterpart).to_have_count(1 if sees else 0)
        at_both_widths(reader, screenshot, f"guide {role.value}")
