"""What a right holder writes about a product: checked as a whole, then kept."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy.orm import Session

from ipm_api.database import Texts, now
from ipm_api.errors import Invalid, InvalidGtin
from ipm_api.gtin import parse_gtin
from ipm_api.language_tags import filled_texts, problem_with
from ipm_api.languages import fold, text_in
from ipm_api.models.brand import Brand
from ipm_api.models.product import Category, Product, ProductGtin
from ipm_api.models.product_change import ProductChange
from ipm_api.operations import product_parts
from ipm_api.operations.brand import NICE_CLASSES, own_brand
from ipm_api.operations.search_text import search_text_of
from ipm_api.policy import Actor
from ipm_api.sentence import Sentence

MAXIMUM_PRODUCT_NAME = 200  # characters
MAXIMUM_DESCRIPTION = 4000  # characters
MAXIMUM_MODEL_NUMBER = 60  # characters; of a SKU, too
MAXIMUM_CODES = 500  # GTINs or SKUs of a product
TEXTS = ("names", "descriptions")
LISTS = {
    "variants": product_parts.variants,
    "packaging": product_parts.packaging,
    "serial_formats": product_parts.serial_formats,
    "price_bands": product_parts.price_bands,
    "characteristics": product_parts.characteristics,
}


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """What a right holder writes; texts by language tag, shapes of lists in product_parts.py."""

    brand_id: uuid.UUID
    category: str
    names: Texts
    descriptions: Texts = field(default_factory=dict)
    hs_code: str = ""
    gtins: tuple[str, ...] = ()
    model_number: str = ""
    skus: tuple[str, ...] = ()
    nice_classes: tuple[int, ...] = ()
    variants: tuple[Mapping[str, Any], ...] = ()
    packaging: tuple[Mapping[str, Any], ...] = ()
    serial_formats: tuple[Mapping[str, Any], ...] = ()
    price_bands: tuple[Mapping[str, Any], ...] = ()
    characteristics: tuple[Mapping[str, Any], ...] = ()


def draft_of(product: Product) -> ProductDraft:
    """What is written about *product* now."""
    return ProductDraft(
        brand_id=product.brand_id,
        category=product.category_slug,
        names=dict(product.names),
        descriptions=dict(product.descriptions),
        hs_code=product.hs_code,
        gtins=tuple(row.gtin for row in product.gtins),
        model_number=product.model_number,
        skus=tuple(product.skus),
        nice_classes=tuple(product.nice_classes),
        variants=tuple(product.variants),
        packaging=tuple(product.packaging),
        serial_formats=tuple(product.serial_formats),
        price_bands=tuple(product.price_bands),
        characteristics=tuple(product.characteristics),
    )


def flat(draft: ProductDraft) -> dict[str, Any]:
    """*draft* as JSON values by field; a text by language: ``{"hs_code": …, "names.fr": …}``."""
    found: dict[str, Any] = {}
    for each in fields(draft):
        value = getattr(draft, each.name)
        if each.name in TEXTS:
            found |= {f"{each.name}.{tag}": text for tag, text in value.items()}
        else:
            found[each.name] = list(value) if isinstance(value, tuple) else value
    return found | {"brand_id": str(draft.brand_id)}


def kept_list(name: str, value: Any) -> Any:
    """The list *value* of field *name* in its kept form; as it is if it breaks a rule, or none."""
    wrong: dict[str, list[str]] = {}
    if name in LISTS:
        kept: Sequence[Any] = LISTS[name](value, wrong)
    elif name == "gtins":
        kept = _gtins(tuple(value), wrong)
    elif name == "skus":
        kept = _skus(value)
    elif name == "nice_classes":
        kept = sorted(set(value))
    else:
        return value
    return value if wrong else list(kept)


def write_draft(session: Session, actor: Actor, product: Product, draft: ProductDraft) -> None:
    """
    Put *draft* into *product*; what it replaces is kept as a ProductChange. No commit.

    Raises:
        NotFound: the brand is not one's own.
        Invalid: a field breaks a rule; all broken fields are named.
    """
    brand = own_brand(session, actor, draft.brand_id)
    kept = _checked(session, draft, product.category_slug)
    before = flat(draft_of(product)) if product.id is not None else {}
    _put(product, brand, kept)
    after = flat(kept)
    replaced = {
        name: before.get(name)
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
    }
    if before and replaced:
        product.revision += 1
        session.add(
            ProductChange(
                product_id=product.id,
                revision=product.revision,
                account_id=actor.account_id,
                before=replaced,
            )
        )


def _put(product: Product, brand: Brand, kept: ProductDraft) -> None:
    product.brand, product.brand_id = brand, brand.id
    product.category_slug = kept.category
    product.names, product.descriptions = kept.names, kept.descriptions
    product.hs_code, product.model_number = kept.hs_code, kept.model_number
    product.skus, product.nice_classes = list(kept.skus), list(kept.nice_classes)
    for name in LISTS:
        setattr(product, name, list(getattr(kept, name)))
    rows = {row.gtin: row for row in product.gtins}
    product.gtins = [rows.get(gtin) or ProductGtin(gtin=gtin) for gtin in kept.gtins]
    product.other_gtins = sorted(
        {line["gtin"] for line in (*kept.variants, *kept.packaging) if line["gtin"]}
    )
    product.sort_name = fold(text_in(kept.names, ()))[:200]
    product.search_text = search_text_of(product, brand.name)
    product.changed_at = now()


def _checked(session: Session, draft: ProductDraft, had: str | None) -> ProductDraft:
    """*draft* in its kept form; *had* is the category until now, which may have been retired."""
    wrong: dict[str, list[str]] = {}
    names, descriptions = filled_texts(draft.names), filled_texts(draft.descriptions)
    if not names:
        wrong["names"] = [Sentence("Write the name of the product in at least one language.")]
    for name, texts, most in (
        ("names", names, MAXIMUM_PRODUCT_NAME),
        ("descriptions", descriptions, MAXIMUM_DESCRIPTION),
    ):
        if sentence := problem_with(texts, most):
            wrong[name] = [sentence]
    category = session.get(Category, draft.category)
    if category is None:
        wrong["category"] = [Sentence("Choose a category.")]
    elif category.retired and category.slug != had:
        wrong["category"] = [Sentence("This category is retired. Choose another one.")]
    hs_code = "".join(draft.hs_code.replace(".", "").split())
    if hs_code and not (hs_code.isascii() and hs_code.isdigit() and 6 <= len(hs_code) <= 10):
        wrong["hs_code"] = [Sentence("An HS code has 6 digits, with national digits up to 10.")]
    model_number = " ".join(draft.model_number.split())
    skus = _skus(draft.skus)
    for name, codes in (("model_number", (model_number,)), ("skus", skus)):
        if any(len(code) > MAXIMUM_MODEL_NUMBER or "\0" in code for code in codes):
            most = MAXIMUM_MODEL_NUMBER
            wrong[name] = [Sentence("At most %(most)s characters each.", most=most)]
    if any(number not in NICE_CLASSES for number in draft.nice_classes):
        wrong["nice_classes"] = [Sentence("Nice classes go from 1 to 45.")]
    gtins = _gtins(draft.gtins, wrong)
    for name, codes in (("gtins", gtins), ("skus", skus)):
        if len(codes) > MAXIMUM_CODES:
            wrong[name] = [Sentence("At most %(most)s of them.", most=MAXIMUM_CODES)]
    lists = {name: tuple(read(getattr(draft, name), wrong)) for name, read in LISTS.items()}
    if wrong:
        raise Invalid(wrong)
    return ProductDraft(
        brand_id=draft.brand_id,
        category=draft.category,
        names=names,
        descriptions=descriptions,
        hs_code=hs_code,
        gtins=gtins,
        model_number=model_number,
        skus=skus,
        nice_classes=tuple(sorted(set(draft.nice_classes))),
        **lists,
    )


def _skus(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(sku.split()) for sku in texts if sku.strip()))


def _gtins(texts: tuple[str, ...], wrong: dict[str, list[str]]) -> tuple[str, ...]:
    gtins = set()
    for text in texts:
        try:
            gtins.add(parse_gtin(text))
        except InvalidGtin as error:
            wrong.setdefault("gtins", []).append(str(error))
    return tuple(sorted(gtins))
