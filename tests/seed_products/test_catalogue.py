from collections import Counter
from importlib.resources import files

import pytest

from ipm_api.gtin import is_trade_item_number, parse_gtin
from seed_products.artwork import LAYOUTS
from seed_products.artwork.emblems import EMBLEMS
from seed_products.artwork.typefaces import FONT_FILES
from seed_products.catalogue import BRANDS, PRODUCTS, RIGHT_HOLDERS

HOLDER_OF = {brand.key: brand.right_holder for brand in BRANDS}


def test_the_catalogue_is_as_large_as_a_trial_needs():
    """Fewer goods would make every photo easy to identify."""
    assert len(RIGHT_HOLDERS) >= 4
    assert len(BRANDS) >= 10
    assert len(PRODUCTS) >= 60
    assert len({product.category for product in PRODUCTS}) >= 8
    assert sum(bool(product.differences) for product in PRODUCTS) >= 20


def test_every_brand_belongs_to_a_right_holder_and_sells_something():
    """An orphan brand would be an empty page of the portal."""
    assert set(HOLDER_OF.values()) == {holder.key for holder in RIGHT_HOLDERS}
    assert {product.brand for product in PRODUCTS} == set(HOLDER_OF)


def test_families_have_sisters():
    """Flavours and strengths are the hard case of identification."""
    sisters = Counter((product.brand, product.layout) for product in PRODUCTS)

    assert sum(count >= 3 for count in sisters.values()) >= 10


def test_keys_names_and_numbers_are_of_one_product_each():
    """A barcode or a name that means two products would hide one of them."""
    gtins = [gtin for product in PRODUCTS for gtin in product.gtins]

    assert len(set(gtins)) == len(gtins)
    assert len({product.key for product in PRODUCTS}) == len(PRODUCTS)
    for language in ("en", "fr"):
        assert len({product.names[language] for product in PRODUCTS}) == len(PRODUCTS)


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.key)
def test_numbers_are_demonstration_numbers_of_their_right_holder(product):
    """Prefix 952 is GS1's own for examples: no invented article can meet a real one."""
    prefix = {holder.key: holder.company_prefix for holder in RIGHT_HOLDERS}
    for gtin in product.gtins:
        assert gtin.startswith("952")
        assert gtin.startswith(prefix[HOLDER_OF[product.brand]])
        assert is_trade_item_number(parse_gtin(gtin))  # parsing checks the last digit


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.key)
def test_products_can_be_searched_drawn_and_filtered(product):
    """What a product refers to exists."""
    assert len(product.hs_code) == 6
    assert product.hs_code.isdigit()
    assert product.layout in LAYOUTS
    assert product.facts["emblem"] in EMBLEMS
    assert product.facts["face"] in FONT_FILES


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.key)
def test_officers_get_at_least_four_checks_in_two_languages(product):
    """A guide with holes in one language is no guide."""
    assert len(product.features) >= 4
    assert {feature.view for feature in product.features} == {"front", "back"}
    texts = [product.names, product.descriptions]
    for feature in product.features:
        texts += [
            feature.title,
            feature.where,
            feature.how_to_check,
            feature.genuine_shows,
            feature.counterfeit_shows,
        ]
    texts += [difference.statement for difference in product.differences]
    for text in texts:
        assert set(text) == {"en", "fr"}
        assert all(words.strip() for words in text.values())


def test_some_checks_are_for_the_entitled_only():
    """The rules of confidential features need something to hide."""
    levels = Counter(feature.level for product in PRODUCTS for feature in product.features)

    assert levels["covert"] >= len(PRODUCTS)
    assert levels["overt"] > levels["covert"]


def test_every_kind_of_difference_occurs():
    """Known counterfeits show all that the comparison must find."""
    kinds = Counter(difference.kind for product in PRODUCTS for difference in product.differences)

    assert set(kinds) == {"misspelt", "colour", "missing", "moved", "font"}


@pytest.mark.parametrize("family", sorted(FONT_FILES))
def test_type_comes_from_packages_under_the_open_font_licence(family):
    """Nothing that happens to be installed on a machine, nothing that may not be shipped."""
    package, *names = FONT_FILES[family]
    folder = files(package)

    assert all((folder / "files" / name).is_file() for name in names if name)
    assert "SIL Open Font License" in (folder / "LICENSE").read_text("utf-8")
