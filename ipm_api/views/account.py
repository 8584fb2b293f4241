"""``/api/v1/accounts``"""

from typing import Any

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.schemas.account import AccountResponse

blueprint = ApiBlueprint(
    "accounts", __name__, url_prefix="/api/v1/accounts", description="Who one is."
)


@blueprint.route("/me", methods=["GET"])
@blueprint.response(200, AccountResponse)
def read_own_account() -> Any:
    """One's own account."""
    return current_actor()
