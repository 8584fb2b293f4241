"""
Codes of a second factor: each works once, even when it is sent twenty times at the same instant.

Source: RFC 6238 (TOTP), section 5.2: a code must not be accepted a second time.
"""

import logging
import re
import secrets
import uuid

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.models.second_factor import RecoveryCode, Totp
from ipm_api.operations.one_time_token import digest
from ipm_api.operations.throttle import DAY, HOUR, WINDOW, count_attempt
from ipm_api.sealing import Seal, is_sealed

_log = logging.getLogger(__name__)

ATTEMPTS_PER_CODE = 5  # per window of five minutes (security.md AC-8)
ATTEMPTS_PER_HOUR, ATTEMPTS_PER_DAY = 20, 50  # as PyPI's Warehouse does
STEP = 30  # seconds that a code holds
STEPS_AROUND = 1  # clocks may differ by as many steps
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another


def count_code(session: Session, account_id: uuid.UUID) -> None:
    """
    Count one try of a code, right or wrong: patient guessing comes no further than hasty guessing.

    Raises:
        TooManyAttempts: in five minutes, an hour or a day.
    """
    for limit, window in (
        (ATTEMPTS_PER_DAY, DAY),
        (ATTEMPTS_PER_HOUR, HOUR),
        (ATTEMPTS_PER_CODE, WINDOW),
    ):
        count_attempt(session, f"code:{int(window.total_seconds())}:{account_id}", limit, window)


def accept_code(session: Session, account_id: uuid.UUID, code: str, seal: Seal) -> bool:
    """
    True if *code* is the app's of now, or an unused recovery code; it is used up then.

    The row stays locked until the caller commits, so that the same code waits and then fails.

    Raises:
        TooManyAttempts: counted before the code is looked at, right or wrong.
    """
    count_code(session, account_id)
    plain = re.sub(r"[\s-]", "", code).lower()
    if re.fullmatch(r"[0-9]{6}", plain):
        app = session.scalar(
            select(Totp)
            .where(Totp.account_id == account_id, Totp.confirmed_at.is_not(None))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return app is not None and accept_totp(app, plain, seal)
    used = session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.code_sha256 == digest(plain))
        .returning(RecoveryCode.code_sha256)
    )
    return used.first() is not None


def accept_totp(app: Totp, code: str, seal: Seal) -> bool:
    """True if *code* belongs to a time step after the last used one; *app* is locked."""
    secret = seal.open(app.secret, app.account_id)
    if secret is None:
        _log.error("a second factor was sealed under another secret: see IPM_OLD_SECRET_KEYS")
        return False
    generator = pyotp.TOTP(secret, interval=STEP)
    current = int(now().timestamp()) // STEP
    for counter in range(current - STEPS_AROUND, current + STEPS_AROUND + 1):
        fits = secrets.compare_digest(generator.generate_otp(counter), code)
        if fits and counter > app.last_counter:
            app.last_counter = counter
            return True
    return False


def seal_anew(session: Session, seal: Seal) -> int:
    """
    Seal what an earlier release kept as it was, or another secret sealed; returns how many.

    Run at start. What no known secret opens is left as it is.
    """
    done = 0
    for app in session.scalars(select(Totp).with_for_update()):
        if seal.is_current(app.secret, app.account_id):
            continue
        secret = seal.open(app.secret, app.account_id) if is_sealed(app.secret) else app.secret
        if secret is None:
            _log.error("the second factor of account %s cannot be opened", app.account_id)
            continue
        app.secret = seal.seal(secret, app.account_id)
        done += 1
    session.commit()
    if done:
        _log.info("%d second factors were sealed under the present secret", done)
    return done


def renew_recovery_codes(session: Session, account_id: uuid.UUID) -> list[str]:
    """Ten fresh codes, "abcd-efgh-jkmn" (59 bits each); the ones before end. The caller commits."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=account_id, code_sha256=digest(c)) for c in codes)
    session.flush()
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]
