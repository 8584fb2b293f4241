"""What administrators decide and look after; every module adds its pages to one blueprint."""

from rightholder_portal.pages.administration import (
    accounts,
    audit_log,
    break_glass,
    categories,
    countries,
    health,
    held_back_images,
    home,
    news,
    right_holders,
)
from rightholder_portal.pages.administration.blueprint import blueprint

__all__ = [
    "accounts",
    "audit_log",
    "blueprint",
    "break_glass",
    "categories",
    "countries",
    "health",
    "held_back_images",
    "home",
    "news",
    "right_holders",
]
