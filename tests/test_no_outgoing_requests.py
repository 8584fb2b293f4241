"""UP-10: the service never fetches an address that somebody gave it."""

from tests.test_architecture import PACKAGES, ROOT, imported_modules, python_files

CLIENTS = {
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "paramiko",
    "pycurl",
    "pymilvus",
    "requests",
    "smtplib",
    "socket",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "xmlrpc",
}
"""What opens connections to elsewhere."""

ALLOWED = {
    "ipm_api/jobs/send_mail.py": "the mail server of the settings",
    "ipm_api/jobs/send_push.py": "an address at a push service of the settings, and no other",
    "image_index/descriptor_index/milvus.py": "the Milvus of the settings",
    "image_index/photo_sandbox.py": "a pair of connected sockets, to its own child process",
    "image_index/photo_sandbox_child.py": "the other end of that pair",
}
"""Modules that may, and where to: hosts of the settings, never one of a user."""

SERVICE = [package for package in PACKAGES if package != "benchmarks"]


def opening() -> set[str]:
    """Our modules that import something that opens connections."""
    return {
        str(path.relative_to(ROOT))
        for path in python_files(*SERVICE)
        for module in imported_modules(path)
        if any(f"{module}.".startswith(f"{client}.") for client in CLIENTS)
    }


def test_only_named_modules_open_connections():
    """No picture by address, no call to an address that a right holder or an officer wrote."""
    assert opening() <= set(ALLOWED)


def test_the_sandbox_of_decoders_opens_no_address():
    """Its sockets are a pair; connecting to an address is not in its code."""
    for name in ("image_index/photo_sandbox.py", "image_index/photo_sandbox_child.py"):
        code = (ROOT / name).read_text()
        assert ".connect(" not in code
        assert "create_connection" not in code


def test_pillow_and_opencv_are_given_no_addresses():
    """OpenCV's video readers and numpy's loaders would fetch one."""
    fetching = ("VideoCapture(", "np.DataSource(", "read_csv(", "urlopen(", "urlretrieve(")
    found = [
        str(path.relative_to(ROOT))
        for path in python_files(*SERVICE)
        if any(call in path.read_text() for call in fetching)
    ]
    assert found == []
