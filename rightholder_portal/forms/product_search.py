"""From the address of a product list to a search."""

import uuid

from ipm_api.models.product import ProductState
from ipm_api.operations.product_list import MISSING, ProductSearch
from ipm_api.sentence import Sentence
from rightholder_portal.listing import Listing

MISSING_WORDS = {
    "images": Sentence("No accepted image"),
    "features": Sentence("No distinguishing feature"),
    "description": Sentence("No description"),
    "review": Sentence("A new look: the review is due"),
}


def page_number(asked: Listing) -> int:
    """The page of a list that the address names; nonsense is the first."""
    text = asked.after
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 1


def search_in(asked: Listing, size: int) -> ProductSearch:
    """What *asked* looks for; what makes no sense is ignored."""
    states = {state.value: state for state in ProductState}
    missing = asked.filters["missing"]
    return ProductSearch(
        text=asked.filters["q"],
        brand_id=_id(asked.filters["brand"]),
        category=asked.filters["category"],
        state=states.get(asked.filters["state"]),
        missing=missing if missing in MISSING else "",
        language=asked.filters["language"],
        order=asked.sort,
        descending=asked.descending,
        page=page_number(asked),
        size=size,
    )


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
