"""A push service on this machine, which takes nothing that RFC 8030 and RFC 8292 forbid."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from ipm_api.database import now
from ipm_api.runtime import Runtime


@dataclass
class PushService:
    """
    Attributes:
        taken: the path of every push that was in order.
        seen: every request, as it came: line, headers, body.
        faults: what was wrong with a request.
        answers: path → status and headers of the next answer there; else 201.
    """

    origin: str
    taken: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    answers: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)

    def address(self, phone: str) -> str:
        """What a browser would give as the address of *phone*."""
        return f"{self.origin}/push/{phone}"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        service: PushService = self.server.service  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        service.seen.append(f"{self.requestline}\n{self.headers}\n{body!r}")
        fault = self._fault(service.origin, body)
        status, headers = service.answers.pop(self.path, (201, {}))
        if fault:
            service.faults.append(fault)
            status, headers = 403, {}
        elif status == 201:
            service.taken.append(self.path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _fault(self, origin: str, body: bytes) -> str:
        if body or "Content-Encoding" in self.headers or "Content-Type" in self.headers:
            return "content"
        if not self.headers.get("TTL", "").isdigit():
            return "no TTL"
        if self.headers["Urgency"] != "high" or self.headers["Topic"] != "answers":
            return "Urgency or Topic"
        return fault_of(self.headers["Authorization"], origin)

    def log_message(self, *_: object) -> None:
        """Nothing: the tests read what came."""


def fault_of(authorization: str, origin: str) -> str:
    """What is wrong with a header of RFC 8292; "" when nothing is."""
    scheme, _, rest = authorization.partition(" ")
    given = dict(part.strip().split("=", 1) for part in rest.split(","))
    signed, _, signature = given["t"].rpartition(".")
    head, claims = (json.loads(_bytes(part)) for part in signed.split("."))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(given["k"]))
    halves = _bytes(signature)
    r, s = int.from_bytes(halves[:32]), int.from_bytes(halves[32:])
    try:
        key.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return "signature"
    left = claims["exp"] - now().timestamp()
    if (scheme, head["alg"], claims["aud"]) != ("vapid", "ES256", origin) or len(halves) != 64:
        return "token"
    if not 0 < left <= 24 * 3600:
        return "exp"
    return "" if claims["sub"].startswith(("mailto:", "https:")) else "sub"


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture
def push_service(runtime: Runtime) -> Iterator[PushService]:
    """Takes pushes; the service of this test sends to it and nowhere else."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    service = PushService(f"http://127.0.0.1:{server.server_address[1]}")
    server.service = service  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    changed = replace(runtime.config, push_services=(service.origin,))
    object.__setattr__(runtime, "config", changed)  # of everything that holds this runtime
    yield service
    server.shutdown()
    thread.join()
    server.server_close()
