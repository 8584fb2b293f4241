"""The whole system as one WSGI application: where the API, the phone app and the portal meet."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from ipm_api.app import create_app
from ipm_api.config import Config, read_config
from ipm_api.database import db
from ipm_api.runtime import Runtime, build_runtime
from rightholder_portal.app import create_portal

API_PREFIXES = ("/api/", "/officer")


class ByPath:
    """Sends a request to the API or to the portal, by the start of its path."""

    def __init__(self, api: WSGIApplication, portal: WSGIApplication) -> None:
        self._api = api
        self._portal = portal

    def __call__(
        self, environment: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        path = environment.get("PATH_INFO", "")
        chosen = self._api if path.startswith(API_PREFIXES) else self._portal
        return chosen(environment, start_response)


def create_application(config: Config, runtime: Runtime) -> ByPath:
    """Both apps on one database and one runtime, the index caught up."""
    api, portal = create_app(config, runtime), create_portal(config, runtime)
    with api.app_context():
        runtime.index.catch_up(db.session())
    return ByPath(api.wsgi_app, portal.wsgi_app)


def application_from_environment() -> ByPath:
    """For a server that imports this module: ``gunicorn "ipm_api.wsgi:application_from_…()"``."""
    config = read_config()
    return create_application(config, build_runtime(config))
