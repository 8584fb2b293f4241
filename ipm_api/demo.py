"""``make demo``: invented goods in, sample photos identified in the terminal, everything served."""

import dataclasses
import sys
import time
import uuid

from sqlalchemy.orm import Session

from image_index.identification import Match
from ipm_api.config import Config
from ipm_api.languages import text_in
from ipm_api.operations.guide import guides
from ipm_api.policy import Actor, Party
from ipm_api.runtime import Runtime
from ipm_api.serve import operating, serve, with_database
from seed_products.accounts import DEMO_PASSWORD, DEMO_PEOPLE
from seed_products.load import is_loaded, load_seed
from seed_products.samples import sample_photos

_READER = Actor(Party.OFFICER, name="demo")


def run_demo(config: Config) -> None:
    """Set up what is missing, show the main job in the terminal, then serve until Ctrl-C."""
    started = time.perf_counter()
    config = dataclasses.replace(with_database(config), show_mails=True)
    with operating(config) as (session, runtime):
        if not is_loaded(session):
            load_seed(session, runtime.index, runtime.images, runtime.decoder, _progress)
            _end_line()
        runtime.index.save(session)
        print(f"{len(runtime.index)} reference images in the index\n")
        _identify_samples(session, runtime)
    print(f"\nReady after {time.perf_counter() - started:.0f} s. Sign in with:\n")
    site = f"http://{config.host}:{config.port}"
    for person in DEMO_PEOPLE:
        address = f"{site}/officer/" if person.role.value == "officer" else f"{site}/"
        print(f"  {person.title:<26} {person.email:<34} {address}")
    print(f"\n  password of all: {DEMO_PASSWORD}    API: {site}/api/v1/docs    Ctrl-C stops")
    print(f"  mails: {site}/mails    passkeys: http://localhost:{config.port}/\n")
    sys.stdout.flush()
    serve(config)


def _identify_samples(session: Session, runtime: Runtime) -> None:
    """A table of photos: what was photographed, what the index proposes, how long it took."""
    print(f"{'photographed':<34} {'conditions':<9} {'first candidate':<34} {'band':<9} {'ms':>5}")
    for sample in sample_photos():
        begun = time.perf_counter()
        matches = runtime.index.search(session, sample.image)
        elapsed = (time.perf_counter() - begun) * 1000
        name, band = _first(session, matches)
        print(
            f"{sample.name:<34.34} {sample.conditions:<9} {name:<34.34} {band:<9} {elapsed:>5.0f}"
        )


def _first(session: Session, matches: list[Match]) -> tuple[str, str]:
    if not matches:
        return "– (may not be registered)", "none"
    product_id = uuid.UUID(matches[0].product_id)
    guide = guides(session, _READER, [product_id])[product_id]
    return text_in(guide.product.names, ()), matches[0].band.value


def _progress(done: int, total: int, what: str) -> None:
    """One line that is written over, where there is a terminal; a line now and then elsewhere."""
    if sys.stdout.isatty():
        print(f"\r\033[KRegistering invented products: {done} of {total}  {what}", end="")
    elif done % 20 == 0 or done == total:
        print(f"Registering invented products: {done} of {total}")
    sys.stdout.flush()


def _end_line() -> None:
    if sys.stdout.isatty():
        print()
