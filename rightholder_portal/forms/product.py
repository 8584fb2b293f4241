"""The form of a product."""

import re
import uuid
from collections.abc import Mapping

from ipm_api.errors import Invalid
from ipm_api.models.product import Product
from ipm_api.operations.product import ProductDraft
from rightholder_portal.texts import LANGUAGES

_LONGEST = {"names": 200, "descriptions": 4000}


def product_draft(form: Mapping[str, str], existing: Product | None = None) -> ProductDraft:
    """
    What a right holder wrote; texts in languages that the form does not show are kept.

    Raises:
        Invalid: no brand chosen, or a text is too long.
    """
    wrong: dict[str, list[str]] = {}
    try:
        brand_id = uuid.UUID(form.get("brand_id", ""))
    except ValueError:
        wrong["brand_id"] = ["Choose a brand."]
        brand_id = uuid.UUID(int=0)
    texts = {}
    for name, longest in _LONGEST.items():
        kept = dict(getattr(existing, name)) if existing is not None else {}
        entered = {tag: _clean(form.get(f"{name}-{tag}", "")) for tag in LANGUAGES}
        texts[name] = kept | entered
        if any(len(text) > longest for text in entered.values()):
            wrong[name] = [f"At most {longest} characters."]
    if wrong:
        raise Invalid(wrong)
    return ProductDraft(
        brand_id=brand_id,
        category=_clean(form.get("category", "")),
        names=texts["names"],
        descriptions=texts["descriptions"],
        hs_code=_clean(form.get("hs_code", "")),
        gtins=tuple(re.split(r"[\s,;]+", _clean(form.get("gtins", "")).strip()))
        if form.get("gtins", "").strip()
        else (),
    )


def values_of(product: Product) -> dict[str, str]:
    """What the form shows for *product*."""
    values = {
        "brand_id": str(product.brand_id),
        "category": product.category_slug,
        "hs_code": product.hs_code,
        "gtins": "\n".join(row.gtin for row in product.gtins),
    }
    for tag in LANGUAGES:
        values[f"names-{tag}"] = product.names.get(tag, "")
        values[f"descriptions-{tag}"] = product.descriptions.get(tag, "")
    return values


def _clean(text: str) -> str:
    return text.replace("\0", "")
