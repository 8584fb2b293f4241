"""How complete a product is, and what is still to be filled in."""

from collections.abc import Callable
from dataclasses import dataclass

from ipm_api.languages import text_in
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageKind, ImageState, ImageView, ReferenceImage
from ipm_api.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Check:
    """
    One thing that a good guide has.

    Attributes:
        name: stable, unique.
        weight: share of the score, relative to the others.
        required: without it the product cannot be published.
        place: where it is filled in; the portal knows the page of each.
        sentence: what to do.
        is_done: looks at a product with its codes, images and features.
    """

    name: str
    weight: int
    required: bool
    place: str
    sentence: Sentence
    is_done: Callable[[Product], bool]


@dataclass(frozen=True, slots=True)
class Completeness:
    """The share that is there, 0 to 100, and what is missing: required things first."""

    score: int
    missing: list[Check]

    @property
    def required(self) -> list[Check]:
        """What stands between the product and publication."""
        return [check for check in self.missing if check.required]

    @property
    def recommended(self) -> list[Check]:
        """What would make the guide better."""
        return [check for check in self.missing if not check.required]


def _genuine(product: Product) -> list[ReferenceImage]:
    return [image for image in product.images if image.kind is ImageKind.GENUINE]


def _shown(product: Product) -> list[ReferenceImage]:
    return [image for image in _genuine(product) if image.state is ImageState.ACCEPTED]


def _waits(product: Product) -> bool:
    return any(image.state is ImageState.HELD_BACK for image in _genuine(product))


CHECKS: list[Check] = [
    Check(
        "images",
        15,
        True,
        "images",
        Sentence("Add at least one reference image of the genuine product."),
        lambda product: bool(_shown(product)) or _waits(product),
    ),
    Check(
        "held-back",
        15,
        True,
        "images",
        Sentence(
            "Wait until an administrator has looked at the held-back image, or add another one."
        ),
        lambda product: bool(_shown(product)) or not _waits(product),
    ),
    Check(
        "features",
        25,
        True,
        "features",
        Sentence("Add at least one distinguishing feature."),
        lambda product: bool(product.features),
    ),
    Check(
        "description",
        15,
        True,
        "texts",
        Sentence("Describe the product in a sentence or two."),
        lambda product: bool(text_in(product.descriptions, ())),
    ),
    Check(
        "back",
        5,
        False,
        "images",
        Sentence("Add an image of the back or of the label."),
        lambda product: any(i.view is not ImageView.FRONT for i in _shown(product)),
    ),
    Check(
        "place",
        5,
        False,
        "features",
        Sentence("Draw the place of every feature on an image."),
        lambda product: (
            bool(product.features) and all(f.image_id is not None for f in product.features)
        ),
    ),
    Check(
        "counterfeit",
        5,
        False,
        "features",
        Sentence("Say for every feature what a fake shows there."),
        lambda product: (
            bool(product.features)
            and all(text_in(f.counterfeit_shows, ()) for f in product.features)
        ),
    ),
    Check(
        "gtins",
        5,
        False,
        "texts",
        Sentence("Give the product numbers (GTIN), so that a barcode finds it."),
        lambda product: bool(product.gtins),
    ),
    Check(
        "hs_code",
        5,
        False,
        "texts",
        Sentence("Give the HS code, so that customs can search by it."),
        lambda product: bool(product.hs_code),
    ),
    Check(
        "languages",
        5,
        False,
        "texts",
        Sentence("Write the name and the description in a second language."),
        lambda product: len(set(product.names) & set(product.descriptions)) > 1,
    ),
]
"""In the order in which people do them; other parts of the catalogue add their lines."""


def completeness(product: Product) -> Completeness:
    """The score of *product*, with what is missing named."""
    missing = [check for check in CHECKS if not check.is_done(product)]
    whole = sum(check.weight for check in CHECKS)
    there = whole - sum(check.weight for check in missing)
    missing.sort(key=lambda check: not check.required)
    return Completeness(there * 100 // whole, missing)


def missing_parts(product: Product) -> dict[str, Sentence]:
    """What stands between *product* and publication: check → what to do. Empty: ready."""
    return {check.name: check.sentence for check in completeness(product).required}
