"""One of everything that an export holds, in words that spreadsheets spoil."""

import random
from datetime import date
from decimal import Decimal

from ipm_api.models.brand import RightType
from ipm_api.models.distinguishing_feature import FeatureLevel, TechnologyFamily, Tool
from ipm_api.models.reference_image import ImageKind, ImageView
from ipm_api.models.right_holder import ContactDuty
from ipm_api.models.supply_chain import TraderRole
from ipm_api.models.violation import InfringementOutcome, InfringementType, SignKind
from ipm_api.operations.brand import create_brand
from ipm_api.operations.contact import add_contact
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.product import create_product
from ipm_api.operations.product_draft import ProductDraft
from ipm_api.operations.reference_image import add_reference_image
from ipm_api.operations.right import add_right
from ipm_api.operations.stored_picture import Upload
from ipm_api.operations.supply_chain import add_route, add_trader
from ipm_api.operations.supply_chain_draft import RouteDraft, Scope, TraderDraft
from ipm_api.operations.violation import add_record
from ipm_api.operations.violation_draft import (
    InfringementDraft,
    SignDraft,
    VersionDraft,
)
from ipm_api.operations.violation_draft import RouteDraft as SuspiciousDraft
from tests.ipm_api.importing import HARD
from tests.ipm_api.photos import upload_of


class Author:
    """Writes texts that spreadsheets spoil, the same for the same seed."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def text(self):
        pieces = self._random.sample(HARD, 2)
        middle = "".join(self._random.choices("\\;|,'\"=+-@äß漢ع ", k=6))
        return " ".join(f"{pieces[0]} {middle} {pieces[1]}".split())[:180]

    def texts(self):
        tags = self._random.sample(["en", "fr", "ar", "de", "zh-Hant"], 3)
        return {tag: self.text() for tag in tags}


def fill(session, runtime, actor, write):
    """One of everything, and twice what files could take for the same."""
    brand = create_brand(session, actor, name="Asteria")
    for until in (None, date(2031, 5, 31)):
        add_right(
            session,
            actor,
            brand.id,
            type=RightType.TRADE_MARK,
            office="EM",
            number=write.text()[:50],
            nice_classes=[3, 18],
            vienna_codes=["26.4.2"],
            locarno_classes=["09-01"],
            valid_until=until,
            recordations=[
                {"kind": "recordation", "country": "FR", "number": write.text()[:50]},
                {
                    "kind": "application-for-action",
                    "country": "BE",
                    "number": "B|1;2\\",
                    "valid_until": "2027-05-31",
                },
            ],
        )
    for duty in ContactDuty:
        add_contact(
            session,
            actor,
            name="Desk; the same",
            email=f"{duty.value}@example.org",
            telephone="+33 1 00 00 00 00",
            role=write.texts(),
            languages="en, fr",
            time_zone="Europe/Paris",
            duty=duty,
            hours={"mon": ["09:00", "17:30"], "sun": ["22:00", "02:00"]},
            always=duty is ContactDuty.BOTH,
            countries=["FR", "BE"],
            brand_id=brand.id if duty is ContactDuty.TECHNICAL else None,
        )
    product = create_product(session, actor, a_product(brand, write))
    scopes = (Scope(), Scope(brand_id=brand.id), Scope(product_id=product.id))
    for scope in (*scopes, *scopes):
        trader = TraderDraft(
            TraderRole.FACTORY,
            "The same",
            "PT",
            address=write.text(),
            identifiers=[{"scheme": "VAT", "value": write.text()[:50]}],
            valid_from=date(2026, 1, 1),
            valid_until=date(2027, 1, 1),
        )
        add_trader(session, actor, trader, scope)
        stops = [
            {"locode": "PTLEI", "mode": "sea", "customs": write.text()},
            {"name": write.text(), "country": "FR", "latitude": 48.25, "longitude": -2.5},
        ]
        route = RouteDraft("The same", stops, [3, 4], write.texts())
        add_route(session, actor, route, scope)
    known = known_copies(session, actor, product, write)
    pictures(session, runtime, actor, product, known, write)
    return product


def a_product(brand, write):
    return ProductDraft(
        brand_id=brand.id,
        category="perfume",
        names=write.texts(),
        descriptions=write.texts(),
        hs_code="330300",
        gtins=("09521234543213", "09521000000018"),
        model_number=write.text()[:50],
        skus=(write.text()[:50], "=A;1\\"),
        nice_classes=(3,),
        variants=(
            {"names": write.texts(), "marks": write.texts(), "gtin": "", "sku": "S;1"},
            {"names": write.texts(), "marks": {}, "gtin": "09521000000025", "sku": ""},
        ),
        packaging=(
            {
                "level": "outer",
                "gtin": "09521000000032",
                "items": 12,
                "languages": ["en", "fr"],
                "papers": write.texts(),
                "description": write.texts(),
            },
        ),
        serial_formats=(
            {
                "kind": "lot",
                "pattern": "LL-NNN",
                "place": write.texts(),
                "reading": write.texts(),
                "example": "AB-123",
            },
        ),
        price_bands=({"country": "FR", "currency": "EUR", "low": "12.50", "high": "19.90"},),
        characteristics=({"names": write.texts(), "values": write.texts()},),
    )


def known_copies(session, actor, product, write):
    """Two versions of one name, and a case of each."""
    versions = []
    for level in (FeatureLevel.COVERT, FeatureLevel.FORENSIC):
        draft = VersionDraft(
            {"en": "The same"},
            write.texts(),
            date(2025, 1, 1),
            date(2025, 6, 1),
            write.text(),
            level=level,
            whole_brand=level is FeatureLevel.COVERT,
        )
        versions.append(add_record(session, actor, product.id, draft))
    for version in versions:
        case = InfringementDraft(
            date(2026, 3, 31),
            InfringementType.RAID,
            "BE",
            "Antwerp",
            5,
            Decimal("12.50"),
            "EUR",
            InfringementOutcome.DESTROYED,
            write.text(),
            write.texts(),
            version.id,
        )
        add_record(session, actor, product.id, case)
        sign = SignDraft(SignKind.PRICE, write.texts(), whole_brand=True)
        add_record(session, actor, product.id, sign)
        stops = (
            {"name": write.text(), "country": "TR", "locode": ""},
            {"name": "Antwerp", "country": "BE", "locode": "BEANR"},
        )
        route = SuspiciousDraft({"en": "The same"}, stops, write.texts())
        add_record(session, actor, product.id, route)
    return versions


def pictures(session, runtime, actor, product, versions, write):
    """Two genuine ones and one of each version, two names for four; and what is drawn on them."""
    parts = (session, actor, runtime.index, runtime.images, runtime.decoder, product.id)
    genuine, fakes = [], []
    for seed, view in ((1, ImageView.FRONT), (2, ImageView.BACK)):
        file = Upload(upload_of(seed).data, "front.jpg")
        added = add_reference_image(*parts, file, view=view, captions=write.texts())
        genuine.append(added.image.id)
        fakes.append(
            add_reference_image(
                *parts,
                Upload(upload_of(seed + 2).data, "Fake.jpg"),
                kind=ImageKind.KNOWN_COUNTERFEIT,
                view=view,
                captions=write.texts(),
                version_id=versions[seed - 1].id,
            ).image.id
        )
    for number, technology in enumerate((None, TechnologyFamily.MARKING)):
        add_feature(
            session,
            actor,
            product.id,
            FeatureDraft(
                titles={"en": "The same"},
                genuine_shows=write.texts(),
                counterfeit_shows=write.texts(),
                where=write.texts(),
                how_to_check=write.texts(),
                tool=Tool.UV_LAMP,
                level=FeatureLevel.COVERT,
                image_id=genuine[number],
                region=(0.1, 0.2, 1 / 3, 0.3) if number else None,
                polygon=None if number else ((0.1, 0.1), (0.41234, 0.1), (0.2, 0.7)),
                technology=technology,
                counterpart_image_id=fakes[1 - number],
                counterpart_region=(0.15, 0.1, 0.7 / 3, 0.2),
            ),
        )
