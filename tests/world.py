"""
Two competing right holders, officers of two countries and everybody else, with canaries.

A canary is a word (or a pair of colours) that stands in one confidential place only: where it
turns up, that place has leaked.
"""

import dataclasses
import hashlib
import io
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from image_index.arrays import RgbImage
from ipm_api.bulk_files import bulk_path
from ipm_api.database import Base, now
from ipm_api.models.account import Account, Membership, Role
from ipm_api.models.alert import AlertPriority
from ipm_api.models.approval import ResemblanceQuestion
from ipm_api.models.brand import RightType
from ipm_api.models.break_glass import BreakGlass
from ipm_api.models.bulk import BulkRow, ImportState, Outcome
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.invitation import Invitation
from ipm_api.models.product import Product
from ipm_api.models.question import Statement
from ipm_api.models.reference_image import ImageKind
from ipm_api.models.right_holder import RightHolder
from ipm_api.models.supply_chain import TraderRole
from ipm_api.operations.account import disable_account
from ipm_api.operations.alert import AlertDraft, create_alert
from ipm_api.operations.brand import create_brand
from ipm_api.operations.bulk_export import start_export
from ipm_api.operations.bulk_import import SentFile, start_import
from ipm_api.operations.contact import add_contact
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.picture_upload import FileToSend, start_upload
from ipm_api.operations.product import ProductDraft, create_product
from ipm_api.operations.publication import publish_product
from ipm_api.operations.question import ask
from ipm_api.operations.question_answer import answer
from ipm_api.operations.reference_image import add_reference_image
from ipm_api.operations.right import add_right
from ipm_api.operations.sign_in import issue_token
from ipm_api.operations.stored_picture import Upload
from ipm_api.operations.supply_chain import add_route, add_trader
from ipm_api.operations.supply_chain_draft import RouteDraft, Scope, TraderDraft
from ipm_api.policy import Actor, actor_of
from ipm_api.runtime import Runtime
from tests.conftest import SYSTEM, jpeg, label
from tests.world_violations import add_violations

PARTIES = (
    "anonymous",
    "pending",
    "member A",
    "publisher A",
    "publisher B",
    "representative A",
    "officer X",
    "officer Y",
    "trainer",
    "administrator",
    "second administrator",
    "national contact",
    "disabled",
)
OFFICERS = frozenset({"officer X", "officer Y"})
READERS = OFFICERS | {"trainer"}
ADMINISTRATORS = frozenset({"administrator", "second administrator"})
HOLDERS = frozenset({"member A", "publisher A", "publisher B", "representative A"})
NOBODY: frozenset[str] = frozenset()
ROLES_OF_HOLDERS = ("member", "publisher", "representative")
GTINS = {
    "A": "09521234543213",
    "B": "09521000000018",
    "draft A": "09521000000025",
    "draft B": "09521000000032",
}
SHARE = 0.03  # of a picture or crop; the frames take 10 % each, chance at most 2 %


@dataclass(frozen=True)
class Canary:
    """A word, or two colours of a picture, and who may see it besides its right holder."""

    word: str
    owner: str  # "A", "B" or an officer
    readers: frozenset[str]
    colours: tuple[tuple[int, int, int], tuple[int, int, int]] | None = None

    def is_open_to(self, party: str) -> bool:
        """True for its right holder's people, its officer, and the readers."""
        own = party == self.owner or (
            party.endswith(f" {self.owner}") and party.split()[0] in ROLES_OF_HOLDERS
        )
        return own or party in self.readers


@dataclass
class World:
    """Who is there (by name of PARTIES), what they own, and the canaries among it."""

    accounts: dict[str, Account] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)  # broken off, by product
    inspections: dict[str, str] = field(default_factory=dict)
    photos: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)  # "contact A", "trader draft B" … → id
    bulk: dict[str, dict[str, str]] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    alerts: dict[str, str] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)

    def plant(self, place: str, owner: str, readers: frozenset[str]) -> str:
        """A new word for *place*."""
        word = f"canary{len(self.canaries):03d}{place}{owner.replace(' ', '')}".lower()
        self.canaries.append(Canary(word, owner, readers))
        return word

    def headers(self, party: str) -> dict[str, str]:
        """Of a request by *party*."""
        token = self.tokens.get(party)
        return {"Authorization": f"Bearer {token}"} if token else {}

    def leaks(self, party: str, text: str) -> list[str]:
        """The words in *text* that *party* must not see."""
        text = text.lower()
        if "canary" not in text:
            return []
        return [
            canary.word
            for canary in self.canaries
            if canary.word in text and not canary.is_open_to(party)
        ]

    def picture_leaks(self, party: str, pixels: RgbImage) -> list[str]:
        """The pictures, by their colours, that *party* must not see and that *pixels* shows."""
        return [
            canary.word
            for canary in self.canaries
            if canary.colours is not None
            and not canary.is_open_to(party)
            and all(_share(pixels, colour) > 0.05 for colour in canary.colours)
        ]


def _share(pixels: RgbImage, colour: tuple[int, int, int]) -> float:
    distance = np.abs(pixels[::4, ::4].astype(np.int16) - np.array(colour, dtype=np.int16)).max(
        axis=2
    )
    return float((distance < 14).mean())


_kept: dict[str, Any] = {}
"""The first world of a test run, as rows and files: drawing and describing it takes seconds."""


@pytest.fixture
def world(
    session: Session,
    runtime: Runtime,
    make_right_holder: Callable[..., RightHolder],
    make_account: Callable[..., Account],
    tmp_path_factory: pytest.TempPathFactory,
) -> World:
    """The whole cast, made through the operations (once), then copied."""
    if not _kept:
        world = _build(session, runtime, make_right_holder, make_account)
        folder = tmp_path_factory.mktemp("world") / "images"
        shutil.copytree(runtime.config.images, folder)
        shutil.copytree(runtime.config.data / "bulk", folder.with_name("bulk"))
        rows = {
            table: [dict(row) for row in session.execute(select(table)).mappings()]
            for table in Base.metadata.sorted_tables
            if table.name not in ("category", "audit_event", "audit_link", "sign_in_counter")
        }
        accounts = {party: account.id for party, account in world.accounts.items()}
        products = {key: product.id for key, product in world.products.items()}
        _kept.update(world=world, folder=folder, rows=rows, accounts=accounts, products=products)
        return world
    shutil.copytree(_kept["folder"], runtime.config.images, dirs_exist_ok=True)
    bulk = _kept["folder"].with_name("bulk")
    shutil.copytree(bulk, runtime.config.data / "bulk", dirs_exist_ok=True)
    for table, rows in _kept["rows"].items():
        if table.name in ("index_change", "bulk_row"):  # numbered by the database
            rows = [{k: v for k, v in row.items() if k != "number"} for row in rows]
        if rows:
            session.execute(insert(table), rows)
    session.commit()
    return dataclasses.replace(
        _kept["world"],
        accounts={p: session.get_one(Account, id_) for p, id_ in _kept["accounts"].items()},
        products={k: session.get_one(Product, id_) for k, id_ in _kept["products"].items()},
    )


def _build(
    session: Session,
    runtime: Runtime,
    make_right_holder: Callable[..., RightHolder],
    make_account: Callable[..., Account],
) -> World:
    world = World()
    for owner in "AB":
        holder = make_right_holder(f"Holder {owner}")
        holder.claim = world.plant("claim", owner, ADMINISTRATORS)
        for role in (Role.MEMBER, Role.PUBLISHER):
            world.accounts[f"{role.value} {owner}"] = make_account(role, holder)
        _catalogue(session, runtime, world, owner)
        _bulk(session, runtime, world, owner)
    _representative(session, world, make_right_holder, make_account)
    pending = make_right_holder(approved=False)
    world.accounts["pending"] = make_account(Role.PUBLISHER, pending)
    world.accounts["officer X"] = make_account(Role.OFFICER, country="FR")
    world.accounts["officer Y"] = make_account(Role.OFFICER, country="DE")
    world.accounts["trainer"] = make_account(Role.TRAINER)
    world.accounts["administrator"] = make_account(Role.ADMINISTRATOR)
    world.accounts["second administrator"] = make_account(Role.ADMINISTRATOR)
    world.accounts["national contact"] = make_account(Role.NATIONAL_CONTACT, country="NL")
    world.accounts["disabled"] = make_account(Role.OFFICER)
    world.others["invitee"] = str(make_account(Role.OFFICER, country="NL").id)
    for party, account in world.accounts.items():
        membership = next(iter(account.memberships), None)  # the representative acts for A
        world.tokens[party] = issue_token(session, account, membership)
        kind, _, letter = party.partition(" ")
        mine = letter if kind in ROLES_OF_HOLDERS else party  # a team sees its own people
        readers = ADMINISTRATORS | {party}
        if party == "second administrator":
            readers |= HOLDERS  # she reads A and B with a reason, and they are told who reads
        account.name = world.plant(f"name{kind}", mine, readers)
        account.email = f"{world.plant(f'mail{kind}', mine, ADMINISTRATORS)}@example.org"
    session.commit()
    disable_account(session, SYSTEM, world.accounts["disabled"].id)
    for owner in "AB":
        _administer(session, world, owner)
    for officer in ("officer X", "officer Y"):
        _inspect(session, runtime, world, officer)
    for owner in "AB":
        _correspond(session, world, owner)
    return world


def _representative(
    session: Session,
    world: World,
    make_right_holder: Callable[..., RightHolder],
    make_account: Callable[..., Account],
) -> None:
    """Somebody who runs the team of A, acts for A now, and for C in other sessions."""
    a = world.accounts["member A"].memberships[0].right_holder
    c = make_right_holder("Holder C")
    c.claim = world.plant("claim", "C", ADMINISTRATORS)
    account = make_account(Role.ORGANISATION_ADMINISTRATOR, a)
    for_c = Membership(right_holder_id=c.id, role=Role.PUBLISHER, created_at=now())
    account.memberships.append(for_c)
    session.add(
        Invitation(
            right_holder_id=a.id,
            email=f"{world.plant('invited', 'A', NOBODY)}@example.org",
            role=Role.MEMBER,
            token_sha256=b"A" * 32,
            expires_at=now() + timedelta(days=7),
        )
    )
    session.commit()
    actor = actor_of(account, for_c)
    assert actor is not None
    create_brand(session, actor, name=world.plant("brand", "C", READERS))
    world.accounts["representative A"] = account


def _administer(session: Session, world: World, owner: str) -> None:
    """A reading by the second administrator, and a question about a look-alike."""
    product, rival = world.products[owner], world.products[f"draft {'B' if owner == 'A' else 'A'}"]
    opened = BreakGlass(
        account_id=world.accounts["second administrator"].id,
        right_holder_id=product.right_holder_id,
        reason=world.plant("reason", owner, ADMINISTRATORS),
        expires_at=now() + timedelta(minutes=30),
    )
    question = ResemblanceQuestion(
        image_id=rival.images[0].id,
        resembles_id=product.images[0].id,
        right_holder_id=product.right_holder_id,
    )
    session.add_all([opened, question])
    session.flush()  # the database gives the ids
    world.others |= {f"reading {owner}": str(opened.id), f"resemblance {owner}": str(question.id)}


def _catalogue(session: Session, runtime: Runtime, world: World, owner: str) -> None:
    actor = actor_of(world.accounts[f"publisher {owner}"])
    assert actor is not None
    brand = create_brand(session, actor, name=world.plant("brand", owner, READERS))
    right = add_right(
        session,
        actor,
        brand.id,
        type=RightType.TRADE_MARK,
        office="EM",
        number=world.plant("right", owner, READERS),
        nice_classes=[3],
        valid_until=None,
        recordations=[{"country": "US", "number": world.plant("recordation", owner, READERS)}],
    )
    contact = add_contact(
        session,
        actor,
        name=world.plant("contact", owner, READERS),
        role={"en": "Desk"},
        email="desk@example.org",
        telephone="+33 1 00 00 00 00",
        languages="en,fr",
        time_zone="Europe/Paris",
    )
    world.others |= {f"right {owner}": str(right.id), f"contact {owner}": str(contact.id)}
    for state, readers in (("", READERS), ("draft ", NOBODY)):
        key = f"{state}{owner}"
        product = create_product(
            session,
            actor,
            ProductDraft(
                brand_id=brand.id,
                category="perfume",
                names={"en": world.plant(f"{state.strip()}name", owner, readers)},
                descriptions={"en": world.plant(f"{state.strip()}text", owner, readers)},
                hs_code="330300",
                gtins=(GTINS[key],),
                **_details(world, owner, readers),
            ),
        )
        _supply_chain(session, actor, world, product, key, owner, readers)
        front = _picture(session, runtime, world, product, key, owner, readers)
        fake = next(i.id for i in product.images if i.kind is ImageKind.KNOWN_COUNTERFEIT)
        seen_at = {
            FeatureLevel.OVERT: readers,
            FeatureLevel.COVERT: readers & OFFICERS,
            FeatureLevel.FORENSIC: NOBODY,
        }
        world.others[f"record {key}"] = add_violations(
            session,
            actor,
            product,
            lambda place, level, state=state, seen_at=seen_at: world.plant(
                f"{state.strip()}{level.value}{place}", owner, seen_at[level]
            ),
        )
        for level in FeatureLevel:
            seen_by = seen_at[level]
            add_feature(
                session,
                actor,
                product.id,
                FeatureDraft(
                    **{
                        name: {
                            "en": world.plant(
                                f"{level.value}{name.replace('_', '')}", owner, seen_by
                            )
                        }
                        for name in (
                            "titles",
                            "genuine_shows",
                            "counterfeit_shows",
                            "where",
                            "how_to_check",
                        )
                    },
                    level=level,
                    image_id=front,
                    polygon=((0.1, 0.1), (0.5, 0.1), (0.5, 0.5), (0.1, 0.5)),
                    counterpart_image_id=fake,
                    counterpart_region=(0.1, 0.1, 0.4, 0.4),
                ),
            )
        if not state:
            publish_product(session, actor, product.id)
        world.products[key] = product
        file_name = f"{world.plant('brokenoff', owner, NOBODY)}.jpg"
        begun = FileToSend(file_name, 1000, hashlib.sha256(file_name.encode()).hexdigest())
        world.uploads[key] = str(start_upload(session, actor, product.id, begun).id)


def _bulk(session: Session, runtime: Runtime, world: World, owner: str) -> None:
    """An import with a row and an error, and an export with a file."""
    actor = actor_of(world.accounts[f"publisher {owner}"])
    assert actor is not None
    name = f"{world.plant('importfile', owner, NOBODY)}.csv"
    sent = SentFile(name, io.BytesIO(b"reference"))
    work = start_import(session, actor, runtime.config, sent)
    work.state = ImportState.CHECKED
    for outcome in (Outcome.ERROR, Outcome.NEW):
        word = world.plant(f"import{outcome.value}", owner, NOBODY)
        sentence = {"template": world.plant("importsentence", owner, NOBODY), "values": {}}
        error = {"cell": "A2", "column": "", "heading": "", "sentence": sentence}
        session.add(
            BulkRow(
                import_id=work.id,
                sheet="products",
                row=2,
                key="",
                label=word,
                cells={},
                places={},
                outcome=outcome,
                errors=[error],
            )
        )
    export = start_export(session, actor, "zip")
    path = bulk_path(runtime.config, export.id, "export")
    path.write_text(world.plant("exportfile", owner, NOBODY))
    export.size = 1
    session.commit()
    world.bulk[owner] = {"import_id": str(work.id), "export_id": str(export.id)}


def _picture(
    session: Session,
    runtime: Runtime,
    world: World,
    product: Product,
    key: str,
    owner: str,
    readers: frozenset[str],
):
    """A front and a known counterfeit, each with a frame of two colours that no other has."""
    actor = actor_of(world.accounts[f"publisher {owner}"])
    assert actor is not None
    front_id = None
    for kind in (ImageKind.GENUINE, ImageKind.KNOWN_COUNTERFEIT):
        number = len([canary for canary in world.canaries if canary.colours])
        colours = ((20 + 28 * number, 250, 5), (250, 20 + 28 * number, 240))
        picture = label(1000 + number, 400, 540).copy()
        picture[:, :20], picture[:, 20:40] = colours  # on the left, where the features' crops are
        picture[:, -40:-20], picture[:, -20:] = colours
        data = jpeg(picture)
        upload = Upload(data, file_name=f"{world.plant('file', owner, NOBODY)}.jpg")
        image = add_reference_image(
            session,
            actor,
            runtime.index,
            runtime.images,
            runtime.decoder,
            product.id,
            upload,
            kind=kind,
            captions={"en": world.plant("caption", owner, readers)},
        ).image
        word = world.plant("picture", owner, readers)
        world.canaries[-1] = Canary(word, owner, readers, colours)
        if kind is ImageKind.GENUINE:
            world.pictures[key] = data
            front_id = image.id
    return front_id


def _details(world: World, owner: str, readers: frozenset[str]) -> dict[str, Any]:
    """A canary in every further field of a product."""

    def text(place: str) -> dict[str, str]:
        return {"en": world.plant(place, owner, readers)}

    return {
        "model_number": world.plant("model", owner, readers),
        "skus": (world.plant("sku", owner, NOBODY),),
        "variants": ({"names": text("variant"), "marks": text("marks")},),
        "packaging": (
            {"level": "unit", "papers": text("papers"), "description": text("packaging")},
        ),
        "serial_formats": (
            {"kind": "lot", "pattern": "LL", "place": text("serial"), "reading": text("reading")},
        ),
        "price_bands": ({"currency": "EUR", "low": "1", "high": "2"},),
        "characteristics": ({"names": text("feature"), "values": text("value")},),
    }


def _supply_chain(
    session: Session,
    actor: Actor,
    world: World,
    product: Product,
    key: str,
    owner: str,
    readers: frozenset[str],
) -> None:
    scope = Scope(product_id=product.id)
    trader = add_trader(
        session,
        actor,
        TraderDraft(TraderRole.FACTORY, world.plant("trader", owner, readers), "PT"),
        scope,
    )
    route = add_route(
        session,
        actor,
        RouteDraft(
            world.plant("route", owner, readers),
            [
                {"locode": "PTLEI"},
                {
                    "name": world.plant("stop", owner, readers),
                    "country": "FR",
                    "latitude": 48,
                    "longitude": 2,
                },
            ],
        ),
        scope,
    )
    world.others |= {f"trader {key}": str(trader.id), f"route {key}": str(route.id)}


def _inspect(session: Session, runtime: Runtime, world: World, officer: str) -> None:
    actor = actor_of(world.accounts[officer])
    assert actor is not None
    inspection = submit_inspection(
        session,
        actor,
        runtime.index,
        runtime.images,
        runtime.decoder,
        [Upload(world.pictures["A"], f"{world.plant('file', officer, NOBODY)}.jpg")],
        client_id=world.plant("client", officer, frozenset({officer})),
        place=world.plant("place", officer, frozenset({officer})),
        notes=world.plant("notes", officer, frozenset({officer})),
    ).inspection
    world.inspections[officer] = str(inspection.id)
    world.photos[officer] = str(inspection.photos[0].id)


def _correspond(session: Session, world: World, owner: str) -> None:
    """Officer X asks *owner*, who answers; and an alert to another country than X's and Y's."""
    officer = actor_of(world.accounts["officer X"])
    publisher = actor_of(world.accounts[f"publisher {owner}"])
    assert officer is not None
    assert publisher is not None
    people = frozenset({f"{role} {owner}" for role in ROLES_OF_HOLDERS})
    question = ask(
        session,
        officer,
        text=world.plant(f"question{owner}", "officer X", people),
        product_id=world.products[owner].id,
        inspection_id=uuid.UUID(world.inspections["officer X"]) if owner == "A" else None,
        photo_ids=[uuid.UUID(world.photos["officer X"])] if owner == "A" else [],
    )
    words = world.plant("answer", owner, frozenset({"officer X"}))
    answer(session, publisher, question.id, Statement.CANNOT_TELL, words)
    world.questions[owner] = str(question.id)
    title = {"en": world.plant("alert", owner, NOBODY)}
    today = now().date()
    draft = AlertDraft(title, {}, ["NZ"], AlertPriority.URGENT, today, today)
    world.alerts[owner] = str(create_alert(session, publisher, draft).id)
