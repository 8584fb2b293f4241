"""What the documents say is held against the code."""

import re
from pathlib import Path

from ipm_api.api_policy import API_POLICY

ROOT = Path(__file__).parent.parent


def test_every_setting_is_documented_and_every_documented_setting_exists():
    """A setting nobody can find is no setting."""
    read = set(re.findall(r"IPM_[A-Z_]+", (ROOT / "ipm_api/config.py").read_text()))
    documented = set(
        re.findall(r"^\| `(IPM_[A-Z_]+)`", (ROOT / "docs/configuration.md").read_text(), re.M)
    )
    assert documented == read


def test_every_route_of_the_api_is_documented():
    """Whoever integrates a phone reads docs/api.md first."""
    text = (ROOT / "docs/api.md").read_text()
    missing = [
        route
        for route in API_POLICY
        if "/api/v1" in route
        and re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.split("/api/v1", 1)[1]) not in text
    ]
    assert missing == []


def test_links_between_documents_lead_somewhere():
    """A dead link in a README is the first thing a visitor tries."""
    dead = []
    for document in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text()):
            if not re.match(r"https?:|mailto:", target) and not (document.parent / target).exists():
                dead.append(f"{document.relative_to(ROOT)} → {target}")
    assert dead == []


def test_readme_is_short_and_names_the_two_commands():
    """What it is, how to start it, where things are."""
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) < 200
    assert "make demo" in text
    assert "make test" in text


def test_every_direct_dependency_has_its_reason():
    """A line each in docs/decisions: why it is there."""
    project = (ROOT / "pyproject.toml").read_text()
    block = re.search(r"^dependencies = \[(.*?)^\]", project, re.S | re.M)
    assert block is not None
    names = re.findall(r'"([A-Za-z0-9-]+)', block[1])
    reasons = (ROOT / "docs/decisions/0001-dependencies.md").read_text()
    assert [n for n in names if not n.startswith("font") and n not in reasons] == []


def test_no_document_or_module_names_this_machine():
    """Paths of the machine that something was written on mean nothing to others."""
    suffixes = {".py", ".md", ".toml", ".txt", ".js", ".html", ".css"}
    machine = re.compile("/" + r"(work/(main|shared|\.library)|root/)")
    found = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*")
        if path.suffix in suffixes
        and not {".venv", ".git", ".ipm"} & set(path.relative_to(ROOT).parts)
        and machine.search(path.read_text())
    ]
    assert found == []
