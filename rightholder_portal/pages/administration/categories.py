"""The trades that products are sorted by."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.errors import Invalid
from ipm_api.operations.category import (
    add_category,
    all_categories,
    move_category,
    rename_category,
    retire_category,
)
from rightholder_portal.flash import tell
from rightholder_portal.language import _
from rightholder_portal.pages.administration.blueprint import blueprint
from rightholder_portal.session import current_actor


@blueprint.get("/categories")
def list_categories() -> ResponseReturnValue:
    """All of them, the retired last."""
    return _page({})


@blueprint.post("/categories")
def change_category() -> ResponseReturnValue:
    """Add, rename, order, retire or put back one."""
    session, actor = db.session(), current_actor()
    slug = request.form.get("slug", "").replace("\0", "")
    here = url_for("administration.list_categories")
    try:
        match request.form.get("act"):
            case "add":
                add_category(session, actor, slug, _names())
                tell(_("The category is added."), undo=here, fields=_act("retire", slug))
            case "rename":
                rename_category(session, actor, slug, _names())
                tell(_("The names are changed."))
            case "up":
                move_category(session, actor, slug, by=-1)
            case "down":
                move_category(session, actor, slug, by=1)
            case "retire":
                retire_category(session, actor, slug, retired=True)
                sentence = _("The category is retired. Products that have it keep it.")
                tell(sentence, undo=here, fields=_act("restore", slug))
            case "restore":
                retire_category(session, actor, slug, retired=False)
                tell(_("The category can be chosen again."))
            case _:
                tell(_("Choose one of the buttons."), attention=True)
    except Invalid as error:
        session.rollback()
        return _page(error.fields), 400
    return redirect(here)


def _act(act: str, slug: str) -> dict[str, str]:
    return {"act": act, "slug": slug}


def _names() -> dict[str, str]:
    return {
        name.removeprefix("name-")[:20]: text.replace("\0", "")
        for name, text in request.form.items()
        if name.startswith("name-")
    }


def _page(errors: dict[str, list[str]]) -> str:
    return render_template(
        "administration/categories.html",
        categories=all_categories(db.session(), current_actor()),
        values=request.form,
        errors=errors,
        edited=request.form.get("slug") or request.args.get("edit", ""),
    )
