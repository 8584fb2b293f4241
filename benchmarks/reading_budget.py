"""
How much of 10,000 guides a scraper gets in a week, and whether anybody at work is held up (AC-9).

In one process with a clock of its own, against a database that this starts and throws away:

    python -m benchmarks.reading_budget

Scrapers give a reason whenever they are asked for one: they have stolen the password, too. Refused,
they try again a quarter of an hour later. A normal shift is invented: its assumptions are the
constants below.
"""

import argparse
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import create_engine, insert
from sqlalchemy.orm import Session

from ipm_api.database import now
from ipm_api.embedded_postgres import start_embedded_postgres
from ipm_api.errors import ReadingBudgetSpent, ReadingReasonNeeded
from ipm_api.migrate import migrate
from ipm_api.models.account import Account, Role
from ipm_api.models.brand import Brand
from ipm_api.models.product import Product
from ipm_api.models.product_reading import ReadingAllowance
from ipm_api.models.right_holder import RightHolder, RightHolderState
from ipm_api.operations.reading_budget import WEEK, spend
from ipm_api.policy import Actor, Party

GUIDES = 10_000
SHIFTS = 100
PAGE = 24  # products on a page of guides
PATIENCE = timedelta(minutes=15)  # of a scraper that was refused

# of one shift of eight hours
INSPECTIONS = (10, 60)  # uniform
CANDIDATES = (1, 5)
SEARCHES = (0, 8)
HITS = (1, 6)  # of a search with a name or number
GUIDES_OPENED = (0, 10)
POPULARITY = 1.3  # Zipf: the same goods come again and again


def main() -> None:
    """Print one line for every strategy, and one for the shifts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guides", type=int, default=GUIDES)
    parser.add_argument("--shifts", type=int, default=SHIFTS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = start_embedded_postgres(Path(folder) / "postgres")
        migrate(url)
        quick = {"options": "-c synchronous_commit=off"}  # thrown away afterwards
        engine = create_engine(url, connect_args=quick)
        with Session(engine) as session:
            products = add_guides(session, asked.guides)
            for name in STRATEGIES:
                share = scrape(session, products, name)
                print(f"{name:8} {share:7.2%} of {len(products)} guides in a week", flush=True)
            blocked, asked_why = work(session, products, asked.shifts)
            print(f"{asked.shifts} shifts: {blocked} blocked, {asked_why} asked for a reason")
        engine.dispose()


def add_guides(session: Session, number: int) -> list[uuid.UUID]:
    """*number* products of one right holder."""
    holder = RightHolder(name="A", country="FR", claim="c", state=RightHolderState.APPROVED)
    session.add(holder)
    session.flush()
    brand = Brand(right_holder_id=holder.id, name="B")
    session.add(brand)
    session.flush()
    same = {
        "right_holder_id": holder.id,
        "brand_id": brand.id,
        "category_slug": "toys",
        "names": {"en": "A"},
        "search_text": "",
    }
    ids = [uuid.uuid4() for _ in range(number)]
    rows = [same | {"id": one, "sort_name": f"{n:06}"} for n, one in enumerate(ids)]
    session.execute(insert(Product), rows)
    session.commit()
    return ids


def reader(session: Session) -> Actor:
    """A new officer."""
    account = Account(
        email=f"{uuid.uuid4()}@example.org",
        name="A",
        password_hash="x",
        role=Role.OFFICER,
        country="FR",
    )
    session.add(account)
    session.commit()
    return Actor(Party.OFFICER, account.id, None, "FR")


def scrape(session: Session, products: list[uuid.UUID], strategy: str) -> float:
    """The share of *products* that one account got within seven days."""
    actor, begin = reader(session), now()
    waits_until = timedelta(0)
    got: set[uuid.UUID] = set()

    def ask(page: list[uuid.UUID], moment: datetime, by_photo: bool) -> bool:
        while True:
            try:
                spend(session, actor, page, moment=moment, by_photo=by_photo)
            except ReadingReasonNeeded:
                give(session, actor, moment)
                continue
            except ReadingBudgetSpent:
                return False
            session.commit()
            got.update(page)
            return True

    for page, after, by_photo in STRATEGIES[strategy](products):
        moment = begin + after
        if after >= WEEK:
            break
        if after < waits_until:
            continue
        if not ask(page, moment, by_photo):
            waits_until = after + (PATIENCE if len(page) == 1 else timedelta(0))
    return len(got) / len(products)


def give(session: Session, actor: Actor, moment: datetime) -> None:
    """What a reason and the password do, at *moment*."""
    allowance = session.get_one(ReadingAllowance, actor.account_id)
    allowance.reason, allowance.reason_until = "Scraping", moment + timedelta(hours=1)
    session.commit()


Plan = Iterator[tuple[list[uuid.UUID], timedelta, bool]]


def fast(products: list[uuid.UUID]) -> Plan:
    """A guide every three minutes, day and night, four times what a day allows."""
    for minute in range(0, 7 * 24 * 60, 3):
        yield [products[minute // 3 % len(products)]], timedelta(minutes=minute), False


def slow(products: list[uuid.UUID]) -> Plan:
    """Ten an hour, far from what an hour allows, always something new."""
    for number in range(7 * 24 * 10):
        yield [products[number % len(products)]], timedelta(hours=number / 10), False


def search(products: list[uuid.UUID]) -> Plan:
    """Whole pages of search hits; one by one where a page is refused."""
    for step in range(7 * 24 * 3):
        start = (step * PAGE) % len(products)
        after = timedelta(minutes=20 * step)
        yield products[start : start + PAGE], after, False
        yield products[start : start + 1], after, False


def photo(products: list[uuid.UUID]) -> Plan:
    """Somebody who has a photo of every article already: one every five minutes."""
    for number in range(7 * 24 * 12):
        yield [products[number % len(products)]], timedelta(minutes=5 * number), True


STRATEGIES: dict[str, Callable[[list[uuid.UUID]], Plan]] = {
    "fast": fast,
    "slow": slow,
    "search": search,
    "photo": photo,
}


def work(session: Session, products: list[uuid.UUID], shifts: int) -> tuple[int, int]:
    """How many of *shifts* were blocked, and how many were asked for a reason."""
    rng = np.random.default_rng(4)
    blocked = reasons = 0
    for _ in range(shifts):
        actor, begin = reader(session), now()
        asked = False
        try:
            for page, after, by_photo in shift(rng, products):
                try:
                    spend(session, actor, page, moment=begin + after, by_photo=by_photo)
                except ReadingReasonNeeded:
                    asked = True
                    give(session, actor, begin + after)
                    spend(session, actor, page, moment=begin + after, by_photo=by_photo)
                session.commit()
        except ReadingBudgetSpent:
            blocked += 1
        reasons += asked
    return blocked, reasons


def shift(rng: np.random.Generator, products: list[uuid.UUID]) -> Plan:
    """One invented day at work, in the order of its minutes."""

    def some(number: int) -> list[uuid.UUID]:
        ranks = rng.zipf(POPULARITY, number)
        return [products[int(rank) % len(products)] for rank in ranks]

    acts: list[tuple[float, list[uuid.UUID], bool]] = []
    for bounds, size, by_photo in (
        (INSPECTIONS, CANDIDATES, True),
        (SEARCHES, HITS, False),
        (GUIDES_OPENED, (1, 1), False),
    ):
        for _ in range(int(rng.integers(bounds[0], bounds[1] + 1))):
            number = int(rng.integers(size[0], size[1] + 1))
            acts.append((float(rng.uniform(0, 8 * 60)), some(number), by_photo))
    for minute, page, by_photo in sorted(acts, key=lambda act: act[0]):
        yield page, timedelta(minutes=minute), by_photo


if __name__ == "__main__":
    main()
