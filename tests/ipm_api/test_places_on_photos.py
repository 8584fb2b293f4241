"""What is promised and cut of a photo: the places that it shows."""

import numpy as np

from image_index.photo import decode_photo
from ipm_api.models.account import Role
from tests.conftest import jpeg
from tests.ipm_api.photos import picture

FRONT = 1  # label


def test_crops_are_promised_only_where_a_photo_shows_the_place(
    api, make_account, token_for, publisher, make_product
):
    """An address that answers 404 would show a broken picture beside the genuine one."""
    make_product(publisher, picture=picture(FRONT))
    me = {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}
    upper = jpeg(picture(FRONT)[:440])  # the first feature is on it, the second is not
    sent = api.post("/api/v1/inspections", data=upper, content_type="image/jpeg", headers=me).json
    first, second = sent["candidates"][0]["features"]
    assert api.get(first["photo_crop_url"], headers=me).status_code == 200
    assert second["photo_crop_url"] is None
    path = f"/api/v1/inspections/{sent['id']}/features/{second['id']}/crop"
    assert api.get(path, headers=me).status_code == 404

    more = api.post(
        f"/api/v1/inspections/{sent['id']}/photos",
        data=jpeg(picture(FRONT)),
        content_type="image/jpeg",
        headers=me,
    ).json
    assert more["candidates"][0]["features"][1]["photo_crop_url"] == path
    assert api.get(path, headers=me).status_code == 200


def test_any_place_is_cut_alike_from_reference_and_photo(
    api, make_account, token_for, publisher, make_product
):
    """The same frame for both, so that the pair can be compared; outside of either, not found."""
    product = make_product(publisher, picture=picture(FRONT))
    me = {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}
    upper = jpeg(picture(FRONT)[:440])
    sent = api.post("/api/v1/inspections", data=upper, content_type="image/jpeg", headers=me).json
    image = f"/api/v1/images/{product.images[0].id}/crop"
    photo = f"{sent['photos'][0]['url']}/places/{product.images[0].id}"
    seen, below = "?x=0.2&y=0.1&width=0.2&height=0.1", "?x=0.2&y=0.8&width=0.2&height=0.1"
    pair = [api.get(address + seen, headers=me) for address in (image, photo)]
    assert [answer.status_code for answer in pair] == [200, 200]
    genuine, own = (decode_photo(answer.data).astype(float) for answer in pair)
    assert genuine.shape == own.shape
    assert np.abs(genuine - own).mean() < 12
    assert api.get(image + below, headers=me).status_code == 200
    assert api.get(photo + below, headers=me).status_code == 404
    for wrong in ("?x=0.9&width=0.2", "?width=0", "?x=-1", "?x=nan", "?left=0"):
        assert api.get(image + wrong, headers=me).status_code == 400, wrong
