import os
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import pytest

from image_index.arrays import RgbImage
from image_index.barcode import read_barcodes
from seed_products.artwork import VIEWS, draw_counterfeit, draw_face, draw_features, draw_product
from seed_products.artwork.sheet import Sheet
from seed_products.artwork.symbols import check_digit, ean13_modules
from seed_products.artwork.typefaces import Face
from seed_products.catalogue import PRODUCTS
from seed_products.records import Difference, Region, SeedProduct

MEDICINES = [product for product in PRODUCTS if product.category == "medicine"]
ON_PAPER = Face("montserrat", 700)
VISIBLE = 24  # of 255: a smaller change of a pixel is not seen


@dataclass(frozen=True)
class Drawn:
    """A product with both its genuine faces, drawn once for all rules about it."""

    product: SeedProduct
    images: dict[str, RgbImage]
    regions: dict[str, dict[str, Region]]
    fakes: dict[str, RgbImage]  # the known counterfeit's faces that differ


@pytest.fixture(scope="module", params=PRODUCTS, ids=lambda product: product.key)
def drawn(request):
    sheets = {view: draw_face(request.param, view) for view in VIEWS}
    return Drawn(
        request.param,
        {view: sheet.image for view, sheet in sheets.items()},
        {view: sheet.regions() for view, sheet in sheets.items()},
        {picture.view: picture.image for picture in draw_counterfeit(request.param)},
    )


def cut(image, region):
    """The pixels of a unit region."""
    height, width = image.shape[:2]
    left, top = round(region.x * width), round(region.y * height)
    right = round((region.x + region.width) * width)
    bottom = round((region.y + region.height) * height)
    return image[top:bottom, left:right]


def changed(first, second):
    """(H, W) bool: where two pictures are visibly different."""
    return np.abs(first.astype(int) - second.astype(int)).max(2) > VISIBLE


def test_the_printed_barcode_is_the_products_number(drawn):
    """An officer who scans any face must be led to this product and no other."""
    faces = [view for view in VIEWS if "barcode" in drawn.regions[view]]

    assert "back" in faces
    for view in faces:
        read = read_barcodes(drawn.images[view])
        assert {c.text for c in read if c.symbology == "EAN-13"} == {drawn.product.gtin}


def test_pictures_have_the_size_of_reference_images(drawn):
    """Too small loses the small print, too large makes every demo slow."""
    for image in drawn.images.values():
        assert image.dtype == np.uint8
        assert 1000 <= max(image.shape[:2]) <= 1300
        assert min(image.shape[:2]) >= 560


def test_regions_lie_on_the_picture_and_show_something(drawn):
    """A region of blank paper would send an officer's eye to nothing."""
    for feature in drawn.product.features:
        region = drawn.regions[feature.view][feature.element]
        assert region.x >= 0
        assert region.y >= 0
        assert region.x + region.width <= 1 + 1e-9
        assert region.y + region.height <= 1 + 1e-9
        assert region.width * region.height < 0.4, feature.element
        crop = cut(drawn.images[feature.view], region)
        assert crop.size > 0
        assert crop.std() > 8, feature.element


def test_regions_are_where_their_element_was_drawn(drawn):
    """Taking an element away changes its region and nothing else."""
    number = PRODUCTS.index(drawn.product)  # another element on each sister
    feature = drawn.product.features[number % len(drawn.product.features)]
    gone = Difference(feature.element, feature.view, "missing", {})

    without = draw_face(drawn.product, feature.view, (gone,)).image

    where = changed(drawn.images[feature.view], without)
    inside = cut(where, drawn.regions[feature.view][feature.element]).sum()
    assert inside > 0
    assert inside == where.sum()


def test_known_counterfeits_differ_where_they_are_said_to(drawn):
    """The statement, the region and the picture tell the same story."""
    assert set(drawn.fakes) == {difference.view for difference in drawn.product.differences}
    for difference in drawn.product.differences:
        region = drawn.regions[difference.view][difference.element]
        where = changed(drawn.images[difference.view], drawn.fakes[difference.view])
        assert cut(where, region).sum() >= 30, difference


def test_known_counterfeits_are_genuine_everywhere_else(drawn):
    """A copy that differs all over would be no test of comparison."""
    for view, fake in drawn.fakes.items():
        where = changed(drawn.images[view], fake)
        height, width = where.shape
        for difference in drawn.product.differences:
            if difference.view != view:
                continue
            region = drawn.regions[view][difference.element]
            dx, dy = difference.shift
            margin = 0.03 if difference.kind in ("font", "misspelt") else 0.002
            left, right = min(0, dx) - margin, max(0, dx) + margin
            top, bottom = min(0, dy) - margin, max(0, dy) + margin
            rows = slice(
                max(0, int((region.y + top) * height)),
                int((region.y + region.height + bottom) * height) + 1,
            )
            columns = slice(
                max(0, int((region.x + left) * width)),
                int((region.x + region.width + right) * width) + 1,
            )
            where[rows, columns] = False
        assert where.mean() < 1e-4


@pytest.mark.parametrize("product", MEDICINES, ids=lambda product: product.key)
def test_medicines_carry_a_gs1_datamatrix_that_agrees_with_the_print(product):
    """Number, expiry, lot and serial number travel in one code, as on real packs."""
    back = next(p.image for p in draw_product(product) if p.view == "back")
    texts = [code.text for code in read_barcodes(back) if code.symbology != "EAN-13"]

    assert len(texts) == 1
    plain = texts[0].translate(str.maketrans("", "", "()\x1d"))
    assert plain.startswith(f"010{product.gtin}17{product.facts['expiry']}10{product.facts['lot']}")
    assert f"LOT={product.facts['lot']}" in product.facts["batch"]
    expiry = product.facts["expiry"]
    assert f"EXP=20{expiry[:2]}-{expiry[2:4]}" in product.facts["batch"]


def test_features_are_those_of_the_catalogue_with_the_places_of_the_drawing():
    """What the service registers is what was drawn."""
    product = PRODUCTS[0]
    regions = {view: draw_face(product, view).regions() for view in VIEWS}
    features = draw_features(product)

    assert [feature.text for feature in features] == list(product.features)
    for feature in features:
        assert feature.region == regions[feature.text.view][feature.text.element]


def test_genuine_goods_have_no_counterfeit():
    """No known counterfeit is an empty answer."""
    product = next(product for product in PRODUCTS if not product.differences)

    assert draw_counterfeit(product) == []


def test_drawing_is_the_same_in_every_process():
    """Python's own hash() would draw other goods on every start."""
    code = (
        "from hashlib import sha256; from seed_products.artwork import draw_product;"
        "from seed_products.catalogue import PRODUCTS; import sys;"
        "product = next(p for p in PRODUCTS if p.layout == 'biscuits');"
        "sys.stdout.write(''.join(sha256(p.image.tobytes()).hexdigest()"
        " for p in draw_product(product)))"
    )
    product = next(product for product in PRODUCTS if product.layout == "biscuits")
    here = "".join(sha256(p.image.tobytes()).hexdigest() for p in draw_product(product))
    there = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert there == here


@pytest.mark.parametrize("digits", ["952000000001", "4006381333931", "95200000000A4", ""])
def test_only_thirteen_digits_with_a_right_check_digit_become_bars(digits):
    """A barcode that scans as another article is worse than none."""
    wrong = digits if len(digits) != 13 else digits[:-1] + str((ord(digits[-1]) + 1) % 10)

    with pytest.raises(ValueError, match="not a GTIN-13"):
        ean13_modules(wrong)


def test_bars_are_those_of_the_specification():
    """The worked example of GS1 General Specifications: 95 modules, three guards."""
    modules = ean13_modules("952000000001" + check_digit("952000000001"))

    assert len(modules) == 95
    assert modules.startswith("101")
    assert modules[45:50] == "01010"
    assert modules.endswith("101")


def test_a_moved_element_keeps_the_genuine_place_as_its_region():
    """The officer looks where the genuine one is."""

    def draw(*differences):
        sheet = Sheet(400, 300, "#ffffff", {d.element: d for d in differences})
        with sheet.element("logo"):
            sheet.ellipse(100, 100, 40, 40, "#aa0000")
        return sheet

    genuine, moved = draw(), draw(Difference("logo", "front", "moved", {}, shift=(0.5, 0.25)))

    assert moved.regions() == genuine.regions()
    assert np.array_equal(np.roll(genuine.image, (75, 200), (0, 1)), moved.image)


def test_a_misspelling_does_not_move_what_follows():
    """Only the stated difference may differ."""

    def draw(*differences):
        sheet = Sheet(600, 200, "#ffffff", {d.element: d for d in differences})
        with sheet.element("text"):
            used = sheet.text(20, 40, "responsibly", ON_PAPER, 40, "#000000")
        sheet.text(used.right + 20, 40, "after", ON_PAPER, 40, "#000000")
        return sheet, used

    genuine, used = draw()
    spelling = Difference("text", "front", "misspelt", {}, right="responsibly", wrong="responsably")
    fake, fake_used = draw(spelling)

    assert fake_used == used
    where = changed(genuine.image, fake.image)
    assert where[:, : int(used.right) + 4].any()
    assert not where[:, int(used.right) + 19 :].any()
