"""What a place for bytes must do."""

from datetime import datetime
from typing import Protocol


class ImageStore(Protocol):
    """Content-addressed and write-once. The name of a thing is its SHA-256, never a user's word."""

    def put(self, data: bytes) -> str:
        """
        Keep *data*; when this returns, it survives a power cut.

        Returns:
            The SHA-256 as 64 hexadecimal digits.

        Raises:
            StorageFailed: nothing was kept.
        """

    def get(self, sha256: str) -> bytes:
        """
        The bytes, verified against their name.

        Raises:
            StorageFailed: missing or damaged.
        """

    def set_aside(self, sha256: str) -> bool:
        """
        Let what nobody needs any more go in two steps; meanwhile ``get`` still finds it.

        Returns:
            False if there was nothing of this name.
        """

    def aside(self, before: datetime) -> list[str]:
        """What was set aside before then."""

    def bring_back(self, sha256: str) -> None:
        """Somebody needs it after all."""

    def delete(self, sha256: str) -> None:
        """End what was set aside. Nobody gets it back."""
