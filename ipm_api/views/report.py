"""``/api/v1/inspections/{id}/report.pdf`` and ``bundle.zip``."""

import uuid

from flask import Response

from ipm_api.api_blueprint import ApiBlueprint
from ipm_api.authentication import current_actor
from ipm_api.database import db, now
from ipm_api.operations.inspection_report import read_report
from ipm_api.reader_languages import reader_languages
from ipm_api.reports.bundle import sealed_bundle
from ipm_api.reports.bundle_files import bundle_files, bundle_name
from ipm_api.reports.pdf import report_pdf
from ipm_api.response_headers import made_file_response
from ipm_api.signing import signing_key
from ipm_api.views.runtime import runtime

blueprint = ApiBlueprint(
    "reports",
    __name__,
    url_prefix="/api/v1/inspections/<uuid:inspection_id>",
    description="One's own inspections, to be handed on.",
)


@blueprint.route("/report.pdf", methods=["GET"])
@blueprint.response(200, content_type="application/pdf")
def read_pdf(inspection_id: uuid.UUID) -> Response:
    """The inspection as a PDF in the reader's language; that it was read is recorded."""
    report = read_report(db.session(), current_actor(), inspection_id, form="pdf")
    languages = reader_languages()
    data = report_pdf(report, runtime().images, languages.interface, languages.choose)
    return made_file_response(data, "application/pdf", f"inspection-{inspection_id}.pdf")


@blueprint.route("/bundle.zip", methods=["GET"])
@blueprint.response(200, content_type="application/zip")
def read_bundle(inspection_id: uuid.UUID) -> Response:
    """The inspection as evidence: originals and record, sealed; verify_bundle.py checks it."""
    report = read_report(db.session(), current_actor(), inspection_id, form="bundle")
    held, languages = runtime(), reader_languages()
    pdf = report_pdf(report, held.images, languages.interface, languages.choose)
    bundle = sealed_bundle(
        bundle_files(report, held.images, pdf),
        {"inspection": str(inspection_id), "service": held.config.site},
        signing_key(held.config),
        now(),
    )
    return made_file_response(bundle, "application/zip", bundle_name(report))
