"""From a scanned code to the products that carry its GTIN."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from image_index.arrays import RgbImage
from image_index.barcode import read_barcodes
from ipm_api import audit
from ipm_api.errors import InvalidBarcode
from ipm_api.gs1 import Scan, parse_scan
from ipm_api.models.product import Product
from ipm_api.models.product_version import ProductVersion
from ipm_api.operations.published_product import read_versions, versions_for
from ipm_api.operations.reading_budget import spend
from ipm_api.operations.stored_picture import PhotoDecoder, Upload, decode_upload
from ipm_api.policy import READERS, Actor, require
from ipm_api.serial_format import matches


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """
    A number of a code, held against what a product's right holder declared: its numbers, or their
    forms.

    Unlike none of them is a sign to check: a misread code or another edition can be the reason.
    """

    product_id: uuid.UUID
    kind: str  # "gtin", "serial" or "lot"
    as_declared: bool


@dataclass(frozen=True, slots=True)
class BarcodeAnswer:
    """
    What a code says, and which published products carry its GTIN.

    No product means "not in the database", which is never evidence of a fake.
    """

    scan: Scan
    products: list[Product]

    @property
    def number_checks(self) -> list[NumberCheck]:
        """The serial and lot number, for each product that declares the form of such numbers."""
        return [check for product in self.products for check in _number_checks(self.scan, product)]


def look_up_barcode(session: Session, actor: Actor, text: str) -> BarcodeAnswer:
    """
    Parse *text* and find its products.

    Raises:
        InvalidBarcode: no element string, Digital Link or product number.
    """
    require(actor, READERS)
    answer = _answer(session, actor, parse_scan(text))
    spend(session, actor, [product.id for product in answer.products])
    audit.record(session, actor, "barcode.looked-up", gtin=answer.scan.gtin)
    session.commit()
    return answer


def look_up_barcodes_in_photo(
    session: Session, actor: Actor, decoder: PhotoDecoder, upload: Upload
) -> list[BarcodeAnswer]:
    """
    Read the codes in a photo, which is not kept; an empty list when there is none.

    Raises:
        ImageRefused, DigestMismatch: see decode_upload.
    """
    require(actor, READERS)
    answers = [_answer(session, actor, scan) for scan in scans_in(decode_upload(decoder, upload))]
    spend(session, actor, [product.id for answer in answers for product in answer.products])
    audit.record(session, actor, "barcode.photographed", codes=len(answers))
    session.commit()
    return answers


def scans_in(image: RgbImage) -> list[Scan]:
    """The codes in a picture that say something about an article, each once."""
    scans: dict[str, Scan] = {}
    for barcode in read_barcodes(image):
        try:
            scans.setdefault(barcode.text, parse_scan(barcode.text, barcode.symbology))
        except InvalidBarcode:
            continue  # a transport label, a web address …: ordinary on a parcel
    return list(scans.values())


def products_with_gtin(session: Session, actor: Actor, *gtins: str) -> list[Product]:
    """
    Products that carry one of *gtins* (14 digits), by name, as *actor* may read them.

    On the article itself, on a variant of it, or on a layer of its packaging.
    """
    query = versions_for(actor).where(ProductVersion.gtins.overlap(list(gtins)))
    query = query.order_by(ProductVersion.sort_name, ProductVersion.product_id)
    return [one.product for one in read_versions(session, actor, query)]


def code_checks(barcode: str, product: Product) -> list[NumberCheck]:
    """
    The code of an article beside the *product* that it is compared with; [] without a code.

    What the right holder declared nothing of is left out, and so is a number that names no product
    the world over.
    """
    if not barcode:
        return []
    scan = parse_scan(barcode)
    own = {row.gtin for row in product.gtins} | set(product.other_gtins)
    named = []
    if own and (scan.is_trade_item or scan.gtin in own):
        named.append(NumberCheck(product.id, "gtin", scan.gtin in own))
    return named + _number_checks(scan, product)


def _number_checks(scan: Scan, product: Product) -> list[NumberCheck]:
    numbers = {"serial": scan.serial, "lot": scan.lot}
    return [
        NumberCheck(product.id, kind, any(matches(pattern, number) for pattern in patterns))
        for kind, number in numbers.items()
        if number and (patterns := _patterns(product, kind))
    ]


def _patterns(product: Product, kind: str) -> list[str]:
    return [form["pattern"] for form in product.serial_formats if form["kind"] == kind]


def _answer(session: Session, actor: Actor, scan: Scan) -> BarcodeAnswer:
    return BarcodeAnswer(scan, products_with_gtin(session, actor, scan.gtin) if scan.gtin else [])
