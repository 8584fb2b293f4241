"""
Passkeys: a key pair of the person's device instead of password and code.

Source: W3C Web Authentication Level 2; checked by the library ``webauthn``. The device verifies the
person (fingerprint, PIN), so that a passkey is two factors in one.
"""

import json
import uuid
from datetime import timedelta
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ipm_api import audit
from ipm_api.database import now
from ipm_api.errors import Conflict, Invalid, NotFound, SignInFailed
from ipm_api.models.account import Account
from ipm_api.models.one_time_token import Purpose
from ipm_api.models.second_factor import Passkey
from ipm_api.operations.account import own_account
from ipm_api.operations.one_time_token import issue_random, use_token
from ipm_api.operations.password import confirm_password
from ipm_api.operations.second_factor import keep_what_is_required, tell_of_change
from ipm_api.operations.sign_in import (
    ATTEMPTS_OF_EVERYONE,
    ATTEMPTS_PER_ADDRESS,
    end_other_sessions,
    issue_token,
)
from ipm_api.operations.throttle import count_attempt
from ipm_api.policy import ANONYMOUS, Actor, actor_of
from ipm_api.sentence import Sentence

CHALLENGE_LIFE = timedelta(minutes=5)
MOST_PASSKEYS = 20  # of one person
LONGEST_NAME = 80
LONGEST_CREDENTIAL = 20_000  # characters of the JSON that a browser sends
_VERIFIED = UserVerificationRequirement.REQUIRED
_NOT_ACCEPTED = Sentence("This passkey was not accepted. Try again.")


def begin_registration(session: Session, actor: Actor, site: str, *, current: str) -> str:
    """
    What a browser needs to make a passkey for *site*, as JSON.

    Raises:
        Invalid: not the password.
        Conflict: MOST_PASSKEYS already.
    """
    account = confirm_password(session, actor, current)
    known = list(session.scalars(select(Passkey).where(Passkey.account_id == account.id)))
    if len(known) >= MOST_PASSKEYS:
        raise Conflict(Sentence("At most %(most)s passkeys. Remove one first.", most=MOST_PASSKEYS))
    challenge = issue_random(session, Purpose.PASSKEY, CHALLENGE_LIFE, account.id)
    options = webauthn.generate_registration_options(
        rp_id=_host(site),
        rp_name="IPM",
        user_id=account.id.bytes,
        user_name=account.email,
        user_display_name=account.name,
        challenge=challenge.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(k.credential_id) for k in known],
    )
    session.commit()
    return webauthn.options_to_json(options)


def add_passkey(
    session: Session, actor: Actor, site: str, token: str, *, credential: str, name: str
) -> Passkey:
    """
    Keep the public key of a device; other sessions end.

    Args:
        token: the session that goes on.
        credential: what the browser made, as JSON.

    Raises:
        Invalid: it does not verify, or belongs to another request.
    """
    account = own_account(session, actor)
    try:
        challenge = _use_challenge(session, credential, account.id)
        verified = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(site),
            expected_origin=site,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise Invalid({"passkey": [_NOT_ACCEPTED]}) from error
    taken = select(Passkey.id).where(Passkey.credential_id == verified.credential_id)
    if session.scalar(taken):
        raise Invalid({"passkey": [_NOT_ACCEPTED]})
    passkey = Passkey(
        account_id=account.id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=_name(name),
    )
    session.add(passkey)
    session.flush()
    end_other_sessions(session, account.id, token)
    audit.record(session, actor, "passkey.added", passkey.id)
    tell_of_change(session, account)
    session.commit()
    return passkey


def rename_passkey(session: Session, actor: Actor, passkey_id: uuid.UUID, name: str) -> None:
    """
    Call a passkey something else.

    Raises:
        NotFound: no such passkey, or another person's.
    """
    passkey = _own(session, actor, passkey_id)
    passkey.name = _name(name)
    audit.record(session, actor, "passkey.renamed", passkey.id)
    session.commit()


def remove_passkey(
    session: Session, actor: Actor, passkey_id: uuid.UUID, *, current: str, required: bool
) -> str:
    """
    The device signs in no more; returns its name.

    Raises:
        NotFound: no such passkey, or another person's.
        Invalid: not the password.
        Conflict: it is the only second factor of somebody who needs one.
    """
    passkey = _own(session, actor, passkey_id)
    name = passkey.name
    account = confirm_password(session, actor, current)
    session.delete(passkey)
    session.flush()
    keep_what_is_required(session, actor, required)
    audit.record(session, actor, "passkey.removed", passkey_id)
    tell_of_change(session, account)
    session.commit()
    return name


def begin_sign_in(session: Session, site: str, *, address: str) -> str:
    """
    What a browser needs to ask for a passkey of *site*, as JSON; nobody is named.

    Raises:
        TooManyAttempts: the throttle of signing in.
    """
    count_attempt(session, f"address:{address}", ATTEMPTS_PER_ADDRESS)
    count_attempt(session, "everyone", ATTEMPTS_OF_EVERYONE)
    challenge = issue_random(session, Purpose.PASSKEY, CHALLENGE_LIFE)
    options = webauthn.generate_authentication_options(
        rp_id=_host(site), challenge=challenge.encode(), user_verification=_VERIFIED
    )
    session.commit()
    return webauthn.options_to_json(options)


def sign_in_with_passkey(session: Session, site: str, *, credential: str, device: str = "") -> str:
    """
    Sign in who holds the device; returns a token.

    Raises:
        SignInFailed: unknown, wrong, used before, disabled or suspended: not told apart.
    """
    try:
        challenge = _use_challenge(session, credential, None)
        presented = base64url_to_bytes(str(json.loads(credential)["id"]))
        passkey = session.scalar(
            select(Passkey).where(Passkey.credential_id == presented).with_for_update()
        )
        if passkey is None:
            raise _refused(session)
        verified = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(site),
            expected_origin=site,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise _refused(session) from error
    account = session.get_one(Account, passkey.account_id)
    actor = actor_of(account)
    if actor is None:
        raise _refused(session)
    passkey.sign_count = verified.new_sign_count
    passkey.last_used_at = now()
    audit.record(session, actor, "sign-in.succeeded", passkey.id)
    return issue_token(session, account, device=device)


def _use_challenge(session: Session, credential: str, account_id: uuid.UUID | None) -> bytes:
    """The challenge that a browser answered, used up at once; ValueError if it is not ours."""
    if len(credential) > LONGEST_CREDENTIAL:
        raise ValueError("too long")
    try:
        answered = json.loads(credential)["response"]["clientDataJSON"]
        challenge = base64url_to_bytes(json.loads(base64url_to_bytes(answered))["challenge"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no answer to a challenge") from error
    row = use_token(session, Purpose.PASSKEY, challenge.decode("ascii"))
    session.commit()
    if row is None or row.account_id != account_id:
        raise ValueError("not our challenge")
    return challenge


def _refused(session: Session) -> SignInFailed:
    session.rollback()
    audit.record(session, ANONYMOUS, "sign-in.failed")
    session.commit()
    return SignInFailed(_NOT_ACCEPTED)


def _own(session: Session, actor: Actor, passkey_id: uuid.UUID) -> Passkey:
    passkey = session.get(Passkey, passkey_id)
    if passkey is None or passkey.account_id != actor.account_id:
        raise NotFound("The passkey")
    return passkey


def _name(name: str) -> str:
    plain = " ".join("".join(c for c in name if c.isprintable()).split())
    return plain[:LONGEST_NAME] or "Passkey"


def _host(site: str) -> str:
    return urlsplit(site).hostname or ""
