"""Who this service is to a push service (RFC 8292): a P-256 key of its own, and what it signs."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ipm_api.config import Config, kept_secret

LIFE = timedelta(hours=12)  # of a token; a push service takes at most 24 hours
_SCALAR = 32  # bytes: of a private key, and of each half of a signature
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


@dataclass(frozen=True, slots=True)
class PushKey:
    """One key pair; the private half does not leave it."""

    _private: ec.EllipticCurvePrivateKey

    @property
    def public(self) -> str:
        """What a browser binds a subscription to: the uncompressed point, base64url."""
        point = self._private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return _base64url(point)

    def authorization(self, origin: str, contact: str, moment: datetime) -> str:
        """
        The header that goes with one push.

        Args:
            origin: of the push service; the token is of no use at another one.
            contact: whom its operators may write to, as ``mailto:`` or ``https:``.
        """
        head = {"typ": "JWT", "alg": "ES256"}
        claims = {"aud": origin, "exp": int((moment + LIFE).timestamp()), "sub": contact}
        signed = ".".join(_base64url(json.dumps(part).encode()) for part in (head, claims))
        r, s = decode_dss_signature(self._private.sign(signed.encode(), ec.ECDSA(SHA256())))
        signature = _base64url(r.to_bytes(_SCALAR) + s.to_bytes(_SCALAR))
        return f"vapid t={signed}.{signature}, k={self.public}"


def push_key(config: Config) -> PushKey:
    """
    The key of this service, made on first use.

    Raises:
        ValueError: it was given, or kept, in another form than 64 hexadecimal digits.
    """
    text = config.push_key or kept_secret(config.data / "push_key")
    if len(text) != 2 * _SCALAR:
        raise ValueError(f"The key for pushes must be {2 * _SCALAR} hexadecimal digits")
    scalar = int(text, 16) % (_ORDER - 1) + 1  # any 256 bits name a key
    return PushKey(ec.derive_private_key(scalar, ec.SECP256R1()))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
