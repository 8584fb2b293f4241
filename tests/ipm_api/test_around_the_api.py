"""Whose address a proxy names, and the phone's files beside the API."""

import dataclasses

from flask import request

from ipm_api.app import create_app


def test_only_the_configured_proxies_name_the_caller(config, runtime, session):
    """r57: behind none, X-Forwarded-For is a stranger's word."""
    for proxies, expected in ((0, "127.0.0.1"), (1, "10.0.0.9")):
        app = create_app(dataclasses.replace(config, trusted_proxies=proxies), runtime)
        seen = []
        app.before_request(lambda seen=seen: seen.append(request.remote_addr))
        app.test_client().get("/api/v1/x", headers={"X-Forwarded-For": "10.0.0.8, 10.0.0.9"})
        assert seen == [expected]


def test_the_phones_files_are_served_and_nothing_around_them(api, tmp_path, monkeypatch):
    """No way out of the folder, and no program text."""
    folder = tmp_path / "officer_app"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>x</title>")
    (folder / "app.js").write_text("export {};")
    (folder / "__init__.py").write_text("secret = 1")
    (tmp_path / "secret.txt").write_text("secret")
    monkeypatch.setattr("ipm_api.views.officer_app.FOLDER", folder)

    page, script = api.get("/officer/"), api.get("/officer/app.js")

    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert (script.status_code, script.mimetype) == (200, "text/javascript")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    assert api.get("/officer").status_code == 308
    for path in ("__init__.py", "../secret.txt", "%2e%2e/secret.txt", "..%5csecret.txt", "%00",
                 "nothing.js", "etc/hostname.txt", "x\x00.js"):  # fmt: skip
        assert api.get(f"/officer/{path}").status_code == 404, path
