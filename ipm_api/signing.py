"""The service's own Ed25519 key (RFC 8032): what it signs can be checked without it, for years."""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ipm_api.config import Config, kept_secret

_SEED = 64  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key pair; the private half does not leave it."""

    _private: Ed25519PrivateKey

    def sign(self, data: bytes) -> bytes:
        """The signature of *data*, 64 bytes."""
        return self._private.sign(data)

    @property
    def public(self) -> bytes:
        """The public half, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        """What people compare: the first 16 digits of the public half's SHA-256."""
        return hashlib.sha256(self.public).hexdigest()[:16]


def signing_key(config: Config) -> SigningKey:
    """
    The key of this service, made on first use.

    Raises:
        ValueError: it was given, or kept, in another form than 64 hexadecimal digits.
    """
    text = config.signing_key or kept_secret(config.data / "signing_key")
    if len(text) != _SEED:
        raise ValueError(f"The signing key must be {_SEED} hexadecimal digits")
    return SigningKey(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text)))
