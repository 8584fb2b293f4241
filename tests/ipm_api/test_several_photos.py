"""Front, back, label and barcode of one article: one answer, from all of them together."""

import uuid

import numpy as np
import pytest
import zxingcpp

from ipm_api.models.inspection import Band
from ipm_api.models.reference_image import ImageView
from ipm_api.operations.inspection import read_inspection, submit_inspection
from ipm_api.operations.inspection_photo import add_photo
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.reference_image import add_reference_image, remove_reference_image
from ipm_api.operations.stored_picture import Upload
from ipm_api.schemas.inspection import InspectionResponse
from tests.conftest import jpeg
from tests.ipm_api.photos import photo_of, picture, upload_of

GTIN, SISTER_GTIN = "9521234543213", "9521234543220"
STRONG, POSSIBLE, BARCODE = Band.STRONG, Band.POSSIBLE, Band.BARCODE
FRONT, BACK, SISTER_BACK = 1, 2, 3  # labels


class CountingIndex:
    """The index, and how often it was asked."""

    def __init__(self, index):
        self._index = index
        self.searches = 0

    def search(self, session, photo, *, limit=10):
        self.searches += 1
        return self._index.search(session, photo, limit=limit)


@pytest.fixture
def index(runtime):
    return CountingIndex(runtime.index)


@pytest.fixture
def submit(session, runtime, index, officer):
    """Sends photos as the officer."""

    def send(*photos, **options):
        parts = (session, officer, index, runtime.images, runtime.decoder)
        return submit_inspection(*parts, list(photos), **options)

    return send


@pytest.fixture
def add(session, runtime, index, officer):
    """Adds a photo to an inspection as the officer."""

    def send(report, photo):
        parts = (session, officer, index, runtime.images, runtime.decoder)
        return add_photo(*parts, report.inspection.id, photo)

    return send


@pytest.fixture
def sisters(session, runtime, publisher, make_product):
    """Two products with one front and different backs."""
    pair = []
    for name, back, gtin in (("Mild", BACK, GTIN), ("Strong", SISTER_BACK, SISTER_GTIN)):
        product = make_product(publisher, name=name, picture=picture(FRONT), gtins=(gtin,))
        parts = (session, publisher, runtime.index, runtime.images, runtime.decoder)
        add_reference_image(*parts, product.id, upload_of(back), view=ImageView.BACK)
        publish_product(session, publisher, product.id)
        pair.append(product)
    return pair


def bars(gtin):
    """A photo that shows a barcode and nothing else."""
    photo = np.full((600, 800, 3), 200, np.uint8)
    code = zxingcpp.create_barcode(gtin, zxingcpp.BarcodeFormat.EAN13)
    drawn = np.array(zxingcpp.write_barcode_to_image(code, scale=3, add_quiet_zones=True))
    photo[200 : 200 + drawn.shape[0], 200 : 200 + drawn.shape[1]] = drawn[..., None]
    return Upload(jpeg(photo))


def bands(report):
    return {c.product_id: c.band for c in report.inspection.candidates}


def order(report):
    return [c.product_id for c in report.inspection.candidates]


def dumped(report):
    """Product name → what the phone gets about it."""
    candidates = InspectionResponse().dump(report)["candidates"]
    return {one["product"]["name"]: one for one in candidates}


def test_the_back_tells_apart_what_the_front_cannot(sisters, submit, add):
    """In any order, at once or one after the other."""
    mild, strong = (product.id for product in sisters)
    front = submit(photo_of(FRONT))
    assert bands(front) == {mild: POSSIBLE, strong: POSSIBLE}
    for report in (
        add(front, photo_of(SISTER_BACK)),
        submit(photo_of(FRONT), photo_of(SISTER_BACK)),
        submit(photo_of(SISTER_BACK), photo_of(FRONT)),
    ):
        assert bands(report) == {mild: POSSIBLE, strong: STRONG}
        assert order(report) == [strong, mild]


def test_the_views_that_were_recognised_are_named(sisters, submit, add):
    """For the list of views on the phone: what a photo shows need not be photographed again."""
    report = submit(photo_of(FRONT))
    assert dumped(report)["Strong"]["views_seen"] == ["front"]
    found = dumped(add(report, photo_of(SISTER_BACK)))
    assert found["Strong"]["views_seen"] == ["front", "back"]
    assert found["Mild"]["views_seen"] == ["front"]


def test_a_barcode_on_another_photo_tells_sisters_apart(sisters, submit, add):
    """The code is read on the photo of the code; the front shows the rest."""
    mild, strong = (product.id for product in sisters)
    report = add(submit(photo_of(FRONT)), bars(SISTER_GTIN))
    assert bands(report) == {mild: POSSIBLE, strong: STRONG}
    shown = dumped(report)
    assert (shown["Strong"]["barcode_says"], shown["Strong"]["barcode_names"]) == ("agrees", [])
    assert shown["Mild"]["barcode_says"] == "belongs-to-other-product"
    assert [p["name"] for p in shown["Mild"]["barcode_names"]] == ["Strong"]
    (code,) = InspectionResponse().dump(report)["codes"]
    assert code["gtin"] == f"0{SISTER_GTIN}"
    assert code["scanned"] is False
    assert code["photo_ids"] == [str(report.inspection.photos[1].id)]
    assert [p["id"] for p in code["products"]] == [str(strong)]


def test_a_code_that_contradicts_the_picture_is_shown_beside_it(sisters, submit):
    """A classic sign to check; neither the picture nor the code loses its word."""
    mild, strong = (product.id for product in sisters)
    report = submit(photo_of(BACK), barcode=SISTER_GTIN)
    assert bands(report) == {mild: STRONG, strong: BARCODE}
    assert dumped(report)["Mild"]["barcode_says"] == "belongs-to-other-product"


def test_codes_of_two_articles_agree_with_each_and_name_the_other(sisters, submit):
    """Two articles on one table: nobody says that a code contradicts."""
    report = submit(photo_of(BACK), bars(SISTER_GTIN), barcode=GTIN)
    shown = dumped(report)["Mild"]
    assert shown["barcode_says"] == "agrees"
    assert [p["name"] for p in shown["barcode_names"]] == ["Strong"]


@pytest.mark.parametrize(
    ("barcode", "says"),
    [("", "none"), ("4006381333931", "not-registered"), ("2000000000008", "none")],
)
def test_a_number_that_is_not_registered_is_no_contradiction(sisters, submit, barcode, says):
    """And a number that a shop gave out itself is no evidence at all."""
    report = submit(photo_of(BACK), barcode=barcode)
    shown = dumped(report)["Mild"]
    assert (shown["band"], shown["barcode_says"], shown["barcode_names"]) == ("strong", says, [])
    assert len(InspectionResponse().dump(report)["codes"]) == (says != "none")


@pytest.mark.parametrize(
    ("barcode", "checks"),
    [
        ("", {}),
        (GTIN, {"gtin": True}),
        (f"(01)0{GTIN}(21)AB-123456", {"gtin": True, "serial": True}),
        (f"(01)0{SISTER_GTIN}(10)L7(21)AB-12", {"gtin": False, "serial": False}),
        ("2000000000008", {}),
        ("(21)AB-123456", {"serial": True}),
    ],
)
def test_a_code_is_held_against_each_product_that_the_pictures_propose(
    session, publisher, sisters, submit, barcode, checks
):
    """Its number and the forms that were declared; what nothing is declared of is left out."""
    mild = sisters[0]
    mild.serial_formats = [{"kind": "serial", "pattern": "LL-N{6}"}]
    publish_product(session, publisher, mild.id)
    shown = dumped(submit(photo_of(BACK), barcode=barcode))["Mild"]["code_checks"]
    assert {one["kind"]: one["as_declared"] for one in shown} == checks


def test_a_code_is_one_number_however_it_is_printed(session, sisters, submit, publisher):
    """UPC-A, EAN-13, GTIN-14 and element strings are compared as 14 digits."""
    for text in (GTIN, f"0{GTIN}", f"(01)0{GTIN}(10)A1", "9 521234 543213"):
        assert dumped(submit(photo_of(BACK), barcode=text))["Mild"]["barcode_says"] == "agrees"


def test_the_other_product_is_named_only_while_it_is_published(
    session, publisher, officer, sisters, submit
):
    """What is withdrawn is not registered here any more, in old cases too."""
    report = submit(photo_of(BACK), barcode=SISTER_GTIN)
    withdraw_product(session, publisher, sisters[1].id)
    again = dumped(read_inspection(session, officer, report.inspection.id))
    assert list(again) == ["Mild"]
    assert again["Mild"]["barcode_says"] == "not-registered"
    assert again["Mild"]["barcode_names"] == []


def test_photos_of_two_products_contradict_each_other_and_say_so(sisters, submit):
    """A genuine front glued on another box, or a photo of the wrong article."""
    report = submit(photo_of(BACK), photo_of(SISTER_BACK))
    assert set(bands(report).values()) == {STRONG}
    named = {
        name: [other["name"] for other in one["contradicted_by"]]
        for name, one in dumped(report).items()
    }
    assert named == {"Mild": ["Strong"], "Strong": ["Mild"]}


def test_a_contradiction_leaves_with_the_withdrawn_product(
    session, publisher, officer, sisters, submit
):
    """Its name is not shown from memory."""
    report = submit(photo_of(BACK), photo_of(SISTER_BACK))
    withdraw_product(session, publisher, sisters[1].id)
    again = dumped(read_inspection(session, officer, report.inspection.id))
    assert {name: one["contradicted_by"] for name, one in again.items()} == {"Mild": []}


def test_each_photo_is_searched_once(sisters, submit, add, index):
    """Twenty photos would otherwise cost 210 searches."""
    report = submit(photo_of(FRONT), photo_of(BACK))
    report = add(report, bars(GTIN))
    add(report, photo_of(7))
    assert index.searches == 4


def test_what_was_withdrawn_is_not_weighed_with_a_later_photo(
    session, publisher, sisters, submit, add
):
    """Neither as a candidate, nor as the sister that makes another one doubtful."""
    mild, strong = (product.id for product in sisters)
    front = submit(photo_of(FRONT))
    assert bands(front) == {mild: POSSIBLE, strong: POSSIBLE}
    withdraw_product(session, publisher, strong)
    assert bands(add(front, photo_of(7))) == {mild: STRONG}


def test_a_picture_that_was_removed_is_not_weighed_once_that_is_published(
    session, publisher, sisters, submit, add
):
    """The case stays; what the right holder took back is not weighed any more."""
    mild = sisters[0]
    report = submit(photo_of(BACK))
    assert bands(report) == {mild.id: STRONG}
    back = next(image.id for image in mild.images if image.position > 1)
    session.expire_all()
    remove_reference_image(session, publisher, mild.id, back)
    assert bands(add(report, photo_of(7))) == {mild.id: STRONG}  # not published again yet
    publish_product(session, publisher, mild.id)
    assert bands(add(report, photo_of(8))) == {}


def test_a_photo_of_an_older_version_is_looked_at_again(session, sisters, submit, add, index):
    """It has no noted codes and only the sightings of candidates."""
    mild, strong = (product.id for product in sisters)
    report = submit(photo_of(FRONT), bars(SISTER_GTIN))
    for photo in report.inspection.photos:
        photo.gtins = None
        photo.sightings = []
    session.commit()
    again = add(report, photo_of(7))
    assert index.searches == 2 + 3
    assert bands(again) == {mild: POSSIBLE, strong: STRONG}


def test_a_code_keeps_a_place_among_many_lookalikes(
    session, publisher, make_product, sisters, submit
):
    """Five sisters of one front must not push out the product that the code names."""
    for number in range(4):
        make_product(publisher, name=f"Sister {number}", picture=picture(FRONT))
    other = make_product(publisher, name="Other", picture=picture(9), gtins=("9520000000011",))
    found = order(submit(photo_of(FRONT), barcode="9520000000011"))
    assert len(found) == 5
    assert found[-1] == other.id


def test_a_stranger_gets_no_sighting(session, sisters, submit):
    """Most goods are not registered; nothing is noted about them but the photo."""
    report = submit(photo_of(7))
    assert report.inspection.photos[0].sightings == []
    assert report.inspection.photos[0].gtins == []
    assert isinstance(report.inspection.id, uuid.UUID)
