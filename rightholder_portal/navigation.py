"""The menu: one table. Who sees an entry is decided by PORTAL_POLICY, not here."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from ipm_api.policy import READERS, Actor, Party
from ipm_api.portal_policy import PORTAL_POLICY
from ipm_api.sentence import Sentence
from rightholder_portal.language import say_sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A link of the menu.

    Attributes:
        endpoint: of a page without ids in its address; left out as long as it does not exist.
        label: what the link says.
        nouns: page modules (blueprints) that belong to it besides its own.
        parties: narrower than the policy of the page, where that is wanted.
    """

    endpoint: str
    label: Sentence
    nouns: tuple[str, ...] = ()
    parties: frozenset[Party] = frozenset(Party)


MENU = (
    Entry(
        "product.list_products",
        Sentence("Products"),
        ("product_edit", "image", "image_edit", "image_takedown", "feature"),
    ),
    Entry("message.list_messages", Sentence("Messages")),
    Entry("alert.list_alerts", Sentence("Alerts")),
    Entry("brand.list_brands", Sentence("Brands"), ("right",)),
    Entry("supply_chain.show_chain", Sentence("Supply chain")),
    Entry("contact.list_contacts", Sentence("Contacts")),
    Entry("bulk.home", Sentence("Import and export")),
    Entry("statistics.show_statistics", Sentence("Statistics")),
    Entry("sharing.show_sharing", Sentence("Sharing")),
    Entry("publishing.list_requests", Sentence("Asked to publish")),
    Entry("guide.list_guides", Sentence("Guides"), parties=READERS),
    Entry("team.list_members", Sentence("Team")),
    Entry("reading.list_readers", Sentence("Readers at a limit")),
    Entry("resemblance.list_questions", Sentence("Look-alikes")),
    Entry("resemblance.list_readings", Sentence("Readings")),
    Entry("invitee.list_invitees", Sentence("People")),
    Entry("administration.home", Sentence("Administration")),
    Entry("account.application", Sentence("Application"), parties=frozenset({Party.PENDING})),
    Entry("own_account.show", Sentence("Your account"), ("second_factor", "passkey")),
)
"""In the order of the day's work; other parts of the portal add their lines."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as this page shows it."""

    url: str
    label: str
    current: bool


def menu_of(actor: Actor) -> list[Link]:
    """The links that lead *actor* to pages that are open to them."""
    entries = [
        entry
        for entry in MENU
        if actor.party in entry.parties and actor.party in _open_to(entry.endpoint)
    ]
    here = _here(entries)
    return [
        Link(url_for(entry.endpoint), say_sentence(entry.label), entry is here) for entry in entries
    ]


def _here(entries: list[Entry]) -> Entry | None:
    """Where this page belongs: its own entry, else that of its noun; a product's to Products."""
    endpoint = request.endpoint or ""
    noun = "product" if request.path.startswith("/products/") else endpoint.split(".")[0]
    exact = [entry for entry in entries if entry.endpoint == endpoint]
    near = [e for e in entries if noun == e.endpoint.split(".")[0] or noun in e.nouns]
    return next(iter(exact + near), None)


def _open_to(endpoint: str) -> frozenset[Party]:
    if endpoint not in current_app.view_functions:
        return frozenset()
    rule = next(current_app.url_map.iter_rules(endpoint)).rule
    return PORTAL_POLICY[f"GET {rule}"]
