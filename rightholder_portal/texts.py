"""What templates need to say things: texts in the reader's language, numbers and dates."""

from datetime import datetime
from typing import Any

from flask import Flask, request

from ipm_api.languages import text_in
from ipm_api.policy import Party
from rightholder_portal.session import current_actor

LANGUAGES = {"en": "English", "fr": "French"}
"""Languages that forms ask for; texts in others are kept."""

WORDS = {
    "eye": "By eye",
    "touch": "By touch",
    "ruler": "Ruler",
    "magnifier": "Magnifier",
    "uv-lamp": "UV lamp",
    "scanner": "Scanner",
    "laboratory": "Laboratory",
    "overt": "Overt: officers and trainers",
    "covert": "Covert: officers only",
    "forensic": "Forensic: only you",
    "draft": "Draft",
    "published": "Published",
    "withdrawn": "Withdrawn",
    "pending": "Waits for approval",
    "approved": "Approved",
    "suspended": "Suspended",
    "genuine": "Genuine",
    "known-counterfeit": "Known counterfeit",
    "accepted": "Accepted",
    "held-back": "Held back",
    "refused": "Refused",
    "trade-mark": "Trade mark",
    "design": "Design",
    "copyright": "Copyright",
    "patent": "Patent",
    "geographical-indication": "Geographical indication",
    "plant-variety": "Plant variety",
}


def register_texts(app: Flask) -> None:
    """Give the templates of *app* their filters."""
    app.add_template_filter(say)
    app.add_template_filter(word)
    app.add_template_filter(moment)
    app.context_processor(_for_every_page)


def say(texts: dict[str, str]) -> str:
    """A text in the reader's language."""
    return text_in(texts or {}, list(request.accept_languages.values()))


def word(value: Any) -> str:
    """A state or kind in words."""
    key = str(getattr(value, "value", value))
    return WORDS.get(key, key.replace("-", " ").capitalize())


def moment(value: datetime) -> str:
    """A time with its zone."""
    return value.strftime("%d %B %Y, %H:%M UTC")


def _for_every_page() -> dict[str, Any]:
    return {"actor": current_actor(), "Party": Party, "LANGUAGES": LANGUAGES}
