"""Organisations: who asks to come in, with the evidence beside the decision; suspending."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.models.approval import ApprovalKind
from ipm_api.models.right_holder import RightHolderState
from ipm_api.operations.right_holder import reinstate_right_holder, suspend_right_holder
from ipm_api.operations.right_holder_file import right_holder_file, right_holder_list
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.listing import listing
from rightholder_portal.pages.administration.blueprint import blueprint
from rightholder_portal.pages.administration.decision import carry_out
from rightholder_portal.session import current_actor


@blueprint.get("/right-holders")
def list_right_holders() -> ResponseReturnValue:
    """All organisations; searched, filtered, sorted and paged in the URL."""
    asked = listing(
        columns=("name", "registered"), default="name", filters=("q", "state", "country")
    )
    page = right_holder_list(
        db.session(),
        current_actor(),
        text=asked.filters["q"],
        state=asked.filters["state"],
        country=asked.filters["country"],
        order=asked.order,
        after=asked.after,
    )
    return render_template(
        "administration/right_holders.html",
        asked=asked,
        page=page,
        states=list(RightHolderState),
    )


@blueprint.get("/right-holders/<uuid:right_holder_id>")
def show_right_holder(right_holder_id: uuid.UUID) -> ResponseReturnValue:
    """The claim, the proof, similar names, who decided what, and the buttons."""
    return _page(right_holder_id, {})


@blueprint.post("/right-holders/<uuid:right_holder_id>")
def decide_right_holder(right_holder_id: uuid.UUID) -> ResponseReturnValue:
    """Approve, refuse, suspend or undo one of these."""
    here = url_for("administration.show_right_holder", right_holder_id=right_holder_id)
    post = "administration.decide_right_holder"
    session, actor = db.session(), current_actor()
    try:
        match request.form.get("decision"):
            case "suspend":
                suspend_right_holder(
                    session, actor, right_holder_id, request.form.get("reason", "")
                )
                tell(
                    _("The organisation is suspended and signed out."),
                    undo=url_for(post, right_holder_id=right_holder_id),
                    fields={"decision": "reinstate"},
                )
            case "reinstate":
                reinstate_right_holder(session, actor, right_holder_id)
                tell(_("The organisation is approved again."))
            case _:
                kind = ApprovalKind.RIGHT_HOLDER
                if not carry_out(kind, right_holder_id, post, right_holder_id=right_holder_id):
                    tell(_("Choose one of the buttons."), attention=True)
    except Invalid as error:
        session.rollback()
        return _page(right_holder_id, error.fields), 400
    return redirect(here)


def _page(right_holder_id: uuid.UUID, errors: dict[str, list[str]]) -> str:
    return render_template(
        "administration/right_holder.html",
        file=right_holder_file(db.session(), current_actor(), right_holder_id),
        values=request.form,
        errors=errors,
    )
