"""A whole catalogue in and out: nothing by accident, everything back again, nothing of others."""

import io
import zipfile

import pytest
from sqlalchemy import func, select

from ipm_api.errors import Conflict
from ipm_api.jobs.registry import TASKS
from ipm_api.jobs.worker import Worker
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.bulk import ImportState, Outcome
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageView
from ipm_api.operations.brand import own_brands
from ipm_api.operations.bulk_import import carry_out, own_import, rows_of, undo_import
from ipm_api.operations.bulk_meaning import choose_meanings
from ipm_api.operations.product import own_products, update_product
from ipm_api.operations.product_draft import draft_of
from tests.conftest import jpeg, label
from tests.ipm_api.importing import counts, products_csv


def archive(*members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in members:
            file.writestr(name, data)
    return buffer.getvalue()


def test_a_check_writes_nothing_and_says_what_an_import_would_do(session, asteria, imported):
    """Errors by row and column; not even an audit event of a product."""
    work = imported(asteria, products_csv(12, bad={3, 7}), only_check=True)
    assert counts(session, asteria, work) == {"new": 10, "error": 2}
    assert session.scalar(select(func.count(Product.id))) == 0
    actions = session.scalars(select(AuditEvent.action)).all()
    assert "product.created" not in actions
    rows, more = rows_of(session, asteria, work.id, outcome=Outcome.ERROR)
    assert [(r.row, r.errors[0]["cell"], r.errors[0]["heading"]) for r in rows] == [
        (4, "F4", "hs_code"),
        (8, "F8", "hs_code"),
    ]
    assert more is None


def test_an_import_does_what_the_check_has_said_and_is_taken_back_whole(
    session, asteria, imported, run_jobs
):
    """Rows with errors are left out; undo leaves nothing; each act is in the audit trail."""
    work = imported(asteria, products_csv(12, bad={3, 7}))
    assert counts(session, asteria, work) == {"new": 10, "error": 2}
    assert [p.names["fr"] for p in own_products(session, asteria).rows][:1] == ["Eau 1 (fr)"]
    undo_import(session, asteria, work.id)
    run_jobs()
    assert counts(session, asteria, work) == {"undone": 10, "error": 2}
    assert session.scalar(select(func.count(Product.id))) == 0
    actions = set(session.scalars(select(AuditEvent.action)))
    assert {"import.sent", "import.checked", "import.imported", "import.undone"} <= actions


def test_the_same_file_again_changes_nothing(session, asteria, imported):
    """Sent twice by an impatient person: found again by its references."""
    imported(asteria, products_csv(5))
    again = imported(asteria, products_csv(5), only_check=True)
    assert counts(session, asteria, again) == {"unchanged": 5}
    with pytest.raises(Conflict):
        carry_out(session, asteria, again.id)


def test_a_change_is_shown_field_by_field_and_undone_to_what_was_there(
    session, asteria, imported, run_jobs
):
    """A column that is left out keeps what there is; an empty cell empties it."""
    imported(asteria, products_csv(3))
    work = imported(asteria, "reference,name[en],hs_code\nR1,Eau nouvelle,\nR2,Eau 2,330300\n")
    assert counts(session, asteria, work) == {"changed": 1, "unchanged": 1}
    (row,), _ = rows_of(session, asteria, work.id, outcome=Outcome.CHANGED)
    changed = {c for c in row.after if row.before.get(c) != row.after.get(c)}
    assert changed == {"name[en]", "hs_code"}
    product = session.get(Product, row.subject_id)
    assert (product.names, product.hs_code) == ({"en": "Eau nouvelle", "fr": "Eau 1 (fr)"}, "")
    undo_import(session, asteria, work.id)
    run_jobs()
    session.refresh(product)
    assert (product.names["en"], product.hs_code) == ("Eau 1", "330300")


def test_undo_leaves_what_somebody_has_changed_since_and_says_so(
    session, asteria, imported, run_jobs, make_product
):
    """Nobody's later work is lost by undoing an earlier one."""
    from dataclasses import replace

    work = imported(asteria, products_csv(3))
    product = own_products(session, asteria).rows[0]
    update_product(session, asteria, product.id, replace(draft_of(product), hs_code="330499"))
    undo_import(session, asteria, work.id)
    run_jobs()
    assert counts(session, asteria, work) == {"undone": 2, "kept": 1}
    (row,), _ = rows_of(session, asteria, work.id, outcome=Outcome.KEPT)
    assert row.errors[0]["sentence"]["template"] == "Somebody has changed it since."
    assert [p.id for p in own_products(session, asteria).rows] == [product.id]


def test_all_or_nothing(session, asteria, imported):
    """With one error, nothing is begun."""
    work = imported(asteria, products_csv(3, bad={2}), only_check=True)
    with pytest.raises(Conflict):
        carry_out(session, asteria, work.id, whole=True)
    assert session.scalar(select(func.count(Product.id))) == 0


def test_an_import_that_was_cut_goes_on_where_it_was(
    session, engine, runtime, asteria, imported, run_jobs, monkeypatch
):
    """Slices are committed with their rows: nothing twice, nothing left out."""
    monkeypatch.setattr("ipm_api.operations.bulk_work.SLICE", 4)
    work = imported(asteria, products_csv(10), only_check=True)
    carry_out(session, asteria, work.id)
    assert Worker(engine, runtime).run_one(list(TASKS))  # and the machine loses power
    assert session.scalar(select(func.count(Product.id))) == 4
    assert own_import(session, asteria, work.id).done == 4
    run_jobs()
    assert session.scalar(select(func.count(Product.id))) == 10


def test_rows_about_the_same_product_are_refused(session, asteria, imported):
    """Which of the two would count?"""
    text = "reference,brand,category,name[en]\nR1,Asteria,toys,A\nR1,Asteria,toys,B\n"
    work = imported(asteria, text, only_check=True)
    (row,), _ = rows_of(session, asteria, work.id, outcome=Outcome.ERROR)
    assert (row.row, row.errors[0]["sentence"]["values"]) == (3, {"row": 2})


def test_parts_of_a_product_come_from_other_sheets_and_errors_stand_at_their_rows(
    session, asteria, imported
):
    """A GTIN that is none, in the second row of the sheet of variants."""
    variants = "product,name[en],gtin\nR1,Refill,09521234543213\nR2,Travel,9.52E+12\n"
    data = archive(("products.csv", products_csv(2)), ("variants.csv", variants))
    work = imported(asteria, data, name="all.zip")
    (product,) = own_products(session, asteria).rows
    assert product.variants[0]["names"] == {"en": "Refill"}
    rows, _ = rows_of(session, asteria, work.id, outcome=Outcome.ERROR)
    assert [(r.sheet, r.row, r.errors[0]["cell"]) for r in rows if r.sheet == "variants"] == [
        ("variants", 3, "C3")
    ]


def test_pictures_are_named_by_a_column_or_by_a_number(session, asteria, imported, run_jobs):
    """R1_back.jpg belongs to R1; what belongs to nobody is named; undo removes pictures, too."""
    text = (
        "reference,brand,category,name[en],sku,pictures\n"
        "A1,Asteria,perfume,A,,front of it.jpg\nA2,Asteria,perfume,B,SKU-7,\n"
    )
    pictures = archive(
        ("x/front of it.jpg", jpeg(label(1))),
        ("SKU-7_back.jpg", jpeg(label(2))),
        ("nobody.jpg", jpeg(label(3))),
        ("SKU-7_label.png", b"no picture"),
    )
    work = imported(asteria, text, pictures=pictures)
    assert [n["values"] for n in work.notes] == [{"name": "nobody.jpg"}]
    first, second = own_products(session, asteria).rows
    assert [(i.file_name, i.view) for i in first.images] == [("front of it.jpg", ImageView.FRONT)]
    assert [i.view for i in second.images] == [ImageView.BACK]
    (row,), _ = rows_of(session, asteria, work.id, outcome=Outcome.ERROR)
    assert row.errors[0]["cell"] == "SKU-7_label.png".lower() or row.errors[0]["column"] == "file"
    undo_import(session, asteria, work.id)
    run_jobs()
    assert counts(session, asteria, work) == {"undone": 4, "error": 1}
    assert own_products(session, asteria).rows == []


def test_what_a_heading_means_is_remembered(session, asteria, imported, run_jobs):
    """Chosen once, for the whole organisation."""
    text = "Bezeichnung,Marke,category\nEau,Asteria,perfume\n"
    work = imported(asteria, text, only_check=True)
    assert counts(session, asteria, work) == {"error": 1}
    chosen = {("products", 0): "name[de]", ("products", 1): "brand"}
    choose_meanings(session, asteria, work.id, chosen)
    run_jobs()
    assert counts(session, asteria, work) == {"new": 1}
    second = imported(asteria, text)
    assert counts(session, asteria, second) == {"new": 1}
    assert own_products(session, asteria).rows[0].names == {"de": "Eau"}


def test_a_trade_mark_file_makes_brands_and_rights(session, maison, imported):
    """What an office hands out is enough to begin with."""
    from tests.ipm_api.bulk_tables import ST66

    imported(maison, ST66, name="marks.xml")
    (brand,) = own_brands(session, maison)
    (right,) = brand.rights
    assert (brand.name, right.office, right.nice_classes) == ("ASTERIA", "EM", [3, 18])


def test_a_file_that_is_refused_says_why(session, asteria, imported):
    """State and sentence; no rows, no retry."""
    work = imported(asteria, b"\x7fELF\0\0\0\0\0\0", name="x.csv")
    assert work.state is ImportState.REFUSED
    assert "no spreadsheet" in work.notes[0]["template"]
