"""The world is built once in a test run, and copied for every further test."""

import dataclasses
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ipm_api.database import Base
from ipm_api.models.account import Account
from ipm_api.models.product import Product
from ipm_api.models.right_holder import RightHolder
from ipm_api.runtime import Runtime
from tests.world.building import build
from tests.world.cast import World

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
        world = build(session, runtime, make_right_holder, make_account)
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
