"""``/api/v1/news``"""

from typing import Any

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db
from ipm_api.operations.news import current_news
from ipm_api.schemas.news import NewsListResponse

blueprint = ApiBlueprint(
    "news", __name__, url_prefix="/api/v1/news", description="What administrators tell."
)


@blueprint.route("", methods=["GET"])
@blueprint.response(200, NewsListResponse)
def list_news() -> dict[str, Any]:
    """Of the last 60 days, for the officer's country, the latest first."""
    return {"news": current_news(db.session(), current_actor())}
