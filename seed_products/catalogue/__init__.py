"""The invented goods: right holders, brands and products."""

from seed_products.catalogue.assembly import assemble
from seed_products.catalogue.fashion import FAMILIES as FASHION
from seed_products.catalogue.health_and_beauty import FAMILIES as HEALTH_AND_BEAUTY
from seed_products.catalogue.holders import BRANDS, RIGHT_HOLDERS
from seed_products.catalogue.pantry import FAMILIES as PANTRY
from seed_products.catalogue.technics_and_toys import FAMILIES as TECHNICS_AND_TOYS

FAMILIES = (*HEALTH_AND_BEAUTY, *FASHION, *TECHNICS_AND_TOYS, *PANTRY)
PRODUCTS = assemble(FAMILIES, BRANDS, RIGHT_HOLDERS)

__all__ = ["BRANDS", "FAMILIES", "PRODUCTS", "RIGHT_HOLDERS"]
