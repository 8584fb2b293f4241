"""
What the chain of the audit trail costs: every event waits for one lock when it is committed.

    python -m benchmarks.audit_chain [--seconds 5] [--sign-ins 30]

Against an embedded PostgreSQL in a folder of its own, which waits for the disk (fsync is on).
"Without" is the same database with the trigger that links events switched off, measured in turns
with "with" so that a busy machine is busy for both. Events are appended by four processes, one
event per commit.
"""

import argparse
import multiprocessing
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from ipm_api import audit
from ipm_api.embedded_postgres import start_embedded_postgres
from ipm_api.migrate import migrate
from ipm_api.models.account import Role
from ipm_api.operations.account import new_account
from ipm_api.operations.audit_chain import verify_audit_chain
from ipm_api.operations.sign_in import sign_in
from ipm_api.policy import Actor, Party

PROCESSES = 4
TURNS = 3
PASSWORD = "only for this measurement"
_SYSTEM = Actor(Party.ADMINISTRATOR, name="benchmark")


def append(url: str, seconds: float) -> int:
    """One event per commit for *seconds*; returns how many."""
    engine, done = create_engine(url), 0
    with Session(engine) as session:
        audit.record(session, _SYSTEM, "benchmark.warmed-up")
        session.commit()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            audit.record(session, _SYSTEM, "benchmark.appended", number=done)
            session.commit()
            done += 1
    engine.dispose()
    return done


def appends_per_second(url: str, seconds: float) -> float:
    """Of PROCESSES together."""
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        return sum(pool.starmap(append, [(url, seconds)] * PROCESSES)) / seconds


def sign_in_times(engine: Engine, count: int) -> list[float]:
    """Milliseconds of each of *count* sign-ins, one after the other."""
    times = []
    with Session(engine) as session:
        for _ in range(count):
            began = time.perf_counter()
            sign_in(session, email="measured@ipm.example", password=PASSWORD, address="")
            times.append((time.perf_counter() - began) * 1000)
            session.execute(text("DELETE FROM sign_in_counter"))  # the throttle is not measured
            session.commit()
    return times


def chained(engine: Engine, on: bool) -> None:
    """Switch the trigger that links events."""
    word = "ENABLE" if on else "DISABLE"
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE audit_event {word} TRIGGER audit_event_is_linked"))


def main() -> None:
    """Measure and print; then check the chain that the measurement made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--sign-ins", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = start_embedded_postgres(Path(folder) / "postgres")
        migrate(url)
        engine = create_engine(url)
        with Session(engine) as session:
            new_account(
                session,
                email="measured@ipm.example",
                name="A trainer",
                password=PASSWORD,
                role=Role.TRAINER,
                right_holder_id=None,
                country="FR",
            )
            session.commit()
        appends: dict[bool, list[float]] = {True: [], False: []}
        times: dict[bool, list[float]] = {True: [], False: []}
        for _ in range(TURNS):
            for on in (True, False):
                chained(engine, on)
                appends[on].append(appends_per_second(url, options.seconds))
                times[on] += sign_in_times(engine, options.sign_ins)
        for on, name in ((True, "with the chain"), (False, "without")):
            each = ", ".join(f"{rate:.0f}" for rate in appends[on])
            print(f"{name}: {each} appends/s by {PROCESSES} processes; sign-in median "
                  f"{statistics.median(times[on]):.1f} ms, "
                  f"p95 {statistics.quantiles(times[on], n=20)[-1]:.1f} ms")  # fmt: skip
        with Session(engine) as session:
            session.execute(text("SET LOCAL session_replication_role = replica"))
            unlinked = text(
                "DELETE FROM audit_event e WHERE NOT EXISTS"
                " (SELECT 1 FROM audit_link l WHERE l.number = e.number)"
            )
            session.execute(unlinked)  # what the turns without it wrote
            session.commit()
            began = time.perf_counter()
            report = verify_audit_chain(session, _SYSTEM)
            took = time.perf_counter() - began
        print(f"verified {report.links} links in {took:.1f} s; faults: {report.faults or 'none'}")
        engine.dispose()


if __name__ == "__main__":
    main()
