"""
Trade marks as offices hand them out: WIPO ST.66 and ST.96 XML, read by the names of the elements.

Both standards nest differently and agree on the words; namespaces are left aside. No entities, no
document types, nothing from elsewhere.
"""

from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ipm_api.errors import BulkRefused
from ipm_api.sentence import Sentence

MOST_MARKS = 5_000
MOST_DEPTH = 60
_MARK = frozenset({"trademark", "trademarkapplication"})
_OFFICE = ("registrationofficecode", "ipofficecode", "receivingofficecode", "officecode")
_NUMBER = (
    "registrationnumber",
    "internationalregistrationnumber",
    "applicationnumbertext",
    "applicationnumber",
)
_WORDS = ("markverbalelementtext", "markverbalelement", "marksignificantverbalelementtext")


def trade_marks(file: IO[bytes]) -> Iterator[dict[str, str]]:
    """
    One row of the sheet "rights" per trade mark in *file*.

    Raises:
        BulkRefused: no XML, hostile XML, or none that holds trade marks.
    """
    count = 0
    try:
        for mark in _marks(file):
            count += 1
            if count > MOST_MARKS:
                raise BulkRefused(
                    Sentence("At most %(most)s trade marks in one file.", most=MOST_MARKS)
                )
            yield _row(mark)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BulkRefused(
            Sentence("This is no trade-mark XML (ST.66 or ST.96) that can be read.")
        ) from error
    if not count:
        raise BulkRefused(Sentence("No trade mark was found in this XML (ST.66 or ST.96)."))


def _marks(file: IO[bytes]) -> Iterator[Any]:
    inside = depth = 0
    for event, node in iterparse(file, events=("start", "end"), forbid_dtd=True):
        is_mark = _name(node) in _MARK
        if event == "start":
            depth += 1
            inside += is_mark
            if depth > MOST_DEPTH:
                raise BulkRefused(Sentence("This XML is nested too deeply."))
            continue
        depth -= 1
        if is_mark:
            inside -= 1
            if not inside:
                if len(node):
                    yield node
                node.clear()
        elif not inside:
            node.clear()


def _row(mark: Any) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for node in mark.iter():
        text = (node.text or "").strip()
        if text:
            said.setdefault(_name(node), []).append(text)

    def first(*names: str) -> str:
        return next((said[name][0] for name in names if name in said), "")

    return {
        "brand": first(*_WORDS),
        "type": "trade-mark",
        "office": first(*_OFFICE),
        "number": first(*_NUMBER),
        "nice_classes": ";".join(
            sorted({c.lstrip("0") for c in said.get("classnumber", []) if c.isdigit()}, key=int)
        ),
        "vienna_codes": ";".join(_vienna(mark)),
        "valid_until": first("expirydate", "registrationexpirydate")[:10],
    }


def _vienna(mark: Any) -> list[str]:
    """Codes of figurative elements, "26.4.2", of their three numbers."""
    codes = []
    for node in mark.iter():
        parts = {_name(child): (child.text or "").strip() for child in node}
        three = [parts.get(f"vienna{part}", "") for part in ("category", "division", "section")]
        if all(part.isdigit() for part in three):
            codes.append(".".join(str(int(part)) for part in three))
    return codes


def _name(node: Any) -> str:
    return str(node.tag).rsplit("}", 1)[-1].lower()
