"""What administrators tell officers on their phones."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid, NotFound
from ipm_api.operations.news import add_news, all_news, withdraw_news
from rightholder_portal.countries import countries
from rightholder_portal.flash import tell
from rightholder_portal.forms.alert import entered, texts_of
from rightholder_portal.language import OWN_NAMES, _
from rightholder_portal.pages.administration.blueprint import blueprint
from rightholder_portal.session import current_actor


@blueprint.get("/news")
def list_news() -> ResponseReturnValue:
    """All of it, and the form."""
    return _page({})


@blueprint.post("/news")
def change_news() -> ResponseReturnValue:
    """Add, withdraw or show again one."""
    session, actor, form = db.session(), current_actor(), request.form
    here = url_for("administration.list_news")
    try:
        match form.get("act"):
            case "add":
                titles, texts = (texts_of(form, name, OWN_NAMES) for name in ("titles", "texts"))
                news = add_news(session, actor, titles, texts, form.getlist("countries"))
                sentence = _("Officers see it on their phones from now on.")
                tell(sentence, undo=here, fields={"act": "withdraw", "id": str(news.id)})
            case "withdraw":
                withdraw_news(session, actor, _id())
                sentence = _("It is withdrawn. Officers no longer see it.")
                tell(sentence, undo=here, fields={"act": "renew", "id": str(_id())})
            case "renew":
                withdraw_news(session, actor, _id(), withdrawn=False)
                tell(_("Officers see it again."))
            case _:
                tell(_("Choose one of the buttons."), attention=True)
    except Invalid as error:
        session.rollback()
        return _page(error.fields), 400
    return redirect(here)


def _id() -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get("id", ""))
    except ValueError as error:
        raise NotFound("The news") from error


def _page(errors: dict[str, list[str]]) -> str:
    return render_template(
        "administration/news.html",
        news=all_news(db.session(), current_actor()),
        values=entered(request.form),
        errors=errors,
        countries=list(countries().items()),
    )
