"""What administrators decide and look after; every module adds its pages to one blueprint."""

from rightholder_portal.pages.administration import (
    held_back_images,
    home,
    right_holders,
)
from rightholder_portal.pages.administration.blueprint import blueprint

__all__ = ["blueprint", "held_back_images", "home", "right_holders"]
