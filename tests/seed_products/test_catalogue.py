"""The invented goods hold what the rest of the system is shown and tested with."""

from collections import Counter

import numpy as np
import pytest

from image_index.barcode import read_barcodes
from ipm_api.gtin import parse_gtin
from seed_products.artwork import draw_counterfeit, draw_features, draw_product
from seed_products.catalogue import BRANDS, PRODUCTS, RIGHT_HOLDERS

SOME = PRODUCTS[::6]  # drawing takes a quarter of a second: a few of each trade in the test


def test_there_is_enough_to_try_the_system_with():
    """At least 4 right holders, 10 brands, 60 products in 8 trades, 20 known counterfeits."""
    assert len(RIGHT_HOLDERS) >= 4
    assert len(BRANDS) >= 10
    assert len(PRODUCTS) >= 60
    assert len({product.category for product in PRODUCTS}) >= 8
    assert sum(bool(product.differences) for product in PRODUCTS) >= 20


def test_everything_belongs_to_something():
    """A product of an unknown brand could not be registered."""
    holders = {holder.key for holder in RIGHT_HOLDERS}
    brands = {brand.key: brand.right_holder for brand in BRANDS}
    assert set(brands.values()) <= holders
    assert {product.brand for product in PRODUCTS} <= set(brands)


def test_there_are_families_of_sister_variants():
    """Flavours and strengths of one design are what confuses a system."""
    sizes = Counter((product.brand, product.layout) for product in PRODUCTS)
    assert max(sizes.values()) >= 4


def test_numbers_are_valid_distinct_and_of_the_demonstration_prefix():
    """No real article may be named by an invented one."""
    gtins = [gtin for product in PRODUCTS for gtin in product.gtins]
    assert len(gtins) == len(set(gtins))
    assert all(parse_gtin(gtin).startswith("0952") for gtin in gtins)


def test_texts_exist_in_two_languages():
    """The second language is shown, not only possible."""
    for product in PRODUCTS:
        assert {"en", "fr"} <= set(product.names)
        for feature in product.features:
            assert {"en", "fr"} <= set(feature.title) & set(feature.genuine_shows)


def test_every_product_has_four_features_and_something_overt():
    """Trainers see overt features only: an empty guide would teach nothing."""
    for product in PRODUCTS:
        assert len(product.features) >= 4
        assert any(feature.level == "overt" for feature in product.features)


@pytest.mark.parametrize("product", SOME, ids=lambda product: product.key)
def test_barcodes_on_the_artwork_decode(product):
    """A barcode that only looks like one is no barcode."""
    read = {
        parse_gtin(code.text)
        for picture in draw_product(product)
        for code in read_barcodes(picture.image)
        if code.symbology.startswith("EAN")
    }
    assert read == {parse_gtin(gtin) for gtin in product.gtins}


@pytest.mark.parametrize("product", SOME, ids=lambda product: product.key)
def test_regions_show_what_their_features_are_about(product):
    """A region of plain paper would be a check of nothing."""
    pictures = {picture.view: picture.image for picture in draw_product(product)}
    for feature in draw_features(product):
        image, region = pictures[feature.text.view], feature.region
        assert 0 <= region.x < region.x + region.width <= 1.0001
        assert 0 <= region.y < region.y + region.height <= 1.0001
        height, width = image.shape[:2]
        crop = image[
            int(region.y * height) : int((region.y + region.height) * height) + 1,
            int(region.x * width) : int((region.x + region.width) * width) + 1,
        ]
        assert crop.std() > 4


@pytest.mark.parametrize(
    "product", [p for p in PRODUCTS if p.differences][::8], ids=lambda product: product.key
)
def test_counterfeits_differ_a_little_and_only_there(product):
    """The rest of the artwork is the same: that is what makes a counterfeit hard to see."""
    genuine = {picture.view: picture.image for picture in draw_product(product)}
    fakes = draw_counterfeit(product)
    changed = []
    for fake in fakes:
        difference = np.abs(fake.image.astype(int) - genuine[fake.view].astype(int)).max(axis=2)
        changed.append((difference > 30).mean())
    assert max(changed) > 0.0002
    assert max(changed) < 0.35


def test_products_without_a_known_counterfeit_have_no_such_picture():
    """An invented difference would teach a wrong tell."""
    product = next(p for p in PRODUCTS if not p.differences)
    assert draw_counterfeit(product) == []


def test_drawing_twice_gives_the_same_picture():
    """Figures measured on these goods must be repeatable."""
    one, other = draw_product(PRODUCTS[3]), draw_product(PRODUCTS[3])
    assert all(np.array_equal(a.image, b.image) for a, b in zip(one, other, strict=True))
