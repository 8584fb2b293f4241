"""Where the next page of a list starts, signed: nobody can edit it or use another's."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from ipm_api.errors import Invalid
from ipm_api.operations.page import Position
from ipm_api.policy import Actor

MAXIMUM_LENGTH = 2_000  # characters


class Cursors:
    """Cursors of one list: bound to the reader, the list and its conditions."""

    def __init__(self, secret: str, actor: Actor, name: str, conditions: Mapping[str, Any]) -> None:
        binding = json.dumps(
            [str(actor.account_id), name, sorted((k, str(v)) for k, v in conditions.items())]
        )
        self._serializer = URLSafeSerializer(
            secret,
            salt="cursor:" + hashlib.sha256(binding.encode("utf-8", "replace")).hexdigest(),
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    def sign(self, position: Position | None) -> str | None:
        """The cursor to give out for *position*; None when there is no next page."""
        if position is None:
            return None
        text, row_id = position
        return str(self._serializer.dumps([text, str(row_id)]))

    def read(self, cursor: str | None) -> Position | None:
        """
        The position that *cursor* stands for; None for the first page.

        Raises:
            Invalid: edited, of another account, or of another list or search.
        """
        if cursor is None:
            return None
        try:
            text, row_id = self._serializer.loads(cursor)
        except BadData as error:
            raise Invalid({"cursor": ["This cursor belongs to another list."]}) from error
        return text, uuid.UUID(row_id)
