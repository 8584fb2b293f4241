"""Which pages there are, and as whom each is looked at: the policy is the list."""

from ipm_api.portal_policy import PORTAL_POLICY
from tests.rightholder_portal.promised import PROMISED

PEOPLE = (
    "anonymous",
    "pending",
    "publisher A",
    "officer X",
    "trainer",
    "second administrator",
    "national contact",
)
"""Each page is looked at as the first of these that PROMISED lets in; people of the world."""

NO_PAGES = ("/static/",)


def pages_of(person: str) -> list[str]:
    """The rules of the pages that *person* is the first of PEOPLE to be let in to."""
    found = []
    for route in PORTAL_POLICY:
        method, rule = route.split(" ")
        if method == "GET" and not rule.startswith(NO_PAGES):
            allowed = PROMISED[route][0]
            if next((who for who in PEOPLE if who in allowed), None) == person:
                found.append(rule)
    return found
