"""From a scanned code to the products that carry its GTIN."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from image_index.arrays import RgbImage
from image_index.barcode import read_barcodes
from ipm_api import audit
from ipm_api.errors import InvalidBarcode
from ipm_api.gs1 import Scan, parse_scan
from ipm_api.models.product import Product, ProductGtin
from ipm_api.operations.published import published
from ipm_api.operations.stored_picture import PhotoDecoder, Upload, decode_upload
from ipm_api.policy import READERS, Actor, require


@dataclass(frozen=True, slots=True)
class BarcodeAnswer:
    """
    What a code says, and which published products carry its GTIN.

    No product means "not in the database", which is never evidence of a fake.
    """

    scan: Scan
    products: list[Product]


def look_up_barcode(session: Session, actor: Actor, text: str) -> BarcodeAnswer:
    """
    Parse *text* and find its products.

    Raises:
        InvalidBarcode: no element string, Digital Link or product number.
    """
    require(actor, READERS)
    answer = _answer(session, parse_scan(text))
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
    answers = [_answer(session, scan) for scan in scans_in(decode_upload(decoder, upload))]
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


def products_with_gtin(session: Session, *gtins: str) -> list[Product]:
    """
    Published products that carry one of *gtins* (14 digits), by name.

    On the article itself, on a variant of it, or on a layer of its packaging.
    """
    return list(
        session.scalars(
            select(Product)
            .where(
                published(),
                or_(
                    Product.id.in_(
                        select(ProductGtin.product_id).where(ProductGtin.gtin.in_(gtins))
                    ),
                    Product.other_gtins.overlap(list(gtins)),
                ),
            )
            .options(
                joinedload(Product.brand),
                joinedload(Product.category),
                selectinload(Product.gtins),
                selectinload(Product.images),
            )
            .order_by(Product.sort_name, Product.id)
        )
    )


def _answer(session: Session, scan: Scan) -> BarcodeAnswer:
    return BarcodeAnswer(scan, products_with_gtin(session, scan.gtin) if scan.gtin else [])
