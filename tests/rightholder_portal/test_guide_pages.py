"""Guides for trainers and officers: what is published, at the level that is theirs."""

import pytest

from ipm_api.models.account import Role
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.operations.publication import publish_product
from tests.conftest import label


@pytest.fixture
def trainer(visitor, make_account):
    return visitor(make_account(Role.TRAINER))


@pytest.fixture
def officer_in_front(visitor, make_account):
    return visitor(make_account(Role.OFFICER))


def test_trainers_see_overt_features_and_officers_covert_ones_too(
    trainer, officer_in_front, owner, make_product, session
):
    """Nobody sees forensic ones; neither the words nor the crop."""
    product = make_product(owner)
    levels = dict(zip(("overt", "covert"), product.features, strict=True))
    levels["covert"].level = FeatureLevel.COVERT
    levels["covert"].titles = {"en": "Hidden thread"}
    session.commit()
    publish_product(session, owner, product.id)
    path = f"/guides/{product.id}"
    assert "Hidden thread" not in trainer.get(path).text
    assert trainer.get(f"/features/{levels['overt'].id}/crop").status_code == 200
    assert trainer.get(f"/features/{levels['covert'].id}/crop").status_code == 404
    assert "Hidden thread" in officer_in_front.get(path).text
    assert officer_in_front.get(f"/features/{levels['covert'].id}/crop").status_code == 200
    levels["covert"].level = FeatureLevel.FORENSIC
    session.commit()
    publish_product(session, owner, product.id)
    assert "Hidden thread" not in officer_in_front.get(path).text
    assert officer_in_front.get(f"/features/{levels['covert'].id}/crop").status_code == 404


def test_a_guide_shows_pictures_words_rights_and_counterfeits(trainer, owner, make_product):
    """All that a training needs is on one page."""
    product = make_product(owner, counterfeit=label(77), gtins=("9521234543213",))
    page = trainer.get(f"/guides/{product.id}").text
    for image in product.images:
        assert f"/images/{image.id}" in page
        assert trainer.get(f"/images/{image.id}").status_code == 200
    for words in ("Known counterfeits", "Blurred edges.", "Look at it.", "GTIN 09521234543213"):
        assert words in page
    assert "only a person decides" in page


def test_guides_are_found_by_word_category_and_number(trainer, owner, make_product):
    """Finding nothing says nothing about the goods."""
    make_product(owner, name="Eau Claire", gtins=("9521234543213",))
    make_product(owner, name="Veste Nord", category="clothing")

    def found(query: str) -> set[str]:
        page = trainer.get(f"/guides?{query}").text
        return {name for name in ("Eau Claire", "Veste Nord") if f"<b>{name}</b>" in page}

    assert found("") == {"Eau Claire", "Veste Nord"}
    assert found("q=nord") == {"Veste Nord"}
    assert found("category=perfume") == {"Eau Claire"}
    assert found("q=9521234543213") == {"Eau Claire"}
    assert found("category=nonsense&after=nonsense~x") == {"Eau Claire", "Veste Nord"}
    nothing = trainer.get("/guides?q=unregistered").text
    assert "that alone says nothing about the goods" in nothing


def test_drafts_and_withdrawn_products_are_no_guides(trainer, her, owner, make_product):
    """Withdrawn means gone at the next click, pictures included."""
    draft = make_product(owner, published=False)
    product = make_product(owner)
    assert trainer.get(f"/guides/{draft.id}").status_code == 404
    assert trainer.get(f"/images/{draft.images[0].id}").status_code == 404
    assert trainer.get(f"/images/{product.images[0].id}").status_code == 200
    her.post(f"/products/{product.id}/withdraw")
    assert trainer.get(f"/guides/{product.id}").status_code == 404
    assert trainer.get(f"/images/{product.images[0].id}").status_code == 404
    assert "No guide is published yet." in trainer.get("/guides").text


def test_texts_come_in_the_readers_language(trainer, owner, make_product):
    """The browser says which."""
    product = make_product(owner, name="Eau")
    french = trainer.get(f"/guides/{product.id}", headers={"Accept-Language": "fr-FR,fr;q=0.9"})
    assert "Eau (fr)" in french.text
    assert "Eau (fr)" not in trainer.get(f"/guides/{product.id}").text
