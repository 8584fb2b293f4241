"""What proves a person besides the password: codes of an app, recovery codes, passkeys."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ipm_api.database import Base, new_id, now


class Totp(Base):
    """The secret that an authenticator app shares with us (RFC 6238); one per account."""

    __tablename__ = "totp"

    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    secret: Mapped[str] = mapped_column(String(200))  # base32, sealed: see sealing.py
    confirmed_at: Mapped[datetime | None]  # None: shown, not yet proved; asks for nothing
    last_counter: Mapped[int] = mapped_column(BigInteger, default=0)  # time step used last


class RecoveryCode(Base):
    """A code for the day when the app is lost; only its SHA-256 is kept, and it works once."""

    __tablename__ = "recovery_code"

    code_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )


class Passkey(Base):
    """A public key of a person's device (WebAuthn); it replaces password and code together."""

    __tablename__ = "passkey"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)  # COSE
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]
