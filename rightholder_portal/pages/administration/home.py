"""What waits for a decision first, then everything else that administrators look after."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.operations.reading_allowance import busy_readers
from ipm_api.operations.waiting import waiting_decisions
from ipm_api.sentence import Sentence
from rightholder_portal.language import say_sentence
from rightholder_portal.pages.administration.blueprint import blueprint
from rightholder_portal.session import current_actor

PLACES = (
    (
        "administration.list_right_holders",
        Sentence("Organisations"),
        Sentence("All right holders: suspend, reinstate, read with a reason."),
    ),
    (
        "administration.list_accounts",
        Sentence("Accounts"),
        Sentence("All people: sessions, second factors, shutting out."),
    ),
    (
        "administration.list_countries",
        Sentence("Countries"),
        Sentence("Members, legal periods, national contacts."),
    ),
    (
        "administration.list_categories",
        Sentence("Categories"),
        Sentence("Add, rename, order, retire."),
    ),
    (
        "administration.list_news",
        Sentence("News"),
        Sentence("What officers are told on their phones."),
    ),
    (
        "administration.show_audit_log",
        Sentence("Audit log"),
        Sentence("Who did what; search and export."),
    ),
    (
        "administration.show_health",
        Sentence("System health"),
        Sentence("Database, index, disk, jobs, mail."),
    ),
)
"""What is looked after besides: page, name, what can be done there."""


@blueprint.get("")
def home() -> ResponseReturnValue:
    """Counts, with the way to each of them."""
    return render_template(
        "administration/home.html",
        waiting=waiting_decisions(db.session(), current_actor()),
        readers=len(busy_readers(db.session(), current_actor())),
        places=[(endpoint, say_sentence(a), say_sentence(b)) for endpoint, a, b in PLACES],
    )
