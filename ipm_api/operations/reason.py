"""The reason that a person gives for shutting out, refusing or looking."""

from ipm_api.errors import Invalid
from ipm_api.sentence import Sentence

MAXIMUM_REASON = 500  # characters


def checked_reason(reason: str) -> str:
    """
    *reason* without the space around it.

    Raises:
        Invalid: it is missing or too long.
    """
    reason = " ".join(reason.replace("\0", "").split())
    if not 0 < len(reason) <= MAXIMUM_REASON:
        raise Invalid(
            {
                "reason": [
                    Sentence("Write a reason of at most %(most)s characters.", most=MAXIMUM_REASON)
                ]
            }
        )
    return reason
