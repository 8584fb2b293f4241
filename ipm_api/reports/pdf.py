"""An inspection as a PDF, in one of the languages of the service. Typst sets it."""

import json
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import fontpkg_ibm_plex_sans_arabic as typeface
import typst

from ipm_api.image_store import ImageStore
from ipm_api.operations.inspection_report import Report
from ipm_api.reports.page import Choose, Page

_FONTS = str(files(typeface) / "files")


def report_pdf(report: Report, images: ImageStore, language: str, choose: Choose) -> bytes:
    """
    The report to read.

    Args:
        language: one of INTERFACE_LANGUAGES.
        choose: of a right holder's text in several languages, the one for this reader.
    """
    template = files("ipm_api.reports").joinpath("inspection.typ").read_bytes()
    data = json.dumps(Page(report, language, choose).data())
    with TemporaryDirectory(prefix="ipm-report-") as name:  # readable to this user alone
        folder = Path(name)
        folder.joinpath("main.typ").write_bytes(template)
        for photo in report.inspection.photos:
            picture = images.get(photo.picture_sha256)
            folder.joinpath(f"photo-{photo.position}.jpg").write_bytes(picture)
        made = typst.compile(
            str(folder / "main.typ"), root=name, font_paths=[_FONTS], sys_inputs={"data": data}
        )
    return bytes(made)
