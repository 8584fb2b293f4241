"""A catalogue goes out and comes in again as it was; exports are of nobody else, and expire."""

import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import update

from ipm_api.bulk_files import bulk_path
from ipm_api.errors import NotFound
from ipm_api.jobs.registry import TASKS
from ipm_api.models.bulk import BulkExport
from ipm_api.models.counterfeit_version import CounterfeitVersion
from ipm_api.operations.bulk_export import fetch_export, own_exports
from ipm_api.operations.distinguishing_feature import FeatureDraft, add_feature
from ipm_api.operations.product import update_product
from ipm_api.operations.product_draft import ProductDraft, draft_of
from ipm_api.operations.violation import add_record, remove_record
from ipm_api.operations.violation_draft import VersionDraft
from tests.conftest import label
from tests.ipm_api.importing import HARD, counts, export, products_csv, tables_of


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


def test_pictures_of_a_removed_version_stay_out_of_the_file(
    session, runtime, publisher, make_product, run_jobs
):
    """They are as secret as the version was; in a file without it, an import would show them."""
    product = make_product(publisher, published=False, counterfeit=label(8))
    fake = product.images[1]
    version = VersionDraft(names={"en": "Second run"}, image_ids=frozenset({fake.id}))
    record = add_record(session, publisher, product.id, version)
    check = FeatureDraft(
        {"en": "Seal"},
        {"en": "Sharp."},
        counterpart_image_id=fake.id,
        counterpart_region=(0.15, 0.15, 0.2, 0.2),
    )
    add_feature(session, publisher, product.id, check)

    def exported():
        tables, files = tables_of(export(session, runtime, publisher, run_jobs, "zip"), "a.zip")
        return len(tables["pictures"][1]), len(files), str(tables["features"]).count("0.15 0.15")

    assert exported() == (2, 2, 1)
    remove_record(session, publisher, product.id, CounterfeitVersion, record.id)
    assert exported() == (1, 1, 0)


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
