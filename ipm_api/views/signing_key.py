"""``/api/v1/signing-key``"""

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.schemas.signing_key import SigningKeyResponse
from ipm_api.signing import signing_key
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "signing-key", __name__, url_prefix="/api/v1/signing-key", description="Whose signatures."
)


@blueprint.route("", methods=["GET"])
@blueprint.response(200, SigningKeyResponse)
def read_signing_key() -> dict[str, str]:
    """The public key of this service; note it where a later forger cannot change it."""
    key = signing_key(runtime().config)
    return {
        "algorithm": "Ed25519",
        "public_key": key.public.hex(),
        "fingerprint": key.fingerprint,
    }
