"""
Codes of a second factor: each works once, even when it is sent twenty times at the same instant.

Source: RFC 6238 (TOTP), section 5.2: a code must not be accepted a second time.
"""

import re
import secrets
import uuid

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.models.second_factor import RecoveryCode, Totp
from ipm_api.operations.one_time_token import digest
from ipm_api.operations.throttle import count_attempt

ATTEMPTS_PER_CODE = 5  # per window of five minutes (security.md AC-8)
STEP = 30  # seconds that a code holds
STEPS_AROUND = 1  # clocks may differ by as many steps
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another


def accept_code(session: Session, account_id: uuid.UUID, code: str) -> bool:
    """
    True if *code* is the app's of now, or an unused recovery code; it is used up then.

    The row stays locked until the caller commits, so that the same code waits and then fails.

    Raises:
        TooManyAttempts: counted before the code is looked at, right or wrong.
    """
    count_attempt(session, f"code:{account_id}", ATTEMPTS_PER_CODE)
    plain = re.sub(r"[\s-]", "", code).lower()
    if re.fullmatch(r"[0-9]{6}", plain):
        app = session.scalar(
            select(Totp)
            .where(Totp.account_id == account_id, Totp.confirmed_at.is_not(None))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return app is not None and accept_totp(app, plain)
    used = session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.account_id == account_id, RecoveryCode.code_sha256 == digest(plain))
        .returning(RecoveryCode.code_sha256)
    )
    return used.first() is not None


def accept_totp(app: Totp, code: str) -> bool:
    """True if *code* belongs to a time step after the last used one; *app* is locked."""
    generator = pyotp.TOTP(app.secret, interval=STEP)
    current = int(now().timestamp()) // STEP
    for counter in range(current - STEPS_AROUND, current + STEPS_AROUND + 1):
        fits = secrets.compare_digest(generator.generate_otp(counter), code)
        if fits and counter > app.last_counter:
            app.last_counter = counter
            return True
    return False


def renew_recovery_codes(session: Session, account_id: uuid.UUID) -> list[str]:
    """Ten fresh codes, "abcd-efgh-jkmn" (59 bits each); the ones before end. The caller commits."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=account_id, code_sha256=digest(c)) for c in codes)
    session.flush()
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]
