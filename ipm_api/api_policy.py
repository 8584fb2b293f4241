"""Which parties each route of the API is open to; a route that is not here stops the start."""

from ipm_api.policy import (
    ADMINISTRATORS,
    EVERYBODY,
    OFFICERS,
    READERS,
    RIGHT_HOLDER,
    SIGNED_IN,
    Party,
)

_APPROVED = SIGNED_IN - {Party.PENDING, Party.ARRIVING}
_VIEWERS = READERS | RIGHT_HOLDER | ADMINISTRATORS

API_POLICY: dict[str, frozenset[Party]] = {
    "POST /api/v1/tokens": EVERYBODY,
    "DELETE /api/v1/tokens/current": SIGNED_IN,
    "GET /api/v1/accounts/me": SIGNED_IN,
    "POST /api/v1/inspections": OFFICERS,
    "GET /api/v1/inspections": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>": OFFICERS,
    "PUT /api/v1/inspections/<uuid:inspection_id>/verdict": OFFICERS,
    "DELETE /api/v1/inspections/<uuid:inspection_id>/verdict": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/report.pdf": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/bundle.zip": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/seizure": OFFICERS,
    "PUT /api/v1/inspections/<uuid:inspection_id>/seizure": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/seizure.csv": OFFICERS,
    "POST /api/v1/inspections/<uuid:inspection_id>/photos": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/photos/<uuid:photo_id>": OFFICERS,
    "POST /api/v1/photo-uploads": OFFICERS,
    "PUT /api/v1/photo-uploads/<uuid:upload_id>/pieces/<int:offset>": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/features/<uuid:feature_id>/crop": OFFICERS,
    "GET /api/v1/inspections/<uuid:inspection_id>/photos/<uuid:photo_id>/places/<uuid:image_id>": (
        OFFICERS
    ),
    "GET /api/v1/inspections/<uuid:inspection_id>/products/<uuid:product_id>/comparison": OFFICERS,
    "GET /api/v1/own-products/<uuid:product_id>": RIGHT_HOLDER,
    "PATCH /api/v1/own-products/<uuid:product_id>": RIGHT_HOLDER,
    "GET /api/v1/products": READERS,
    "GET /api/v1/products/<uuid:product_id>": READERS,
    "GET /api/v1/features/<uuid:feature_id>/crop": READERS | RIGHT_HOLDER,
    "GET /api/v1/previews/<uuid:product_id>": RIGHT_HOLDER,
    "GET /api/v1/features/<uuid:feature_id>/counterpart": READERS | RIGHT_HOLDER,
    "GET /api/v1/images/<uuid:image_id>": _VIEWERS,
    "GET /api/v1/images/<uuid:image_id>/crop": _VIEWERS,
    "POST /api/v1/barcodes": READERS,
    "GET /api/v1/brands": READERS,
    "GET /api/v1/categories": _APPROVED,
    "GET /api/v1/alerts": OFFICERS,
    "POST /api/v1/questions": OFFICERS,
    "GET /api/v1/questions": OFFICERS,
    "GET /api/v1/questions/<uuid:question_id>": OFFICERS,
    "POST /api/v1/questions/<uuid:question_id>/messages": OFFICERS,
    "POST /api/v1/questions/<uuid:question_id>/close": OFFICERS,
    "GET /api/v1/signing-key": EVERYBODY,
    "GET /api/v1/health": EVERYBODY,
    "GET /api/v1/": EVERYBODY,
    "GET /api/v1/docs": EVERYBODY,
    "GET /api/v1/openapi.json": EVERYBODY,
    "GET /officer/": EVERYBODY,
    "GET /officer/<path:name>": EVERYBODY,
}
