"""A sign-in (PIN check aside) against one bare durable SQLite insert, timed in the same run.

python -m tests.benchmarks.sign_in
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.connection import connect
from db.migrate import upgrade
from db.models import Teacher
from tests.builders import MACHINE, OPERATOR, a_group, a_school, a_teacher, an_activity
from yanxiu_tui.services.credentials import actor_for
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.services.sign_in import record_sign_in

TEACHERS = 300


def measure() -> dict[str, float]:
    """The medians in milliseconds and their ratio; the two are timed turn by turn."""
    with tempfile.TemporaryDirectory() as folder:
        insert = _bare_insert(Path(folder) / "bare.db")
        sign_in = _sign_in(Path(folder) / "school.db")
        bare, ours = [], []
        for turn in range(TEACHERS):
            bare.append(_timed(insert, turn))
            ours.append(_timed(sign_in, turn))
    middle_bare, middle_ours = statistics.median(bare), statistics.median(ours)
    return {
        "bare insert ms": middle_bare * 1000,
        "sign-in ms": middle_ours * 1000,
        "sign-in ratio": middle_ours / middle_bare,
    }


def _timed(act: Callable[[int], None], turn: int) -> float:
    begun = time.perf_counter()
    act(turn)
    return time.perf_counter() - begun


def _bare_insert(path: Path) -> Callable[[int], None]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA synchronous = full")
    connection.execute("CREATE TABLE sign_in (id INTEGER PRIMARY KEY, who INTEGER, at TEXT)")

    def insert(turn: int) -> None:
        at = datetime.now(UTC).isoformat()
        connection.execute("INSERT INTO sign_in (who, at) VALUES (?, ?)", (turn, at))

    return insert


def _sign_in(path: Path) -> Callable[[int], None]:
    upgrade(connect(f"sqlite:///{path}"))
    now = datetime.now(UTC)
    group = a_group()
    activity = an_activity(a_school(), starts_at=now, ends_at=now + timedelta(hours=2))
    for turn in range(TEACHERS):
        a_teacher(str(1001 + turn), f"教师{turn}", group=group)
    open_activity(OPERATOR, activity.id, now)
    actors = [actor_for(teacher, MACHINE) for teacher in Teacher.select().order_by(Teacher.id)]

    def sign_in(turn: int) -> None:
        record_sign_in(activity.id, actors[turn], datetime.now(UTC), "keyboard")

    return sign_in


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name:16} {figure:8.3f}")
