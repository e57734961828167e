"""The newest term with nine earlier ones in the database, against the same term alone, in one run.

python -m tests.benchmarks.terms
"""

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import peewee

from db.connection import connect, database
from db.migrate import upgrade
from db.models import (
    Activity,
    Attendee,
    Claim,
    Manuscript,
    Observation,
    Table,
    Teacher,
    Term,
)
from tests.benchmarks.ranked_school import FIRST_DAY, LAST_DAY, NOW, build
from tests.builders import MACHINE, OPERATOR, an_activity
from yanxiu_tui.commands.main import COLLECT_AFTER
from yanxiu_tui.regulation.loader import load
from yanxiu_tui.services import school
from yanxiu_tui.services.credentials import actor_for
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.services.ranking import compute
from yanxiu_tui.services.sign_in import record_sign_in

TEACHERS, TERMS = 300, 10
_TURNS = 15
# What a term leaves behind by the tens of thousands.
_KEPT: tuple[type[Table], ...] = (Activity, Attendee, Claim, Manuscript, Observation)


def measure() -> dict[str, float]:
    """Medians in milliseconds, of ranking and of a sign-in, and their ratios."""
    gc.set_threshold(COLLECT_AFTER)
    acts = ("ranking", "sign-in")
    taken: dict[tuple[str, int], list[float]] = {(act, n): [] for act in acts for n in (1, TERMS)}
    with tempfile.TemporaryDirectory() as folder:
        schools = {terms: _school(Path(folder) / f"{terms}.db", terms) for terms in (1, TERMS)}
        for turn in range(_TURNS):
            for terms, (opened, rank, sign_in) in schools.items():
                database.initialize(opened)
                taken["ranking", terms].append(_timed(rank, turn))
                taken["sign-in", terms].append(_timed(sign_in, turn))
        for opened, _, _ in schools.values():
            opened.close()
    load.cache_clear()
    figures = {}
    for act in acts:
        one, ten = (statistics.median(taken[act, terms]) for terms in (1, TERMS))
        figures |= {f"{act}, one term ms": one, f"{act}, ten terms ms": ten}
        figures[f"{act} terms ratio"] = ten / one
    return figures


def _school(
    path: Path, terms: int
) -> tuple[peewee.Database, Callable[[int], object], Callable[[int], object]]:
    """A database with so many terms of records: how to rank its newest, and to sign in there."""
    opened = connect(f"sqlite:///{path}")
    upgrade(opened)
    term = build(TEACHERS, "zhanghong")
    for number in range(1, terms):
        _earlier(term, number)
    view = school.view(term)
    regulation = school.regulation_of(view.regulation_id)
    meeting = an_activity(term, starts_at=NOW, ends_at=NOW + timedelta(hours=2))
    open_activity(OPERATOR, meeting.id, NOW)
    actors = [actor_for(each, MACHINE) for each in Teacher.select().limit(_TURNS)]
    return (
        opened,
        lambda _: compute(view, regulation, LAST_DAY),
        lambda turn: record_sign_in(meeting.id, actors[turn], NOW, "keyboard"),
    )


def _earlier(term: Term, number: int) -> None:
    """Another term, as long before, with as many records."""
    before = timedelta(days=200 * number)
    made = Term.create(
        name=f"往前第{number}个学期",
        starts_on=FIRST_DAY - before,
        ends_on=LAST_DAY - before,
        regulation=term.regulation,
    )
    meetings, texts = (_last(table) for table in (Activity, Manuscript))
    moved = {
        "term_id": str(made.id),
        "activity_id": f"activity_id + {meetings}",
        "manuscript_id": f"manuscript_id + {texts}",
        "lesson_id": "NULL",
    }
    for table in _KEPT:
        columns = [field.column_name for field in table._meta.sorted_fields if field.name != "id"]
        source = ", ".join(moved.get(column, column) for column in columns)
        own = f"activity_id <= {meetings // number}"
        of = f"term_id = {term.id}" if "term_id" in columns else own
        database.execute_sql(
            f"INSERT INTO {table._meta.table_name} ({', '.join(columns)}) "
            f"SELECT {source} FROM {table._meta.table_name} WHERE {of} ORDER BY id"
        )


def _last(table: type[Table]) -> int:
    last: int = table.select(peewee.fn.MAX(table.id)).scalar()
    return last


def _timed(act: Callable[[int], object], turn: int) -> float:
    begun = time.perf_counter()
    act(turn)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:8.2f}")
