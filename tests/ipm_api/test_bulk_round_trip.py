"""What leaves as a file comes in again as it was: every column, texts of any kind."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB

from ipm_api.bulk.columns import SHEETS
from ipm_api.bulk.joined import fields, joined, parted
from ipm_api.models.brand import IntellectualPropertyRight
from ipm_api.models.bulk import Outcome
from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.models.product import Product
from ipm_api.models.right_holder import Contact
from ipm_api.models.supply_chain import Trader, TradeRoute
from ipm_api.operations.bulk_import import rows_of
from ipm_api.operations.bulk_records.naming import told_apart
from ipm_api.operations.product_content import freeze
from tests.ipm_api.full_catalogue import Author, fill
from tests.ipm_api.importing import counts, export, tables_of

WORDS = st.text(st.sampled_from("\\;|ab ="), max_size=8).map(str.strip)


@given(st.lists(WORDS.filter(bool), max_size=5), st.sampled_from(";|"))
def test_several_texts_in_a_cell_are_told_apart_whatever_they_hold(texts, mark):
    """Marks and backslashes included, and one inside of the other."""
    assert [part for part in parted(joined(texts, mark), mark) if part] == texts
    inner = fields(texts)
    assert parted(joined([inner, "x"], ";"), ";")[0] == inner
    assert parted(inner, "|") == (texts or [""])


def test_a_backslash_that_somebody_wrote_by_hand_stays():
    """Nobody who fills in a spreadsheet knows of escapes."""
    assert parted(r"back\slash; C:\x", ";") == [r"back\slash", r"C:\x"]


_NOT_SAID = {"id", "uploaded_at", "brand_id", "right_holder_id", "created_at"}
_NOT_SAID |= {"search_text", "sort_name"}  # derived: by the order of the languages


def everything(session, holder_id, product_id):
    """All rows of an organisation without ids: what refers to a row names its place in its list."""
    content = freeze(session, product_id)
    labels = {
        row["id"]: f"{table} {number}"
        for table, rows in content.items()
        for number, row in enumerate(rows)
        if "id" in row
    }
    images = content["reference_image"]
    for row, name in zip(images, told_apart(row["file_name"] for row in images), strict=True):
        row["file_name"] = name  # files tell pictures of one name apart
    whole = {table: [without_ids(row, labels) for row in rows] for table, rows in content.items()}
    for model in (Contact, Trader, TradeRoute, IntellectualPropertyRight):
        as_json = func.to_jsonb(literal_column(f'"{model.__tablename__}"'), type_=JSONB)
        query = select(as_json).select_from(model)
        if model is IntellectualPropertyRight:
            query = query.join(model.brand).where(
                model.brand.property.mapper.class_.right_holder_id == holder_id
            )
        else:
            query = query.where(model.right_holder_id == holder_id)
        rows = [
            without_ids(row, labels) | {"of a brand": bool(row["brand_id"])}
            for row in session.scalars(query)
        ]
        whole[model.__tablename__] = sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))
    return whole


def differing(one, other, path=""):
    """Where two nested values are not the same, and how."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            yield from differing(one.get(key), other.get(key), f"{path}/{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differing(*pair, f"{path}/{number}")
    elif one != other:
        yield path, one, other


def without_ids(row, labels):
    return {
        name: labels.get(value, value) if isinstance(value, str) else value
        for name, value in row.items()
        if name not in _NOT_SAID
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_an_export_that_is_imported_is_the_same_catalogue(
    session, runtime, publisher, maison, imported, run_jobs, seed
):
    """Not only the cells: every column of the database that is no id and no book-keeping."""
    product = fill(session, runtime, publisher, Author(seed))
    first = export(session, runtime, publisher, run_jobs, "zip")
    work = imported(maison, first.read_bytes(), name="all.zip")
    refused, _ = rows_of(session, maison, work.id, outcome=Outcome.ERROR)
    assert [(row.sheet, row.errors) for row in refused] == []
    assert set(counts(session, maison, work)) == {"new"}
    there = everything(session, publisher.right_holder_id, product.id)
    [copy_id] = session.scalars(
        select(Product.id).where(Product.right_holder_id == maison.right_holder_id)
    )
    back = everything(session, maison.right_holder_id, copy_id)
    assert list(differing(there, back)) == []
    versions = session.scalars(
        select(CounterfeitVersion).where(CounterfeitVersion.product_id == copy_id)
    )
    assert sorted(len(version.images) for version in versions) == [1, 1]
    second = export(session, runtime, maison, run_jobs, "zip")
    tables, files = tables_of(first, "a.zip")
    again, files_again = tables_of(second, "b.zip")
    assert files_again == files
    for name in tables:
        assert sorted(map(str, again[name][1])) == sorted(map(str, tables[name][1])), name
    assert_every_column_is_filled(tables)
    same = imported(maison, second.read_bytes(), name="all.zip", only_check=True)
    assert set(counts(session, maison, same)) == {"unchanged"}


def assert_every_column_is_filled(tables):
    """A new column that this catalogue does not fill would be checked by nobody."""
    for sheet in SHEETS:
        headings, rows = tables[sheet.name]
        for column in sheet.columns:
            if sheet.name == "products" and column.name == "pictures":
                continue  # they have a sheet of their own
            at = [i for i, h in enumerate(headings) if h.partition("[")[0] == column.name]
            assert any(row[i] for row in rows for i in at), (sheet.name, column.name)
