"""A whole catalogue in and out: nothing by accident, everything back again, nothing of others."""

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from ipm_api.bulk.source import open_source
from ipm_api.bulk_files import bulk_path
from ipm_api.errors import Conflict, NotFound
from ipm_api.jobs.registry import TASKS
from ipm_api.jobs.worker import Worker
from ipm_api.models.account import Role
from ipm_api.models.audit_event import AuditEvent
from ipm_api.models.bulk import BulkExport, ImportState, Outcome
from ipm_api.models.product import Product
from ipm_api.models.reference_image import ImageView
from ipm_api.operations.brand import create_brand, own_brands
from ipm_api.operations.bulk_export import fetch_export, own_exports, start_export
from ipm_api.operations.bulk_import import (
    SentFile,
    carry_out,
    own_import,
    rows_of,
    start_import,
    undo_import,
)
from ipm_api.operations.bulk_meaning import choose_meanings
from ipm_api.operations.product import own_products, update_product
from ipm_api.operations.product_draft import ProductDraft, draft_of
from tests.conftest import jpeg, label

HARD = [
    '=HYPERLINK("http://example.org")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "'quoted",
    "'=quoted",
    'He said "no"; and; left, quickly',
    "two\nlines",
    "مرحبا بالعالم",
    "👩‍🔬 emoji",
    "back\\slash;semi",
    "０１２ ＝1",
]


@pytest.fixture
def imported(session, runtime, run_jobs):
    """Sends a file and has it checked; carries it out unless told not to."""

    def run(actor, text, *, name="products.csv", pictures=None, only_check=False, whole=False):
        data = text.encode() if isinstance(text, str) else text
        extra = SentFile("pictures.zip", io.BytesIO(pictures)) if pictures else None
        sent = SentFile(name, io.BytesIO(data))
        work = start_import(session, actor, runtime.config, sent, extra)
        run_jobs()
        session.refresh(work)
        if not only_check and work.state is ImportState.CHECKED:
            carry_out(session, actor, work.id, whole=whole)
            run_jobs()
            session.refresh(work)
        return work

    return run


@pytest.fixture
def maison(make_right_holder, make_account, actor_for):
    """Somebody who publishes for an organisation without anything."""
    return actor_for(make_account(Role.PUBLISHER, make_right_holder("Maison Vide")))


@pytest.fixture
def asteria(session, publisher):
    """The publisher, who has the brand Asteria."""
    create_brand(session, publisher, name="Asteria")
    return publisher


def products_csv(count, bad=()):
    """Rows; those in *bad* have an HS code that is none."""
    lines = ["reference,brand,category,name[en],name[fr],hs_code"]
    lines += [
        f"R{n},Asteria,perfume,Eau {n},Eau {n} (fr),{'33030' if n in bad else '330300'}"
        for n in range(1, count + 1)
    ]
    return "\n".join(lines)


def archive(*members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in members:
            file.writestr(name, data)
    return buffer.getvalue()


def counts(session, actor, work):
    found = own_import(session, actor, work.id).counts
    return {outcome.value: count for outcome, count in found.items()}


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
    from tests.ipm_api.test_bulk_files import ST66

    imported(maison, ST66, name="marks.xml")
    (brand,) = own_brands(session, maison)
    (right,) = brand.rights
    assert (brand.name, right.office, right.nice_classes) == ("ASTERIA", "EM", [3, 18])


def test_a_file_that_is_refused_says_why(session, asteria, imported):
    """State and sentence; no rows, no retry."""
    work = imported(asteria, b"\x7fELF\0\0\0\0\0\0", name="x.csv")
    assert work.state is ImportState.REFUSED
    assert "no spreadsheet" in work.notes[0]["template"]


def fill(session, runtime, actor, make_product):
    """A catalogue with texts that spreadsheets spoil."""
    product = make_product(actor, published=False, brand="Asteria", gtins=("09521234543213",))
    draft = draft_of(product)
    texts = dict(zip(("en", "fr", "ar", "de"), HARD, strict=False))
    update_product(
        session,
        actor,
        product.id,
        ProductDraft(
            brand_id=draft.brand_id,
            category="perfume",
            names=texts,
            descriptions={"en": "\n".join(HARD), "es": HARD[9]},
            gtins=draft.gtins,
            skus=("=SKU;1", "-7"),
            nice_classes=(3,),
            variants=tuple(
                {"names": {"en": text, "fr": text}, "marks": {}, "gtin": "", "sku": ""}
                for text in HARD
                if "\n" not in text
            ),
            price_bands=({"country": "FR", "currency": "EUR", "low": "12.50", "high": "19.90"},),
        ),
    )


def tables_of(path, name):
    """All rows of an export, without what is said of whose they are."""
    with open_source(path, name) as source:
        return {
            table.name: (table.headings, [row.cells for row in table.rows])
            for table in source.tables
        }, {name: read() for name, read in source.pictures.items()}


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_what_is_exported_is_imported_as_it_was(
    session, runtime, publisher, maison, make_product, imported, run_jobs, form
):
    """Round trip into an empty organisation: the second export is the first, cell by cell."""
    fill(session, runtime, publisher, make_product)
    first = export(session, runtime, publisher, run_jobs, form)
    work = imported(maison, first.read_bytes(), name=f"all.{form}")
    assert "error" not in counts(session, maison, work) or form == "xlsx"
    second = export(session, runtime, maison, run_jobs, form)
    there, pictures = tables_of(first, f"a.{form}")
    back, pictures_back = tables_of(second, f"b.{form}")
    if form == "xlsx":  # without its pictures: nor what is drawn on them
        for tables in (there, back):
            tables.pop("pictures", None)
            tables.pop("features", None)
    assert back == there
    if form == "zip":
        assert pictures_back == pictures
        assert len(pictures) == 1


def export(session, runtime, actor, run_jobs, form):
    asked = start_export(session, actor, form)
    run_jobs()
    _, path = fetch_export(session, actor, runtime.config, asked.id)
    return path


def test_an_export_holds_nothing_of_others_and_is_not_for_others(
    session, runtime, world, actor_for, run_jobs
):
    """Every canary of the other right holder, searched in every cell of every sheet."""
    holder = actor_for(world.accounts["publisher A"])
    path = export(session, runtime, holder, run_jobs, "zip")
    text = ""
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            text += name + file.read(name).decode("utf-8", "replace")
    assert world.leaks("publisher A", text) == []
    own = [c.word for c in world.canaries if c.owner == "A" and "forensictitles" in c.word]
    assert own
    assert all(word in text.lower() for word in own)
    asked = own_exports(session, holder)[0]
    with pytest.raises(NotFound):
        fetch_export(session, actor_for(world.accounts["publisher B"]), runtime.config, asked.id)


def test_an_export_expires(session, runtime, publisher, run_jobs):
    """A file with everything does not lie around."""
    path = export(session, runtime, publisher, run_jobs, "xlsx")
    session.execute(update(BulkExport).values(expires_at=BulkExport.expires_at - timedelta(days=2)))
    session.commit()
    assert own_exports(session, publisher) == []
    TASKS["bulk_clean_up"].function(_run(session, runtime))
    assert not path.exists()


def test_files_of_old_imports_are_removed(session, runtime, asteria, imported):
    """The rows, and with them undo, stay."""
    work = imported(asteria, products_csv(1))
    path = bulk_path(runtime.config, work.id, "table")
    TASKS["bulk_clean_up"].function(_run(session, runtime))
    assert path.exists()
    work.created_at -= timedelta(days=31)
    session.commit()
    TASKS["bulk_clean_up"].function(_run(session, runtime))
    assert not path.exists()


def _run(session, runtime):
    from types import SimpleNamespace

    return SimpleNamespace(session=session, runtime=runtime)
