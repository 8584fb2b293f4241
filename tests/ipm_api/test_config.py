"""Settings: read once, wrong ones named, the secret kept whole."""

import pytest

from ipm_api.config import SHORTEST_SECRET, read_config
from tests.ipm_api.parallel import at_once


def test_defaults_serve_one_machine_only(tmp_path):
    """Unset means: own folder, embedded database, nobody from outside."""
    config = read_config({"IPM_DATA": str(tmp_path / "new" / "folder")})
    assert config.database_url is None
    assert (config.host, config.port, config.workers) == ("127.0.0.1", 8000, 2)
    assert (config.secure_cookies, config.trusted_proxies) == (False, 0)
    assert config.data.is_dir()
    assert {config.images.parent, config.index.parent, config.postgres.parent} == {config.data}


@pytest.mark.parametrize("name", ["IPM_PORT", "IPM_WORKERS", "IPM_TRUSTED_PROXIES"])
@pytest.mark.parametrize("value", ["many", "-1", "8e3", "²", "８０", "1.0", " 1"])
def test_a_number_that_is_none_is_named(tmp_path, name, value):
    """A typing error stops the start and says where it is."""
    with pytest.raises(ValueError, match=name):
        read_config({"IPM_DATA": str(tmp_path), name: value})


def test_the_secret_stays_and_is_nobody_elses_to_read(tmp_path):
    """Sessions survive a restart; the file is the owner's alone; a given secret goes first."""
    environment = {"IPM_DATA": str(tmp_path)}
    secret = read_config(environment).secret_key
    assert len(secret) >= SHORTEST_SECRET
    assert read_config(environment).secret_key == secret
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert read_config(environment | {"IPM_SECRET_KEY": "given"}).secret_key == "given"
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_processes_that_start_together_share_one_secret(engine, tmp_path):
    """None reads a file that another has only begun to write."""
    answers = at_once(engine, [lambda _: read_config({"IPM_DATA": str(tmp_path)}).secret_key] * 8)
    assert len(set(answers)) == 1
    assert len(answers[0]) >= SHORTEST_SECRET


@pytest.mark.parametrize("content", ["", "short"])
def test_a_damaged_secret_stops_the_start(tmp_path, content):
    """With an empty key anybody could sign a session."""
    (tmp_path / "secret_key").write_text(content)
    with pytest.raises(ValueError, match="secret_key"):
        read_config({"IPM_DATA": str(tmp_path)})


def test_push_services_learn_whom_to_write_to(tmp_path):
    """The sender of mails, unless somebody is named; a name alone is refused by Apple."""
    environment = {"IPM_DATA": str(tmp_path), "IPM_MAIL_FROM": "IPM <ipm@customs.example>"}
    assert read_config(environment).push_contact == "mailto:ipm@customs.example"
    given = environment | {"IPM_PUSH_CONTACT": "https://customs.example/ipm"}
    assert read_config(given).push_contact == "https://customs.example/ipm"
    with pytest.raises(ValueError, match="IPM_PUSH_CONTACT"):
        read_config(environment | {"IPM_PUSH_CONTACT": "ipm@customs.example"})
