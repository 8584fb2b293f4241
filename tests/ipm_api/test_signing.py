"""The service's key: made once, everywhere the same, and only its public half is told."""

import dataclasses

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ipm_api.signing import signing_key


def test_a_signature_holds_for_its_bytes_alone(api, config):
    """The key that is told to everybody checks what the service signed, after a restart too."""
    signature = signing_key(config).sign(b"what was said")
    told = api.get("/api/v1/signing-key").json
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["public_key"]))
    key.verify(signature, b"what was said")
    with pytest.raises(InvalidSignature):
        key.verify(signature, b"what was sain")


def test_the_private_half_is_nobody_elses_to_read(config):
    """Who reads it can sign for the service."""
    signing_key(config)
    assert (config.data / "signing_key").stat().st_mode & 0o777 == 0o600


def test_a_given_key_goes_first_and_a_wrong_one_is_named(config):
    """Machines of one site share it by the environment."""
    given = dataclasses.replace(config, signing_key="07" * 32)
    assert signing_key(given).public != signing_key(config).public
    for wrong in ("07", "x" * 64):
        with pytest.raises(ValueError, match="hex"):
            signing_key(dataclasses.replace(config, signing_key=wrong))
