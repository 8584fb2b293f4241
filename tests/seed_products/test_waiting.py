"""The demonstration's administrators find something to decide."""

from ipm_api.models.account import Role
from ipm_api.operations.national_setting import member_countries
from ipm_api.operations.waiting import waiting_decisions
from seed_products.accounts import actor_as
from seed_products.waiting import COUNTRIES, add_what_waits
from tests.conftest import SYSTEM


def test_an_application_and_an_officer_wait_and_are_added_once(session):
    """A run that is taken up again adds nothing twice."""
    for _ in range(2):
        add_what_waits(session, SYSTEM)
    administrator = actor_as(session, SYSTEM, Role.ADMINISTRATOR)
    waiting = waiting_decisions(session, administrator)
    assert (waiting["right-holder"].waiting, waiting["account"].waiting) == (1, 1)
    assert member_countries(session) == sorted(draft.country for draft in COUNTRIES)
