"""What people write when they join."""

from collections.abc import Mapping
from datetime import date

from ipm_api.models.account import MEMBERSHIP_ROLES, Role
from ipm_api.operations.application import ProofOfRight


def plain(form: Mapping[str, str], name: str, longest: int = 1000) -> str:
    """A field without what no database keeps."""
    return form.get(name, "").replace("\0", "")[:longest]


def proof_of(form: Mapping[str, str]) -> ProofOfRight:
    """The registered right of a form; what cannot be read is empty, and refused by the rules."""
    words = plain(form, "nice_classes").replace(",", " ").replace(";", " ").split()
    numbers = [int(w) if w.isascii() and w.isdigit() and len(w) < 4 else 0 for w in words]
    try:
        valid_until = date.fromisoformat(plain(form, "valid_until"))
    except ValueError:
        valid_until = None
    return ProofOfRight(
        office=plain(form, "office"),
        number=" ".join(plain(form, "right_number").split()),
        nice_classes=tuple(numbers),
        valid_until=valid_until,
        reference_url=plain(form, "reference_url", 2000).strip(),
    )


def role_of(form: Mapping[str, str]) -> Role:
    """The chosen role in a team; Role.OFFICER, which is none of them, when none was chosen."""
    chosen = form.get("role", "")
    return next((role for role in MEMBERSHIP_ROLES if role.value == chosen), Role.OFFICER)
