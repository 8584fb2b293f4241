"""
Secrets that the service must read again are kept sealed: a copy of the database opens nothing.

AES-256-GCM under a key that is derived (HKDF-SHA256) from IPM_SECRET_KEY. Whose a secret is belongs
to the seal, so that a sealed text does not open under another row.
"""

import base64
import secrets
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ipm_api.config import Config

_FORM = "aesgcm1:"
_NONCE = 12  # bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """Keys; the first one seals, all of them open."""

    _keys: tuple[AESGCM, ...]

    def seal(self, text: str, owner: uuid.UUID) -> str:
        """*text* so that only ``open`` reads it, for the same *owner*."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._keys[0].encrypt(nonce, text.encode(), owner.bytes)
        return _FORM + base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, owner: uuid.UUID) -> str | None:
        """The text; None if it was sealed under another secret or for somebody else."""
        if not sealed.startswith(_FORM):
            return None
        data = base64.b64decode(sealed.removeprefix(_FORM))
        for key in self._keys:
            try:
                return key.decrypt(data[:_NONCE], data[_NONCE:], owner.bytes).decode()
            except InvalidTag:
                continue
        return None

    def is_current(self, sealed: str, owner: uuid.UUID) -> bool:
        """True if it was sealed with the key that seals now."""
        return Seal(self._keys[:1]).open(sealed, owner) is not None


def is_sealed(text: str) -> bool:
    """False for what an earlier release kept as it was."""
    return text.startswith(_FORM)


def seal_of(config: Config) -> Seal:
    """The seal of this service."""
    return Seal(tuple(key_from(secret) for secret in (config.secret_key, *config.old_secret_keys)))


def key_from(secret: str) -> AESGCM:
    """The key that *secret* stands for."""
    derived = HKDF(SHA256(), length=32, salt=None, info=b"ipm: sealed secrets")
    return AESGCM(derived.derive(secret.encode()))
