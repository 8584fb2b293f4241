"""Which column a heading means: by name, by alias, as remembered, or a suggestion."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ipm_api.bulk.columns import BY_NAME, SHEETS, Sheet
from ipm_api.languages import fold

_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_WITH_LANGUAGE = re.compile(r"^(?P<name>.*?)[\s_]*[\[(@](?:languageCode=)?(?P<tag>[\w-]+)[\])]?$")
NET_CONTENT = "netcontent"
SIMILAR = 0.72  # of difflib's ratio; below, a suggestion is a guess


@dataclass(frozen=True, slots=True)
class Meaning:
    """
    What a heading means.

    Attributes:
        column: as written in our own files, "name[en]"; "" if it is not known or left out.
        suggestion: the most similar column, for a heading that is not known.
    """

    heading: str
    column: str
    suggestion: str = ""


def sheet_of(name: str, count: int) -> Sheet | None:
    """The sheet that a table of this *name* is; the only table of a file is the products."""
    plain = _plain(name)
    for sheet in SHEETS:
        if plain in (_plain(sheet.name), _plain(sheet.name).removesuffix("s")):
            return sheet
    return BY_NAME["products"] if count == 1 else None


def meanings(
    sheet: Sheet, given: list[str], remembered: Mapping[str, str], language: str = "en"
) -> list[Meaning]:
    """
    What each of the headings *given* means; each column is meant once, by the first that fits.

    Args:
        remembered: folded heading → column, as chosen before; "" for "leave it out".
        language: of texts in columns that name none.
    """
    taken: set[str] = set()
    found = []
    for heading in given:
        column = _known(sheet, heading, remembered, language)
        suggestion = ""
        if column is None and heading:
            suggestion = _similar(sheet, heading, language)
        if column in taken:
            column = None
        if column:
            taken.add(column)
        found.append(Meaning(heading, column or "", suggestion if suggestion not in taken else ""))
    return found


def possible(sheet: Sheet, languages: tuple[str, ...]) -> list[str]:
    """The columns that a person can choose from."""
    return [
        f"{column.name}[{language}]" if language else column.name
        for column in sheet.columns
        for language in (languages if column.kind.by_language else ("",))
    ]


def split_column(column: str) -> tuple[str, str]:
    """("name", "en") of "name[en]"; ("gtins", "") of "gtins"."""
    name, _, rest = column.partition("[")
    return name, rest.removesuffix("]")


def _known(sheet: Sheet, heading: str, remembered: Mapping[str, str], language: str) -> str | None:
    if fold(heading) in remembered:
        return remembered[fold(heading)]
    name, tag = heading, language
    if (found := _WITH_LANGUAGE.match(heading)) and _TAG.fullmatch(found["tag"]):
        name, tag = found["name"], _tag(found["tag"])
    plain = _plain(name)
    if not plain:
        return None
    if sheet.name == "products" and plain == NET_CONTENT:
        return NET_CONTENT
    for column in sheet.columns:
        if plain in {_plain(word) for word in (column.name, *column.aliases)}:
            return f"{column.name}[{tag}]" if column.kind.by_language else column.name
    return None


def _similar(sheet: Sheet, heading: str, language: str) -> str:
    best, closest = SIMILAR, ""
    for column in sheet.columns:
        for word in (column.name, *column.aliases):
            ratio = difflib.SequenceMatcher(None, _plain(word), _plain(heading)).ratio()
            if ratio >= best:
                best = ratio
                closest = f"{column.name}[{language}]" if column.kind.by_language else column.name
    return closest


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def _tag(tag: str) -> str:
    """As tags are kept, however they were typed: "pt-BR", "zh-Hant", "zh-Hant-TW"."""
    language, *parts = tag.lower().split("-")
    spelled = {2: str.upper, 4: str.title}
    return "-".join([language, *(spelled.get(len(part), str)(part) for part in parts)])
