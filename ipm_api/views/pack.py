"""``/api/v1/packs``: guides for a phone without a network, signed."""

import hashlib
import json
import uuid
from datetime import timedelta
from typing import Any

from flask import Response, request

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db, now
from ipm_api.entity_tag import entity_tag
from ipm_api.operations.pack import carry_guide, read_pack
from ipm_api.reader_languages import reader_languages
from ipm_api.schemas.pack import (
    FORMAT,
    CarriedDocumentResponse,
    PackResponse,
    document_of,
    entry_of,
)
from ipm_api.signing import signing_key
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "packs", __name__, url_prefix="/api/v1/packs", description="Guides to carry along."
)


@blueprint.route("/<string:name>", methods=["GET"])
@blueprint.response(200, PackResponse)
def read_list(name: str) -> Any:
    """
    The signed list of a pack: of one's own country, by its ISO code, or "favourites".

    What is not in it any more is to be removed from the phone. With If-None-Match 304 is answered
    while nothing changed; a new list comes once a day, since a list ends with its ``valid_until``.
    """
    held, actor = runtime(), current_actor()
    carried = read_pack(db.session(), actor, held.images, held.decoder, name)
    guides = [entry_of(one) for one in carried]
    moment = now().replace(microsecond=0)
    digest = hashlib.sha256(json.dumps(guides).encode()).hexdigest()
    tag = entity_tag(held.config.secret_key, actor, name, digest, moment.date())
    if request.if_none_match.contains(tag.strip('"')):
        return Response(status=304, headers={"ETag": tag})
    manifest = json.dumps(
        {
            "format": FORMAT,
            "name": name,
            "languages": sorted(reader_languages().used),
            "issued_at": moment.isoformat(),
            "valid_until": (moment + timedelta(days=held.config.pack_days)).isoformat(),
            "guides": guides,
        }
    )
    signature = signing_key(held.config).sign(manifest.encode()).hex()
    return {"manifest": manifest, "signature": signature}, {"ETag": tag}


@blueprint.route("/<string:name>/guides/<uuid:product_id>", methods=["GET"])
@blueprint.response(200, CarriedDocumentResponse)
def read_guide(name: str, product_id: uuid.UUID) -> Response:
    """One guide of a pack with small pictures, byte for byte as the list names it."""
    held = runtime()
    carried = carry_guide(
        db.session(), current_actor(), held.images, held.decoder, name, product_id
    )
    return Response(document_of(carried), mimetype="application/json")
