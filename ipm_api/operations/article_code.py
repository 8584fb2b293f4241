"""The product numbers of one article: scanned by the phone, or read on any photo of it."""

import uuid
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ipm_api.errors import Invalid, InvalidBarcode
from ipm_api.gs1 import parse_scan
from ipm_api.gtin import is_trade_item_number
from ipm_api.models.inspection import Inspection
from ipm_api.models.product import Product
from ipm_api.operations.barcode import products_with_gtin
from ipm_api.policy import Actor

MAXIMUM_BARCODE = 500  # characters that are kept


@dataclass(frozen=True, slots=True)
class ArticleCode:
    """
    One product number of the article.

    Attributes:
        gtin: 14 digits.
        scanned: the officer scanned or typed it.
        photo_ids: photos on which it was read.
        products: published products that carry it. None means "not registered here", which is
            never evidence of a fake.
    """

    gtin: str
    scanned: bool
    photo_ids: list[uuid.UUID]
    products: list[Product] = field(default_factory=list)


def codes_of(session: Session, actor: Actor, inspection: Inspection) -> list[ArticleCode]:
    """
    Every product number of *inspection*, the scanned one first.

    A number that a shop or region gave out itself names no product the world over: it is left out
    unless a product is registered with it.
    """
    scanned = gtin_of(inspection.barcode)
    codes = {scanned: ArticleCode(scanned, True, [])} if scanned else {}
    for photo in inspection.photos:
        for gtin in photo.gtins or []:
            codes.setdefault(gtin, ArticleCode(gtin, False, [])).photo_ids.append(photo.id)
    if not codes:
        return []
    for product in products_with_gtin(session, actor, *codes):
        for gtin in {row.gtin for row in product.gtins} | set(product.other_gtins):
            if gtin in codes:
                codes[gtin].products.append(product)
    return [code for code in codes.values() if code.products or is_trade_item_number(code.gtin)]


def gtin_of(barcode: str) -> str | None:
    """
    The 14 digits in a scanned or typed *barcode*; None if it is empty or holds none.

    Raises:
        Invalid: too long, or no product code at all.
    """
    if not barcode:
        return None
    if len(barcode) > MAXIMUM_BARCODE:
        raise Invalid({"barcode": [f"A barcode has at most {MAXIMUM_BARCODE} characters."]})
    try:
        return parse_scan(barcode).gtin
    except InvalidBarcode as error:
        raise Invalid({"barcode": [str(error)]}) from error
