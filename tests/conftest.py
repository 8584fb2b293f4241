"""What every test may ask for: a clean database, the two apps, and makers that fill in the rest."""

import atexit
import io
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient
from PIL import Image, ImageDraw
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from image_index.arrays import RgbImage
from image_index.photo_sandbox import PhotoSandbox
from ipm_api.config import Config
from ipm_api.database import Base, db, now
from ipm_api.embedded_postgres import start_embedded_postgres
from ipm_api.image_store import LocalFolder
from ipm_api.jobs.registry import TASKS
from ipm_api.jobs.worker import Worker
from ipm_api.live_index import LiveIndex
from ipm_api.migrate import migrate
from ipm_api.models.account import Account, Membership, Role
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageKind, ImageView
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations import account as account_operations
from ipm_api.operations import sign_in as sign_in_operations
from ipm_api.operations.application import ProofOfRight
from ipm_api.operations.brand import create_brand
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.product import ProductDraft, create_product
from ipm_api.operations.publication import publish_product
from ipm_api.operations.reference_image import add_reference_image
from ipm_api.operations.stored_picture import Upload
from ipm_api.policy import Actor, Party, actor_of
from ipm_api.runtime import Runtime

PASSWORD = "correct horse battery"
PASSWORD_HASH = sign_in_operations.hash_password(PASSWORD)  # once: argon2 is slow on purpose
SYSTEM = Actor(Party.ADMINISTRATOR)
PROOF = ProofOfRight("EM", "018000001", (3, 25), date(2099, 12, 31))

pytest_plugins = ["tests.milvus_server"]
if (Path(__file__).parent / "browser.py").exists():
    pytest_plugins.append("tests.browser")


def label(seed: int, width: int = 600, height: int = 800) -> RgbImage:
    """A printed label that no other seed resembles: blocks, rings and words."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (width, height), tuple(int(c) for c in rng.integers(120, 255, 3)))
    pen = ImageDraw.Draw(image)
    for _ in range(60):
        x, y = rng.integers(0, width), rng.integers(0, height)
        w, h = rng.integers(15, 120, 2)
        colour = tuple(int(c) for c in rng.integers(0, 255, 3))
        shape = rng.choice([pen.rectangle, pen.ellipse])
        shape((int(x), int(y), int(x + w), int(y + h)), fill=colour)
    for _ in range(30):
        word = "".join(chr(65 + int(c)) for c in rng.integers(0, 26, int(rng.integers(3, 9))))
        place = (int(rng.integers(0, width - 60)), int(rng.integers(0, height - 20)))
        pen.text(place, word, fill=tuple(int(c) for c in rng.integers(0, 90, 3)))
    return np.asarray(image)


def jpeg(image: RgbImage, quality: int = 90) -> bytes:
    """*image* as a phone would send it."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def database_url() -> str:
    """An embedded PostgreSQL of this test run, migrated, and without the waits for the disk."""
    folder = Path(tempfile.mkdtemp(prefix="ipm-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after the server has stopped
    url = start_embedded_postgres(folder / "postgres")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("ALTER SYSTEM SET synchronous_commit = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    migrate(url)
    return url


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """Connections for the tests themselves."""
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def count_queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """Collects the statements that any connection sends inside ``with count_queries() as sent``."""

    @contextmanager
    def count() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_: object, __: object, statement: str, *rest: object) -> None:
            sent.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        yield sent
        event.remove(Engine, "before_cursor_execute", note)

    return count


@pytest.fixture(scope="session")
def decoder() -> Iterator[PhotoSandbox]:
    """The decoding child process, as in the service."""
    sandbox = PhotoSandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def clean_database(engine: Engine) -> None:
    """Empty every table but the first list of categories; also the trail, which refuses it."""
    tables = ", ".join(t.name for t in Base.metadata.sorted_tables if t.name != "category")
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # no triggers
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


@pytest.fixture
def session(engine: Engine, clean_database: None) -> Iterator[Session]:
    """A session on a clean database."""
    with Session(engine) as session:
        yield session


@pytest.fixture
def config(tmp_path: Path, database_url: str) -> Config:
    """Settings of a service in a folder of its own."""
    return Config(
        data=tmp_path,
        database_url=database_url,
        host="127.0.0.1",
        port=0,
        workers=1,
        secret_key="only for tests",
        secure_cookies=False,
        trusted_proxies=0,
    )


@pytest.fixture
def runtime(config: Config, decoder: PhotoSandbox) -> Runtime:
    """Image store, decoder and an index that follows the test's database."""
    return Runtime(config, LocalFolder(config.images), decoder, LiveIndex(config.index))


@pytest.fixture
def api(config: Config, runtime: Runtime, session: Session) -> Iterator[FlaskClient]:
    """A client of the API."""
    from ipm_api.app import create_app

    app = create_app(config, runtime)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def portal(config: Config, runtime: Runtime, session: Session) -> Iterator[FlaskClient]:
    """A client of the portal, with cookies."""
    from rightholder_portal.app import create_portal

    app = create_portal(config, runtime)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


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
    ) -> Product:
        owner = create_brand(session, actor, name=brand or f"Brand {uuid.uuid4().hex[:8]}")
        draft = ProductDraft(
            brand_id=owner.id,
            category=category,
            names={"en": name, "fr": f"{name} (fr)"},
            descriptions={"en": f"Description of {name}."},
            hs_code=hs_code,
            gtins=gtins,
        )
        product = create_product(session, actor, draft)
        if picture is None:
            picture = label(uuid.uuid4().int % 2**32)
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


@pytest.fixture
def run_jobs(engine: Engine, session: Session, runtime: Runtime) -> Callable[..., int]:
    """Does every job that is due (within *ahead*), one after the other; returns how many."""

    def run(ahead: timedelta = timedelta(0)) -> int:
        session.commit()  # what a test has written is what a worker would see
        worker, done = Worker(engine, runtime), 0
        while worker.run_one(list(TASKS), now() + ahead):
            done += 1
        session.expire_all()
        return done

    return run


__all__ = ["PASSWORD", "SYSTEM", "account_operations", "jpeg", "label"]
