"""What is known of those who copy one invented product, so that its pages are not empty."""

from datetime import date

from sqlalchemy.orm import Session

from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageKind
from ipm_api.models.violation import InfringementOutcome, InfringementType, SignKind
from ipm_api.operations.violation import add_record
from ipm_api.operations.violation_draft import (
    InfringementDraft,
    RouteDraft,
    SignDraft,
    VersionDraft,
)
from ipm_api.policy import Actor


def add_known_violations(session: Session, actor: Actor, product: Product) -> None:
    """A version with the product's counterfeit pictures, two signs, a route and a past case."""
    fakes = [image.id for image in product.images if image.kind is ImageKind.KNOWN_COUNTERFEIT]
    version = add_record(
        session,
        actor,
        product.id,
        VersionDraft(
            names={"en": "First run, grey carton", "fr": "Première série, étui gris"},
            how_to_tell={
                "en": "The print is duller, and the words on the back are misspelt.",
                "fr": "L’impression est plus terne, et le texte arrière a des fautes.",
            },
            first_seen=date(2024, 3, 1),
            last_seen=date(2025, 10, 31),
            where_seen="Antwerp, Piraeus",
            image_ids=frozenset(fakes),
            level=FeatureLevel.OVERT,
        ),
    )
    for draft in (
        SignDraft(SignKind.PRICE, {"en": "Invoiced below 4 EUR a piece."}, FeatureLevel.OVERT),
        SignDraft(SignKind.MISDECLARED, {"en": "Declared as empty cartons."}),
        RouteDraft(
            {"en": "Through a free zone"},
            (
                {"name": "Shanghai", "country": "CN", "locode": "CNSHA"},
                {"name": "Jebel Ali", "country": "AE", "locode": "AEJEA"},
                {"name": "Antwerp", "country": "BE", "locode": "BEANR"},
            ),
        ),
        InfringementDraft(
            date(2025, 5, 6),
            InfringementType.SEIZURE,
            country="BE",
            place="Antwerp",
            quantity=12_000,
            outcome=InfringementOutcome.DESTROYED,
            notes={"en": "In one container, behind genuine household goods."},
            version_id=version.id,
        ),
    ):
        add_record(session, actor, product.id, draft)
