"""The invented goods of the demonstration, and around one of them everything a page can show."""

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import seed_products.load
from image_index.simulated_photo import CONDITIONS, photograph
from ipm_api.bulk.writing import example_csv
from ipm_api.config import Config
from ipm_api.models.account import Account, Role
from ipm_api.models.alert import Alert
from ipm_api.models.product import Product
from ipm_api.models.question import Question
from ipm_api.models.reference_image import ImageState, ReferenceImage
from ipm_api.models.right_holder import Contact
from ipm_api.models.supply_chain import Trader, TradeRoute
from ipm_api.models.violation import WarningSign
from ipm_api.operations.break_glass import acknowledge_notices, open_break_glass, read_products
from ipm_api.operations.bulk_export import start_export
from ipm_api.operations.bulk_import import SentFile, start_import
from ipm_api.operations.held_back_image import answer_question, own_questions
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.invitation import invite
from ipm_api.operations.publication_request import ask_to_publish
from ipm_api.operations.question import ask
from ipm_api.operations.sign_in import issue_token
from ipm_api.operations.stored_picture import Upload
from ipm_api.policy import Actor, actor_of
from ipm_api.runtime import Runtime
from seed_products.accounts import DEMO_PASSWORD
from seed_products.artwork import draw_product
from seed_products.catalogue import PRODUCTS
from seed_products.waiting import INVITED
from tests.conftest import jpeg
from tests.rightholder_portal.opening import mailed_links

SHOWN = (0, 4, 8, 10, 12, 14, 16, 21)  # of PRODUCTS: two right holders, all trades of the first
PEOPLE = {
    "pending": "owner@northlight.example",
    "representative A": "team@ipm.example",
    "officer X": "officer@ipm.example",
    "second administrator": "second.administrator@ipm.example",
    "national contact": "contact@ipm.example",
}
QUESTION = (
    "The lot number of these forty cartons begins with a letter, and the print looks dull. "
    "Is that a series of yours? The consignment leaves on Friday."
)
REASON = "A court order of 12 November asks which features were published in March."

Row = TypeVar("Row")


@dataclass(frozen=True)
class Gallery:
    """Who looks (token by person) and at what (ids by name, see everybody.ids_of)."""

    tokens: dict[str, str]
    ids: dict[str, str]


@pytest.fixture
def gallery(
    session: Session,
    runtime: Runtime,
    config: Config,
    run_jobs: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
) -> Gallery:
    """The demonstration, smaller, with a question, an import, an export and a reading."""
    shown = tuple(PRODUCTS[place] for place in SHOWN)
    monkeypatch.setattr(seed_products.load, "PRODUCTS", shown)
    seed_products.load.load_seed(
        session, runtime.index, runtime.images, runtime.decoder, lambda *_: None
    )
    people = {who: _account(session, email) for who, email in PEOPLE.items()}
    actors = {who: _actor(account) for who, account in people.items()}
    her = actors["representative A"]
    product = session.scalars(select(Product).where(Product.names == dict(shown[0].names))).one()
    asked = _ask(session, runtime, actors["officer X"], product)
    sent = SentFile("Spring collection.csv", io.BytesIO(example_csv()))
    imported = start_import(session, her, config, sent)
    exported = start_export(session, her, "zip")
    invite(session, her, config.secret_key, email="n.okafor@ipm.example", role=Role.PUBLISHER)
    member = _actor(_account(session, "member@ipm.example"))
    ask_to_publish(session, member, product.id, "The new lot numbers are in. Please look at them.")
    opened = open_break_glass(
        session,
        actors["second administrator"],
        product.right_holder_id,
        reason=REASON,
        password=DEMO_PASSWORD,
    )
    read_products(session, actors["second administrator"], opened.id)
    acknowledge_notices(session, her)  # a banner on every page otherwise
    for item in own_questions(session, her):
        answer_question(session, her, item.question.id, allowed=False)
    run_jobs()
    own = product.right_holder_id
    held_back = session.scalars(
        select(ReferenceImage).where(ReferenceImage.state == ImageState.HELD_BACK)
    ).one()
    applicant = people["pending"].memberships[0].right_holder_id
    ids = {
        "product_id": product.id,
        "image_id": product.images[0].id,
        "feature_id": product.features[0].id,
        "record_id": _first(session, WarningSign, WarningSign.product_id == product.id),
        "brand_id": product.brand_id,
        "right_id": product.brand.rights[0].id,
        "contact_id": _first(session, Contact, Contact.right_holder_id == own),
        "trader_id": _first(session, Trader, Trader.right_holder_id == own),
        "route_id": _first(session, TradeRoute, TradeRoute.right_holder_id == own),
        "alert_id": _first(session, Alert, Alert.right_holder_id == own),
        "question_id": asked.id,
        "import_id": imported.id,
        "export_id": exported.id,
        "right_holder_id": applicant,
        "account_id": _account(session, INVITED).id,
        "number": 1,
        "break_glass_id": opened.id,
        "held_back_id": held_back.id,
    }
    said = {name: str(value) for name, value in ids.items()}
    links = mailed_links(
        session,
        config,
        account_id=people["representative A"].id,
        question_id=said["question_id"],
    )
    tokens = {
        who: issue_token(session, account, next(iter(account.memberships), None))
        for who, account in people.items()
    }
    return Gallery(tokens, said | links)


def _ask(session: Session, runtime: Runtime, officer: Actor, product: Product) -> Question:
    front = draw_product(PRODUCTS[SHOWN[0]])[0].image
    photo = photograph(front, np.random.default_rng(952), CONDITIONS["tilted"]).image
    inspection = submit_inspection(
        session,
        officer,
        runtime.index,
        runtime.images,
        runtime.decoder,
        [Upload(jpeg(photo), "carton.jpg")],
        place="Le Havre",
    ).inspection
    return ask(
        session,
        officer,
        text=QUESTION,
        product_id=product.id,
        inspection_id=inspection.id,
        photo_ids=[inspection.photos[0].id],
        tell_authority=True,
    )


def _account(session: Session, email: str) -> Account:
    return session.scalars(select(Account).where(Account.email == email)).one()


def _actor(account: Account) -> Actor:
    actor = actor_of(account)
    assert actor is not None
    return actor


def _first(session: Session, table: type[Row], condition: object) -> uuid.UUID:
    return session.scalars(select(table.id).where(condition).limit(1)).one()
