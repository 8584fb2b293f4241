"""What officers did with one's own products: a chart, a map, a table and a file of the same."""

import csv
import io
from collections.abc import Iterator
from datetime import date

from babel.dates import format_skeleton
from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from ipm_api.bulk.cells import writable
from ipm_api.database import db
from ipm_api.errors import NotFound
from ipm_api.operations.statistics import Measure, Statistics, own_statistics
from ipm_api.sentence import Sentence
from ipm_api.small_counts import FEWEST, CountTable, Total
from rightholder_portal.bar_chart import bars_of
from rightholder_portal.countries import country
from rightholder_portal.language import _, locale, say_sentence
from rightholder_portal.session import current_actor

blueprint = Blueprint("statistics", __name__, url_prefix="/statistics")

LABELS = {
    Measure.READS: Sentence("Guides read"),
    Measure.MATCHES: Sentence("Matches"),
    Measure.INSPECTIONS: Sentence("Inspections"),
    Measure.SUSPECT: Sentence("Verdict: suspect"),
    Measure.NOT_SUSPECT: Sentence("Verdict: not suspect"),
    Measure.UNAUTHORISED_CHANNEL: Sentence("Verdict: genuine, unauthorised channel"),
    Measure.CANNOT_TELL: Sentence("Verdict: cannot tell"),
}
MEANINGS = {
    Measure.READS: Sentence("How often officers opened the guide of one of your products."),
    Measure.MATCHES: Sentence("How often one of your products was shown for an officer's photo."),
    Measure.INSPECTIONS: Sentence("Articles for which at least one of your products was shown."),
    Measure.SUSPECT: Sentence("Articles that an officer compared with yours and found suspect."),
    Measure.NOT_SUSPECT: Sentence(
        "Articles that an officer compared with yours and did not find suspect."
    ),
    Measure.UNAUTHORISED_CHANNEL: Sentence(
        "Articles that an officer took for yours, but not sold where you sell them."
    ),
    Measure.CANNOT_TELL: Sentence("Articles of which an officer could not tell."),
}


@blueprint.get("")
def show_statistics() -> ResponseReturnValue:
    """One measure of one year; both are in the URL."""
    found = _asked()
    names = {measure.value: measure for measure in Measure}
    measure = names.get(request.args.get("measure", ""), Measure.READS)
    table = found.tables[measure]
    months = [_month(found.year, number) for number in range(1, found.months + 1)]
    return render_template(
        "statistics/show.html",
        statistics=found,
        measure=measure,
        table=table,
        months=months,
        labels=LABELS,
        meaning=MEANINGS[measure],
        bars=bars_of(
            [total.count for total in table.months],
            from_right=locale().text_direction == "rtl",
        ),
        levels=_levels(table),
        fewest=FEWEST,
    )


@blueprint.get("/download")
def download_statistics() -> ResponseReturnValue:
    """Everything of one year, as a table for a spreadsheet: what the pages tell, no more."""
    found = _asked()
    file = io.StringIO()
    lines = csv.writer(file)
    for line in _lines(found):
        lines.writerow([writable(cell) for cell in line])
    name = f"statistics-{found.year}.csv"
    return Response(
        "\ufeff" + file.getvalue(),  # without it, spreadsheets read UTF-8 wrongly
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked() -> Statistics:
    text = request.args.get("year", "")
    if text and not (text.isascii() and text.isdigit() and len(text) == 4):
        raise NotFound("The year")
    return own_statistics(db.session(), current_actor(), int(text) if text else None)


def _lines(found: Statistics) -> Iterator[list[str]]:
    yield [_("Count of"), _("Country code"), _("Country"), _("Month"), _("How often")]
    months = [f"{found.year}-{number:02}" for number in range(1, found.months + 1)]
    for measure, table in found.tables.items():
        label = say_sentence(LABELS[measure])
        for code, row in table.rows.items():
            for month, count in zip(months, row.counts, strict=True):
                told = _("fewer than %(fewest)s", fewest=FEWEST) if count is None else str(count)
                yield [label, code, country(code), month, told]
            yield [label, code, country(code), str(found.year), say_total(row.total)]
        yield [label, "", _("All countries"), str(found.year), say_total(table.total)]


def say_total(total: Total) -> str:
    """A sum, and whether hidden counts are missing from it."""
    if total.exact:
        return str(total.count)
    return _("at least %(count)s", count=total.count)


def _month(year: int, number: int) -> str:
    return format_skeleton("MMM", date(year, number, 1), locale=locale())


def _levels(table: CountTable) -> dict[str, str]:
    """Country → how strongly the map colours it: thirds of the largest total."""
    largest = max((row.total.count for row in table.rows.values()), default=0)
    words = ("some", "more", "most")
    return {
        code: words[min(2, 3 * row.total.count // (largest + 1))]
        for code, row in table.rows.items()
    }
