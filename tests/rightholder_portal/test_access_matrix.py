"""Everybody × every route × own, foreign and missing ids (AC-1). The table below is the promise."""

import itertools
import re
import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import object_session

from ipm_api import portal_policy
from ipm_api.models.invitation import Invitation
from ipm_api.operations.sign_in import issue_token
from rightholder_portal.app import create_portal
from tests.rightholder_portal.conftest import Visitor
from tests.world import ADMINISTRATORS as ADMINISTRATOR
from tests.world import PARTIES, READERS, World

EVERYBODY = frozenset(PARTIES)
HOLDERS = frozenset({"member A", "publisher A", "publisher B", "representative A"})
PUBLISHERS = HOLDERS - {"member A"}
TEAM = frozenset({"representative A"})
OUT = frozenset({"anonymous", "disabled"})
IN = EVERYBODY - OUT
OURS = "<uuid:product_id>"

PROMISED: dict[str, tuple[frozenset[str], set[int]]] = {
    "GET /static/<path:filename>": (EVERYBODY, {200}),
    "GET /": (EVERYBODY, {302}),
    "GET /sign-in": (EVERYBODY, {200}),
    "POST /sign-in": (EVERYBODY, {401, 429}),  # without a password; the eleventh is counted out
    "GET /register": (EVERYBODY, {200}),
    "POST /register": (EVERYBODY, {400}),  # with nothing written
    "GET /application": (HOLDERS | {"pending"}, {200}),
    "GET /sign-in/code": (EVERYBODY, {302}),  # without a first step
    "POST /sign-in/code": (EVERYBODY, {302}),
    "POST /sign-in/passkey/options": (EVERYBODY, {200}),
    "POST /sign-in/passkey": (EVERYBODY, {401}),
    "GET /forgotten": (EVERYBODY, {200}),
    "POST /forgotten": (EVERYBODY, {200, 429}),
    "GET /reset/<token>": (EVERYBODY, {404}),
    "POST /reset/<token>": (EVERYBODY, {400}),
    "GET /invitation/<token>": (EVERYBODY, {404}),
    "POST /invitation/<token>": (EVERYBODY, {404}),
    "GET /mails": (EVERYBODY, {404}),  # there is no such page outside of a trial
    "GET /account": (IN, {200}),
    "POST /account": (IN, {400}),
    "POST /account/password": (IN, {400}),
    "POST /account/sessions/<uuid:session_id>/end": (IN, {404}),
    "GET /account/second-factor": (IN, {200}),
    "POST /account/second-factor": (IN, {400}),
    "POST /account/second-factor/remove": (IN, {400}),
    "POST /account/recovery-codes": (IN, {400}),
    "POST /account/passkeys/options": (IN, {400}),
    "POST /account/passkeys": (IN, {400}),
    "POST /account/passkeys/<uuid:passkey_id>": (IN, {404}),
    "POST /account/passkeys/<uuid:passkey_id>/remove": (IN, {404}),
    "GET /team": (HOLDERS, {200}),
    "POST /team": (TEAM, {400}),
    "POST /team/invitations/<uuid:invitation_id>/revoke": (TEAM, {302}),
    "POST /team/<uuid:membership_id>/role": (TEAM, {302}),
    "POST /team/<uuid:membership_id>/remove": (TEAM, {302}),
    "GET /switch": (HOLDERS | {"pending"}, {200}),
    "POST /switch": (HOLDERS | {"pending"}, {404}),  # without a choice
    "GET /products": (HOLDERS, {200}),
    "POST /products": (HOLDERS, {400}),
    "GET /products/new": (HOLDERS, {200}),
    f"GET /products/{OURS}": (HOLDERS, {200}),
    f"GET /products/{OURS}/edit": (HOLDERS, {302}),
    f"GET /products/{OURS}/preview": (HOLDERS, {200}),
    f"POST /products/{OURS}/publish": (PUBLISHERS, {302, 409}),
    f"POST /products/{OURS}/withdraw": (PUBLISHERS, {302, 409}),
    f"GET /products/{OURS}/images": (HOLDERS, {200}),
    f"POST /products/{OURS}/images": (HOLDERS, {400}),
    f"GET /products/{OURS}/images/<uuid:image_id>": (HOLDERS, {200}),
    f"POST /products/{OURS}/images/<uuid:image_id>": (HOLDERS, {302}),
    f"POST /products/{OURS}/images/<uuid:image_id>/move": (HOLDERS, {302}),
    f"POST /products/{OURS}/images/<uuid:image_id>/remove": (HOLDERS, {302, 409}),
    f"POST /products/{OURS}/images/<uuid:image_id>/restore": (HOLDERS, {302, 404}),
    f"POST /products/{OURS}/images/order": (HOLDERS, {302}),
    f"POST /products/{OURS}/uploads": (HOLDERS, {400}),
    f"GET /products/{OURS}/uploads": (HOLDERS, {200}),
    "GET /uploads/<uuid:upload_id>": (HOLDERS, {200}),
    "PATCH /uploads/<uuid:upload_id>": (HOLDERS, {400}),
    "POST /uploads/<uuid:upload_id>/forget": (HOLDERS, {204, 404}),
    f"GET /products/{OURS}/features": (HOLDERS, {200}),
    f"POST /products/{OURS}/features": (HOLDERS, {400}),
    f"GET /products/{OURS}/features/new": (HOLDERS, {200}),
    f"GET /products/{OURS}/features/<uuid:feature_id>": (HOLDERS, {200}),
    f"POST /products/{OURS}/features/<uuid:feature_id>": (HOLDERS, {400}),
    f"POST /products/{OURS}/features/<uuid:feature_id>/move": (HOLDERS, {302}),
    f"POST /products/{OURS}/features/<uuid:feature_id>/remove": (HOLDERS, {200, 409}),
    f"GET /products/{OURS}/publishing": (HOLDERS, {200}),
    f"GET /products/{OURS}/versions/<int:number>": (HOLDERS, {200, 404}),
    f"POST /products/{OURS}/versions/<int:number>/restore": (HOLDERS, {302, 404}),
    f"POST /products/{OURS}/undo-restore": (HOLDERS, {302, 404}),
    f"POST /products/{OURS}/review": (HOLDERS, {400}),
    f"POST /products/{OURS}/ask": (HOLDERS, {302}),
    f"GET /products/{OURS}/sharing": (HOLDERS, {200}),
    f"POST /products/{OURS}/sharing": (PUBLISHERS, {302}),
    "GET /brands/<uuid:brand_id>/sharing": (HOLDERS, {200}),
    "POST /brands/<uuid:brand_id>/sharing": (PUBLISHERS, {302}),
    "GET /sharing": (HOLDERS, {200}),
    "POST /sharing": (PUBLISHERS, {302}),
    "GET /requests": (PUBLISHERS, {200}),
    "POST /requests/<uuid:request_id>/decline": (PUBLISHERS, {302, 404}),
    "GET /reading": (READERS, {200}),
    "POST /reading": (READERS, {400}),
    "GET /administration/reading": (ADMINISTRATOR | {"national contact"}, {200}),
    # a national contact lifts limits of the own country's people alone: 404 for others
    "POST /administration/reading/<uuid:account_id>": (
        ADMINISTRATOR | {"national contact"},
        {400, 404},
    ),
    f"GET /products/{OURS}/features/suggestions": (HOLDERS, {200}),
    f"GET /products/{OURS}/counterfeits": (HOLDERS, {200}),
    f"GET /products/{OURS}/counterfeits/<kind>/new": (HOLDERS, {200}),
    f"POST /products/{OURS}/counterfeits/<kind>": (HOLDERS, {400}),
    f"GET /products/{OURS}/counterfeits/<kind>/<uuid:record_id>": (HOLDERS, {200}),
    f"POST /products/{OURS}/counterfeits/<kind>/<uuid:record_id>": (HOLDERS, {400}),
    f"POST /products/{OURS}/counterfeits/<kind>/<uuid:record_id>/move": (HOLDERS, {302}),
    f"POST /products/{OURS}/counterfeits/<kind>/<uuid:record_id>/remove": (HOLDERS, {302, 404}),
    f"POST /products/{OURS}/counterfeits/<kind>/<uuid:record_id>/restore": (HOLDERS, {302, 404}),
    "GET /features/<uuid:feature_id>/counterpart": (HOLDERS | READERS, {200}),
    "GET /images/<uuid:image_id>/place": (HOLDERS, {200}),
    "GET /images/<uuid:image_id>": (HOLDERS | READERS | ADMINISTRATOR, {200}),
    "GET /features/<uuid:feature_id>/crop": (HOLDERS | READERS, {200}),
    "GET /supply-chain": (HOLDERS, {200}),
    f"GET /products/{OURS}/supply-chain": (HOLDERS, {200}),
    f"GET /products/{OURS}/edit/<section>": (HOLDERS, {200}),
    f"POST /products/{OURS}/edit/<section>": (HOLDERS, {409}),  # of no revision
    "POST /products/together": (PUBLISHERS, {302}),
    "GET /traders/new": (HOLDERS, {200}),
    "POST /traders/new": (HOLDERS, {400}),
    "GET /traders/<uuid:trader_id>": (HOLDERS, {200}),
    "POST /traders/<uuid:trader_id>": (HOLDERS, {400}),
    "POST /traders/<uuid:trader_id>/remove": (HOLDERS, {302}),
    "POST /traders/<uuid:trader_id>/restore": (HOLDERS, {302, 404}),  # only what was removed
    "GET /routes/new": (HOLDERS, {200}),
    "POST /routes/new": (HOLDERS, {400}),
    "GET /routes/<uuid:route_id>": (HOLDERS, {200}),
    "POST /routes/<uuid:route_id>": (HOLDERS, {400}),
    "POST /routes/<uuid:route_id>/remove": (HOLDERS, {302}),
    "POST /routes/<uuid:route_id>/restore": (HOLDERS, {302, 404}),  # only what was removed
    "GET /brands/<uuid:brand_id>": (HOLDERS, {200}),
    "POST /brands/<uuid:brand_id>": (HOLDERS, {400}),
    "POST /brands/<uuid:brand_id>/remove": (HOLDERS, {302}),
    "POST /brands/<uuid:brand_id>/restore": (HOLDERS, {302, 404}),
    "GET /brands/<uuid:brand_id>/rights/new": (HOLDERS, {200}),
    "GET /rights/<uuid:right_id>": (HOLDERS, {200}),
    "POST /rights/<uuid:right_id>": (HOLDERS, {400}),
    "POST /rights/<uuid:right_id>/remove": (HOLDERS, {302}),
    "POST /rights/<uuid:right_id>/restore": (HOLDERS, {302, 404}),
    "GET /contacts/new": (HOLDERS, {200}),
    "GET /contacts/<uuid:contact_id>": (HOLDERS, {200}),
    "POST /contacts/<uuid:contact_id>": (HOLDERS, {400}),
    "POST /contacts/<uuid:contact_id>/move": (HOLDERS, {302}),
    "POST /contacts/<uuid:contact_id>/restore": (HOLDERS, {302, 404}),
    "GET /brands": (HOLDERS, {200}),
    "POST /brands": (HOLDERS, {400}),
    "POST /brands/<uuid:brand_id>/rights": (HOLDERS, {400}),
    "GET /contacts": (HOLDERS, {200}),
    "POST /contacts": (HOLDERS, {400}),
    "POST /contacts/<uuid:contact_id>/remove": (HOLDERS, {302}),
    "GET /bulk": (HOLDERS, {200}),
    "POST /bulk/imports": (HOLDERS, {400}),
    "GET /bulk/imports/<uuid:import_id>": (HOLDERS, {200}),
    "POST /bulk/imports/<uuid:import_id>/columns": (HOLDERS, {302, 409}),
    "POST /bulk/imports/<uuid:import_id>/carry-out": (HOLDERS, {302, 409}),
    "POST /bulk/imports/<uuid:import_id>/undo": (HOLDERS, {302, 409}),
    "GET /bulk/imports/<uuid:import_id>/errors.csv": (HOLDERS, {200}),
    "GET /bulk/template.xlsx": (HOLDERS, {200}),
    "GET /bulk/template.zip": (HOLDERS, {200}),
    "GET /bulk/example.csv": (HOLDERS, {200}),
    "POST /bulk/exports": (HOLDERS, {302, 409}),
    "GET /bulk/exports/<uuid:export_id>/file": (HOLDERS, {200}),
    "GET /statistics": (HOLDERS, {200}),
    "GET /statistics/download": (HOLDERS, {200}),
    "GET /messages": (HOLDERS, {200}),
    "GET /messages/<uuid:question_id>": (HOLDERS, {200}),
    "POST /messages/<uuid:question_id>": (HOLDERS, {400}),
    "GET /messages/<uuid:question_id>/photos/<int:place>": (HOLDERS, {200, 404}),  # B's has none
    "GET /reply/<uuid:notice_id>/<token>": (EVERYBODY, {404}),
    "POST /reply/<uuid:notice_id>/<token>": (EVERYBODY, {400, 404}),
    "GET /reply/<uuid:notice_id>/<token>/photos/<int:place>": (EVERYBODY, {404}),
    "GET /alerts": (HOLDERS, {200}),
    "POST /alerts": (PUBLISHERS, {400}),
    "GET /alerts/new": (PUBLISHERS, {200}),
    "GET /alerts/<uuid:alert_id>": (PUBLISHERS, {200}),
    "POST /alerts/<uuid:alert_id>": (PUBLISHERS, {400}),
    "POST /alerts/<uuid:alert_id>/withdraw": (PUBLISHERS, {302, 409}),
    "POST /alerts/<uuid:alert_id>/renew": (PUBLISHERS, {302, 409}),
    "GET /guides": (READERS, {200}),
    f"GET /guides/{OURS}": (READERS, {200}),
    "GET /administration": (ADMINISTRATOR, {200}),
    "GET /administration/right-holders": (ADMINISTRATOR, {200}),
    "GET /administration/right-holders/<uuid:right_holder_id>": (ADMINISTRATOR, {200}),
    "POST /administration/right-holders/<uuid:right_holder_id>": (ADMINISTRATOR, {302}),
    "GET /administration/images": (ADMINISTRATOR, {200}),
    "GET /administration/right-holders/<uuid:right_holder_id>/break-glass": (ADMINISTRATOR, {200}),
    "POST /administration/right-holders/<uuid:right_holder_id>/break-glass": (ADMINISTRATOR, {400}),
    "GET /administration/break-glass/<uuid:break_glass_id>": (ADMINISTRATOR, {200}),
    f"GET /administration/break-glass/<uuid:break_glass_id>/products/{OURS}": (
        ADMINISTRATOR,
        {200},
    ),
    "GET /administration/break-glass/<uuid:break_glass_id>/images/<uuid:image_id>": (
        ADMINISTRATOR,
        {200},
    ),
    "POST /administration/break-glass/<uuid:break_glass_id>": (ADMINISTRATOR, {302}),
    "GET /administration/accounts": (ADMINISTRATOR, {200}),
    "GET /administration/accounts/new": (ADMINISTRATOR, {200}),
    "POST /administration/accounts/new": (ADMINISTRATOR, {400}),
    "GET /administration/accounts/<uuid:account_id>": (ADMINISTRATOR, {200}),
    "POST /administration/accounts/<uuid:account_id>": (ADMINISTRATOR, {302}),
    "POST /administration/accounts/<uuid:account_id>/second-factor": (ADMINISTRATOR, {302}),
    "GET /administration/categories": (ADMINISTRATOR, {200}),
    "POST /administration/categories": (ADMINISTRATOR, {302}),
    "GET /administration/countries": (ADMINISTRATOR, {200}),
    "POST /administration/countries": (ADMINISTRATOR, {400}),
    "GET /administration/audit": (ADMINISTRATOR, {200}),
    "GET /administration/audit.csv": (ADMINISTRATOR, {200}),
    "GET /administration/audit.jsonl": (ADMINISTRATOR, {200}),
    "GET /administration/health": (ADMINISTRATOR, {200}),
    "GET /people": (frozenset({"national contact"}), {200}),
    "POST /people": (frozenset({"national contact"}), {400}),
    "POST /people/<uuid:person_id>": (frozenset({"national contact"}), {302}),
    "GET /resemblances": (HOLDERS, {200}),
    "POST /resemblances/<uuid:resemblance_id>": (HOLDERS, {409}),  # decided meanwhile
    "GET /readings": (HOLDERS, {200}),
    "POST /readings": (HOLDERS, {302}),
    "GET /administration/images/<uuid:image_id>": (ADMINISTRATOR, {200}),
    "POST /administration/images/<uuid:image_id>": (ADMINISTRATOR, {302}),
    "POST /language": (EVERYBODY, {302}),
    "POST /account/sessions/end": (IN, {302}),
    "POST /sign-out": (EVERYBODY, {302}),  # the last: it ends the sessions
}
"""Route → who passes, and with what status for what is theirs (forms go without fields)."""

DESTRUCTIVE = (
    "remove",
    "forget",
    "/publish",
    "/withdraw",
    "sign-out",
    "sessions/end",
    "POST /administration/break",
)


def people(portal, world: World) -> dict[str, Visitor]:
    """Everybody in front of the portal, with the tokens of the world."""
    return {
        party: Visitor(portal.application.test_client(), world.tokens.get(party))
        for party in PARTIES
    }


def ids_of(world: World, key: str) -> dict[str, str]:
    """Every id around the product *key*; of its features, the overt one."""
    product = world.products[key]
    return {
        "product_id": str(product.id),
        "image_id": str(product.images[0].id),
        "feature_id": str(product.features[0].id),
        "upload_id": world.uploads[key],
        "record_id": world.others[f"record {key}"],
        "brand_id": str(product.brand_id),
        "contact_id": world.others[f"contact {key[-1]}"],
        "right_id": world.others[f"right {key[-1]}"],
        "trader_id": world.others[f"trader {key}"],
        "route_id": world.others[f"route {key}"],
        "right_holder_id": str(product.right_holder_id),
        **world.bulk[key[-1]],
        "question_id": world.questions[key[-1]],
        "alert_id": world.alerts[key[-1]],
        "notice_id": world.questions[key[-1]],  # signed by nobody
        "membership_id": str(_membership_of(world, key[-1])),
        "invitation_id": str(_invitation_of(world, key[-1])),
        "session_id": str(uuid.uuid4()),  # everybody's own: see test_own_account.py
        "passkey_id": str(uuid.uuid4()),
        "request_id": str(product.id),  # nobody asks for anything in this world
        "account_id": str(world.accounts["officer X"].id),
        "number": "1",
        "person_id": world.others["invitee"],
        "break_glass_id": world.others[f"reading {key[-1]}"],
        "resemblance_id": world.others[f"resemblance {key[-1]}"],
    }


def _membership_of(world: World, letter: str) -> uuid.UUID:
    """Of A, that of the only one who runs the team, who stays; of B, the publisher's."""
    party = "representative A" if letter == "A" else f"publisher {letter}"
    return world.accounts[party].memberships[0].id


def _invitation_of(world: World, letter: str) -> uuid.UUID:
    session = object_session(world.accounts["member A"])
    holder = world.accounts[f"member {letter}"].memberships[0].right_holder_id
    found = session.scalar(select(Invitation.id).where(Invitation.right_holder_id == holder))
    return found or uuid.uuid4()


def filled(rule: str, ids: dict[str, str]) -> str:
    rule = rule.replace("<path:filename>", "portal.css").replace("<section>", "texts")
    rule = rule.replace("<token>", "x").replace("<int:place>", "1")
    rule = rule.replace("<int:number>", "1")
    rule = rule.replace("<kind>", "signs")
    return re.sub(r"<uuid:(\w+)>", lambda name: ids[name[1]], rule)


def status_of(someone: Visitor, method: str, path: str) -> tuple[int, str]:
    if method == "PATCH":
        answer = someone.client.patch(path, headers={"X-CSRFToken": someone.csrf()})
    else:
        answer = someone.get(path) if method == "GET" else someone.post(path)
    with answer:
        return answer.status_code, answer.headers.get("Location", "")


def test_every_route_is_in_this_table(portal):
    """A new route is decided on twice: in the policy and here."""
    routes = {
        f"{method} {rule.rule}"
        for rule in portal.application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == set(PROMISED)


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
            tries = [ids_of(world, other), ids_of(world, f"draft {other}"), random]
            tries += [mixed] if "image_id" in rule or "feature_id" in rule else []
            for ids in tries:
                status, _ = status_of(everyone[party], method, filled(rule, ids))
                if status != 404:
                    wrong.append((route, party, status))
        if party_reads := sorted(allowed & READERS):
            for party in party_reads:
                for ids in (ids_of(world, "draft A"), random):
                    status, _ = status_of(everyone[party], method, filled(rule, ids))
                    if status != 404:
                        wrong.append((route, party, status))
    assert wrong == []


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
