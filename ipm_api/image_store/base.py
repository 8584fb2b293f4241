"""What a place for bytes must do."""

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
