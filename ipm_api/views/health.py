"""``/api/v1/health``"""

from typing import Any

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.database import db
from ipm_api.operations.health import check_database
from ipm_api.schemas.health import HealthResponse

blueprint = ApiBlueprint(
    "health", __name__, url_prefix="/api/v1/health", description="For load balancers."
)


@blueprint.route("", methods=["GET"])
@blueprint.response(200, HealthResponse)
def read_health() -> dict[str, Any]:
    """200 when requests can be answered; 503 while the database cannot be reached."""
    check_database(db.session())
    return {"status": "ok", "database": "ok"}
