"""``/api/v1/tokens``: signing in and out."""

from base64 import b64encode
from typing import Any

from flask import Response, request

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import bearer_token, current_actor
from ipm_api.database import db, now
from ipm_api.device import device_words
from ipm_api.operations.phone_key import phone_key
from ipm_api.operations.sign_in import TOKEN_LIFE, sign_in, sign_out
from ipm_api.policy import OFFICERS
from ipm_api.schemas.account import SignInRequest, TokenResponse
from ipm_api.sealing import seal_of
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "tokens", __name__, url_prefix="/api/v1/tokens", description="Signing in and out."
)


@blueprint.route("", methods=["POST"])
@blueprint.arguments(SignInRequest)
@blueprint.response(201, TokenResponse)
def create_token(credentials: dict[str, Any]) -> dict[str, Any]:
    """Sign in: e-mail, password and perhaps a code, for a token that holds for one shift."""
    expires_at = now() + TOKEN_LIFE
    token, actor = sign_in(
        db.session(),
        **credentials,
        seal=seal_of(runtime().config),
        address=request.remote_addr or "unknown",
        device=device_words(request.user_agent.string),
    )
    is_officer = actor.party in OFFICERS
    return {
        "token": token,
        "expires_at": expires_at,
        "account": actor,
        "phone_key": b64encode(phone_key(db.session(), actor)).decode() if is_officer else None,
        "idle_minutes": runtime().config.idle_minutes,
    }


@blueprint.route("/current", methods=["DELETE"])
@blueprint.response(204)
def end_token() -> Response:
    """Sign out: the token of this request ends at once, everywhere."""
    token = bearer_token()
    assert token is not None  # the policy lets nobody in without one
    sign_out(db.session(), current_actor(), token)
    # what is sealed on a phone stays there until it is sent; the key is forgotten by the phone
    return Response(status=204, headers={"Clear-Site-Data": '"cache"'})
