"""Everybody in front of the portal, and every id that a route can be asked for."""

import re
import uuid

from sqlalchemy import select
from sqlalchemy.orm import object_session

from ipm_api.models.invitation import Invitation
from tests.rightholder_portal.conftest import Visitor
from tests.world import PARTIES, World


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
        "past_id": str(uuid.uuid4()),
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
