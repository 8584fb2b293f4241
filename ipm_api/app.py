"""The Flask app of the API and of the phone's files."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ipm_api.authentication import register_authentication, require_declared_routes
from ipm_api.config import Config
from ipm_api.content_language import register_content_language
from ipm_api.database import db
from ipm_api.openapi import register_api
from ipm_api.photo_upload import MAXIMUM_FORM, PhotoRequest
from ipm_api.problems import register_problems
from ipm_api.request_headers import register_request_headers
from ipm_api.request_log import register_request_log
from ipm_api.response_headers import register_response_headers
from ipm_api.runtime import Runtime
from ipm_api.views import (
    account,
    alert,
    barcode,
    brand,
    category,
    comparison,
    documentation,
    favourite,
    health,
    image,
    inspection,
    inspection_photo,
    news,
    officer_app,
    own_product,
    pack,
    photo_upload,
    preview,
    product,
    push_subscription,
    question,
    reading_reason,
    report,
    seizure,
    signing_key,
    token,
)

MAXIMUM_TEXT_PARTS = 500_000  # bytes of all text fields of a form together
MAXIMUM_PARTS = 1_000

_OF_THE_API = (
    token,
    account,
    inspection,
    inspection_photo,
    photo_upload,
    comparison,
    seizure,
    report,
    product,
    own_product,
    preview,
    image,
    barcode,
    brand,
    category,
    alert,
    news,
    question,
    push_subscription,
    signing_key,
    favourite,
    pack,
    health,
    reading_reason,
)


def create_app(config: Config, runtime: Runtime) -> Flask:
    """
    The app; *config* has its database, *runtime* what else a process holds.

    Raises:
        RuntimeError: a route has no entry in API_POLICY.
    """
    app = Flask(__name__, static_folder=None)
    app.request_class = PhotoRequest
    app.config.update(
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True, "pool_pre_ping": True},
        MAX_CONTENT_LENGTH=MAXIMUM_FORM,
        MAX_FORM_MEMORY_SIZE=MAXIMUM_TEXT_PARTS,
        MAX_FORM_PARTS=MAXIMUM_PARTS,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        TRAP_HTTP_EXCEPTIONS=False,
        PROPAGATE_EXCEPTIONS=False,  # an error is answered and logged, also under test
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]  # fields in the order of the schema
    db.init_app(app)
    app.extensions["ipm"] = runtime
    register_request_log(app)
    register_response_headers(app)
    register_content_language(app)
    register_request_headers(app)
    register_authentication(app)
    register_problems(app)
    app.extensions["ipm_openapi"] = register_api(app, [view.blueprint for view in _OF_THE_API])
    app.register_blueprint(documentation.blueprint)
    app.register_blueprint(officer_app.blueprint)
    require_declared_routes(app)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app
