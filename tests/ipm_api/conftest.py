"""What the tests of the API share."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ipm_api.app import create_app
from ipm_api.config import Config
from ipm_api.database import db
from ipm_api.jobs.registry import TASKS, Task
from ipm_api.models.account import Role
from ipm_api.operations.inspection import submit_inspection
from ipm_api.operations.publication import publish_product
from ipm_api.operations.reference_image import add_reference_image
from ipm_api.runtime import Runtime
from tests.ipm_api.asking import contacts, sent_mails
from tests.ipm_api.bulk_tables import sent
from tests.ipm_api.full_product import colleague
from tests.ipm_api.importing import asteria, imported, maison
from tests.ipm_api.photos import picture, upload_of
from tests.ipm_api.told_phones import answer_to, told_phone
from tests.world import world

__all__ = [
    "answer_to",
    "asteria",
    "colleague",
    "contacts",
    "imported",
    "maison",
    "sent",
    "sent_mails",
    "told_phone",
    "world",
]


@pytest.fixture
def make_api(config: Config, runtime: Runtime, session: Session) -> Iterator[Callable[..., Any]]:
    """Clients of the API, each with an app of its own, as workers have; settings as keywords."""
    apps = []

    def make(**settings: Any) -> FlaskClient:
        own = dataclasses.replace(config, **settings)
        apps.append(create_app(own, dataclasses.replace(runtime, config=own)))
        return apps[-1].test_client()

    yield make
    for app in apps:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def task(monkeypatch):
    """Registers a kind of work for one test."""

    def register(function, name="tried", **options):
        monkeypatch.setitem(TASKS, name, Task(function, **options))
        return name

    return register


@pytest.fixture
def upload(session, runtime):
    """Adds a picture to a product."""

    def add(actor, product, what, **options):
        parts = (session, actor, runtime.index, runtime.images, runtime.decoder)
        return add_reference_image(*parts, product.id, what, **options)

    return add


@pytest.fixture
def rival(make_right_holder, make_account, actor_for):
    """A publisher of another organisation."""
    return actor_for(make_account(Role.PUBLISHER, make_right_holder()))


@pytest.fixture
def submit(session, runtime, officer):
    """Sends photos as the officer."""

    def send(*photos, **options):
        parts = (runtime.index, runtime.images, runtime.decoder)
        return submit_inspection(session, officer, *parts, list(photos), **options)

    return send


@pytest.fixture
def two_sided(session, runtime, publisher, make_product):
    """A product with a front (label 1) and a back (label 2)."""
    product = make_product(publisher, picture=picture(1), gtins=("9521234543213",))
    parts = (session, publisher, runtime.index, runtime.images, runtime.decoder)
    add_reference_image(*parts, product.id, upload_of(2))
    publish_product(session, publisher, product.id)
    return product
