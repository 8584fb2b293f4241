"""Which pages there are, and as whom each is looked at: the policy is the list."""

from ipm_api.portal_policy import PORTAL_POLICY
from rightholder_portal.forms.product import SECTIONS
from rightholder_portal.pages.counterfeit import KINDS
from tests.rightholder_portal.everybody import filled
from tests.rightholder_portal.promised import PROMISED

PEOPLE = (
    "anonymous",
    "pending",
    "representative A",
    "officer X",
    "trainer",
    "second administrator",
    "national contact",
)
"""Each page is looked at as the first of these that PROMISED lets in; people of the world."""

NO_PAGES = ("/static/",)

NOT_LOOKED_AT = frozenset(
    {
        # to a page that is looked at itself
        "/",
        "/products/<uuid:product_id>/edit",
        # what scripts ask
        "/products/<uuid:product_id>/uploads",
        "/uploads/<uuid:upload_id>",
        # pictures
        "/administration/break-glass/<uuid:break_glass_id>/images/<uuid:image_id>",
        "/features/<uuid:feature_id>/counterpart",
        "/features/<uuid:feature_id>/crop",
        "/images/<uuid:image_id>",
        "/images/<uuid:image_id>/place",
        "/messages/<uuid:question_id>/photos/<int:place>",
        "/reply/<uuid:notice_id>/<token>/photos/<int:place>",
        # files
        "/administration/audit.csv",
        "/administration/audit.jsonl",
        "/bulk/example.csv",
        "/bulk/exports/<uuid:export_id>/file",
        "/bulk/imports/<uuid:import_id>/errors.csv",
        "/bulk/template.xlsx",
        "/bulk/template.zip",
        "/statistics/download",
    }
)
"""Rules that answer with no page of their own."""

VARIANTS = {"<section>": tuple(SECTIONS), "<kind>/new": tuple(f"{kind}/new" for kind in KINDS)}
"""Rules that are several pages: part of the rule → what stands there."""


def pages_of(person: str) -> list[str]:
    """The rules that *person* is the first of PEOPLE to be let in to."""
    found = []
    for route in PORTAL_POLICY:
        method, rule = route.split(" ")
        if method == "GET" and not rule.startswith(NO_PAGES):
            allowed = PROMISED[route][0]
            if next((who for who in PEOPLE if who in allowed), None) == person:
                found.append(rule)
    return found


def looks_of(person: str) -> list[str]:
    """What there is to look at as *person*: each form of a rule that is several pages."""
    looks = []
    for rule in pages_of(person):
        if rule not in NOT_LOOKED_AT:
            part = next((part for part in VARIANTS if rule.endswith(part)), None)
            forms = [rule.replace(part, form) for form in VARIANTS[part]] if part else [rule]
            looks += forms
    return looks


def address_of(look: str, ids: dict[str, str]) -> str:
    """Where *look* is; *ids* by name, those of mailed links by the first word of the address."""
    first = look.split("/")[1]
    own = {"image_id": ids["held_back_id"]} if look.startswith("/administration/images/") else {}
    token = ids.get(f"{first}_token", "x")
    return filled(look.replace("<token>", token), ids | own)
