"""What must be true of the service, in a few lists and dicts."""

import uuid

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy.orm import Session

from ipm_api.errors import Forbidden, IpmError, NotFound
from ipm_api.live_index import LiveIndex
from ipm_api.models.account import Account, Role
from ipm_api.policy import Party, actor_of
from tests.conftest import PASSWORD_HASH
from tests.database import empty

ORGANISATIONS = 3


class ServiceModel(RuleBasedStateMachine):
    """The state of the model, people to act as, and why they are refused."""

    engine = runtime = config = None

    def begin(self):
        """Nobody and nothing but an officer and a trainer."""
        with self.engine.begin() as connection:
            empty(connection)
        self.session = Session(self.engine)
        self.workers = [LiveIndex(self.config.index / uuid.uuid4().hex) for _ in range(2)]
        self.states = ["absent"] * ORGANISATIONS
        self.ids, self.accounts, self.products = [None] * 3, [None] * 3, []
        self.readers = {
            Party.OFFICER: self.person(Role.OFFICER),
            Party.TRAINER: self.person(Role.TRAINER),
        }

    def teardown(self):
        if hasattr(self, "session"):
            self.session.close()

    def person(self, role):
        account = Account(
            email=f"{role.value}@example.org",
            name="A",
            password_hash=PASSWORD_HASH,
            role=role,
            country="FR",
        )
        self.session.add(account)
        self.session.commit()
        return actor_of(account)

    def expect(self, error, work):
        """Carry *work* out; it must raise *error*, or nothing if that is None."""
        try:
            result = work()
        except IpmError as raised:
            self.session.rollback()
            result, found = None, raised
        else:
            found = None
        assert isinstance(found, error or type(None)), f"{found!r}, expected {error}"
        return result

    def actor(self, organisation):
        """The organisation's publisher as its next request finds them; None: signed out."""
        if self.accounts[organisation] is None:
            return None
        self.session.expire_all()
        return actor_of(self.session.get(Account, self.accounts[organisation]))

    def refusal(self, organisation, product=None):
        """Why this organisation may not touch *product* (or anything), or None."""
        if self.states[organisation] == "pending":
            return Forbidden
        if product is not None and product["owner"] != organisation:
            return NotFound
        return None

    def chosen(self, organisation, number):
        """Actor and product for a rule, or None when there is none of either."""
        actor = self.actor(organisation)
        assert (actor is None) == (self.states[organisation] in ("absent", "suspended"))
        if actor is None or number >= len(self.products):
            return None
        return actor, self.products[number]

    def accepted(self, product):
        """Labels of the searchable pictures, one per picture."""
        return [label for label, state in product["images"].values() if state == "accepted"]

    def readable(self):
        """What officers and trainers see now."""
        return [
            product
            for product in self.products
            if product["state"] == "published" and self.states[product["owner"]] == "approved"
        ]
