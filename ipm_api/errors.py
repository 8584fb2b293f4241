"""Everything the service refuses, as one tree. HTTP status codes are not here: see problems.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ipm_api.sentence import Sentence


class IpmError(Exception):
    """Base of all errors that this package raises on purpose; the text is meant for a person."""

    @property
    def sentences(self) -> list[str]:
        """What to tell the person; of use to ``say_sentence``, which ``str(error)`` is not."""
        return [sentence for sentence in self.args if isinstance(sentence, str)]


class NotFound(IpmError):
    """It does not exist, or it is not yours: the two are never told apart."""

    def __init__(self, what: str = "This") -> None:
        super().__init__(Sentence("%(what)s was not found.", what=what))


class Forbidden(IpmError):
    """This account may not do that."""


class NotSignedIn(IpmError):
    """No valid token or session came with the request."""


class SignInFailed(IpmError):
    """Name and password do not fit together (or the account is closed: not told apart)."""


class SecondFactorNeeded(IpmError):
    """
    The password is right, and this account asks for a code too.

    Attributes:
        ticket: opens the second step, once, for a few minutes.
    """

    def __init__(self, ticket: str) -> None:
        super().__init__(
            Sentence("Write the code of your authenticator app, or a recovery code, too.")
        )
        self.ticket = ticket


class TooManyAttempts(IpmError):
    """
    The limit of a throttle is reached.

    Attributes:
        retry_after: seconds until another attempt is counted.
    """

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            Sentence("Too many attempts. Try again in %(seconds)s seconds.", seconds=retry_after)
        )
        self.retry_after = retry_after


class QueueFull(IpmError):
    """
    A right holder has as much work waiting as is kept for one.

    Attributes:
        retry_after: seconds until it is worth asking again.
    """

    def __init__(self, retry_after: int) -> None:
        super().__init__(Sentence("Much of your work is still waiting. Try again in a minute."))
        self.retry_after = retry_after


class QuotaReached(IpmError):
    """
    As many files, bytes, pixels or photos have come as may come in one day or hour.

    Attributes:
        retry_after: seconds until there is room again.
    """

    def __init__(self, sentence: Sentence, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Invalid(IpmError):
    """
    What was sent breaks a rule.

    Attributes:
        fields: field name → sentences for the person, shown beside the field.
    """

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        super().__init__(" ".join(text for texts in fields.values() for text in texts))
        self.fields = {name: list(texts) for name, texts in fields.items()}

    @property
    def sentences(self) -> list[str]:
        """Those of all fields."""
        return [text for texts in self.fields.values() for text in texts]


class InvalidGtin(IpmError):
    """Not a GTIN-8, -12, -13 or -14."""


class InvalidBarcode(IpmError):
    """Not an element string, Digital Link or plain product code that we read."""


class BulkRefused(IpmError):
    """A file for import that is not read at all: too large, hostile, or no spreadsheet."""


class CellRefused(IpmError):
    """One cell of an import that cannot be used."""


class ReadingReasonNeeded(IpmError):
    """More products than is usual in an hour: a reason and the password are asked for."""


class ReadingBudgetSpent(IpmError):
    """More products than anybody is shown in a day or a week."""


class Conflict(IpmError):
    """The thing is not in a state that allows this (publish twice, withdraw a draft …)."""


class WrongOffset(Conflict):
    """
    A piece of a file that does not begin where the last one ended.

    Attributes:
        offset: where it must begin.
    """

    def __init__(self, offset: int) -> None:
        super().__init__(Sentence("Send it from byte %(offset)s on.", offset=offset))
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people changed: what stood there, what the other and what I wrote."""

    before: Any
    theirs: Any
    mine: Any


class Stale(IpmError):
    """
    Somebody else changed it since it was read.

    Attributes:
        clashes: by field; empty when any change at all is refused.
        revision: the one that it has now.
        by: names of those who changed it.
    """

    def __init__(self, clashes: Mapping[str, Clash], revision: int, by: Sequence[str]) -> None:
        super().__init__(Sentence("Somebody else changed this meanwhile. Read it again."))
        self.clashes = dict(clashes)
        self.revision = revision
        self.by = list(by)


class ConditionMissing(IpmError):
    """An edit must say which state it was made from: If-Match."""


class ImageRefused(IpmError):
    """
    A picture that cannot be used.

    Attributes:
        code: stable reason, as in image_index.errors.PhotoRefused or a quality problem.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class DigestMismatch(IpmError):
    """The bytes that arrived are not the bytes that the client declared."""


class IndexUnavailable(IpmError):
    """The image index is not loaded; the rest of the service works."""


class StorageFailed(IpmError):
    """The image store could not keep or find bytes that it should."""


class MalformedRequest(IpmError):
    """The request cannot be read: broken JSON, a cut upload, a header of the wrong form."""


class BodyTooLarge(IpmError):
    """More bytes or parts than the service reads."""


class UnsupportedBody(IpmError):
    """A kind or an encoding of body that this address does not read."""


class KeyReused(IpmError):
    """An Idempotency-Key came again with another request."""


class RequestUnderWay(IpmError):
    """An Idempotency-Key came again while its first request is still being answered."""
