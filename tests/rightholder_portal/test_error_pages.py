"""Every refusal is a page that says what to do; every answer carries its headers."""

import io
import re
import uuid

from ipm_api.errors import StorageFailed


def test_a_form_without_its_token_is_refused_kindly(her, session):
    """CSRF: another site cannot press our buttons; a person is told to reload."""
    for data in ({"name": "Planted"}, {"name": "Planted", "csrf_token": "guessed"}):
        answer = her.client.post("/brands", data=data)
        assert answer.status_code == 400
        assert "Go back, reload the page, try again." in answer.text
    assert "Planted" not in her.get("/brands").text


def test_every_form_that_sends_holds_a_token(her, owner, make_product):
    """Forgotten once, a form works in no test and for nobody."""
    path = f"/products/{make_product(owner).id}"
    pages = ["/products/new", "/brands", "/contacts", path, f"{path}/images", f"{path}/features"]
    for page in pages:
        forms = re.findall(r'<form[^>]*method="post".*?</form>', her.get(page).text, re.DOTALL)
        assert forms, page
        assert all('name="csrf_token"' in form for form in forms), page


def test_foreign_missing_and_never_existing_look_the_same(her, publisher, make_product):
    """No page tells what others have."""
    foreign = make_product(publisher, published=False)
    never = her.get("/no-such-page")
    assert never.status_code == 404
    for ending in ("", "/edit", "/preview", "/images", "/features", "/features/new"):
        texts = set()
        for product_id in (foreign.id, uuid.uuid4(), "nonsense"):
            answer = her.get(f"/products/{product_id}{ending}")
            assert answer.status_code == 404
            texts.add(without_tokens(answer.text))
        assert len(texts) == 1
    assert without_tokens(her.get(f"/images/{foreign.images[0].id}").text) == without_tokens(
        her.get("/no-such-page").text
    )


def without_tokens(text: str) -> str:
    text = re.sub(r'value="[^"]{40,}"', "", text)
    return text.replace(' aria-current="page"', "")


def test_a_wrong_method_is_a_page(her):
    """405 in words."""
    for path, method in (("/products", "DELETE"), ("/sign-out", "GET"), ("/products", "OPTIONS")):
        answer = her.client.open(path, method=method)
        assert answer.status_code in (400, 405)
        assert "<h1>" in answer.text


def test_a_form_of_many_megabytes_is_refused_before_it_is_read(her, visitor, owner, make_product):
    """Nobody fills the memory with text; only who may upload sends large bodies."""
    answer = her.post("/brands", {"name": "x" * 600_000})
    assert answer.status_code == 413
    assert "Too large" in answer.text
    path = f"/products/{make_product(owner).id}/images"
    stranger = visitor()
    for someone, target, status in ((her, path, 400), (stranger, path, 302), (her, "/brands", 413)):
        body = {"pictures": (io.BytesIO(b"x" * 600_000), "x.jpg")}
        answer = someone.post(target, body)
        answer.request.environ["wsgi.input"].close()
        assert answer.status_code == status


def test_an_error_of_ours_is_a_page_without_its_insides(her, monkeypatch, owner, make_product):
    """A person can do nothing with a stack trace; an attacker can."""
    product = make_product(owner)
    name = "rightholder_portal.pages.image.as_stored_picture"
    monkeypatch.setattr(name, lambda _: 1 / 0)
    answer = her.get(f"/images/{product.images[0].id}")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "ZeroDivision" not in answer.text
    assert "Traceback" not in answer.text


def test_a_store_without_its_file_is_said_to_be_not_ready(her, runtime, owner, make_product):
    """A part of the service fails; the rest goes on."""
    product = make_product(owner)
    for path in sorted(runtime.config.images.rglob("*")):
        if path.is_file():
            path.unlink()
    answer = her.get(f"/images/{product.images[0].id}")
    assert answer.status_code == 503
    assert "Try again in a few seconds." in answer.text
    assert StorageFailed.__name__ not in answer.text
    assert her.get("/products").status_code == 200


def test_pages_run_nothing_but_our_own_scripts(her, visitor):
    """Headers of every page, signed in or not, found or not."""
    for someone, path in ((her, "/products"), (visitor(), "/sign-in"), (her, "/no-such-page")):
        headers = someone.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "no-store" in headers["Cache-Control"]


def test_styles_and_scripts_are_served_to_everyone(visitor):
    """The sign-in page has its look; a path out of the folder has nothing."""
    for name in ("portal.css", "tokens.css", "draw_place.js", "icon.svg"):
        with visitor().get(f"/static/{name}") as answer:
            assert answer.status_code == 200
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("../app.py", "..%2fapp.py", "none.css"):
        with visitor().get(f"/static/{name}") as answer:
            assert answer.status_code == 404


def test_styles_and_scripts_are_kept_until_they_change(visitor):
    """A page asks for its own files once; a new version has a new address."""
    someone = visitor()
    address = re.search(r'"(/static/portal\.css\?v=\w+)"', someone.get("/sign-in").text)[1]
    for asked, kept in ((address, "immutable"), (f"{address}x", "no-cache"), (address[:18], "no-")):
        with someone.get(asked) as answer:
            assert answer.status_code == 200
            assert kept in answer.headers["Cache-Control"]
    with someone.get(f"/static/{'x' * 5000}?v=1") as answer:
        assert answer.status_code == 404
