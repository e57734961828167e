"""Sign-ins a second of four terminals on one file, against bare durable inserts of as many.

python -m tests.benchmarks.throughput
"""

import multiprocessing
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.connection import connect
from db.migrate import upgrade
from db.models import Attendee, Teacher
from tests.builders import MACHINE, OPERATOR, a_group, a_school, a_teacher, an_activity
from yanxiu_tui.services.credentials import actor_for
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.services.sign_in import record_sign_in

TERMINALS, EACH = 4, 150


def measure() -> dict[str, float]:
    """Both in a second, and how many times as many the bare inserts are."""
    with tempfile.TemporaryDirectory() as folder:
        bare = _rate(_insert, _bare(Path(folder) / "bare.db"))
        ours = _rate(_sign_in, _school(Path(folder) / "school.db"))
        signed = Attendee.select().where(Attendee.signed_in_at.is_null(False)).count()
    assert signed == TERMINALS * EACH, "somebody was lost"
    return {
        "bare inserts a second": bare,
        "sign-ins a second": ours,
        "throughput ratio": bare / ours,
    }


def _rate(work: Callable[..., None], path: str) -> float:
    """How many a second, all terminals together; they begin at the same moment."""
    context = multiprocessing.get_context("spawn")
    ready, go = context.Semaphore(0), context.Event()
    workers = [
        context.Process(target=work, args=(path, number, ready, go)) for number in range(TERMINALS)
    ]
    for worker in workers:
        worker.start()
    for _ in workers:
        ready.acquire()
    begun = time.perf_counter()
    go.set()
    for worker in workers:
        worker.join()
    assert all(worker.exitcode == 0 for worker in workers), "a terminal failed"
    return TERMINALS * EACH / (time.perf_counter() - begun)


def _bare(path: Path) -> str:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("CREATE TABLE sign_in (id INTEGER PRIMARY KEY, who INTEGER, at TEXT)")
    connection.close()
    return str(path)


def _insert(path, number, ready, go) -> None:  # type: ignore[no-untyped-def]
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    connection.execute("PRAGMA synchronous = full")
    ready.release()
    go.wait()
    for turn in range(EACH):
        at = datetime.now(UTC).isoformat()
        connection.execute(
            "INSERT INTO sign_in (who, at) VALUES (?, ?)", (number * EACH + turn, at)
        )


def _school(path: Path) -> str:
    url = f"sqlite:///{path}"
    upgrade(connect(url))
    now = datetime.now(UTC)
    group = a_group()
    activity = an_activity(a_school(), starts_at=now, ends_at=now + timedelta(hours=2))
    for turn in range(TERMINALS * EACH):
        a_teacher(str(1001 + turn), f"教师{turn}", group=group)
    open_activity(OPERATOR, activity.id, now)
    return url


def _sign_in(url, number, ready, go) -> None:  # type: ignore[no-untyped-def]
    connect(url)
    mine = Teacher.select().order_by(Teacher.id).offset(number * EACH).limit(EACH)
    actors = [actor_for(teacher, MACHINE) for teacher in mine]
    ready.release()
    go.wait()
    for actor in actors:
        record_sign_in(1, actor, datetime.now(UTC), "keyboard")


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name:24} {figure:8.1f}")
