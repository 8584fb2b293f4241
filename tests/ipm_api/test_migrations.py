"""The tables: made, unmade and made again, and the same as the models say."""

import uuid

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import ipm_api.models  # noqa: F401 - registers every table
from ipm_api.database import Base
from ipm_api.migrate import downgrade, migrate
from ipm_api.models.account import Account, Membership, Role
from ipm_api.models.right_holder import RightHolder
from tests.ipm_api.parallel import at_once


@pytest.fixture
def empty_database(engine):
    """The address of a database without tables."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS migrations WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE migrations"))
    url = make_url(engine.url).set(database="migrations")
    yield url.render_as_string(hide_password=False)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE migrations WITH (FORCE)"))


def test_tables_are_what_the_models_say(engine):
    """A model that was changed without a migration works here and nowhere else."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_up_down_and_up_again_with_data(empty_database):
    """A step back leaves nothing behind that stops the next step forward."""
    engine = create_engine(empty_database)
    for _ in range(2):
        migrate(empty_database)
        with Session(engine) as session:
            session.add(right_holder := RightHolder(name="A", country="FR", claim="c"))
            session.flush()
            account = Account(email="a@example.org", name="A", password_hash="x", country="FR")
            account.memberships.append(
                Membership(right_holder_id=right_holder.id, role=Role.MEMBER)
            )
            session.add(account)
            session.commit()
            assert session.execute(text("SELECT count(*) FROM category")).scalar() > 5
        migrate(empty_database)  # again: nothing to do, nothing lost
        with Session(engine) as session:
            assert session.execute(text("SELECT count(*) FROM account")).scalar() == 1
        downgrade(empty_database)
        assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
        with engine.connect() as connection:
            types = "SELECT count(*) FROM pg_type WHERE typtype = 'e'"
            assert connection.execute(text(types)).scalar() == 0
    engine.dispose()


OLD_CASE = """
    INSERT INTO right_holder (id, name, country, claim, state, registered_at)
        VALUES (:id, 'A', 'FR', 'c', 'APPROVED', now());
    INSERT INTO account (id, email, name, password_hash, role, country, disabled, created_at)
        VALUES (:id, 'o@example.org', 'O', 'x', 'OFFICER', 'FR', false, now());
    INSERT INTO brand (id, right_holder_id, name, created_at) VALUES (:id, :id, 'B', now());
    INSERT INTO product (id, right_holder_id, brand_id, category_slug, names, descriptions,
            sort_name, search_text, hs_code, state, created_at, changed_at)
        VALUES (:id, :id, :id, 'toys', '{}', '{}', '', '', '', 'PUBLISHED', now(), now());
    INSERT INTO reference_image (id, product_id, position, kind, view, state, original_sha256,
            picture_sha256, thumbnail_sha256, width, height, file_name, keypoints, phash, dhash,
            captions, uploaded_at)
        VALUES (:id, :id, 1, 'GENUINE', 'FRONT', 'ACCEPTED', '', '', '', 1, 1, '', 0,
            CAST(0 AS bit(64)), CAST(0 AS bit(64)), '{}', now());
    INSERT INTO inspection (id, account_id, started_at, barcode, place, notes, verdict_reason)
        VALUES (:id, :id, now(), '', '', '', '');
    INSERT INTO inspection_photo (id, inspection_id, position, original_sha256, size,
            picture_sha256, file_name, received_at, quality_problems)
        VALUES (:id, :id, 1, '', 0, '', '', now(), '[]');
    INSERT INTO candidate (id, inspection_id, rank, product_id, band)
        VALUES (:id, :id, 1, :id, 'STRONG');
    INSERT INTO sighting (id, candidate_id, photo_id, reference_image_id, homography, evidence)
        VALUES (:id, :id, :id, :id, '[]', '{}')
"""


def test_sightings_move_to_their_photos_and_back(empty_database):
    """An officer's open case survives the new version, and going back from it."""
    engine = create_engine(empty_database)
    migrate(empty_database, "0001")
    one = uuid.uuid4()
    with engine.begin() as connection:
        for statement in OLD_CASE.split(";"):
            connection.execute(text(statement), {"id": one})
    for _ in range(2):
        migrate(empty_database)
        with engine.connect() as connection:
            sighting = connection.execute(text("SELECT photo_id, product_id FROM sighting")).one()
            gtins = connection.execute(text("SELECT gtins FROM inspection_photo")).scalar_one()
            said = connection.execute(text("SELECT contradicted_by FROM candidate")).scalar_one()
        assert (*sighting, gtins, said) == (one, one, None, [])
        downgrade(empty_database, "0001")
        with engine.connect() as connection:
            sighting = connection.execute(text("SELECT candidate_id, photo_id FROM sighting"))
            assert sighting.one() == (one, one)
    engine.dispose()


def test_processes_that_start_together_migrate_once(engine, empty_database):
    """Every worker may ask; one does it, the others wait."""
    assert at_once(engine, [lambda _: migrate(empty_database)] * 3) == [None] * 3


def test_the_database_holds_rules_of_its_own(session, make_right_holder):
    """What the operations check is a constraint too, for whoever writes past them."""
    right_holder = make_right_holder("Maison").id
    member = {"name": "A", "password_hash": "x", "role": Role.MEMBER, "country": "FR"}
    officer = member | {"role": Role.OFFICER}
    for rows in (
        [Account(email="a@example.org", **member)],
        [
            account := Account(email="a@example.org", **member | {"role": None}),
            Membership(account=account, right_holder_id=right_holder, role=Role.OFFICER),
        ],
        [Account(email="a@example.org", **officer), Account(email="A@example.org", **officer)],
        [RightHolder(name="Maison", country="FR", claim="c")],
    ):
        session.add_all(rows)
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()
