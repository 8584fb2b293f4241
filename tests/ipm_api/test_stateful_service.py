"""Whatever right holders, administrators and officers do, in any order: a dict knows as much."""

import uuid

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import text

from ipm_api.errors import Conflict, Forbidden, Invalid, NotFound
from ipm_api.models.reference_image import ImageState
from ipm_api.operations.application import apply_to_join
from ipm_api.operations.brand import create_brand
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.guide import published_products, read_guide
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.product import ProductDraft, create_product, own_product
from ipm_api.operations.publication import publish_product, withdraw_product
from ipm_api.operations.reference_image import add_reference_image, remove_reference_image
from ipm_api.operations.right_holder import reinstate_right_holder, suspend_right_holder
from ipm_api.policy import Party
from tests.conftest import PROOF, SYSTEM
from tests.ipm_api.photos import photo_of, upload_of
from tests.ipm_api.service_model import ORGANISATIONS, Picture, ServiceModel
from tests.two_administrators import approve_right_holder, decide_held_back_image

LABELS = 4
organisations = st.integers(0, ORGANISATIONS - 1)
products = st.integers(0, 5)
labels = st.integers(1, LABELS)


class Service(ServiceModel):
    """
    The operations beside a model of what must be true.

    Products are counted in the order of their creation over all organisations; a rule that names
    one that does not exist does nothing. Every organisation tries every product: a foreign one
    must be not found.
    """

    @initialize()
    def start(self):
        self.begin()
        for organisation in (0, 1):  # rivals with something to show, so that histories begin late
            self.register(organisation)
            self.administer(organisation, "approve")
            self.create(organisation)
            self.upload(organisation, organisation, organisation + 1)
            self.publish(organisation, organisation)

    @rule(o=organisations)
    def register(self, o):
        error = None if self.states[o] == "absent" else Invalid
        done = self.expect(
            error,
            lambda: apply_to_join(
                self.session,
                organisation=f"O{o}",
                country="FR",
                proof=PROOF,
                email=f"o{o}@example.org",
                name="P",
                password="correct horse battery",
            ),
        )
        if done:
            self.states[o], self.ids[o] = "pending", done.id
            query = text("SELECT account_id FROM membership WHERE right_holder_id = :id")
            self.accounts[o] = self.session.execute(query, {"id": done.id}).scalar()

    @rule(o=organisations, act=st.sampled_from(["approve", "approve", "suspend", "reinstate"]))
    def administer(self, o, act):
        before, after, work = {
            "approve": ({"pending"}, "approved", approve_right_holder),
            "suspend": ({"approved"}, "suspended", suspend_right_holder),
            "reinstate": ({"suspended"}, "approved", reinstate_right_holder),
        }[act]
        if self.states[o] == "absent":
            self.expect(NotFound, lambda: work(self.session, SYSTEM, uuid.uuid4()))
            return
        error = None if self.states[o] in before else Conflict
        self.expect(error, lambda: work(self.session, SYSTEM, self.ids[o]))
        if error is None:
            self.states[o] = after

    @rule(o=organisations)
    def create(self, o):
        actor = self.actor(o)
        if actor is None or len(self.products) > 5:
            return
        name = f"P{len(self.products)}"

        def work():
            brand = create_brand(self.session, actor, name=name).id
            draft = ProductDraft(brand, "toys", {"en": name}, {"en": "d"})
            made = create_product(self.session, actor, draft).id
            check = FeatureDraft({"en": "t"}, {"en": "g"})
            add_feature(self.session, actor, made, check)
            return made

        made = self.expect(self.refusal(o), work)
        if made:
            self.products.append(
                {"id": made, "owner": o, "working": [], "version": None, "indexed": []}
            )

    @rule(o=organisations, p=products, label=labels)
    def upload(self, o, p, label):
        if (chosen := self.chosen(o, p)) is None:
            return
        actor, product = chosen
        store = (self.runtime.index, self.runtime.images, self.runtime.decoder)
        work = lambda: add_reference_image(  # noqa: E731
            self.session, actor, *store, product["id"], upload_of(label, 75, 240)
        )
        done = self.expect(self.refusal(o, product), work)
        if done:
            state = "held-back" if self.rivals(label, o) else "accepted"
            assert done.image.state is ImageState(state)
            self.pictures[done.image.id] = Picture(label, o, state, len(self.additions))
            product["working"].append(done.image.id)

    @rule(p=products, accept=st.booleans())
    def decide(self, p, accept):
        for product in self.products[p : p + 1]:
            for image in product["working"][:1]:
                picture = self.pictures[image]
                error = None if picture.state == "held-back" else Conflict
                work = lambda image=image: decide_held_back_image(  # noqa: E731
                    self.session, SYSTEM, image, accept=accept
                )
                self.expect(error, work)
                if error is None:
                    picture.state = "accepted" if accept else "refused"
                    self.index(product)

    @rule(o=organisations, p=products)
    def remove(self, o, p):
        if (chosen := self.chosen(o, p)) is None or not chosen[1]["working"]:
            return
        actor, product = chosen
        image, error = product["working"][0], self.refusal(o, product)
        self.expect(
            error, lambda: remove_reference_image(self.session, actor, product["id"], image)
        )
        if error is None:
            product["working"].remove(image)  # readers keep it until the next publication

    @rule(o=organisations, p=products)
    def publish(self, o, p):
        if (chosen := self.chosen(o, p)) is None:
            return
        actor, product = chosen
        error, copies = self.refusal(o, product), self.copies(product)
        states = [self.pictures[i].state for i in product["working"] if i not in copies]
        if error is None and "accepted" not in states:
            error = Invalid
        elif error is None and product["version"] == product["working"]:
            error = Conflict
        self.expect(error, lambda: publish_product(self.session, actor, product["id"]))
        if error is None or (error is Invalid and copies):
            self.hold_back(product, copies)
        if error is None:
            product["version"] = list(product["working"])
            self.index(product)

    @rule(o=organisations, p=products)
    def withdraw(self, o, p):
        if (chosen := self.chosen(o, p)) is None:
            return
        actor, product = chosen
        error = self.refusal(o, product)
        if error is None and product["version"] is None:
            error = Conflict
        self.expect(error, lambda: withdraw_product(self.session, actor, product["id"]))
        if error is None:
            product["version"] = None
            self.index(product)

    @rule(label=labels, worker=st.integers(0, 1))
    def photograph(self, label, worker):
        parts = (self.workers[worker], self.runtime.images, self.runtime.decoder)
        report = submit_inspection(
            self.session, self.readers[Party.OFFICER], *parts, [photo_of(label, 500)]
        )
        expected = {product["id"] for product in self.readable() if label in self.shown(product)}
        assert {c.product_id for c in report.inspection.candidates} == expected
        assert set(report.guides) == expected

    @rule(p=products, reader=st.sampled_from([Party.OFFICER, Party.TRAINER]))
    def read(self, p, reader):
        for product in self.products[p : p + 1]:
            error = None if product in self.readable() else NotFound
            work = lambda: read_guide(self.session, self.readers[reader], product["id"])  # noqa: E731, B023
            guide = self.expect(error, work)
            if guide:
                assert len(guide.images) == len(self.shown(product))

    @rule(o=organisations, p=products)
    def look_at_own(self, o, p):
        if (chosen := self.chosen(o, p)) is None:
            return
        actor, product = chosen
        error = self.refusal(o, product)
        self.expect(error, lambda: own_product(self.session, actor, product["id"]))
        self.expect(Forbidden, lambda: read_guide(self.session, actor, product["id"]))

    @invariant()
    def readers_see_exactly_what_is_published(self):
        if hasattr(self, "readers"):
            rows = published_products(self.session, self.readers[Party.TRAINER]).rows
            self.session.rollback()
            assert {row.id for row in rows} == {product["id"] for product in self.readable()}


@pytest.mark.long
def test_the_service_does_what_the_model_says(engine, runtime, config, clean_database):
    """Eight histories of twenty acts; each act and each refusal is foretold."""
    Service.engine, Service.runtime, Service.config = engine, runtime, config
    run_state_machine_as_test(
        Service,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
