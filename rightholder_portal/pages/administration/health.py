"""Does everything work, and if not, what to do."""

from flask import render_template
from flask.typing import ResponseReturnValue

from ipm_api.database import db
from ipm_api.operations.system_health import system_health
from rightholder_portal.pages.administration.blueprint import blueprint
from rightholder_portal.session import current_actor, runtime


@blueprint.get("/health")
def show_health() -> ResponseReturnValue:
    """Database, index, disk, jobs, mail, versions."""
    held = runtime()
    lines = system_health(db.session(), current_actor(), held.index, held.config.data)
    return render_template("administration/health.html", lines=lines)
