"""A person says what the columns of a file mean; it is remembered for the organisation."""

import uuid
from collections.abc import Mapping

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.bulk.columns import BY_NAME
from ipm_api.bulk.mapping import possible
from ipm_api.errors import Invalid
from ipm_api.languages import fold
from ipm_api.models.bulk import BulkImport, ColumnMeaning, ImportState
from ipm_api.operations.bulk_import import ask_for_work, locked_import
from ipm_api.policy import Actor
from ipm_api.sentence import Sentence


def choose_meanings(
    session: Session, actor: Actor, import_id: uuid.UUID, chosen: Mapping[tuple[str, int], str]
) -> BulkImport:
    """
    Say what headings mean, (sheet, place) → column or "" to leave it out; remembered; checked anew.

    Raises:
        NotFound: none, or another right holder's.
        Conflict: it is not waiting for a decision.
        Invalid: no such column, or one column twice.
    """
    work = locked_import(session, actor, import_id, {ImportState.CHECKED})
    for (sheet, at), column in chosen.items():
        lines = work.meanings.get(sheet, [])
        if not 0 <= at < len(lines):
            continue
        name = column.partition("[")[0]
        if column and name not in {c.name for c in BY_NAME[sheet].columns}:
            raise Invalid({"column": [Sentence("Choose a column of the list.")]})
        others = {c for (s, p), c in chosen.items() if s == sheet and p != at and c}
        if column and column in others:
            raise Invalid(
                {"column": [Sentence("Two headings cannot mean the same: %(name)s.", name=column)]}
            )
        row = {
            "right_holder_id": work.right_holder_id,
            "sheet": sheet,
            "heading": fold(lines[at][0])[:200],
            "column": column,
        }
        session.execute(
            insert(ColumnMeaning)
            .values(row)
            .on_conflict_do_update(
                index_elements=["right_holder_id", "sheet", "heading"], set_={"column": column}
            )
        )
    work.state = ImportState.READING
    ask_for_work(session, actor, work)
    audit.record(session, actor, "import.columns-chosen", work.id)
    session.commit()
    return work


def possible_columns(work: BulkImport) -> dict[str, list[str]]:
    """Per sheet of *work* with headings that are not known: what they can be."""
    languages = tuple(
        dict.fromkeys(
            [
                *(
                    column.partition("[")[2].removesuffix("]")
                    for lines in work.meanings.values()
                    for _, column, _ in lines
                    if "[" in column
                ),
                work.language,
                "en",
                "fr",
                "es",
                "ar",
            ]
        )
    )
    return {
        sheet: possible(BY_NAME[sheet], languages)
        for sheet, lines in work.meanings.items()
        if any(heading and not column for heading, column, _ in lines)
    }
