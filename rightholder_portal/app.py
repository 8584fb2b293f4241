"""The Flask app of the portal."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from ipm_api.config import Config
from ipm_api.database import db
from ipm_api.policy import undeclared
from ipm_api.portal_policy import PORTAL_POLICY
from ipm_api.runtime import Runtime
from rightholder_portal.error_pages import register_error_pages
from rightholder_portal.form_choices import register_choices
from rightholder_portal.language import register_language
from rightholder_portal.notices import register_notices
from rightholder_portal.pages import blueprints
from rightholder_portal.route_map import register_route_map
from rightholder_portal.session import register_session
from rightholder_portal.static_files import register_static_files
from rightholder_portal.texts import register_texts

MAXIMUM_FORM = 500_000  # bytes of a form without pictures


def create_portal(config: Config, runtime: Runtime) -> Flask:
    """
    The app; *config* has its database, *runtime* what else a process holds.

    Raises:
        RuntimeError: a route has no entry in PORTAL_POLICY, or an entry no route.
    """
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True, "pool_pre_ping": True},
        SESSION_COOKIE_NAME="ipm",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        WTF_CSRF_SSL_STRICT=False,  # the referrer is not sent; the token decides
        MAX_CONTENT_LENGTH=MAXIMUM_FORM,
        MAX_FORM_MEMORY_SIZE=MAXIMUM_FORM,
        MAX_FORM_PARTS=1_000,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    app.extensions["ipm"] = runtime
    db.init_app(app)
    register_error_pages(app)
    register_session(app)
    register_language(app)
    register_texts(app)
    register_choices(app)
    register_notices(app)
    register_route_map(app)
    register_static_files(app)
    CSRFProtect(app)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    routes = _routes(app)
    if open_questions := undeclared(routes, PORTAL_POLICY):
        raise RuntimeError(f"routes without a policy: {', '.join(open_questions)}")
    if stale := sorted(set(PORTAL_POLICY) - set(routes)):
        raise RuntimeError(f"policies without a route: {', '.join(stale)}")
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.trusted_proxies, x_proto=config.trusted_proxies
        )
    return app


def _routes(app: Flask) -> list[str]:
    return [
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]
