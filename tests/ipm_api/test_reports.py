"""What is handed on of an inspection: readable, complete, nobody else's, and sealed."""

import io
import json
import random
import shutil
import subprocess
import sys
import zipfile

import pytest
from sqlalchemy import select

import verify_bundle
from ipm_api.models.account import Account, Role
from ipm_api.models.audit_event import AuditEvent, AuditLink
from ipm_api.models.distinguishing_feature import FeatureLevel
from ipm_api.models.question import Statement
from ipm_api.operations.publication import publish_product
from ipm_api.operations.question import ask
from ipm_api.operations.question_answer import answer
from ipm_api.operations.seizure import SeizureDraft, save_seizure
from ipm_api.operations.verdict import record_verdict
from tests.ipm_api.photos import photo_of, picture

FLIPS = 400  # of single bytes, beside all of the archive's own
PHOTO = photo_of(1, 700).data


@pytest.fixture
def product(session, publisher, make_product):
    """Published; its first feature is for officers, its second for nobody else."""
    made = make_product(publisher, picture=picture(1), name="Eau Claire")
    first, second = made.features
    first.level, second.level = FeatureLevel.COVERT, FeatureLevel.FORENSIC
    second.titles = {"en": "The secret fibre"}
    publish_product(session, publisher, made.id)
    return made


@pytest.fixture
def case(session, api, officer, publisher, product, token_for):
    """Address of an inspection with a verdict, a correction, a question and a seizure; headers."""
    account = session.get_one(Account, officer.account_id)
    me = {"Authorization": f"Bearer {token_for(account)}"}
    sent = api.post("/api/v1/inspections", data=PHOTO, content_type="image/jpeg", headers=me)
    inspection_id, seen = sent.json["id"], {product.features[0].id: "as-counterfeit"}
    about = {"product_id": product.id, "checks": seen}
    record_verdict(session, officer, inspection_id, "cannot-tell")
    record_verdict(session, officer, inspection_id, "suspect", reason="Print: *bold* #x", **about)
    about = {"product_id": product.id, "inspection_id": inspection_id}
    question = ask(session, officer, text="Is the cap yours?", **about)
    answer(session, publisher, question.id, Statement.NOT_GENUINE, "Not our cap.")
    save_seizure(session, officer, inspection_id, SeizureDraft("Perfume", origin="CN"))
    return f"/api/v1/inspections/{inspection_id}", me


def text_of(pdf: bytes) -> str:
    made = subprocess.run(
        [shutil.which("pdftotext"), "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return made.stdout.decode()


def opened(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def test_the_pdf_says_what_was_seen_and_decided_and_by_whom(api, case):
    """Readable without us; text of the officer is text, never markup."""
    address, me = case
    made = api.get(f"{address}/report.pdf", headers=me)
    assert made.status_code == 200, made.json
    assert made.mimetype == "application/pdf"
    text = text_of(made.data)
    for said in (
        "Verdict of the officer",
        "Suspect",
        "Print: *bold* #x",
        "corrected",
        "Feature 1 of Eau Claire (officers only)",
        "Is the cap yours?",
        "Says: not genuine",
        "Perfume",
        "China",
        "It says nothing about whether",
    ):
        assert said in text, said


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Verdict de"), ("es", "Veredicto"), ("ar", "التفتيش")]
)
def test_the_pdf_speaks_the_languages_of_the_service(api, case, language, said):
    """Arabic is joined and goes from the right; a court reads its own language."""
    address, me = case
    made = api.get(f"{address}/report.pdf", headers=me | {"Accept-Language": language})
    assert said in text_of(made.data)


def test_what_is_forensic_or_of_others_is_in_neither(api, case):
    """Need to know ends where it did on the screen."""
    address, me = case
    pdf = api.get(f"{address}/report.pdf", headers=me).data
    files = opened(api.get(f"{address}/bundle.zip", headers=me).data)
    assert "secret fibre" not in text_of(pdf)
    assert b"secret fibre" not in b"".join(files.values())
    assert "secret fibre" not in text_of(files["report.pdf"])


def test_the_bundle_holds_the_originals_and_all_that_was_said(api, session, case):
    """Complete: corrected verdicts too, and each event with its link of the chain."""
    address, me = case
    files = opened(api.get(f"{address}/bundle.zip", headers=me).data)
    assert files["photos/01.jpeg"] == PHOTO
    record = json.loads(files["inspection.json"])
    assert [one["verdict"] for one in record["verdicts"]] == ["cannot-tell", "suspect"]
    assert record["verdicts"][1]["checks"][0]["titles"] == {"en": "Feature 1 of Eau Claire"}
    assert record["candidates"][0]["guide_version"] == record["verdicts"][1]["guide_version"] == 2
    assert [m["text"] for m in json.loads(files["messages.json"])[0]["messages"]] == [
        "Is the cap yours?",
        "Not our cap.",
    ]
    assert json.loads(files["seizure.json"])["origin"] == "CN"
    events = json.loads(files["events.json"])
    actions = [json.loads(one["event"])["action"] for one in events]
    assert actions[0] == "inspection.submitted"
    assert {"verdict.recorded", "guide.read", "seizure.saved", "report.read"} <= set(actions)
    links = {link.sha256.hex() for link in session.scalars(select(AuditLink))}
    assert {one["sha256"] for one in events} <= links


def test_it_is_recorded_that_a_report_was_handed_out(api, session, case):
    """A sensitive read leaves one event (EV-4)."""
    address, me = case
    api.get(f"{address}/report.pdf", headers=me)
    api.get(f"{address}/bundle.zip", headers=me)
    read = select(AuditEvent.details).where(AuditEvent.action == "report.read")
    assert list(session.scalars(read.order_by(AuditEvent.number))) == [
        {"form": "pdf"},
        {"form": "bundle"},
    ]


def test_another_officer_gets_neither(api, case, make_account, token_for):
    """Nor learns that there is something."""
    address, _ = case
    them = {"Authorization": f"Bearer {token_for(make_account(Role.OFFICER))}"}
    for path in ("report.pdf", "bundle.zip"):
        assert api.get(f"{address}/{path}", headers=them).status_code == 404


def test_any_flipped_byte_is_found_without_the_service(api, case):
    """EV-6: in a photo, in the record, and in the archive's own names, times and lengths."""
    address, me = case
    data = api.get(f"{address}/bundle.zip", headers=me).data
    key = api.get("/api/v1/signing-key").json["public_key"]
    assert verify_bundle.verify(data, key).startswith("as sealed: 8 files")
    directory = data.rfind(b"PK\x01\x02")
    places = random.Random(6).sample(range(len(data)), FLIPS)
    missed = []
    for place in [*range(64), *range(directory, len(data), 2), *places]:
        changed = bytearray(data)
        changed[place] ^= 1 << (place % 8)
        try:
            verify_bundle.verify(bytes(changed))
        except ValueError:
            continue
        missed.append(place)
    assert missed == []


def test_the_script_alone_says_it_by_its_exit_code(api, case, tmp_path):
    """A court runs it on a machine that has never seen us: isolated, without our packages."""
    address, me = case
    path = tmp_path / "case.zip"
    data = api.get(f"{address}/bundle.zip", headers=me).data
    key = api.get("/api/v1/signing-key").json["public_key"]

    def run(bundle: bytes, *arguments: str) -> int:
        path.write_bytes(bundle)
        command = [sys.executable, "-I", verify_bundle.__file__, str(path), *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode

    assert run(data) == run(data, key) == 0
    assert run(data, "00" * 32) == 1  # sealed by somebody else
    assert run(data[:-1]) == run(data + b"x") == run(b"") == 1
    half = len(data) // 2
    assert run(data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :]) == 1


def test_the_script_is_short_enough_to_be_read():
    """Who must trust it reads it first."""
    with open(verify_bundle.__file__, encoding="ascii") as file:
        assert len(file.readlines()) <= 60
