"""Decimal numbers as people and other machines write them."""

from decimal import Decimal


def amount_text(value: Decimal) -> str:
    """*value* without an exponent or needless zeros: "120", "12.5"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
