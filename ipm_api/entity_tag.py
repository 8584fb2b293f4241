"""
ETag and If-Match: an edit says which state it was made from.

The tag is a keyed digest of viewer, thing and revision: two people never get the same one, so that
it confirms nothing about what is not one's own. Source: RFC 9110, 8.8.3 and 13.1.1; API-4.
"""

import hashlib
import hmac

from ipm_api.errors import ConditionMissing, Stale
from ipm_api.policy import Actor


def entity_tag(secret: str, actor: Actor, *state: object) -> str:
    """The strong ETag, with its quotation marks, of a thing in *state* for *actor*."""
    text = "\n".join(map(str, ("entity-tag", actor.account_id, actor.right_holder_id, *state)))
    return f'"{hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]}"'


def require_match(header: str | None, tag: str, revision: int) -> None:
    """
    Let an edit pass whose If-Match *header* names the current *tag*.

    Raises:
        ConditionMissing: there is no If-Match, or it is "*": it would overwrite what was not seen.
        Stale: another state was seen; *revision* is the current one.
    """
    if header is None or header.strip() in ("", "*"):
        raise ConditionMissing("Send If-Match with the ETag of what you read.")
    given = [part.strip() for part in header.split(",")]
    if not any(hmac.compare_digest(part.encode(), tag.encode()) for part in given):
        raise Stale({}, revision, [])
