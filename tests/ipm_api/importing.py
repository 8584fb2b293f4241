"""Somebody with an organisation to fill, and the way in for a file."""

import io

import pytest

from ipm_api.bulk.source import open_source
from ipm_api.models.account import Role
from ipm_api.models.bulk import ImportState
from ipm_api.operations.brand import create_brand
from ipm_api.operations.bulk_export import fetch_export, start_export
from ipm_api.operations.bulk_import import SentFile, carry_out, own_import, start_import

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


def counts(session, actor, work):
    found = own_import(session, actor, work.id).counts
    return {outcome.value: count for outcome, count in found.items()}


def export(session, runtime, actor, run_jobs, form):
    asked = start_export(session, actor, form)
    run_jobs()
    _, path = fetch_export(session, actor, runtime.config, asked.id)
    return path


def tables_of(path, name):
    """All rows of an export, without what is said of whose they are."""
    with open_source(path, name) as source:
        return {
            table.name: (table.headings, [row.cells for row in table.rows])
            for table in source.tables
        }, {name: read() for name, read in source.pictures.items()}
