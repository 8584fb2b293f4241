"""``/api/v1/push-subscription``: whether the phone of this session is told of answers."""

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import bearer_token, current_actor
from ipm_api.database import db
from ipm_api.operations import push_subscription
from ipm_api.schemas.push_subscription import PushKeyResponse, PushSubscriptionRequest
from ipm_api.sealing import seal_of
from ipm_api.vapid import push_key
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "push-subscription",
    __name__,
    url_prefix="/api/v1/push-subscription",
    description="Telling this phone that an answer has come.",
)


@blueprint.route("", methods=["GET"])
@blueprint.response(200, PushKeyResponse)
def read_key() -> dict[str, str | None]:
    """The public key that a browser subscribes with."""
    config = runtime().config
    return {"public_key": push_key(config).public if config.push_services else None}


@blueprint.route("", methods=["PUT"])
@blueprint.arguments(PushSubscriptionRequest)
@blueprint.response(204)
def subscribe(phone: dict[str, str]) -> None:
    """Tell this phone from now on, until it is signed out: by a push without content."""
    config = runtime().config
    push_subscription.subscribe(
        db.session(),
        current_actor(),
        _token(),
        phone["endpoint"],
        config.push_services,
        seal_of(config),
    )


@blueprint.route("", methods=["DELETE"])
@blueprint.response(204)
def unsubscribe() -> None:
    """Tell this phone no more."""
    push_subscription.unsubscribe(db.session(), current_actor(), _token())


def _token() -> str:
    token = bearer_token()
    assert token is not None  # the policy lets nobody in without one
    return token
