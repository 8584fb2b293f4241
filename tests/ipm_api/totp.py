"""An authenticator app in the hand of the tests."""

from datetime import UTC, datetime

import pyotp
import pytest

from ipm_api.database import now
from ipm_api.models.second_factor import Totp
from ipm_api.operations import code as codes
from ipm_api.operations.second_factor import app_to_set_up, confirm_app
from ipm_api.operations.sign_in import issue_token
from ipm_api.sealing import Seal, key_from
from tests.conftest import PASSWORD

SEAL = Seal((key_from("only for tests"),))
STEP = codes.STEP


@pytest.fixture
def same_step(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The clock of codes stands in the middle of a step: no code ages while a test is slow."""
    moment = datetime.fromtimestamp(now().timestamp() // STEP * STEP + STEP / 2, UTC)
    monkeypatch.setattr(codes, "now", lambda: moment)
    return moment


def code_of(session, account, steps=0):
    """The code of the app now, or so many steps of 30 s away."""
    secret = SEAL.open(session.get_one(Totp, account.id).secret, account.id)
    return pyotp.TOTP(secret).at(codes.now(), counter_offset=steps)


def set_up(session, account, actor_for):
    """An account with an app, whose code of the step before is used; returns recovery codes."""
    actor, token = actor_for(account), issue_token(session, account)
    app_to_set_up(session, actor, SEAL)
    code = code_of(session, account, -1)
    return confirm_app(session, actor, token, current=PASSWORD, code=code, seal=SEAL)
