"""Makers of organisations, people and products that fill in what a test does not care about."""

import itertools
import uuid
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from image_index.arrays import RgbImage
from ipm_api.models.account import Account, Membership, Role
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageKind, ImageView
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations import sign_in as sign_in_operations
from ipm_api.operations.brand import create_brand
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.product import ProductDraft, create_product
from ipm_api.operations.publication import publish_product
from ipm_api.operations.reference_image import add_reference_image
from ipm_api.operations.stored_picture import Upload
from ipm_api.policy import Actor, actor_of
from ipm_api.runtime import Runtime
from tests.conftest import PASSWORD_HASH
from tests.drawn_pictures import jpeg, label


@pytest.fixture
def make_right_holder(session: Session) -> Callable[..., RightHolder]:
    """Adds an organisation, approved unless said otherwise."""

    def make(name: str | None = None, *, approved: bool = True) -> RightHolder:
        name = name or f"Organisation {uuid.uuid4().hex[:8]}"
        right_holder = RightHolder(name=name, country="FR", claim="EUTM 018000001, class 3")
        if approved:  # by whom is no matter: see tests/ipm_api/test_approvals.py
            right_holder.state = RightHolderState.APPROVED
        session.add(right_holder)
        session.commit()
        return right_holder

    return make


@pytest.fixture
def make_account(session: Session) -> Callable[..., Account]:
    """Adds a person with the password PASSWORD."""

    def make(
        role: Role, right_holder: RightHolder | None = None, country: str = "FR", email: str = ""
    ) -> Account:
        account = Account(
            email=email or f"{role.value}-{uuid.uuid4().hex[:8]}@example.org",
            name=f"A {role.value}",
            password_hash=PASSWORD_HASH,
            role=None if right_holder else role,
            country=country,
        )
        if right_holder:
            account.memberships.append(Membership(right_holder_id=right_holder.id, role=role))
        session.add(account)
        session.commit()
        return account

    return make


@pytest.fixture
def actor_for(session: Session) -> Callable[[Account], Actor]:
    """The actor that an account is now."""

    def find(account: Account) -> Actor:
        session.refresh(account)
        actor = actor_of(account)
        assert actor is not None
        return actor

    return find


@pytest.fixture
def token_for(session: Session) -> Callable[[Account], str]:
    """Signs an account in without the slow password check."""

    def issue(account: Account) -> str:
        return sign_in_operations.issue_token(session, account)

    return issue


@pytest.fixture
def publisher(make_right_holder, make_account, actor_for) -> Actor:
    """Someone who publishes for an approved right holder."""
    return actor_for(make_account(Role.PUBLISHER, make_right_holder()))


@pytest.fixture
def officer(make_account, actor_for) -> Actor:
    """A customs officer."""
    return actor_for(make_account(Role.OFFICER))


@pytest.fixture
def make_product(session: Session, runtime: Runtime) -> Callable[..., Product]:
    """Registers a product through the operations, with a picture and two features."""
    seeds = itertools.count(50_000)  # in every test the same pictures, none twice

    def make(
        actor: Actor,
        *,
        published: bool = True,
        name: str = "Eau Claire 50 ml",
        brand: str | None = None,
        picture: RgbImage | None = None,
        gtins: tuple[str, ...] = (),
        category: str = "perfume",
        hs_code: str = "330300",
        counterfeit: RgbImage | None = None,
        serial_formats: tuple[dict[str, object], ...] = (),
    ) -> Product:
        owner = create_brand(session, actor, name=brand or f"Brand {uuid.uuid4().hex[:8]}")
        draft = ProductDraft(
            brand_id=owner.id,
            category=category,
            names={"en": name, "fr": f"{name} (fr)"},
            descriptions={"en": f"Description of {name}."},
            hs_code=hs_code,
            gtins=gtins,
            serial_formats=serial_formats,
        )
        product = create_product(session, actor, draft)
        if picture is None:
            picture = label(next(seeds))
        front = add_reference_image(
            session,
            actor,
            runtime.index,
            runtime.images,
            runtime.decoder,
            product.id,
            Upload(jpeg(picture)),
        ).image
        if counterfeit is not None:
            add_reference_image(
                session,
                actor,
                runtime.index,
                runtime.images,
                runtime.decoder,
                product.id,
                Upload(jpeg(counterfeit)),
                kind=ImageKind.KNOWN_COUNTERFEIT,
                view=ImageView.FRONT,
            )
        for number, region in enumerate(((0.1, 0.1, 0.3, 0.2), (0.5, 0.6, 0.3, 0.2)), start=1):
            add_feature(
                session,
                actor,
                product.id,
                FeatureDraft(
                    titles={"en": f"Feature {number} of {name}"},
                    genuine_shows={"en": "Sharp edges."},
                    counterfeit_shows={"en": "Blurred edges."},
                    how_to_check={"en": "Look at it."},
                    where={"en": "On the front."},
                    image_id=front.id,
                    region=region,
                ),
            )
        if published:
            publish_product(session, actor, product.id)
        return product

    return make
