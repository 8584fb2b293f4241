"""What the database keeps of an authenticator app opens nothing."""

from dataclasses import replace

import pyotp
import pytest

from ipm_api.database import now
from ipm_api.models.account import Role
from ipm_api.models.second_factor import Totp
from ipm_api.operations.code import (
    accept_code,
    seal_anew,
)
from ipm_api.operations.second_factor import (
    app_to_set_up,
)
from ipm_api.sealing import Seal, key_from, seal_of
from tests.ipm_api.totp import SEAL

KEPT = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

pytestmark = pytest.mark.usefixtures("same_step")


def test_what_the_database_keeps_of_an_app_opens_nothing(session, make_account, actor_for):
    """A copy of the database, or a row moved to another account, makes no codes."""
    account, other = make_account(Role.OFFICER), make_account(Role.OFFICER)
    address = app_to_set_up(session, actor_for(account), SEAL)
    kept = session.get_one(Totp, account.id).secret
    secret = address.split("secret=")[1].split("&")[0]
    assert secret not in kept
    assert SEAL.open(kept, account.id) == secret
    assert SEAL.open(kept, other.id) is None
    assert Seal((key_from("another secret"),)).open(kept, account.id) is None
    assert app_to_set_up(session, actor_for(account), SEAL) == address


def test_a_start_seals_what_an_earlier_release_or_secret_has_left(
    session, config, make_account, actor_for
):
    """Rotation: the old secret opens until everything is sealed under the new one."""
    accounts = [make_account(Role.OFFICER) for _ in range(3)]
    plain, old, lost = (account.id for account in accounts)
    before = seal_of(config)
    gone = seal_of(replace(config, secret_key="nobody knows it"))
    for account_id, kept in (
        (plain, KEPT),
        (old, before.seal(KEPT, old)),
        (lost, gone.seal(KEPT, lost)),
    ):
        session.add(Totp(account_id=account_id, secret=kept, confirmed_at=now()))
    session.commit()
    rotated = replace(config, secret_key="the new one", old_secret_keys=(config.secret_key,))
    assert seal_anew(session, seal_of(rotated)) == 2
    assert seal_anew(session, seal_of(rotated)) == 0
    only_new = seal_of(replace(config, secret_key="the new one"))
    for account_id in (plain, old):
        sealed = session.get_one(Totp, account_id).secret
        assert only_new.open(sealed, account_id) == KEPT
    assert not accept_code(session, lost, pyotp.TOTP(KEPT).now(), only_new)
    assert accept_code(session, old, pyotp.TOTP(KEPT).now(), only_new)
