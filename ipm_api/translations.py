"""The catalogues of sentences: pages and mails are said from the same ones."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ipm_api.languages import FALLBACK

TRANSLATIONS = Path(__file__).parent.parent / "rightholder_portal" / "translations"


@cache
def translations_to(tag: str) -> NullTranslations:
    """The sentences of a language, from its catalogue; English needs none."""
    if tag == FALLBACK:
        return NullTranslations()
    with (TRANSLATIONS / tag / "LC_MESSAGES" / "portal.po").open("rb") as file:
        return compiled(read_po(file, locale=tag, abort_invalid=True))


def compiled(catalogue: Catalog) -> NullTranslations:
    """*catalogue*, ready to be asked; what it does not translate is said in English."""
    file = BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return GNUTranslations(file)
