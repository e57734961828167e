"""A full term ranked, against one hand-written SQL statement for the same totals, in one run.

python -m tests.benchmarks.ranking
"""

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import peewee

from db.connection import connect
from db.migrate import upgrade
from tests.benchmarks.ranked_school import LAST_DAY, build
from yanxiu_tui.commands.main import COLLECT_AFTER
from yanxiu_tui.regulation.loader import load
from yanxiu_tui.services import school
from yanxiu_tui.services.ranking import RankingView, compute

PRESET = "zhanghong"
TEACHERS, TIMES_AS_MANY = 300, 10
_TURNS = 9
# The scheme of 张洪中学 written out by hand; ``total`` is what the program calls the score.
STATEMENT = """
WITH met AS (
    SELECT a.teacher_id AS id,
           SUM(a.status IN ('present', 'late')) AS came,
           SUM(a.status NOT IN ('expected', 'official_leave')) AS due,
           SUM(a.status = 'absent') AS absent,
           SUM(a.status = 'late') AS late,
           SUM(a.departure = 'left_early') AS early,
           SUM(a.departure = 'left_midway') AS midway,
           SUM(CASE WHEN a.status IN ('present', 'late') THEN c.hours ELSE 0 END) AS hours
    FROM attendee AS a JOIN activity AS c ON c.id = a.activity_id
    WHERE c.term_id = 1 AND c.ended_at IS NOT NULL
    GROUP BY a.teacher_id
), heard AS (
    SELECT observer_id AS id, COUNT(*) AS heard, COUNT(confirmed_at) AS reviewed
    FROM observation WHERE term_id = 1 AND completed_at IS NOT NULL AND voided_at IS NULL
    GROUP BY observer_id
), shown AS (
    SELECT teacher_id AS id, COUNT(*) AS shown FROM open_lesson
    WHERE term_id = 1 AND cancelled_at IS NULL AND id IN (
        SELECT lesson_id FROM observation
        WHERE term_id = 1 AND completed_at IS NOT NULL AND voided_at IS NULL)
    GROUP BY teacher_id
), spoke AS (
    SELECT p.keynote_id AS id, COUNT(*) AS spoke
    FROM prep_session AS p JOIN activity AS c ON c.id = p.activity_id
    WHERE c.term_id = 1 AND c.ended_at IS NOT NULL GROUP BY p.keynote_id
), added AS (
    SELECT r.teacher_id AS id, COUNT(*) AS added
    FROM remark AS r JOIN prep_session AS p ON p.id = r.session_id
    JOIN activity AS c ON c.id = p.activity_id
    WHERE c.term_id = 1 AND c.ended_at IS NOT NULL AND r.adopted <> '' AND r.struck_at IS NULL
    GROUP BY r.teacher_id
), reflected AS (
    SELECT r.teacher_id AS id, COUNT(*) AS reflected
    FROM reflection AS r JOIN manuscript AS m ON m.id = r.manuscript_id
    WHERE m.term_id = 1 AND r.handed_on IS NOT NULL GROUP BY r.teacher_id
), paper AS (
    SELECT teacher_id AS id,
           SUM(CASE WHEN kind = 'observation' THEN amount ELSE 0 END) AS heard,
           SUM(CASE WHEN kind = 'lesson_review' THEN amount ELSE 0 END) AS reviewed,
           SUM(CASE WHEN kind IN ('reflection', 'narrative') THEN amount ELSE 0 END) AS reflected,
           SUM(CASE WHEN kind = 'keynote' THEN amount ELSE 0 END) AS spoke,
           SUM(CASE WHEN kind = 'addition' THEN amount ELSE 0 END) AS added,
           SUM(CASE WHEN kind IN ('personal_plan', 'personal_summary') THEN amount ELSE 0 END)
               AS planned,
           SUM(CASE WHEN kind IN ('open_lesson', 'demonstration_lesson', 'research_lesson')
               THEN amount ELSE 0 END) AS shown,
           SUM(hours_granted) AS hours
    FROM claim WHERE term_id = 1 AND state = 'granted'
    GROUP BY teacher_id
), done AS (
    SELECT t.id, IFNULL(heard.heard, 0) + IFNULL(paper.heard, 0) AS heard,
           IFNULL(heard.reviewed, 0) + IFNULL(paper.reviewed, 0) AS reviewed,
           IFNULL(reflected.reflected, 0) + IFNULL(paper.reflected, 0) AS reflected,
           IFNULL(spoke.spoke, 0) + IFNULL(paper.spoke, 0) AS spoke,
           IFNULL(added.added, 0) + IFNULL(paper.added, 0) AS added,
           IFNULL(paper.planned, 0) AS planned,
           IFNULL(shown.shown, 0) + IFNULL(paper.shown, 0) AS shown,
           IFNULL(paper.hours, 0) AS hours
    FROM teacher AS t
    LEFT JOIN heard ON heard.id = t.id LEFT JOIN shown ON shown.id = t.id
    LEFT JOIN spoke ON spoke.id = t.id LEFT JOIN added ON added.id = t.id
    LEFT JOIN reflected ON reflected.id = t.id LEFT JOIN paper ON paper.id = t.id
), head AS (
    SELECT t.id, MAX(m.leads) AS leads FROM teacher AS t
    JOIN membership AS m ON m.teacher_id = t.id WHERE t.left_at IS NULL GROUP BY t.id
), points AS (
    SELECT head.id,
           ROUND(15.0 * came / due, 2) + MAX(0, 10 - 2 * absent) + MAX(0, 5 - late)
           + MAX(0, 3 - early) + MAX(0, 2 - midway)
           + ROUND(MIN(20, heard * 20.0 / CASE WHEN leads THEN 20 ELSE 15 END), 2)
           + ROUND(MIN(5, reviewed * 5.0 / 10), 2) + MAX(0, 12 - 3 * MAX(0, 4 - reflected))
           + CASE WHEN spoke >= 1 THEN 8 ELSE 0 END + ROUND(MIN(5, added), 2)
           + CASE WHEN planned >= 1 THEN 5 ELSE 0 END
           + ROUND(MIN(10, (met.hours + done.hours) * 10.0 / 36), 2)
           + MIN(5, MIN(3, shown)) AS total
    FROM head JOIN met ON met.id = head.id JOIN done ON done.id = head.id
)
SELECT id, ROUND(total, 2), RANK() OVER (ORDER BY total DESC) FROM points ORDER BY total DESC
"""


def measure() -> dict[str, float]:
    """Medians in milliseconds, and the two ratios; raises where the totals are not the same."""
    gc.set_threshold(COLLECT_AFTER)
    with tempfile.TemporaryDirectory() as folder:
        ours, statement = _school(Path(folder) / "one.db", TEACHERS)
        larger, _ = _school(Path(folder) / "ten.db", TEACHERS * TIMES_AS_MANY, turns=3)
    return {
        "one SQL statement ms": statement,
        "ranking ms": ours,
        "ranking ratio": ours / statement,
        "ten times the teachers ms": larger,
        "growth ratio": larger / ours,
    }


def _school(path: Path, teachers: int, turns: int = _TURNS) -> tuple[float, float]:
    """The medians of ours and of the bare statement, timed turn by turn."""
    database = connect(f"sqlite:///{path}")
    upgrade(database)
    term = school.view(build(teachers, PRESET))
    regulation = school.regulation_of(term.regulation_id)
    _refuse_other_totals(compute(term, regulation, LAST_DAY), database)
    ours, bare = [], []
    for _ in range(turns):
        bare.append(_timed(lambda: database.execute_sql(STATEMENT).fetchall()))
        ours.append(_timed(lambda: compute(term, regulation, LAST_DAY)))
    database.close()
    load.cache_clear()
    return statistics.median(ours), statistics.median(bare)


def _refuse_other_totals(view: RankingView, database: peewee.Database) -> None:
    """The statement must come to what the program comes to, but for a rounded hundredth."""
    totals = {row[0]: Decimal(str(row[1])) for row in database.execute_sql(STATEMENT).fetchall()}
    assert len(totals) == len(view.lines)
    for line in view.lines:
        assert abs(line.score - totals[line.staff.id]) <= Decimal("0.03"), line


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name}: {value:.2f}")
