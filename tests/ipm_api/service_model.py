"""What must be true of the service, in a few lists and dicts."""

import uuid
from dataclasses import dataclass

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy.orm import Session

from ipm_api.errors import Forbidden, IpmError, NotFound
from ipm_api.live_index import LiveIndex
from ipm_api.models.account import Account, Role
from ipm_api.policy import Party, actor_of
from tests.conftest import PASSWORD_HASH
from tests.database import empty

ORGANISATIONS = 3


@dataclass
class Picture:
    """One that was uploaded, and how much had been published when it was last compared."""

    label: int
    owner: int
    state: str
    compared: int


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
        self.pictures, self.additions = {}, []  # by id; every picture that entered the index
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

    def rivals(self, label, owner):
        """Accepted pictures of others that look the same, removed ones included."""
        return {
            id_
            for id_, picture in self.pictures.items()
            if (picture.label, picture.state) == (label, "accepted") and picture.owner != owner
        }

    def copies(self, product):
        """Pictures that publishing holds back: others published the same since."""
        found = []
        for image in product["working"]:
            picture = self.pictures[image]
            newer = set(self.additions[picture.compared :])
            if picture.state == "accepted" and newer & self.rivals(picture.label, picture.owner):
                found.append(image)
        return found

    def hold_back(self, product, copies):
        """What publishing says of the pictures before it looks at anything else."""
        for image in product["working"]:
            if self.pictures[image].state == "accepted":
                self.pictures[image].compared = len(self.additions)
        for image in copies:
            self.pictures[image].state = "held-back"

    def index(self, product):
        """The accepted pictures of the version are searched, and no others."""
        wanted = [i for i in product["version"] or [] if self.pictures[i].state == "accepted"]
        self.additions += [image for image in wanted if image not in product["indexed"]]
        product["indexed"] = wanted

    def shown(self, product):
        """Labels of what readers see, one per picture."""
        return [self.pictures[image].label for image in product["indexed"]]

    def readable(self):
        """What officers and trainers see now."""
        return [
            product
            for product in self.products
            if product["version"] is not None and self.states[product["owner"]] == "approved"
        ]
