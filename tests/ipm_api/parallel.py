"""Several requests at the same instant, each with a session of its own."""

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session


def at_once(engine: Engine, works: list[Callable[[Session], Any]]) -> list[Any]:
    """Run *works* together; each answer is what it returned or the exception that it raised."""
    answers: list[Any] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place: int, work: Callable[[Session], Any]) -> None:
        with Session(engine) as session:
            start.wait()
            try:
                answers[place] = work(session)
            except Exception as error:
                answers[place] = error

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
