"""Two people changed one list: what each of them added or took out counts, entry by entry."""

import json
from collections.abc import Sequence
from typing import Any


def merged(before: Sequence[Any], theirs: Sequence[Any], mine: Sequence[Any]) -> list[Any] | None:
    """
    The list with both persons' changes, or None if both changed the same entry.

    Args:
        before: what both began with.
        theirs: what is kept now; its order counts where I did not change the order.
        mine: what I send.
    """
    lists = [[_key(entry) for entry in entries] for entries in (before, theirs, mine)]
    if any(len(set(keys)) != len(keys) for keys in lists):
        return None  # the same entry twice: nobody knows which one is meant
    was, there, here = lists
    entries = {_key(entry): entry for entry in (*theirs, *mine)}
    gone_there, gone_here = set(was) - set(there), set(was) - set(here)
    new_there, new_here = set(there) - set(was), set(here) - set(was)
    is_plain = all(not isinstance(entry, dict) for entry in entries.values())
    if gone_there & gone_here and new_there != new_here and not is_plain:
        return None  # a line that both have written anew
    i_ordered = [key for key in here if key in was] != [key for key in was if key in here]
    first, second, gone = (here, there, gone_there) if i_ordered else (there, here, gone_here)
    order = [key for key in first if key not in gone]
    for at, key in enumerate(second):
        if key in order or key in was:
            continue  # there already, or taken out by the other
        earlier = [known for known in second[:at] if known in order]
        order.insert(order.index(earlier[-1]) + 1 if earlier else 0, key)
    return [entries[key] for key in order]


def _key(entry: Any) -> str:
    return json.dumps(entry, sort_keys=True, default=str)
