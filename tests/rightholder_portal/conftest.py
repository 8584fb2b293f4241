"""People in front of the portal: each with cookies of their own."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ipm_api.models.account import Account, Role
from ipm_api.models.right_holder import RightHolder
from tests.rightholder_portal.copied_product import copied_product
from tests.rightholder_portal.walking import opened, reads, say
from tests.world import world

__all__ = ["copied_product", "opened", "reads", "say", "world"]


class Visitor:
    """Somebody with a browser: follows the forms' tokens, not the redirects."""

    def __init__(self, client: FlaskClient, token: str | None = None) -> None:
        self.client = client
        self._csrf: tuple[str, str] | None = None  # the cookie, and the token that goes with it
        if token:
            with client.session_transaction() as cookie:
                cookie["token"] = token

    def get(self, path: str, **options: Any) -> TestResponse:
        """The page at *path*."""
        return self.client.get(path, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form as a page of the portal would."""
        return self.client.post(path, data={"csrf_token": self.csrf(), **(data or {})}, **options)

    def csrf(self) -> str:
        """The token that every form holds, until the cookie changes."""
        if self._csrf is None or self._csrf[0] != self._cookie():
            page = self.client.get("/sign-in").text
            found = re.search(r'name="csrf_token" value="([^"]+)"', page)
            assert found is not None
            self._csrf = (self._cookie(), found[1])
        return self._csrf[1]

    def _cookie(self) -> str:
        cookie = self.client.get_cookie("ipm")
        return cookie.value if cookie else ""


@pytest.fixture
def visitor(portal: FlaskClient, token_for: Callable[[Account], str]) -> Callable[..., Visitor]:
    """Puts an account, or nobody, in front of the portal."""

    def open_browser(account: Account | None = None) -> Visitor:
        token = token_for(account) if account is not None else None
        return Visitor(portal.application.test_client(), token)

    return open_browser


@pytest.fixture
def holder(make_right_holder: Callable[..., RightHolder]) -> RightHolder:
    """An approved organisation."""
    return make_right_holder("Asteria Parfums")


@pytest.fixture
def publishing(holder: RightHolder, make_account: Callable[..., Account]) -> Account:
    """The account of somebody who publishes for *holder*."""
    return make_account(Role.PUBLISHER, holder)


@pytest.fixture
def her(publishing: Account, visitor: Callable[..., Visitor]) -> Visitor:
    """The publisher of *holder*, signed in."""
    return visitor(publishing)


@pytest.fixture
def owner(publishing: Account, actor_for):
    """The same publisher for operations."""
    return actor_for(publishing)
