"""Pictures go in with a word on each, and come out as nothing but pictures."""

import io
import os
from pathlib import Path

import pytest

from ipm_api.models.account import Role
from ipm_api.models.reference_image import ImageKind, ImageState
from rightholder_portal.pages.image import MOST_AT_ONCE
from tests.conftest import jpeg
from tests.image_index.hostile_files import hostile
from tests.ipm_api.photos import blurred, picture, upload_of

EVALUATION = os.environ.get("IPM_EVAL_DATA")


def send(visitor, product, *files: tuple[bytes, str], **fields: str):
    pictures = [(io.BytesIO(data), name) for data, name in files]
    answer = visitor.post(f"/products/{product.id}/images", {"pictures": pictures, **fields})
    answer.request.environ["wsgi.input"].close()  # the test client keeps large bodies in a file
    return answer


@pytest.fixture
def product(owner, make_product):
    return make_product(owner, published=False, picture=picture(1))


def test_every_file_of_an_upload_gets_its_own_sentence(her, product, session):
    """One broken file does not lose the good ones."""
    front, back = upload_of(2).data, upload_of(3).data
    answer = send(
        her,
        product,
        (front, "front.jpg"),
        (front[:900], "cut.jpg"),
        (back, "back.jpg"),
        view="back",
    )
    assert answer.status_code == 200
    assert answer.text.count("kept.") == 3
    assert "<b>cut.jpg</b>: not kept." in answer.text
    for name in ("front.jpg", "back.jpg"):
        assert f"<b>{name}</b>: kept." in answer.text
    assert "keypoints." in answer.text
    session.expire_all()
    assert [image.file_name for image in product.images[1:]] == ["front.jpg", "back.jpg"]
    assert {image.view.value for image in product.images[1:]} == {"back"}


def test_a_blurred_picture_is_refused_with_its_keypoints_and_nothing_is_kept(
    her, product, session, config
):
    """The sentence says what is wrong and what to do; not a byte stays behind."""
    before = sorted(config.images.rglob("*"))
    answer = send(her, product, (blurred(4).data, "blurred.jpg"))
    assert answer.status_code == 400
    assert "Too plain or too blurred to be recognised:" in answer.text
    assert "keypoints. Upload a sharp image" in answer.text
    session.expire_all()
    assert len(product.images) == 1
    assert sorted(config.images.rglob("*")) == before


def test_anothers_artwork_is_held_back_without_saying_whose(
    her, product, session, publisher, make_product
):
    """Who else is registered, and with what, is theirs to tell."""
    other = make_product(publisher, name="Secret name", brand="Secret brand", picture=picture(5))
    answer = send(her, product, (upload_of(5, quality=70).data, "mine.jpg"))
    assert answer.status_code == 200
    assert "An administrator looks at it" in answer.text
    assert "Held back" in answer.text
    for word in ("Secret", str(other.id), str(other.images[0].id)):
        assert word not in answer.text
    session.expire_all()
    assert product.images[-1].state is ImageState.HELD_BACK


def test_ones_own_artwork_again_is_said(her, product):
    """Kept all the same: the right holder decides."""
    answer = send(her, product, (upload_of(1, quality=60).data, "again.jpg"))
    assert "You have nearly the same image already." in answer.text


def test_a_known_counterfeit_keeps_what_differs(her, product, session):
    """The caption is what a reader looks for."""
    send(her, product, (upload_of(6).data, "x.jpg"), kind="known-counterfeit", caption="No pearl")
    session.expire_all()
    assert product.images[-1].kind is ImageKind.KNOWN_COUNTERFEIT
    assert "No pearl" in her.get(f"/products/{product.id}/images").text


def test_no_file_and_too_many_files_are_told_beside_the_field(her, product):
    """The browser's own limits are not ours."""
    assert 'id="error-pictures"' in send(her, product).text
    many = [(b"x", f"{number}.jpg") for number in range(MOST_AT_ONCE + 1)]
    answer = send(her, product, *many)
    assert answer.status_code == 400
    assert f"At most {MOST_AT_ONCE} images at once." in answer.text


def test_a_picture_removed_stays_with_readers_until_published_again(
    her, owner, make_product, make_account, visitor
):
    """A product in the field is never without a picture: readers have the version."""
    product = make_product(owner)
    picture = product.images[0].id
    reader = visitor(make_account(Role.TRAINER))
    assert her.post(f"/products/{product.id}/images/{picture}/remove").status_code == 302
    assert "No image yet." in her.get(f"/products/{product.id}/images").text
    assert reader.get(f"/images/{picture}").status_code == 200
    her.post(f"/products/{product.id}/publish")  # refused: nothing to show
    assert reader.get(f"/images/{picture}").status_code == 200
    her.post(f"/products/{product.id}/withdraw")
    assert reader.get(f"/images/{picture}").status_code == 404


def test_pictures_go_out_as_pictures_only(her, product):
    """UP-4: never guessed to be a page, never with scripts, never kept by a proxy."""
    image, feature = product.images[0], product.features[0]
    paths = (
        f"/images/{image.id}",
        f"/images/{image.id}?size=thumbnail",
        f"/features/{feature.id}/crop",
    )
    for path in paths:
        answer = her.get(path)
        assert answer.status_code == 200
        assert answer.mimetype == "image/jpeg"
        assert answer.data.startswith(b"\xff\xd8\xff")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_hostile_file_names_are_only_text(her, product, session):
    """UP-3: a name is data; no folder, no markup, no direction trick."""
    names = ["../../etc/passwd.jpg", "<img src=x>.jpg", "a\u202egpj.jpg", "é" * 300 + ".jpg"]
    files = [(upload_of(20 + number).data, name) for number, name in enumerate(names)]
    answer = send(her, product, *files)
    assert answer.status_code == 200
    assert "<img src=x>" not in answer.text
    session.expire_all()
    kept = [image.file_name for image in product.images[1:]]
    assert len(kept) == len(names)
    assert kept[:3] == ["passwd.jpg", "<img src=x>.jpg", "agpj.jpg"]


def refused(her, product, files: dict[str, bytes]) -> dict[str, int]:
    """Send each file; returns the status of each."""
    statuses = {}
    for name, data in files.items():
        answer = send(her, product, (data, name))
        statuses[name] = answer.status_code
        assert "Something went wrong" not in answer.text, name
    return statuses


def test_no_hostile_file_brings_the_portal_down(her, product, session):
    """UP-1: each is refused with a sentence, and the next good picture is kept by this process."""
    pid = os.getpid()
    files = {f"{name}.jpg": data for name, (_, data) in hostile().items()}
    assert {n: s for n, s in refused(her, product, files).items() if s != 400} == {}
    session.expire_all()
    assert len(product.images) == 1
    assert send(her, product, (jpeg(picture(7)), "good.jpg")).status_code == 200
    assert os.getpid() == pid


@pytest.mark.skipif(EVALUATION is None, reason="IPM_EVAL_DATA names no folder")
def test_no_shared_hostile_file_brings_the_portal_down(her, product):
    """All 73 through the real upload: refused or kept, never an error of ours."""
    assert EVALUATION is not None
    paths = sorted(Path(EVALUATION, "hostile", "files").iterdir())
    assert len(paths) == 73
    statuses = refused(her, product, {path.name: path.read_bytes() for path in paths})
    assert {n: s for n, s in statuses.items() if s not in (200, 400)} == {}
    assert send(her, product, (jpeg(picture(7)), "good.jpg")).status_code == 200


def test_a_picture_is_taken_away_with_a_reason_and_undone_where_that_is_right(
    her, product, session
):
    """The page says beforehand what has no way back; the list says who and why, without it."""
    path = f"/products/{product.id}/images/{product.images[0].id}"
    assert "/take-away" in her.get(path).text
    assert her.get(f"{path}/take-away").text.count("cannot be undone") == 3
    refused = her.post(f"{path}/take-away", {"why": "wrong-article", "reason": " "})
    assert refused.status_code == 400
    assert 'value="wrong-article" checked' in refused.text
    why = {"why": "wrong-article", "reason": "This is the 2024 bottle"}
    assert her.post(f"{path}/take-away", why).status_code == 302
    page = her.get(f"/products/{product.id}/images").text
    assert "The image is gone" in page
    assert "It shows another article: This is the 2024 bottle" in page
    for gone in (path, f"/images/{product.images[0].id}" if product.images else path):
        assert her.get(gone).status_code == 404
    assert her.post(f"{path}/put-back").status_code == 302
    assert "The image is back where it was." in her.get(path).text
    her.post(f"{path}/take-away", {"why": "shows-a-person", "reason": "A worker asks for it"})
    page = her.get(f"/products/{product.id}/images").text
    assert "A worker asks for it" in page
    assert f"{path}/put-back" not in page
    her.post(f"{path}/put-back")
    assert "For this reason it stays away." in her.get("/products").text
    assert her.get(path).status_code == 404
