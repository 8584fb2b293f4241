"""Countries of forms: ISO 3166-1 alpha-2, and what the reader calls them."""

from babel import Locale

from ipm_api.languages import fold
from rightholder_portal.language import locale

_NO_COUNTRIES = {
    *("AC", "CP", "CQ", "DG", "EA", "IC", "TA"),  # parts of countries, reserved
    *("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"),  # groups and places of software
}
CODES = tuple(
    code
    for code in sorted(Locale.parse("en").territories)
    if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
)


def country(code: str) -> str:
    """What the reader calls it; an unknown code is its own name."""
    return str(locale().territories.get(code, code))


def countries() -> dict[str, str]:
    """Code → name in the reader's language, in the order of the names."""
    names = {code: country(code) for code in CODES}
    return dict(sorted(names.items(), key=lambda item: fold(item[1])))
