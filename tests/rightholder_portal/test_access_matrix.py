"""Everybody × every route × own, foreign and missing ids (AC-1), as promised.py says."""

import itertools
import re
import uuid

import pytest

from ipm_api import portal_policy
from ipm_api.operations.sign_in import issue_token
from rightholder_portal.app import create_portal
from tests.rightholder_portal.conftest import Visitor
from tests.rightholder_portal.everybody import filled, ids_of, people, status_of
from tests.rightholder_portal.promised import EVERYBODY, HOLDERS, OUT, PROMISED
from tests.world import ADMINISTRATORS as ADMINISTRATOR
from tests.world import READERS, READERS_OF

DESTRUCTIVE = (
    "remove",
    "forget",
    "/publish",
    "/withdraw",
    "sign-out",
    "sessions/end",
    "POST /administration/break",
)


def test_every_route_is_in_this_table(portal):
    """A new route is decided on twice: in the policy and here."""
    routes = {
        f"{method} {rule.rule}"
        for rule in portal.application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == set(PROMISED)


@pytest.mark.long
def test_who_is_not_let_in_is_refused_before_anything_is_looked_up(portal, world):
    """
    Strangers are sent to sign in, others are refused; the same for every id.

    Published, unpublished and missing ids in turn: each party asks a third of the routes with
    each, and each route is asked with each by somebody.
    """
    everyone = people(portal, world)
    missing = dict.fromkeys(ids_of(world, "A"), str(uuid.uuid4()))
    turn = itertools.cycle((ids_of(world, "A"), ids_of(world, "draft B"), missing))
    wrong = []
    for route, (allowed, _) in PROMISED.items():
        method, rule = route.split(" ")
        for party in sorted(EVERYBODY - allowed):
            status, to = status_of(everyone[party], method, filled(rule, next(turn)))
            refused = status == 302 and to.startswith("/sign-in") if party in OUT else status == 403
            if not refused:
                wrong.append((route, party, status, to))
    assert wrong == []


@pytest.mark.long
def test_foreign_and_missing_are_not_found_for_who_is_let_in(portal, world):
    """Another tenant's id answers like one that nobody has, and changes nothing."""
    everyone = people(portal, world)
    random = dict.fromkeys(ids_of(world, "A"), str(uuid.uuid4()))
    wrong = []
    for route, (allowed, _) in PROMISED.items():
        method, rule = route.split(" ")
        if "<uuid" not in rule:
            continue
        for party in sorted(allowed & HOLDERS):
            other = "B" if party.endswith("A") else "A"
            mixed = ids_of(world, party[-1]) | {
                name: ids_of(world, other)[name] for name in ("image_id", "feature_id")
            }
            others = [key for key in READERS_OF if key.endswith(other)]
            tries = [*(ids_of(world, key) for key in others), random]
            tries += [mixed] if "image_id" in rule or "feature_id" in rule else []
            for ids in tries:
                status, _ = status_of(everyone[party], method, filled(rule, ids))
                if status != 404:
                    wrong.append((route, party, status))
        if party_reads := sorted(allowed & READERS):
            for party in party_reads:
                unread = [key for key, readers in READERS_OF.items() if party not in readers]
                for ids in (*(ids_of(world, key) for key in unread), random):
                    status, _ = status_of(everyone[party], method, filled(rule, ids))
                    if status != 404:
                        wrong.append((route, party, status))
    assert wrong == []


@pytest.mark.long
def test_who_is_let_in_gets_what_is_theirs(portal, world):
    """One's own things, a reader's published ones; what destroys comes last."""
    everyone = people(portal, world)
    wrong = []
    own = {key: ids_of(world, key) for key in ("A", "B")}  # before things are removed
    for route in sorted(
        PROMISED, key=lambda r: (any(d in r for d in DESTRUCTIVE), "sign-out" in r or "/end" in r)
    ):
        allowed = PROMISED[route][0]
        method, rule = route.split(" ")
        for party in sorted(allowed & EVERYBODY):
            ids = own["B" if party.endswith("B") else "A"]
            once = "remove" in rule and re.search("contact|rights|trader|route", rule)
            if once and party in ("publisher A", "representative A"):
                continue  # member A removed it
            if "break_glass_id" in rule and party != "second administrator":
                expected = {404}  # another administrator's reading
            elif party in ADMINISTRATOR and "break" not in rule and route.endswith("image_id>"):
                expected = {302, 404}  # nothing is held back: nothing to look at
            elif any(d in route for d in ("images/<uuid:image_id>/remove", "feature_id>/remove")):
                expected = {200, 302, 404, 409}  # removed by a colleague a moment ago
            else:
                expected = PROMISED[route][1]
            status, to = status_of(everyone[party], method, filled(rule, ids))
            if status not in expected or (status == 302 and to.startswith("/sign-in?")):
                wrong.append((route, party, status, to))
    assert wrong == []


def test_a_disabled_account_is_a_stranger(portal, world):
    """AC-6: its cookie opens nothing."""
    disabled = people(portal, world)["disabled"]
    assert disabled.get("/").location == "/sign-in"


def test_a_token_of_no_one_is_a_stranger(portal, world, session):
    """An ended token in an intact cookie opens nothing."""
    account = world.accounts["trainer"]
    someone = Visitor(portal.application.test_client(), issue_token(session, account) + "x")
    assert someone.get("/guides").location.startswith("/sign-in")


def test_a_portal_with_an_undeclared_route_does_not_start(config, runtime, session, monkeypatch):
    """The guard that makes forgetting impossible."""
    monkeypatch.delitem(portal_policy.PORTAL_POLICY, "GET /brands")
    with pytest.raises(RuntimeError, match="routes without a policy: GET /brands"):
        create_portal(config, runtime)


def test_a_portal_with_a_policy_for_nothing_does_not_start(config, runtime, session, monkeypatch):
    """A stale line is a promise about a route that somebody renamed."""
    monkeypatch.setitem(portal_policy.PORTAL_POLICY, "GET /brand", frozenset())
    with pytest.raises(RuntimeError, match="policies without a route: GET /brand"):
        create_portal(config, runtime)
