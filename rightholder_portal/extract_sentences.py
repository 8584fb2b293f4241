"""
Collects every sentence for people and updates the catalogues: run it after changing one.

``python -m rightholder_portal.extract_sentences`` reads the templates and the Python of
``rightholder_portal`` and ``ipm_api`` and writes ``translations/*/LC_MESSAGES/portal.po``:
new sentences are added empty, sentences that nobody says any more are removed.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from ipm_api.languages import FALLBACK, INTERFACE_LANGUAGES
from ipm_api.translations import TRANSLATIONS

ROOT = Path(__file__).parent.parent
_METHODS = {
    "rightholder_portal": [("templates/**.html", "jinja2"), ("**.py", "python")],
    "ipm_api": [("**.py", "python")],
}
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "Sentence": None}
_NOISE = tuple(
    f'"{header}:'.encode()
    for header in (
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)
_OPTIONS = {"jinja2": {"extensions": "jinja2.ext.i18n", "silent": "false"}}


def sentences() -> Catalog:
    """Every sentence that the code says, and the files that say it."""
    found = Catalog(domain="portal", charset="utf-8")
    for folder, methods in _METHODS.items():
        options = {pattern: _OPTIONS.get(method, {}) for pattern, method in methods}
        rows = extract_from_dir(
            ROOT / folder, [(p, m) for p, m in methods], options, _KEYWORDS, ("Translators:",)
        )
        for name, _line, message, comments, _context in rows:
            found.add(message, locations=[(f"{folder}/{name}", None)], auto_comments=comments)
    return found


def catalogue(tag: str) -> Catalog:
    """The sentences in the language *tag*, as they are kept."""
    with _path(tag).open("rb") as file:
        return read_po(file, locale=tag, domain="portal", abort_invalid=True)


def updated(tag: str, said: Catalog) -> Catalog:
    """The catalogue of *tag* with exactly the sentences of *said*; translations are kept."""
    kept = catalogue(tag) if _path(tag).exists() else Catalog(locale=tag, domain="portal")
    kept.update(said, no_fuzzy_matching=True)
    kept.obsolete.clear()
    return kept


def written(catalogue: Catalog) -> bytes:
    """*catalogue* as a file that changes only when a sentence does: no dates, no line numbers."""
    catalogue.fuzzy, catalogue.header_comment = False, f"# IPM in {catalogue.locale.english_name}."
    lines = BytesIO()
    write_po(lines, catalogue, width=100, sort_by_file=True, include_lineno=False)
    kept = [line for line in lines.getvalue().splitlines(True) if not line.startswith(_NOISE)]
    return b"".join(kept)


def main() -> None:
    """Write the catalogues anew and say how much is left to translate."""
    said = sentences()
    for tag in INTERFACE_LANGUAGES:
        if tag == FALLBACK:
            continue
        catalogue = updated(tag, said)
        _path(tag).parent.mkdir(parents=True, exist_ok=True)
        _path(tag).write_bytes(written(catalogue))
        missing = sum(1 for message in catalogue if message.id and not is_complete(message.string))
        print(f"{tag}: {len(catalogue)} sentences, {missing} to translate")


def is_complete(string: str | tuple[str, ...]) -> bool:
    """True if a translation says something in all of its forms."""
    return all(string) if isinstance(string, tuple) else bool(string)


def _path(tag: str) -> Path:
    return TRANSLATIONS / tag / "LC_MESSAGES" / "portal.po"


if __name__ == "__main__":
    main()
