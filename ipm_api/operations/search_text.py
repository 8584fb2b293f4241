"""What lists search in."""

from ipm_api.languages import fold
from ipm_api.models.product import Product


def search_text_of(product: Product, brand_name: str) -> str:
    """Folded words by which lists find *product*: names, codes, descriptions, variants."""
    words = [
        brand_name,
        *product.names.values(),
        *product.descriptions.values(),
        product.hs_code,
        product.model_number,
        *product.skus,
        *(
            text
            for variant in product.variants
            for texts in (variant["names"], variant["marks"], {"": variant["sku"]})
            for text in texts.values()
        ),
        *sorted(row.gtin for row in product.gtins),
        *product.other_gtins,
    ]
    return fold(" ".join(word for word in words if word))
