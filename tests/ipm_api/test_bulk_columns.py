"""What a heading means, what a cell may hold, and that template and documentation say so."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipm_api.bulk import table
from ipm_api.bulk.columns import BY_NAME, SHEETS
from ipm_api.bulk.kinds import CODES
from ipm_api.bulk.mapping import meanings
from ipm_api.bulk.source import open_source
from ipm_api.bulk.writing import Content, template, write_xlsx
from ipm_api.errors import BulkRefused


def test_gs1_names_are_understood():
    """A file from a GDSN data pool needs no mapping."""
    given = ["gtin", "brandName", "tradeItemDescription[fr]", "gpcCategoryCode", "netContent"]
    given += ["tradeItemDescription@languageCode=en", "importClassificationValue"]
    found = [m.column for m in meanings(BY_NAME["products"], given, {})]
    assert found == ["gtins", "brand", "name[fr]", "category", "netcontent", "name[en]", "hs_code"]


def test_an_unknown_heading_gets_the_most_similar_column_and_is_remembered():
    """The second time nobody asks."""
    sheet = BY_NAME["products"]
    (found,) = meanings(sheet, ["Catgory"], {})
    assert (found.column, found.suggestion) == ("", "category")
    assert meanings(sheet, ["Marque"], {"marque": "brand"})[0].column == "brand"
    assert meanings(sheet, ["brand"], {"brand": ""})[0].column == ""


@given(st.lists(st.text(alphabet="a;\\ b", min_size=1, max_size=5)))
def test_lists_survive_semicolons(words):
    r"""Escaped with a backslash; blanks around an item are nobody's."""
    words = [w for word in words if (w := word.replace("\\", "/").strip())]
    assert CODES.read(CODES.say(words)) == words


@pytest.mark.parametrize("form", ["xlsx", "zip"])
def test_the_template_can_be_read_by_the_import(tmp_path, form):
    """Every sheet and every column of it, example row included."""
    path = tmp_path / "template"
    template(form, path, ("en", "fr"))
    with open_source(path, f"template.{form}") as source:
        tables = {t.name: t for t in source.tables if t.name != "instructions"}
        assert set(tables) == {sheet.name for sheet in SHEETS}
        for sheet in SHEETS:
            known = meanings(sheet, tables[sheet.name].headings, {})
            assert [m.heading for m in known if not m.column] == []
            (row,) = list(tables[sheet.name].rows)
            assert row.refused == {}


def test_a_text_that_a_spreadsheet_would_cut_is_not_exported_cut(tmp_path):
    """openpyxl shortens silently; we refuse and name the other form."""
    content = Content("x", ["a"], [{"a": "x" * (table.MOST_ROWS * 2)}])
    with pytest.raises(BulkRefused, match="ZIP"):
        write_xlsx(tmp_path / "x.xlsx", [content])


def test_the_documentation_names_every_sheet_and_column():
    """Generated once, held against the registry ever since."""
    text = (Path(__file__).parent.parent.parent / "docs/portal/bulk.md").read_text()
    for sheet in SHEETS:
        names = ", ".join(f"`{c.name}`" + ("*" if c.required else "") for c in sheet.columns)
        assert f"| `{sheet.name}` | {sheet.about} | {names} |" in text


def test_choices_are_those_of_the_tables():
    """A new kind of right or tool is known to the import, too."""
    from ipm_api.models import (
        brand,
        distinguishing_feature,
        reference_image,
        supply_chain,
        violation,
    )

    enums = {
        ("rights", "type"): brand.RightType,
        ("features", "tool"): distinguishing_feature.Tool,
        ("features", "level"): distinguishing_feature.FeatureLevel,
        ("pictures", "kind"): reference_image.ImageKind,
        ("pictures", "view"): reference_image.ImageView,
        ("traders", "role"): supply_chain.TraderRole,
        ("infringements", "type"): violation.InfringementType,
        ("infringements", "outcome"): violation.InfringementOutcome,
        ("warning_signs", "kind"): violation.SignKind,
    }
    for (sheet, column), words in enums.items():
        kind = BY_NAME[sheet].column(column).kind
        assert kind.hint.values["words"] == ", ".join(member.value for member in words)
