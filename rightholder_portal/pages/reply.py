"""The reply form: a contact answers by the link in a mail, without an account."""

import uuid

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Conflict, Invalid
from ipm_api.models.question import Statement
from ipm_api.operations.question_answer import (
    ReplyLink,
    answer_by_form,
    open_reply_form,
    reply_form_photo,
)
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.legal_clock import legal_clock
from rightholder_portal.pages.message import fields_of, statement_of
from rightholder_portal.picture import as_stored_picture
from rightholder_portal.session import runtime

blueprint = Blueprint("reply", __name__, url_prefix="/reply")


@blueprint.after_request
def keep_the_address(response: Response) -> Response:
    """The address is the key: it goes to no other site and into no search engine."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/<uuid:notice_id>/<token>")
def show_form(notice_id: uuid.UUID, token: str) -> ResponseReturnValue:
    """The question, and the form."""
    return _page(_link(notice_id, token), {}, {})


@blueprint.post("/<uuid:notice_id>/<token>")
def submit_reply(notice_id: uuid.UUID, token: str) -> ResponseReturnValue:
    """Send the answer."""
    link = _link(notice_id, token)
    values = {name: request.form.get(name, "") for name in ("statement", "text")}
    try:
        answer_by_form(db.session(), link, statement_of(values), values["text"])
    except (Invalid, Conflict) as error:
        db.session.rollback()
        return _page(link, values, fields_of(error)), 400
    tell(_("The answer is sent. The officer sees it at once."))
    return redirect(url_for("reply.show_form", notice_id=notice_id, token=token))


@blueprint.get("/<uuid:notice_id>/<token>/photos/<int:place>")
def show_photo(notice_id: uuid.UUID, token: str, place: int) -> ResponseReturnValue:
    """A photo of the goods, without its metadata."""
    return as_stored_picture(reply_form_photo(db.session(), _link(notice_id, token), place))


def _link(notice_id: uuid.UUID, token: str) -> ReplyLink:
    return ReplyLink(runtime().config.secret_key, notice_id, token)


def _page(link: ReplyLink, values: dict[str, str], errors: dict[str, list[str]]) -> str:
    form = open_reply_form(db.session(), link)
    return render_template(
        "reply/show.html",
        link=link,
        question=form.question,
        contact_name=form.contact_name,
        clock=legal_clock(form.question),
        statements=list(Statement),
        values=values,
        errors=errors,
    )
