"""What the invented products say besides pictures is accepted by the service."""

import pytest

from ipm_api.operations.contact import own_contacts
from ipm_api.operations.product_parts import (
    characteristics,
    packaging,
    price_bands,
    serial_formats,
)
from ipm_api.operations.supply_chain import own_supply_chain
from seed_products.catalogue import PRODUCTS, RIGHT_HOLDERS
from seed_products.guide_facts import add_contacts, add_supply_chain, facts_of


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.key)
def test_lists_of_every_product_break_no_rule(product):
    """A demo that stops half-way shows nothing; the printed lot has the form that is named."""
    wrong = {}
    facts = facts_of(product)
    for read in (packaging, serial_formats, price_bands, characteristics):
        assert read(facts[read.__name__], wrong)
    assert wrong == {}


def test_companies_routes_and_contacts_are_added_once(session, publisher):
    """A second start leaves them alone."""
    for _ in range(2):
        add_supply_chain(session, publisher, RIGHT_HOLDERS[0])
    add_contacts(session, publisher, RIGHT_HOLDERS[0])
    chain = own_supply_chain(session, publisher)
    assert (len(chain.traders), len(chain.routes)) == (2, 2)
    assert own_contacts(session, publisher)[0].hours["mon"] == ["08:30", "17:30"]


def test_parts_have_their_own_tariff_numbers():
    """An oil filter is no spark plug, a power bank no charger."""
    codes = {product.key.partition("-")[0]: set() for product in PRODUCTS}
    for product in PRODUCTS:
        codes[product.key.partition("-")[0]].add(product.hs_code)
    assert codes["zundra"] == {"851110", "842123", "870830"}
    assert codes["voltessa"] == {"850440", "850760"}
