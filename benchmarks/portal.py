"""
How long pages of the portal take for a right holder with 10,000 products.

    python -m benchmarks.portal [--products 10000] [--rounds 40] [--json OUT.json]

Products with invented words are written into an embedded PostgreSQL in a folder of its own; then
every page of PATHS is asked for through the WSGI app, one request at a time, in a shuffled order,
*rounds* times after a round that is not counted. Time is that of the answer in the process:
session, policy, queries, template; without network and without pictures. Other parts of the
portal add their pages to PATHS.
"""

import argparse
import json
import random
import secrets
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from benchmarks.large_catalogue import build
from benchmarks.retrieval import machine
from image_index.photo_sandbox import PhotoSandbox
from ipm_api.config import Config
from ipm_api.embedded_postgres import start_embedded_postgres
from ipm_api.image_store import LocalFolder
from ipm_api.live_index import LiveIndex
from ipm_api.migrate import migrate
from ipm_api.models.product import Product
from ipm_api.operations.sign_in import issue_token
from ipm_api.runtime import Runtime
from ipm_api.serve import leave_the_start_alone
from rightholder_portal.app import create_portal

ROUNDS = 40
P95_FLOOR_MS = 100.0

PATHS: dict[str, str] = {
    "products, first page": "/products",
    "products, last page": "/products?after={last_page}",
    "products, as a table": "/products?view=table",
    "products by brand": "/products?sort=brand",
    "products by state, from the end": "/products?sort=-state",
    "products, latest change first": "/products?sort=-changed",
    "products, search": "/products?q={word}",
    "products, search for nothing": "/products?q=zzzzzz",
    "products of a brand": "/products?brand={brand}",
    "products of a category": "/products?category=perfume",
    "products in one state": "/products?state=published",
    "products without a picture": "/products?missing=images",
    "products without a feature": "/products?missing=features",
    "products not in German": "/products?language=de",
    "new product": "/products/new",
    "one product": "/products/{product}",
    "its texts": "/products/{product}/edit/texts",
    "its packaging": "/products/{product}/edit/packaging",
    "its serial numbers": "/products/{product}/edit/serials",
    "its supply chain": "/products/{product}/supply-chain",
    "its images": "/products/{product}/images",
    "its features": "/products/{product}/features",
    "its publishing and versions": "/products/{product}/publishing",
    "its sharing": "/products/{product}/sharing",
    "its known counterfeits": "/products/{product}/counterfeits",
    "its preview": "/products/{product}/preview",
    "messages": "/messages",
    "alerts": "/alerts",
    "statistics": "/statistics",
    "team": "/team",
    "import and export": "/bulk",
    "sharing": "/sharing",
    "brands": "/brands",
    "brands, search": "/brands?q={brand_name}",
    "one brand": "/brands/{brand}",
    "contacts": "/contacts",
    "supply chain": "/supply-chain",
    "new route": "/routes/new",
}
"""What is asked for; braces stand for what the catalogue has. Add your pages here."""


@dataclass(frozen=True, slots=True)
class Timed:
    """
    One page.

    Attributes:
        times: seconds, one per round.
        queries: statements of one request.
        size: bytes of the answer.
    """

    times: list[float]
    queries: int
    size: int


def measure(
    get: Callable[[str], Any], paths: dict[str, str], rounds: int, seed: int = 1
) -> dict[str, Timed]:
    """
    Ask *rounds* times for each of *paths*, in a new order each round.

    Raises:
        RuntimeError: a page does not answer with 200.
    """
    queries, sizes = {}, {}
    for name, path in paths.items():  # warms up, counts, and is not timed
        sent: list[str] = []
        note = _listener(sent)
        event.listen(Engine, "before_cursor_execute", note)
        answer = get(path)
        event.remove(Engine, "before_cursor_execute", note)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status_code}")
        queries[name], sizes[name] = len(sent), len(answer.data)
    times: dict[str, list[float]] = {name: [] for name in paths}
    rng = random.Random(seed)
    for _ in range(rounds):
        for name in rng.sample(list(paths), len(paths)):
            started = time.perf_counter()
            get(paths[name])
            times[name].append(time.perf_counter() - started)
    return {name: Timed(times[name], queries[name], sizes[name]) for name in paths}


def summary(timed: dict[str, Timed]) -> dict[str, dict[str, float]]:
    """Median and 95th percentile in milliseconds, per page."""
    return {
        name: {
            "median_ms": round(statistics.median(page.times) * 1e3, 1),
            "p95_ms": round(statistics.quantiles(page.times, n=20)[-1] * 1e3, 1),
            "queries": page.queries,
            "kilobytes": round(page.size / 1024, 1),
        }
        for name, page in timed.items()
    }


def _listener(sent: list[str]) -> Callable[..., None]:
    def note(_: object, __: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    return note


def _filled(session: Session, products: int, product_id: uuid.UUID) -> dict[str, str]:
    """PATHS with ids and words of the catalogue."""
    product = session.get_one(Product, product_id)
    places = {
        "product": str(product.id),
        "brand": str(product.brand_id),
        "brand_name": product.brand.name.split()[0].lower(),
        "word": product.names["en"].split()[0].lower(),
        "last_page": str(-(-products // 24)),
    }
    return {name: path.format(**places) for name, path in PATHS.items()}


def _client(app: Flask, token: str) -> Callable[[str], Any]:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = token
    return client.get


def run(folder: Path, products: int, rounds: int) -> dict[str, Any]:
    """Build, measure, and say where and on what."""
    url = start_embedded_postgres(folder / "postgres")
    migrate(url)
    config = Config(
        data=folder,
        database_url=url,
        host="127.0.0.1",
        port=0,
        workers=1,
        secret_key=secrets.token_hex(16),
        secure_cookies=False,
        trusted_proxies=0,
    )
    engine = create_engine(url)
    with Session(engine) as session:
        started = time.perf_counter()
        account, ids = build(session, products)
        built = time.perf_counter() - started
        token = issue_token(session, account)
        paths = _filled(session, products, ids[len(ids) // 2])
    sandbox = PhotoSandbox()
    try:
        runtime = Runtime(config, LocalFolder(config.images), sandbox, LiveIndex(config.index))
        get = _client(create_portal(config, runtime), token)
        leave_the_start_alone()  # as the server does
        pages = summary(measure(get, paths, rounds))
    finally:
        sandbox.close()
        engine.dispose()
    return {
        "machine": machine(),
        "products": products,
        "rounds": rounds,
        "built_s": round(built, 1),
        "pages": pages,
        "slowest_p95_ms": max(page["p95_ms"] for page in pages.values()),
    }


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1] if __doc__ else None)
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="ipm-portal-", ignore_cleanup_errors=True) as folder:
        report = run(Path(folder), given.products, given.rounds)
    for name, page in report["pages"].items():
        mark = "" if page["p95_ms"] <= P95_FLOOR_MS else "  over 100 ms"
        print(f"{name:34} median {page['median_ms']:7.1f}  p95 {page['p95_ms']:7.1f} ms"
              f"  {page['queries']:3} queries  {page['kilobytes']:6.1f} kB{mark}")  # fmt: skip
    if given.json:
        given.json.write_text(json.dumps(report, indent=2))
    return report


if __name__ == "__main__":
    main()
