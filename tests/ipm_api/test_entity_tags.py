"""API-4: an edit names the state that it was made from, and no tag tells anything to others."""

import uuid

import pytest

from ipm_api.models.account import Role
from ipm_api.models.right_holder import RightHolder
from ipm_api.operations.product_edit import change_product
from tests.ipm_api.full_product import FULL


@pytest.fixture
def people(session, publisher, make_account, make_right_holder, token_for):
    """Headers of two of one right holder and of a rival."""
    holder = session.get_one(RightHolder, publisher.right_holder_id)
    accounts = {
        "her": make_account(Role.PUBLISHER, holder),
        "him": make_account(Role.MEMBER, holder),
        "rival": make_account(Role.PUBLISHER, make_right_holder()),
    }
    return {name: {"Authorization": f"Bearer {token_for(a)}"} for name, a in accounts.items()}


@pytest.fixture
def path(publisher, make_product):
    """Of a product of theirs."""
    return f"/api/v1/own-products/{make_product(publisher).id}"


def test_an_edit_without_if_match_is_refused(api, people, path):
    """428: whoever does not say what was read may overwrite what was not."""
    for header in ({}, {"If-Match": "*"}, {"If-Match": " "}):
        answer = api.patch(path, json={"hs_code": "330310"}, headers=people["her"] | header)
        assert answer.status_code == 428
        assert answer.json["type"].endswith("if-match-missing")


def test_the_second_of_two_edits_is_stale_and_the_first_stays(api, people, path):
    """412, and the new ETag lets it be made again."""
    tag = {who: api.get(path, headers=people[who]).headers["ETag"] for who in ("her", "him")}
    first = api.patch(
        path, json={"hs_code": "330310"}, headers=people["her"] | {"If-Match": tag["her"]}
    )
    assert first.status_code == 200
    assert first.headers["ETag"] != tag["her"]
    second = {"json": {"model_number": "M"}, "headers": people["him"] | {"If-Match": tag["him"]}}
    assert api.patch(path, **second).status_code == 412
    read = api.get(path, headers=people["him"])
    assert (read.json["hs_code"], read.json["model_number"]) == ("330310", "")
    again = people["him"] | {"If-Match": read.headers["ETag"]}
    assert api.patch(path, json={"model_number": "M"}, headers=again).json["model_number"] == "M"


def test_a_tag_is_its_viewers_own(api, people, path):
    """Nobody learns from a tag that somebody else sees the same; another's opens nothing."""
    tags = [api.get(path, headers=people[who]).headers["ETag"] for who in ("her", "him")]
    assert tags[0] != tags[1]
    answer = api.patch(
        path, json={"hs_code": "330310"}, headers=people["him"] | {"If-Match": tags[0]}
    )
    assert answer.status_code == 412
    for target in (path, f"/api/v1/own-products/{uuid.uuid4()}"):
        for tag in tags:
            refused = api.patch(
                target, json={"hs_code": "330310"}, headers=people["rival"] | {"If-Match": tag}
            )
            assert refused.status_code == 404
            assert "ETag" not in refused.headers


def test_everything_that_can_be_read_can_be_sent_back(api, session, publisher, people, path):
    """A right holder's system edits one field of what it read."""
    change_product(session, publisher, uuid.UUID(path[-36:]), FULL, revision=1)
    read = api.get(path, headers=people["her"])
    body = {k: v for k, v in read.json.items() if k not in ("id", "state", "revision")}
    body["names"] = body["names"] | {"de": "Wasser", "fr": ""}
    answer = api.patch(path, json=body, headers=people["her"] | {"If-Match": read.headers["ETag"]})
    assert answer.status_code == 200
    assert answer.json["names"] == {"en": body["names"]["en"], "de": "Wasser"}
    assert answer.json["packaging"] == body["packaging"]
    assert answer.json["revision"] == 3


def test_what_breaks_a_rule_is_named(api, people, path):
    """As everywhere: 400 with the field."""
    tag = {"If-Match": api.get(path, headers=people["her"]).headers["ETag"]}
    for body, field in (
        ({"hs_code": "1"}, "hs_code"),
        ({"packaging": [{"level": "crate"}]}, "packaging-0-level"),
        ({"names": {"english please": "x"}}, "names"),
        ({"unknown": 1}, "unknown"),
    ):
        answer = api.patch(path, json=body, headers=people["her"] | tag)
        assert answer.status_code == 400
        assert any(field in name for name in answer.json["errors"])
