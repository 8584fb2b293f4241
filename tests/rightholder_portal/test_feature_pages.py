"""Distinguishing features: written, drawn, ordered, removed."""

import html
import re
import uuid

import pytest

from ipm_api.models.account import Role

FIELDS = {
    "titles-en": "Crown above the name",
    "where-en": "Front, upper third",
    "how_to_check-en": "Look at the points.",
    "genuine_shows-en": "Three points with pearls.",
    "counterfeit_shows-en": "No pearls.",
    "tool": "eye",
    "level": "overt",
    "x": "10",
    "y": "20,5",
    "width": "30",
    "height": "25",
}


@pytest.fixture
def product(owner, make_product):
    return make_product(owner, published=False)


@pytest.fixture
def written(product) -> dict[str, str]:
    return FIELDS | {"image_id": str(product.images[0].id)}


def titles(session, product) -> list[str]:
    session.expire_all()
    return [feature.titles["en"] for feature in product.features]


def test_a_feature_is_added_as_the_last_check(her, product, written, session):
    """The drawn region is kept as fractions and drawn again, in percent."""
    path = f"/products/{product.id}/features"
    assert str(product.images[0].id) in her.get(f"{path}/new").text
    assert her.post(path, written).location == path
    assert titles(session, product)[-1] == "Crown above the name"
    feature = product.features[-1]
    drawn = (feature.region_x, feature.region_y, feature.region_width, feature.region_height)
    assert drawn == pytest.approx((0.1, 0.205, 0.3, 0.25))
    page = her.get(path).text
    assert "3. Crown above the name" in page
    assert '<rect x="10.0%" y="20.5' in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"titles-en": ""}, "titles"),
        ({"genuine_shows-en": ""}, "genuine_shows"),
        ({"tool": "x-ray"}, "tool"),
        ({"level": "public"}, "level"),
        ({"x": "90"}, "region"),
        ({"x": "-5"}, "region"),
        ({"width": "0"}, "region"),
        ({"width": "wide"}, "region"),
        ({"height": "nan"}, "region"),
        ({"height": "inf"}, "region"),
        ({"x": "", "y": "", "width": "", "height": ""}, "region"),
        ({"x": ""}, "region"),
        ({"image_id": "none"}, "region"),
        ({"image_id": str(uuid.UUID(int=7))}, "image_id"),
        ({"where-en": "x" * 5000}, "where"),
    ],
)
def test_a_refused_feature_keeps_every_word(her, product, written, session, change, field):
    """The sentence stands beside its field; what was typed is still there."""
    answer = her.post(f"/products/{product.id}/features", written | change)
    assert answer.status_code == 400
    assert f'id="error-{field}"' in answer.text
    assert "No pearls." in answer.text
    for name, value in change.items():
        if name not in ("tool", "level", "image_id"):
            assert value in answer.text
    assert len(titles(session, product)) == 2


def test_a_feature_needs_no_picture(her, product, session):
    """A smell has no place on an image."""
    fields = {k: v for k, v in FIELDS.items() if k not in ("x", "y", "width", "height")}
    answer = her.post(f"/products/{product.id}/features", fields | {"image_id": ""})
    assert answer.status_code == 302
    assert titles(session, product)[-1] == "Crown above the name"


def test_an_image_of_another_product_is_no_choice(her, owner, product, make_product, written):
    """Also when its id was put into the form by hand."""
    other = make_product(owner, published=False)
    changed = written | {"image_id": str(other.images[0].id)}
    answer = her.post(f"/products/{product.id}/features", changed)
    assert answer.status_code == 400
    assert str(other.images[0].id) not in answer.text


def test_a_feature_is_changed_and_other_languages_stay(her, product, written, session):
    """The form comes filled; a third language is not lost."""
    feature = product.features[0]
    feature.titles = feature.titles | {"ar": "تاج"}
    session.commit()
    path = f"/products/{product.id}/features/{feature.id}"
    page = her.get(path).text
    assert "Sharp edges." in page
    assert 'value="10"' in page
    assert her.post(path, written).status_code == 302
    session.expire_all()
    assert feature.titles == {"en": "Crown above the name", "ar": "تاج"}
    refused = her.post(path, written | {"x": "999"})
    assert refused.status_code == 400
    assert 'value="999"' in refused.text


def test_checks_move_up_and_down_and_stop_at_the_ends(her, product, session):
    """The order is the order in which an officer looks."""
    first, second = titles(session, product)
    ids = [feature.id for feature in product.features]
    path = f"/products/{product.id}/features"
    her.post(f"{path}/{ids[0]}/move", {"direction": "down"})
    assert titles(session, product) == [second, first]
    her.post(f"{path}/{ids[0]}/move", {"direction": "down"})
    assert titles(session, product) == [second, first]
    her.post(f"{path}/{ids[0]}/move", {"direction": "up"})
    her.post(f"{path}/{ids[0]}/move", {"direction": "up"})
    assert titles(session, product) == [first, second]


def test_a_guide_is_never_published_without_a_feature(
    her, owner, make_product, make_account, visitor
):
    """Readers keep the version they have until the next one is complete."""
    product = make_product(owner)
    reader, guide = visitor(make_account(Role.TRAINER)), f"/guides/{product.id}"
    for feature in product.features:
        assert her.post(f"/products/{product.id}/features/{feature.id}/remove").status_code == 200
    answer = her.post(f"/products/{product.id}/publish", follow_redirects=True)
    assert "Add at least one distinguishing feature." in answer.text
    assert "Feature 1 of" in reader.get(guide).text


def test_a_removed_check_comes_back_whole(her, product, session):
    """A slip is undone: place in the order, region, and texts in every language."""
    feature = product.features[0]
    feature.titles = {"en": "Crown & <pearls>", "ar": "تاج"}
    session.commit()
    before = [titles(session, product), kept_of(product.features[0])]
    path = f"/products/{product.id}/features"
    page = her.post(f"{path}/{feature.id}/remove").text
    assert len(titles(session, product)) == 1
    form = page.split('class="flash row"')[1].split("</form>")[0]
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', form)
    answer = her.post(path, {name: html.unescape(value) for name, value in fields})
    assert answer.status_code == 302
    assert [titles(session, product), kept_of(product.features[0])] == before


def kept_of(feature):
    texts = (feature.titles, feature.where, feature.how_to_check, feature.genuine_shows)
    region = (feature.region_x, feature.region_y, feature.region_width, feature.region_height)
    rounded = tuple(round(number, 6) for number in region)
    return texts, feature.counterfeit_shows, feature.tool, feature.level, feature.image_id, rounded


def test_removing_a_picture_leaves_the_check_without_its_place(her, product, session):
    """The words were written; only the region is gone, and the page says that it works."""
    her.post(f"/products/{product.id}/images/{product.images[0].id}/remove")
    session.expire_all()
    assert [feature.image_id for feature in product.features] == [None, None]
    page = her.get(f"/products/{product.id}/features")
    assert page.status_code == 200
    assert "/crop" not in page.text


@pytest.mark.parametrize("value", ["", "\0", "x" * 9000, "1e999", "٣", "1_0", "--"])
def test_no_text_breaks_the_feature_form(her, product, written, value):
    """Whatever is typed: refused or kept, never an error of ours."""
    for field in written:
        answer = her.post(f"/products/{product.id}/features", written | {field: value})
        assert answer.status_code in (302, 400), field


def test_a_preview_holds_the_phone_and_a_token_for_it(her, api, product):
    """The frame asks the API for the unpublished guide, at the level of the chosen reader."""
    page = her.get(
        f"/products/{product.id}/preview?reader=trainer", headers={"Accept-Language": "ar"}
    )
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    token, product_id, reader, language = re.search(
        r'src="/officer/preview.html#([^/]+)/([^/]+)/(\w+)/(\w+)"', page.text
    ).groups()
    assert (product_id, reader, language) == (str(product.id), "trainer", "ar")
    me = {"Authorization": f"Bearer {token}"}
    guide = api.get(f"/api/v1/previews/{product.id}?reader={reader}", headers=me)
    assert [feature["level"] for feature in guide.json["features"]] == ["overt", "overt"]
    assert api.get(guide.json["features"][0]["reference_crop_url"], headers=me).status_code == 200
    frame = api.get("/officer/preview.html")
    assert "frame-ancestors 'self'" in frame.headers["Content-Security-Policy"]
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert api.get("/officer/").headers["X-Frame-Options"] == "DENY"


def test_an_outline_is_kept_with_the_rectangle_around_it(her, product, written, session):
    """The outline decides; the form shows it again, and an undone removal has it still."""
    path = f"/products/{product.id}/features"
    drawn = {"shape": "polygon", "polygon": "10 20\r\n60,5 25\n30;70\n"}
    assert her.post(path, written | drawn).status_code == 302
    session.expire_all()
    feature = product.features[-1]
    assert feature.polygon == [[0.1, 0.2], [0.605, 0.25], [0.3, 0.7]]
    region = (feature.region_x, feature.region_y, feature.region_width, feature.region_height)
    assert region == pytest.approx((0.1, 0.2, 0.505, 0.5))
    assert "10 20\n60.5 25\n30 70" in her.get(f"{path}/{feature.id}").text
    page = her.post(f"{path}/{feature.id}/remove").text
    fields = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    assert fields["polygon"] == "10 20\n60.5 25\n30 70"
    for wrong in ("10 20\n30 40", "10 20\n30\n40 50", "a b\nc d\ne f", "0 0\n90 90\n90 0\n0 90"):
        answer = her.post(path, written | {"shape": "polygon", "polygon": wrong})
        assert answer.status_code == 400
        assert 'id="error-region"' in answer.text
