"""``/api/v1/alerts``"""

from typing import Any

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.operations.alert import current_alerts
from ipm_api.ports import PORTS
from ipm_api.schemas.alert import AlertListResponse

blueprint = ApiBlueprint(
    "alerts", __name__, url_prefix="/api/v1/alerts", description="Warnings to officers."
)


@blueprint.route("", methods=["GET"])
@blueprint.response(200, AlertListResponse)
def list_alerts() -> dict[str, Any]:
    """What is in force today for the officer's country, urgent first."""
    actor = current_actor()
    ports = [port for port in PORTS.values() if port.country == actor.country]
    return {"alerts": current_alerts(db.session(), actor), "ports": ports}
