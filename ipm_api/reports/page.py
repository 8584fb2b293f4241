"""What stands on the pages of a report, in the reader's language, as plain JSON."""

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from babel import Locale

from ipm_api.amount import amount_text
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.question import QuestionMessage
from ipm_api.models.seizure import Seizure
from ipm_api.operations.inspection_report import Report
from ipm_api.reports import words
from ipm_api.sentence import Sentence
from ipm_api.translations import translations_to

Choose = Callable[[Mapping[str, str]], str]
Rows = list[list[str]]


class Page:
    """One report for one reader; the template ``inspection.typ`` asks for what ``data`` gives."""

    def __init__(self, report: Report, language: str, choose: Choose) -> None:
        self._report, self._inspection = report, report.inspection
        self._language, self._choose = language, choose
        self._gettext = translations_to(language).gettext
        self._locale = Locale.parse(language)

    def data(self) -> dict[str, Any]:
        """JSON; all of it text, and none of it markup."""
        inspection, actor = self._inspection, self._report.actor
        checks, restricted = self._checks()
        return {
            "id": str(inspection.id),
            "language": self._language,
            "words": {name: self._say(sentence) for name, sentence in words.FRAME.items()},
            "restricted": restricted,
            "facts": self._rows(
                {
                    "officer": actor.name,
                    "authority": actor.authority,
                    "country": self._country(actor.country),
                    "started": _time(inspection.started_at),
                    "place": inspection.place,
                    "barcode": inspection.barcode,
                    "notes": inspection.notes,
                }
            ),
            "verdict": self._verdict(),
            "earlier": self._earlier_verdicts(),
            "checks": checks,
            "candidates": self._candidates(),
            "questions": self._questions(),
            "seizure": self._seizure(self._report.seizure),
            "photos": [
                {
                    "file": f"photo-{photo.position}.jpg",
                    "caption": f"{self._fact('photo')} {photo.position} · "
                    f"{_time(photo.received_at)}",
                    "sha256": photo.original_sha256,
                }
                for photo in inspection.photos
            ],
        }

    def _verdict(self) -> dict[str, Any] | None:
        inspection = self._inspection
        if inspection.verdict is None or inspection.verdict_at is None:
            return None
        product_id = inspection.verdict_product_id
        facts = {
            "product": self._name(product_id) if product_id else "",
            "reason": inspection.verdict_reason,
            "recorded": _time(inspection.verdict_at),
        }
        return {
            "word": self._say(words.VERDICTS[inspection.verdict.value]),
            "facts": self._rows(facts),
        }

    def _earlier_verdicts(self) -> Rows:
        return [
            [
                _time(one.recorded_at),
                " – ".join(
                    filter(None, [self._say(words.VERDICTS[one.verdict.value]), one.reason])
                ),
                self._fact("undone" if one.undone_at else "corrected"),
            ]
            for one in self._inspection.earlier_verdicts
        ]

    def _checks(self) -> tuple[Rows, bool]:
        """Feature and answer; and whether one of them is not public."""
        product_id = self._inspection.verdict_product_id
        guide = self._report.guides.get(product_id) if product_id else None
        answers = {check.feature_id: check.answer for check in self._inspection.checks}
        checked = [one for one in (guide.features if guide else []) if one.id in answers]
        covert = {one.id for one in checked if one.level is not FeatureLevel.OVERT}
        mark = f" ({self._fact('officers_only')})"
        rows = [
            [
                self._choose(one.titles) + (mark if one.id in covert else ""),
                self._say(words.ANSWERS[answers[one.id].value]),
            ]
            for one in checked
        ]
        return rows, bool(covert)

    def _candidates(self) -> Rows:
        return [
            [
                self._name(one.product_id),
                self._say(words.BANDS[one.band.value]),
                str(one.version_number or "–"),
            ]
            for one in self._inspection.candidates
        ]

    def _questions(self) -> list[dict[str, Any]]:
        return [
            {
                "to": f"{one.brand.right_holder.name} ({one.brand.name})",
                "messages": [self._message(message) for message in one.messages],
            }
            for one in self._report.questions
        ]

    def _message(self, message: QuestionMessage) -> list[str]:
        who = self._fact("you" if message.from_officer else "they")
        said = self._say(words.STATEMENTS[message.statement.value]) if message.statement else ""
        text = "\n".join(filter(None, [said, message.text]))
        return [f"{who}\n{_time(message.sent_at)}", _as_written(text)]

    def _seizure(self, seizure: Seizure | None) -> Rows:
        if seizure is None:
            return []
        unit, transport = seizure.unit, seizure.transport
        quantity = "" if seizure.quantity is None else amount_text(seizure.quantity)
        value = "" if seizure.value is None else amount_text(seizure.value)
        is_placed = seizure.latitude is not None and seizure.longitude is not None
        written = {
            "goods": seizure.goods,
            "quantity": f"{quantity} {self._say(words.UNITS[unit.value])}" if unit else quantity,
            "origin": self._country(seizure.origin),
            "route": seizure.route,
            "transport": self._say(words.TRANSPORTS[transport.value]) if transport else "",
            "value": f"{value} {seizure.currency}".strip(),
            "hs_code": seizure.hs_code,
            "place": seizure.place,
            "position": f"{seizure.latitude:.5f}, {seizure.longitude:.5f}" if is_placed else "",
            "seized_on": seizure.seized_on.isoformat() if seizure.seized_on else "",
            "right_holder": seizure.right_holder,
            "legal_ground": seizure.legal_ground,
        }
        return self._rows(written)

    def _rows(self, facts: Mapping[str, str]) -> Rows:
        """Name and value of what is known."""
        return [[self._fact(name), _as_written(value)] for name, value in facts.items() if value]

    def _name(self, product_id: uuid.UUID) -> str:
        guide = self._report.guides.get(product_id)
        if guide is None:
            return self._fact("gone")
        return f"{guide.product.brand.name} · {self._choose(guide.product.names)}"

    def _country(self, code: str) -> str:
        return str(self._locale.territories.get(code, code))

    def _fact(self, name: str) -> str:
        return self._say(words.FACTS[name])

    def _say(self, sentence: Sentence) -> str:
        return self._gettext(sentence.template)


def _as_written(text: str) -> str:
    """Each line in its own direction, whatever that of the page is (UAX 9, FSI and PDI)."""
    return "\n".join(f"\u2068{line}\u2069" for line in text.split("\n"))


def _time(moment: datetime) -> str:
    """As every court reads it, whatever its language: from left to right (UAX 9, LRI and PDI)."""
    return moment.astimezone(UTC).strftime("\u2066%Y-%m-%d %H:%M:%S UTC\u2069")
