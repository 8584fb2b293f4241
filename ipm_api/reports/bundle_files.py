"""The files of a bundle: the photos as they came, and everything that was said of them, as JSON."""

import uuid
from collections.abc import Iterator
from typing import Any

from image_index.photo import inspect_photo
from ipm_api.image_store import ImageStore
from ipm_api.models.inspection import InspectionPhoto
from ipm_api.operations.inspection_report import Report
from ipm_api.reports.bundle import json_bytes
from ipm_api.schemas.seizure import SeizureResponse

README = """\
A bundle of the inspection {id}, sealed by the service that kept it.

  photos/          the photos, byte by byte as the phone sent them; they may hold the position and
                   the time that the phone wrote into them ("-copy": the original was on its way)
  inspection.json  what was photographed, proposed, checked and decided; corrected and undone
                   verdicts too; versions of the guides
  messages.json    questions to right holders, and their answers
  seizure.json     the short form of a seizure report, or null
  events.json      what the officer did, as the audit trail of the service has it: the SHA-256 of
                   each "event" is its link, and names the link before it
  report.pdf       the same, to read
  manifest.json    the SHA-256 of every file

To check it, without the service: take verify_bundle.py from the source of IPM and run
  python verify_bundle.py {name} PUBLIC_KEY
with the public key that the service told everybody (/api/v1/signing-key). Any change of any byte
is found. Whether the links stand in the trail is checked by the service: ipm verify-audit.
"""


def bundle_name(report: Report) -> str:
    """What the file is called."""
    return f"inspection-{report.inspection.id}.zip"


def bundle_files(report: Report, images: ImageStore, pdf: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each, the manifest apart; one photo in memory at a time."""
    inspection = report.inspection
    names = {}
    for photo in inspection.photos:
        data = images.get(_kept_sha256(photo))
        extension = inspect_photo(data).media_type.removeprefix("image/")
        copy = "-copy" if photo.original_arrived_at is None else ""
        names[photo.id] = f"photos/{photo.position:02}{copy}.{extension}"
        yield names[photo.id], data
    yield "inspection.json", json_bytes(inspection_facts(report, names))
    yield "messages.json", json_bytes(message_facts(report))
    seizure = SeizureResponse().dump(report.seizure) if report.seizure else None
    yield "seizure.json", json_bytes(seizure)
    links = [{"event": link.event, "sha256": link.sha256} for link in report.events]
    yield "events.json", json_bytes(links)
    yield "report.pdf", pdf
    about = README.format(id=inspection.id, name=bundle_name(report))
    yield "README.txt", about.encode()


def inspection_facts(report: Report, names: dict[uuid.UUID, str]) -> dict[str, Any]:
    """The article, what was proposed, seen and decided; no score, nothing of other levels."""
    inspection = report.inspection
    return {
        "id": str(inspection.id),
        "officer": {
            "account": str(report.actor.account_id),
            "name": report.actor.name,
            "authority": report.actor.authority,
            "country": report.actor.country,
        },
        "started_at": inspection.started_at.isoformat(),
        "barcode": inspection.barcode,
        "place": inspection.place,
        "notes": inspection.notes,
        "photos": [_photo(photo, names[photo.id]) for photo in inspection.photos],
        "candidates": [
            {
                "rank": candidate.rank,
                "band": candidate.band.value,
                "barcode_agrees": candidate.barcode_agrees,
                "guide_version": candidate.version_number,
                **_product(report, candidate.product_id),
            }
            for candidate in inspection.candidates
        ],
        "verdicts": [
            {
                "number": one.number,
                "verdict": one.verdict.value,
                "reason": one.reason,
                "recorded_at": one.recorded_at.isoformat(),
                "undone_at": one.undone_at.isoformat() if one.undone_at else None,
                "guide_version": one.version_number,
                **_product(report, one.product_id),
                "checks": [
                    check | {"titles": _titles(report, one.product_id, check["feature_id"])}
                    for check in one.checks
                ],
            }
            for one in inspection.verdicts
        ],
        "verdict": inspection.verdict.value if inspection.verdict else None,
    }


def message_facts(report: Report) -> list[dict[str, Any]]:
    """Questions and answers; of the right holder's people no more than the phone shows."""
    return [
        {
            "id": str(question.id),
            "right_holder": question.brand.right_holder.name,
            "brand": question.brand.name,
            "asked_at": question.asked_at.isoformat(),
            "deadline": question.deadline.isoformat(),
            "closed_at": question.closed_at.isoformat() if question.closed_at else None,
            "photos": [str(photo.photo_id) for photo in question.photos],
            "messages": [
                {
                    "from_officer": message.from_officer,
                    "statement": message.statement.value if message.statement else None,
                    "text": message.text,
                    "sent_at": message.sent_at.isoformat(),
                }
                for message in question.messages
            ],
        }
        for question in report.questions
    ]


def _kept_sha256(photo: InspectionPhoto) -> str:
    """Of the original; while it is still on its way, of the smaller copy that came first."""
    if photo.original_arrived_at is None and photo.copy_sha256 is not None:
        return photo.copy_sha256
    return photo.original_sha256


def _photo(photo: InspectionPhoto, name: str) -> dict[str, Any]:
    return {
        "id": str(photo.id),
        "file": name,
        "sha256": photo.original_sha256,
        "size": photo.size,
        "file_name": photo.file_name,
        "received_at": photo.received_at.isoformat(),
        "original_arrived": photo.original_arrived_at is not None,
        "copy_sha256": photo.copy_sha256,
    }


def _product(report: Report, product_id: uuid.UUID | None) -> dict[str, Any]:
    """Names as the guide has them now; of a product that is no longer published, the id alone."""
    guide = report.guides.get(product_id) if product_id else None
    return {
        "product": str(product_id) if product_id else None,
        "names": guide.product.names if guide else {},
        "brand": guide.product.brand.name if guide else "",
    }


def _titles(report: Report, product_id: uuid.UUID | None, feature_id: str) -> dict[str, str]:
    guide = report.guides.get(product_id) if product_id else None
    features = guide.features if guide else []
    return next((dict(one.titles) for one in features if str(one.id) == feature_id), {})
