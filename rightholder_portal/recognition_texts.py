"""What a measurement of recognition means, in words: what was tried, what to do."""

from dataclasses import dataclass
from typing import Any

from ipm_api.sentence import Sentence

CONDITIONS = {
    "turned": Sentence("Turned upside down or on its side"),
    "tilted": Sentence("Seen from the side"),
    "dim": Sentence("In poor light"),
    "glare": Sentence("A lamp mirrored in the surface"),
    "blurred": Sentence("Held by an unsteady hand"),
    "far": Sentence("From far away"),
}

OUTCOMES = {
    "found": Sentence("Found first"),
    "unsure": Sentence("Found, not surely"),
    "confused": Sentence("Another of your products came first"),
    "missed": Sentence("Not found"),
}

ADVICE = {
    "turned": Sentence("Add an image of a part with fine print or a mark."),
    "tilted": Sentence("Add an image of a second side: officers often see an edge and two faces."),
    "dim": Sentence("Add an image with stronger contrast, evenly lit."),
    "glare": Sentence("Add a detail from another part of the surface, lit from the side."),
    "blurred": Sentence("Add an image that shows the large shapes and marks close up."),
    "far": Sentence("Add a close image of the mark, so that a small part is enough."),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One simulated photo: what was difficult, what came of it, what to do about it."""

    condition: Sentence
    outcome: Sentence
    advice: Sentence | None
    is_found: bool


def trials(photos: list[dict[str, Any]]) -> list[Trial]:
    """What is kept of a measurement, in words; unknown conditions of other versions left out."""
    return [
        Trial(
            CONDITIONS[photo["condition"]],
            OUTCOMES[photo["outcome"]],
            ADVICE[photo["condition"]] if photo["outcome"] != "found" else None,
            photo["outcome"] in ("found", "unsure"),
        )
        for photo in photos
        if photo["condition"] in CONDITIONS and photo["outcome"] in OUTCOMES
    ]
