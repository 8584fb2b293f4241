"""Languages by their BCP 47 tags, and texts that right holders write in them."""

import re
from collections.abc import Mapping

from ipm_api.database import Texts
from ipm_api.sentence import Sentence

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")  # language-Script-REGION
MAXIMUM_LANGUAGES = 60  # of one text


def is_language_tag(tag: str) -> bool:
    """True for "fr", "zh-Hant", "pt-BR"; only the form is looked at."""
    return _TAG.fullmatch(tag) is not None


def filled_texts(texts: Mapping[str, str]) -> Texts:
    """*texts* without blanks around them, and without the empty ones."""
    return {tag: text.strip() for tag, text in texts.items() if text and text.strip()}


def problem_with(texts: Mapping[str, str], most: int) -> Sentence | None:
    """What is wrong with *texts* that may have *most* characters each; None if nothing is."""
    if any(not is_language_tag(tag) for tag in texts) or len(texts) > MAXIMUM_LANGUAGES:
        return Sentence("Choose a language of the list.")
    if any(len(text) > most for text in texts.values()):
        return Sentence("At most %(most)s characters.", most=most)
    if any("\0" in text for text in texts.values()):
        return Sentence("Control characters cannot be kept.")
    return None
