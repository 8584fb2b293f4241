"""A right holder writes products, publishes and withdraws them; brands and contacts beside."""

import re

import pytest
from sqlalchemy import select

from ipm_api.models.account import Role
from ipm_api.models.brand import Brand
from ipm_api.models.product import Product, ProductState
from ipm_api.models.right_holder import Contact
from ipm_api.operations.brand import create_brand
from rightholder_portal.pages.product import PAGE

MARKUP = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture
def brand(session, owner) -> Brand:
    return create_brand(session, owner, name="Asteria")


def written(brand: Brand, **other: str) -> dict[str, str]:
    return {
        "brand_id": str(brand.id),
        "category": "perfume",
        "names-en": "Eau Claire 50 ml",
        "names-fr": "Eau Claire",
        "descriptions-en": "A perfume in a box.",
        "gtins": "9521234543213",
        "hs_code": "3303.00",
    } | other


def test_a_product_starts_as_a_draft_and_asks_for_pictures(her, brand, session):
    """The next thing to do is the next page."""
    answer = her.post("/products", written(brand))
    product = session.scalar(select(Product))
    assert answer.location == f"/products/{product.id}/images"
    assert product.state is ProductState.DRAFT
    assert [row.gtin for row in product.gtins] == ["09521234543213"]
    page = her.get(f"/products/{product.id}").text
    assert "Eau Claire 50 ml" in page
    assert "Add at least one reference image" in page
    assert "Add at least one distinguishing feature" in page
    assert f'action="/products/{product.id}/publish"' not in page


def test_a_refused_form_keeps_every_word_and_says_what_is_wrong_where(her, brand, session):
    """Nothing is typed twice."""
    wrong = written(
        brand,
        **{
            "names-en": "",
            "names-fr": "",
            "gtins": "9521234543210",
            "hs_code": "33",
            "category": "",
        },
    )
    answer = her.post("/products", wrong | {"descriptions-fr": "Écrit avec soin"})
    assert answer.status_code == 400
    for field in ("names", "gtins", "hs_code", "category"):
        assert f'id="error-{field}"' in answer.text
        assert f'aria-describedby="error-{field}"' in answer.text
    for word in ("9521234543210", "Écrit avec soin", 'value="33"'):
        assert word in answer.text
    assert session.scalar(select(Product)) is None


def test_a_change_is_kept_and_other_languages_stay(her, brand, session):
    """The form shows every language the product is written in; none is lost."""
    her.post("/products", written(brand))
    product = session.scalar(select(Product))
    product.names = product.names | {"ar": "ماء"}
    session.commit()
    path = f"/products/{product.id}"
    form = f"{path}/edit/texts"
    assert her.get(f"{path}/edit").location == form
    page = her.get(form).text
    assert 'value="Eau Claire 50 ml"' in page
    assert 'name="names-ar"' in page
    change = {"names-en": "Eau Claire 100 ml", "names-de": "Klares Wasser", "revision": "1"}
    assert her.post(form, change).location == f"{path}#texts"
    session.expire_all()
    assert product.names == {
        "en": "Eau Claire 100 ml",
        "fr": "Eau Claire",
        "ar": "ماء",
        "de": "Klares Wasser",
    }
    refused = her.post(
        f"{path}/edit/codes", {"hs_code": "abc", "skus": "Typed again", "revision": "2"}
    )
    assert refused.status_code == 400
    assert "Typed again" in refused.text
    assert 'aria-describedby="error-hs_code"' in refused.text


def test_a_foreign_brand_is_no_choice(her, session, publisher):
    """Nor is its existence told."""
    foreign = create_brand(session, publisher, name="Another's")
    answer = her.post("/products", written(foreign))
    assert answer.status_code == 400
    assert "Another" not in answer.text


@pytest.mark.parametrize("value", ["", "\0", "x" * 9000, "'\"<b>é" * 500, "٣٣", "-1", "1e999"])
def test_no_text_breaks_a_product_form(her, brand, value):
    """Empty, unstorable, endless, strange digits: refused or kept, never an error of ours."""
    for field in written(brand):
        answer = her.post("/products", written(brand, **{field: value}))
        assert answer.status_code in (302, 400), field
        assert "<b>é" not in answer.text
    assert her.get("/products", query_string={"q": value, "state": value}).status_code == 200
    assert her.get("/products", query_string={"after": f"{value}~{value}"}).status_code == 200


def test_markup_in_every_text_is_shown_as_text(
    her, owner, make_product, session, visitor, make_account
):
    """What right holders write never becomes part of a page, theirs or a reader's."""
    product = make_product(owner, name=MARKUP, brand=MARKUP)
    for image in product.images:
        image.captions, image.file_name = {"en": MARKUP}, MARKUP
    for feature in product.features:
        feature.titles = feature.where = feature.how_to_check = {"en": MARKUP}
        feature.genuine_shows = feature.counterfeit_shows = {"en": MARKUP}
    her.post("/contacts", {"name": MARKUP, "telephone": MARKUP, "role-en": MARKUP})
    product.brand.right_holder.name = product.brand.right_holder.claim = MARKUP
    session.commit()
    path = f"/products/{product.id}"
    pages = [
        "/products",
        path,
        f"{path}/edit/texts",
        f"{path}/preview",
        f"{path}/images",
        "/brands",
    ]
    pages += [f"{path}/features", f"{path}/features/new", "/contacts"]
    pages += [f"{path}/features/{product.features[0].id}", f"/products?q={MARKUP}"]
    seen = [her.get(page).text for page in pages]
    trainer = visitor(make_account(Role.TRAINER))
    seen += [trainer.get("/guides").text, trainer.get(f"/guides/{product.id}").text]
    administrator = visitor(make_account(Role.ADMINISTRATOR))
    seen.append(administrator.get("/administration/right-holders").text)
    for text in seen:
        assert ESCAPED in text
        assert MARKUP not in text


def test_publishing_and_withdrawing_show_the_other_button(her, owner, make_product, session):
    """Withdrawing is undone by publishing."""
    product = make_product(owner, published=False)
    path = f"/products/{product.id}"
    assert "Everything that is needed is there." in her.get(path).text
    assert her.post(f"{path}/publish").location == path
    page = her.get(path).text
    assert "Published. Officers find it from now on." in page
    assert f'action="{path}/withdraw"' in page
    assert her.post(f"{path}/publish").status_code == 409
    assert her.post(f"{path}/withdraw").location == path
    page = her.get(path).text
    assert "Withdrawn" in page
    assert f'action="{path}/publish"' in page
    assert her.post(f"{path}/withdraw").status_code == 409
    session.refresh(product)
    assert product.state is ProductState.WITHDRAWN


def test_an_unfinished_product_is_not_published_and_the_gaps_are_named(her, brand, session):
    """Also when the button was pressed on an old page."""
    her.post("/products", written(brand))
    product = session.scalar(select(Product))
    her.post(f"/products/{product.id}/publish")
    page = her.get(f"/products/{product.id}").text
    assert "Not published yet. Add at least one reference image" in page
    session.refresh(product)
    assert product.state is ProductState.DRAFT


def test_a_member_prepares_but_does_not_publish(visitor, make_account, holder, owner, make_product):
    """AC-3: two pairs of eyes."""
    member = visitor(make_account(Role.MEMBER, holder))
    product = make_product(owner, published=False)
    path = f"/products/{product.id}"
    page = member.get(path).text
    assert "A publisher of your organisation can publish it." in page
    assert f'{path}/publish"' not in page
    assert member.post(f"{path}/publish").status_code == 403
    assert member.post(f"{path}/withdraw").status_code == 403
    assert member.get(f"{path}/edit/texts").status_code == 200


def test_the_list_searches_filters_and_pages_in_the_url(her, brand, session):
    """A link to a found list shows the same list to a colleague."""
    for number in range(PAGE + 1):
        her.post("/products", written(brand, **{"names-en": f"Eau {number:02d}", "gtins": ""}))
    first = her.get("/products").text
    assert "Eau 00" in first
    assert f"Eau {PAGE:02d}" not in first
    assert 'rel="next" href="/products?after=2"' in first
    assert f"Eau {PAGE:02d}" in her.get("/products?after=2").text
    assert f"Eau {PAGE:02d}" in her.get("/products?sort=-name&view=table").text
    assert "Eau 07" in her.get("/products?q=07").text
    assert "Nothing fits this search." in her.get("/products?q=nothing").text
    assert "Nothing fits this search." in her.get("/products?state=published").text


def test_brands_and_rights_are_added_and_refused_beside_their_field(her, brand, session):
    """A guide names the right behind the brand."""
    assert her.post("/brands", {"name": "Second"}).location.startswith("/brands/")
    twice = her.post("/brands", {"name": "asteria"})
    assert twice.status_code == 400
    assert "You have this brand already." in twice.text
    right = {"type": "trade-mark", "office": "EM", "number": "018000001", "nice_classes": "3, 25"}
    path = f"/brands/{brand.id}/rights"
    kept = her.post(path, right | {"valid_until": "2031-12-31"})
    assert kept.location == f"/brands/{brand.id}"
    page = her.get(kept.location).text
    assert "018000001" in page
    assert "3, 25" in page
    wrong = her.post(path, right | {"nice_classes": "99", "number": "kept as typed", "office": ""})
    assert wrong.status_code == 400
    assert "Nice classes go from 1 to 45." in wrong.text
    assert 'value="kept as typed"' in wrong.text
    for field in ("name", "type", "office", "number", "nice_classes", "valid_until"):
        for value in ("\0", "x" * 5000, "-1", "٣"):
            target = "/brands" if field == "name" else path
            assert her.post(target, right | {field: value}).status_code in (302, 400)


def test_contacts_are_added_refused_and_removed(her, publisher, session, visitor):
    """Officers must reach somebody."""
    contact = {"name": "Anti-counterfeit desk", "telephone": "+33 1 00 00 00 00"}
    assert her.post("/contacts", contact).location == "/contacts"
    assert "Anti-counterfeit desk" in her.get("/contacts").text
    wrong = her.post("/contacts", {"name": "No way to reach"})
    assert wrong.status_code == 400
    assert 'id="error-telephone"' in wrong.text
    assert 'value="No way to reach"' in wrong.text
    row = session.scalar(select(Contact))
    her.post(f"/contacts/{row.id}/remove")
    assert "No contact yet." in her.get("/contacts").text
    for field in ("name", "role", "email", "telephone", "languages", "time_zone"):
        for value in ("\0", "x" * 5000):
            assert her.post("/contacts", contact | {field: value}).status_code in (302, 400)


def test_a_contact_names_countries_and_languages_by_name(her, session):
    """Nobody has to know codes; the language of mails stays the first."""
    contact = {"name": "Desk", "telephone": "+33 1", "languages": ["fr", "en"], "countries": ["NL"]}
    assert her.post("/contacts", contact).location == "/contacts"
    row = session.scalar(select(Contact))
    assert (row.languages, row.countries) == ("fr,en", ["NL"])
    assert "only for Netherlands" in her.get("/contacts").text
    form = her.get(f"/contacts/{row.id}").text
    ticked = re.findall(r'name="(\w+)" value="([\w-]+)" checked', form)
    assert ticked == [("languages", "fr"), ("languages", "en"), ("countries", "NL")]
