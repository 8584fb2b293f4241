"""Everything that can go wrong in the index, as one tree."""


class ImageIndexError(Exception):
    """Base of all errors that this package raises on purpose."""


class PhotoRefused(ImageIndexError):
    """
    These bytes are not a picture that we read.

    Attributes:
        code: stable, machine-readable reason ("too-large", "unsupported-format", "broken" …).
        message: one sentence for the person who sent it, saying what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class SnapshotRefused(ImageIndexError):
    """A saved index is damaged, of another version or of another codebook."""


class FeaturesRefused(ImageIndexError):
    """Stored reference features are damaged or of another version."""
