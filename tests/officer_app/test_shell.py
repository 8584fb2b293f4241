"""Which files a phone keeps to open without a network, and how it learns of a new version."""

import json
import re

import pytest

from ipm_api.views import officer_app


@pytest.fixture
def shell(api):
    """Reads the list that the service worker imports."""

    def read() -> dict:
        answer = api.get("/officer/shell_files.js")
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Cache-Control"] == "no-cache"
        return json.loads(re.fullmatch(r"self\.SHELL = (.*);\n", answer.text, re.DOTALL)[1])

    return read


def test_everything_that_the_app_loads_is_kept(shell, api):
    """One module that is missing, and the app does not open on the quay."""
    files = shell()["files"]
    modules = {
        path.relative_to(officer_app.FOLDER).as_posix()
        for path in officer_app.FOLDER.rglob("*")
        if path.suffix in (".js", ".css", ".wasm", ".html")
    }
    assert modules - files.keys() == {"preview.html", "preview.js", "service_worker.js"}
    for name in files:
        assert api.get(f"/officer/{name}").status_code == 200


def test_a_changed_file_makes_a_new_version(shell, monkeypatch, tmp_path):
    """And only that: a restart of the service does not bother anybody."""
    before = shell()
    assert shell() == before
    (tmp_path / "index.html").write_text("new")
    monkeypatch.setattr(officer_app, "FOLDER", tmp_path)
    assert shell()["version"] != before["version"]
