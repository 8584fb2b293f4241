"""What templates need to say things: texts of right holders, and the words for states and kinds."""

import unicodedata
from typing import Any

from flask import Flask, request

from ipm_api.languages import text_in
from ipm_api.policy import PUBLISHERS, RIGHT_HOLDER, Party
from ipm_api.sentence import Sentence
from rightholder_portal.countries import country
from rightholder_portal.language import language, locale, say_sentence
from rightholder_portal.map_projection import VIEW_BOX
from rightholder_portal.navigation import menu_of
from rightholder_portal.session import current_actor

LANGUAGES = {"en": "English", "fr": "French"}
"""Languages that forms ask for; texts in others are kept."""

_ISOLATE, _END = "\u2068", "\u2069"
"""Around what is written the other way: its full stop stays at its end."""

WORDS = {
    "eye": Sentence("By eye"),
    "touch": Sentence("By touch"),
    "ruler": Sentence("Ruler"),
    "magnifier": Sentence("Magnifier"),
    "uv-lamp": Sentence("UV lamp"),
    "scanner": Sentence("Scanner"),
    "laboratory": Sentence("Laboratory"),
    "overt": Sentence("Overt: officers and trainers"),
    "covert": Sentence("Covert: officers only"),
    "forensic": Sentence("Forensic: only you"),
    "draft": Sentence("Draft"),
    "published": Sentence("Published"),
    "withdrawn": Sentence("Withdrawn"),
    "pending": Sentence("Waits for approval"),
    "approved": Sentence("Approved"),
    "suspended": Sentence("Suspended"),
    "genuine": Sentence("Genuine"),
    "known-counterfeit": Sentence("Known counterfeit"),
    "reading": Sentence("Being read"),
    "checking": Sentence("Being checked"),
    "checked": Sentence("Checked, waits for you"),
    "importing": Sentence("Being imported"),
    "imported": Sentence("Imported"),
    "undoing": Sentence("Being taken back"),
    "undone": Sentence("Taken back"),
    "new": Sentence("New"),
    "changed": Sentence("Changed"),
    "unchanged": Sentence("Unchanged"),
    "error": Sentence("With errors"),
    "kept": Sentence("Not taken back"),
    "accepted": Sentence("Accepted"),
    "held-back": Sentence("Held back"),
    "refused": Sentence("Refused"),
    "trade-mark": Sentence("Trade mark"),
    "design": Sentence("Design"),
    "copyright": Sentence("Copyright"),
    "patent": Sentence("Patent"),
    "geographical-indication": Sentence("Geographical indication"),
    "plant-variety": Sentence("Plant variety"),
    "unit": Sentence("Single article"),
    "inner": Sentence("Inner pack"),
    "outer": Sentence("Outer carton"),
    "pallet": Sentence("Pallet"),
    "serial": Sentence("Serial number"),
    "lot": Sentence("Lot number"),
    "factory": Sentence("Factory"),
    "licensee": Sentence("Licensee"),
    "authorised-importer": Sentence("Authorised importer"),
    "distributor": Sentence("Distributor"),
    "warehouse": Sentence("Warehouse"),
    "broker": Sentence("Broker"),
    "sea": Sentence("By sea"),
    "air": Sentence("By air"),
    "road": Sentence("By road"),
    "rail": Sentence("By rail"),
    "river": Sentence("By river"),
    "post": Sentence("By post"),
    "recordation": Sentence("Recordation"),
    "application-for-action": Sentence("Application for action"),
    "right": Sentence("Right"),
    "administrative": Sentence("Administrative: procedure and papers"),
    "technical": Sentence("Technical: is it genuine?"),
    "both": Sentence("Administrative and technical"),
    "mon": Sentence("Monday"),
    "tue": Sentence("Tuesday"),
    "wed": Sentence("Wednesday"),
    "thu": Sentence("Thursday"),
    "fri": Sentence("Friday"),
    "sat": Sentence("Saturday"),
    "sun": Sentence("Sunday"),
    "waiting": Sentence("Waiting"),
    "answered": Sentence("Answered"),
    "closed": Sentence("Closed"),
    "not-genuine": Sentence("Not genuine"),
    "genuine-unauthorised-channel": Sentence("Genuine, but not by an authorised channel"),
    "more-photos-needed": Sentence("More photos needed"),
    "cannot-tell": Sentence("Cannot tell"),
    "information": Sentence("Information"),
    "important": Sentence("Important"),
    "urgent": Sentence("Urgent"),
    "member": Sentence("Member: edits"),
    "publisher": Sentence("Publisher: edits and publishes"),
    "organisation-administrator": Sentence("Administrator: publishes and runs the team"),
    "electronic": Sentence("Electronic"),
    "marking": Sentence("Marking"),
    "chemical-physical": Sentence("Chemical or physical"),
    "mechanical": Sentence("Mechanical"),
    "digital-media": Sentence("Digital media"),
    "seizure": Sentence("Seizure"),
    "detention": Sentence("Detention"),
    "raid": Sentence("Raid"),
    "test-purchase": Sentence("Test purchase"),
    "online-offer": Sentence("Online offer"),
    "court-case": Sentence("Court case"),
    "open": Sentence("Open"),
    "destroyed": Sentence("Destroyed"),
    "released": Sentence("Released"),
    "settled": Sentence("Settled"),
    "judgment": Sentence("Judgment"),
    "taken-down": Sentence("Taken down"),
    "other": Sentence("Other"),
    "origin": Sentence("Origin"),
    "price": Sentence("Price"),
    "invoice": Sentence("Invoice"),
    "sales-page": Sentence("Sales page"),
    "tag": Sentence("Tag or label"),
    "other-indicator": Sentence("Another indicator"),
    "misdeclared": Sentence("Contents declared wrongly"),
    "separate-shipments": Sentence("Goods and marks sent apart"),
    "mixed-with-genuine": Sentence("Mixed with genuine goods"),
    "changed-route": Sentence("Changed route"),
    "false-certificate": Sentence("False certificate of origin"),
    "other-concealment": Sentence("Another concealment"),
    "front": Sentence("Front"),
    "back": Sentence("Back side"),
    "label": Sentence("Label"),
    "detail": Sentence("Detail"),
    "packaging": Sentence("Packaging"),
    "accessory": Sentence("Accessory"),
    "administrator": Sentence("IPM administrator"),
    "officer": Sentence("Officer"),
    "trainer": Sentence("Trainer"),
    "national-contact": Sentence("National contact"),
}


def register_texts(app: Flask) -> None:
    """Give the templates of *app* their filters."""
    app.add_template_filter(say)
    app.add_template_filter(isolated)
    app.add_template_filter(word)
    app.add_template_filter(country)
    app.context_processor(_for_every_page)


def say(texts: dict[str, str]) -> str:
    """A text in the reader's language."""
    return isolated(text_in(texts or {}, [language(), *request.accept_languages.values()]))


def isolated(text: str) -> str:
    """*text* as one piece if it runs in another direction than the page."""
    other = "left-to-right" if locale().text_direction == "rtl" else "right-to-left"
    return f"{_ISOLATE}{text}{_END}" if text and _direction(text) == other else text


def _direction(text: str) -> str:
    """Which way *text* runs, by its first letter (Unicode Bidirectional Algorithm, rule P2)."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    return {"L": "left-to-right", "R": "right-to-left", "AL": "right-to-left"}.get(first, "")


def word(value: Any) -> str:
    """A state or kind in words."""
    key = str(getattr(value, "value", value))
    if key in WORDS:
        return say_sentence(WORDS[key])
    return key if key.isupper() else say_sentence(key.replace("-", " ").capitalize())


def _for_every_page() -> dict[str, Any]:
    actor = current_actor()
    return {
        "actor": actor,
        "menu": menu_of(actor),
        "Party": Party,
        "RIGHT_HOLDER": RIGHT_HOLDER,
        "PUBLISHERS": PUBLISHERS,
        "LANGUAGES": LANGUAGES,
        "MAP_VIEW_BOX": VIEW_BOX,
        "onward": "←" if locale().text_direction == "rtl" else "→",
    }
