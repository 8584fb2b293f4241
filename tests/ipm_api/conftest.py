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
from ipm_api.runtime import Runtime
from tests.world import world

__all__ = ["world"]


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
