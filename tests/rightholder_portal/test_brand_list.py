"""The list of brands: part of the name, order and page stand in the URL."""

import re

import pytest

from ipm_api.models.brand import Brand
from ipm_api.operations.numbered_page import PAGE


@pytest.fixture
def many(session, holder):
    """One brand more than a page holds."""
    session.add_all(
        Brand(name=f"Brand {number:03}", right_holder_id=holder.id) for number in range(PAGE + 1)
    )
    session.commit()


def shown(answer) -> list[str]:
    """Names of brands on a page, from above."""
    return re.findall(r"<b>(Brand \d+)</b>", answer.text)


@pytest.mark.usefixtures("many")
def test_a_long_list_of_brands_goes_on_on_the_next_page(her):
    first = her.get("/brands")
    assert shown(first)[0] == "Brand 000"
    assert len(shown(first)) == PAGE
    assert f'href="/brands?after={PAGE}"' in first.text
    assert shown(her.get(f"/brands?after={PAGE}")) == [f"Brand {PAGE:03}"]


@pytest.mark.usefixtures("many")
def test_brands_are_found_by_part_of_the_name_and_turned_round(her):
    assert shown(her.get("/brands?q=ND+007")) == ["Brand 007"]
    assert shown(her.get("/brands?sort=-name"))[0] == f"Brand {PAGE:03}"


@pytest.mark.usefixtures("many")
def test_nothing_found_says_so_and_leads_back(her):
    """A per cent sign is a letter of the name, not a wildcard."""
    answer = her.get("/brands?q=%25")
    assert shown(answer) == []
    assert "Nothing fits this search." in answer.text
    assert 'href="/brands"' in answer.text


@pytest.mark.usefixtures("many")
def test_a_list_of_brands_asks_as_often_for_many_as_for_few(her, count_queries):
    with count_queries() as few:
        her.get("/brands?q=007")
    with count_queries() as all_of_them:
        her.get("/brands")
    assert len(all_of_them) == len(few)
