"""
How long an officer waits for an answer on a good network: a photo in, candidates out.

    python -m benchmarks.answer [--rounds 5] [--json OUT.json]

The invented goods of seed_products are registered in an embedded PostgreSQL in a folder of its own
and served on loopback. Photos of them are sent as the phone sends them (POST /inspections), one at
a time, each in every round after one that is not counted. Time is from the first byte sent to the
last one of the answer, with the guides of all candidates. *first* is the share of the photos of
registered goods whose first candidate is the product that was photographed.
"""

import argparse
import json
import os
import statistics
import tempfile
import threading
import time
import urllib.request
import uuid
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select
from werkzeug.serving import make_server

from benchmarks.retrieval import machine
from image_index.photo import encode_jpeg
from ipm_api.app import create_app
from ipm_api.config import read_config
from ipm_api.models.account import Account, Role
from ipm_api.operations.sign_in import issue_token
from ipm_api.serve import operating, with_database
from seed_products.accounts import DEMO_PEOPLE
from seed_products.load import load_seed
from seed_products.samples import SamplePhoto, sample_photos

FLOOR_P95_MS = 2_000.0
ROUNDS = 5


def ask(address: str, token: str, photo: bytes) -> tuple[float, dict[str, Any]]:
    """Milliseconds until the whole answer is here, and the answer."""
    request = urllib.request.Request(
        f"{address}/api/v1/inspections",
        photo,
        {
            "Authorization": f"Bearer {token}",
            "Content-Type": "image/jpeg",
            "Idempotency-Key": uuid.uuid4().hex,
        },
    )
    begun = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        said = json.load(answer)
    return (time.perf_counter() - begun) * 1000, said


def measure(address: str, token: str, photos: list[SamplePhoto], rounds: int) -> dict[str, Any]:
    """Ask about every one of *photos* in each round."""
    sent = [(photo.name, encode_jpeg(photo.image)) for photo in photos]
    times: list[float] = []
    right: list[bool] = []
    for turn in range(rounds + 1):
        for name, data in sent:
            took, said = ask(address, token, data)
            if turn == 0:
                continue
            times.append(took)
            if "(" not in name and "nobody" not in name:
                first = said["candidates"][0]["product"]["name"] if said["candidates"] else ""
                right.append(first == name)
    return {
        "answers": len(times),
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(float(np.percentile(times, 95)), 1),
        "slowest_ms": round(max(times), 1),
        "first": round(sum(right) / len(right), 3),
    }


def run(folder: Path, rounds: int) -> dict[str, Any]:
    """Register, serve, ask."""
    config = with_database(read_config({**os.environ, "IPM_DATA": str(folder)}))
    with operating(config) as (session, runtime):
        load_seed(session, runtime.index, runtime.images, runtime.decoder, lambda *_: None)
        email = next(person.email for person in DEMO_PEOPLE if person.role is Role.OFFICER)
        officer = session.scalars(select(Account).where(Account.email == email)).one()
        token = issue_token(session, officer)
        server = make_server("127.0.0.1", 0, create_app(config, runtime))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            address = f"http://127.0.0.1:{server.server_port}"
            figures = measure(address, token, sample_photos(), rounds)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
    return {"machine": machine(), "rounds": rounds, **figures}


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ipm-answer-", ignore_cleanup_errors=True) as folder:
        report = run(Path(folder), given.rounds)
    mark = "" if report["p95_ms"] <= FLOOR_P95_MS else "  over 2 s"
    print(f"{report['answers']} answers: median {report['median_ms']}, p95 {report['p95_ms']} ms,"
          f" slowest {report['slowest_ms']} ms, first {report['first']}{mark}")  # fmt: skip
    if given.json:
        given.json.write_text(json.dumps(report, indent=2))
    return report


if __name__ == "__main__":
    main()
