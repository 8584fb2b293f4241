"""Who may do what, for every operation that takes an actor."""

import importlib
import inspect
import pkgutil
import uuid

import pytest
from sqlalchemy.orm import Session

import ipm_api.operations
from ipm_api.errors import Forbidden, NotFound, NotSignedIn
from ipm_api.models.account import Role
from ipm_api.models.inspection import Verdict
from ipm_api.operations.product import ProductDraft
from ipm_api.operations.product_list import ProductSearch
from ipm_api.operations.right_holder import suspend_right_holder
from ipm_api.operations.supply_chain_draft import Scope
from ipm_api.policy import ANONYMOUS, RIGHT_HOLDER, SIGNED_IN, Actor, Party, actor_of
from tests.conftest import SYSTEM
from tests.ipm_api.allowed import ALLOWED

DUMMIES = {
    "search": ProductSearch(),
    "scope": Scope(),
    "verdict": Verdict.SUSPECT,
    "draft": ProductDraft(uuid.uuid4(), "toys", {}),
}
OPEN = {  # refuse nobody: they concern the actor's own account or request alone
    "account.own_account": "one's own account",
    "account.rename_account": "one's own account",
    "invitation.join_as_known": "one's own invitation",
    "own_session.end_own_session": "one's own session",
    "own_session.end_own_sessions": "one's own sessions",
    "own_session.has_to_choose": "one's own session",
    "own_session.own_sessions": "one's own sessions",
    "passkey.add_passkey": "one's own passkey",
    "passkey.begin_registration": "one's own passkey",
    "passkey.remove_passkey": "one's own passkey",
    "passkey.rename_passkey": "one's own passkey",
    "password.change_password": "one's own password",
    "password.confirm_password": "one's own password",
    "second_factor.app_to_set_up": "one's own second factor",
    "second_factor.confirm_app": "one's own second factor",
    "second_factor.keep_what_is_required": "one's own second factor",
    "second_factor.new_recovery_codes": "one's own second factor",
    "second_factor.own_second_factors": "one's own second factor",
    "second_factor.remove_app": "one's own second factor",
    "email_change.ask_for_email": "one's own address",
    "idempotent_request.answer_to": "one's own keys",
    "idempotent_request.keep_answer": "one's own keys",
    "idempotent_request.only_one": "one's own keys",
    "sign_in.sign_out": "one's own token",
    "removal.remove": "part of removing what was found to be one's own",
    "removal.restore": "part of removing what was found to be one's own",
    "article_code.codes_of": "finds what the actor may read",
    "barcode.products_with_gtin": "finds what the actor may read",
    "candidates.propose_candidates": "finds what the actor may read",
    "photo_evidence.weigh_photos": "finds what the actor may read",
    "publication.version_of": "part of publishing",
    "inspection.inspection_of_phone": "finds the actor's own alone",
    "photo_arrival.arrived_already": "part of sending a photo",
    "published.covert_is_shown": "the rule itself",
    "published.readable": "the rule itself",
    "published.readable_products": "the rule itself",
    "published_product.read_products": "finds what the actor may read",
    "published_product.read_versions": "finds what the actor may read",
    "published_product.versions_for": "finds what the actor may read",
    "reading_budget.spend": "counts for readers alone",
}


UNTOLD = {"reference_image.readable_image", "place_crop.reference_place"}
"""Who may not look is not told that there is something."""


def operations():
    """Every public function of ipm_api.operations that takes an actor, by name."""
    found = {}
    for module in pkgutil.iter_modules(ipm_api.operations.__path__):
        code = importlib.import_module(f"ipm_api.operations.{module.name}")
        for name, function in inspect.getmembers(code, inspect.isfunction):
            own = function.__module__ == code.__name__ and not name.startswith("_")
            if own and "actor" in inspect.signature(function).parameters:
                found[f"{module.name}.{name}"] = function
    return found


def call(function, session, actor):
    """Call *function* with arguments that mean nothing: who may not, must not get to them."""
    given = {"session": session, "actor": actor}
    for name, parameter in inspect.signature(function).parameters.items():
        if name not in given and parameter.default is inspect.Parameter.empty:
            given[name] = uuid.uuid4() if name.endswith("_id") else DUMMIES.get(name, [])
    return function(**given)


def actor_as(party):
    """Someone of *party* whom no row stands for."""
    member = party in RIGHT_HOLDER | {Party.PENDING}
    return Actor(party, uuid.uuid4(), uuid.uuid4() if member else None, "FR")


def test_somebody_decided_on_every_operation():
    """A new operation must say here whom it is for."""
    assert set(operations()) == set(ALLOWED) | set(OPEN)


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_the_others_are_refused_before_anything_is_looked_at(engine, name):
    """The matrix of the policy, held again one layer below the routes."""
    with Session(engine) as session:
        refused = NotFound if name in UNTOLD else Forbidden
        for party in SIGNED_IN - ALLOWED[name]:
            with pytest.raises(refused):
                call(operations()[name], session, actor_as(party))
        with pytest.raises((NotSignedIn, NotFound)):
            call(operations()[name], session, ANONYMOUS)


def test_pending_and_suspended_people_are_what_their_organisation_is(
    session, make_right_holder, make_account
):
    """Approval is the organisation's; the account's role alone opens nothing."""
    waiting = make_right_holder(approved=False)
    account = make_account(Role.PUBLISHER, waiting)
    assert actor_of(account).party is Party.PENDING
    other = make_account(Role.PUBLISHER, approved := make_right_holder())
    assert actor_of(other).party is Party.PUBLISHER
    suspend_right_holder(session, SYSTEM, approved.id)
    assert actor_of(other) is None
