"""Draws packaging: each picture knows where its named elements are, and can be drawn wrong."""

from collections.abc import Callable

from seed_products.artwork import backs, boxes, cartons, labels
from seed_products.artwork.sheet import Sheet
from seed_products.records import Difference, SeedFeature, SeedPicture, SeedProduct, View

Drawing = Callable[[Sheet, SeedProduct], None]

LAYOUTS: dict[str, tuple[int, int, Drawing, Drawing]] = {
    "perfume": (760, 1200, cartons.perfume, backs.tall),
    "skin-care": (720, 1200, cartons.skin_care, backs.tall),
    "medicine": (1200, 600, cartons.medicine, backs.wide),
    "cigarettes": (780, 1200, cartons.cigarettes, backs.tall),
    "spirits": (900, 1200, labels.spirits, backs.tall),
    "shoe-label": (1200, 640, labels.shoe_label, backs.wide),
    "hang-tag": (700, 1200, labels.hang_tag, backs.tall),
    "household": (880, 1200, labels.household, backs.tall),
    "toy": (1200, 960, boxes.toy, backs.dark),
    "electronics": (820, 1200, boxes.electronics, backs.dark),
    "car-part": (1040, 1040, boxes.car_part, backs.dark),
    "biscuits": (1200, 640, boxes.biscuits, backs.wide),
}
"""Width, height in pixels, front and back of each layout."""

VIEWS: tuple[View, View] = ("front", "back")


def draw_face(product: SeedProduct, view: View, differences: tuple[Difference, ...] = ()) -> Sheet:
    """
    One face as a sheet, which knows its picture and where each element is.

    Raises:
        KeyError: the product's layout, palette or facts lack something.
    """
    width, height, front, back = LAYOUTS[product.layout]
    wrong = {d.element: d for d in differences if d.view == view}
    sheet = Sheet(width, height, "#ffffff", wrong)
    (front if view == "front" else back)(sheet, product)
    return sheet


def draw_product(product: SeedProduct) -> list[SeedPicture]:
    """
    Both faces of the genuine packaging.

    Raises:
        KeyError: the product's layout, palette or facts lack something.
    """
    return [SeedPicture(view, draw_face(product, view).image) for view in VIEWS]


def draw_counterfeit(product: SeedProduct) -> list[SeedPicture]:
    """The faces on which the known counterfeit differs; none when none is known."""
    return [
        SeedPicture(view, draw_face(product, view, product.differences).image)
        for view in VIEWS
        if any(difference.view == view for difference in product.differences)
    ]


def draw_features(product: SeedProduct) -> list[SeedFeature]:
    """
    The product's features with the places where the artwork shows them.

    Raises:
        KeyError: a feature names an element that the layout does not draw.
    """
    regions = {view: draw_face(product, view).regions() for view in VIEWS}
    return [SeedFeature(text, regions[text.view][text.element]) for text in product.features]
