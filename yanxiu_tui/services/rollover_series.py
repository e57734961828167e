"""每周活动: the weekly series of a term, each as it was usually held, to be planned again (Z3)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

from peewee import JOIN

from db.models import Activity, Group, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.services.activities import State

OPEN_YET = "待定"
SCHOOL = "全校"


@dataclass(frozen=True)
class WeeklySeries:
    """A series as most of its meetings were held.

    Where they had a title or presenter each of their own, it is to be decided (待定). Host and
    recorder are the last ones, if they are still here. ``weekday`` is 0 for Monday.
    """

    key: str
    title: str
    kind: str
    group_id: int | None
    group_name: str
    weekday: int
    starts: time
    ends: time
    place: str
    presenter: str
    host_id: int | None
    host: str
    recorder_id: int | None
    hours: Decimal
    meetings: int

    @property
    def when(self) -> str:
        """``周三 15:30-17:00``."""
        return f"周{WEEKDAYS[self.weekday]} {self.starts:%H:%M}-{self.ends:%H:%M}"


def weekly_series(term_id: int) -> list[WeeklySeries]:
    """Every series of the term that was not called off, the whole school's first; two queries."""
    query = Activity.select(Activity, Group.id, Group.name).join(Group, JOIN.LEFT_OUTER)
    query = query.where(
        Activity.term == term_id, Activity.series != "", Activity.state != State.CANCELLED
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in query.order_by(Activity.starts_at):
        found[row.series].append(row)
    here = _still_here(found.values())
    # Sorted here: databases do not agree on the order of Chinese names.
    return sorted(
        (_series(key, rows, here) for key, rows in found.items()),
        key=lambda each: (each.group_id is not None, each.group_name, each.weekday, each.starts),
    )


def _still_here(series: Any) -> dict[int, str]:
    ids = {each for rows in series for each in (rows[-1].host_id, rows[-1].recorder_id) if each}
    rows = Teacher.select(Teacher.id, Teacher.name).where(
        Teacher.id.in_(ids), Teacher.left_at.is_null()
    )
    return {row.id: row.name for row in rows}


def _series(key: str, rows: Sequence[Any], here: dict[int, str]) -> WeeklySeries:
    def most(of: Callable[[Any], Any]) -> Any:
        return Counter(map(of, rows)).most_common(1)[0][0]

    kind, last = most(lambda row: row.kind), rows[-1]
    titles, presenters = ({getattr(row, name) for row in rows} for name in ("title", "presenter"))
    weekday, starts, ends = most(_when)
    return WeeklySeries(
        key=key,
        title=titles.pop() if len(titles) == 1 else f"{kind}（内容{OPEN_YET}）",
        kind=kind,
        group_id=last.group_id,
        group_name=last.group.name if last.group_id is not None else SCHOOL,
        weekday=weekday,
        starts=starts,
        ends=ends,
        place=most(lambda row: row.place),
        presenter=presenters.pop() if len(presenters) == 1 else OPEN_YET,
        host_id=last.host_id if last.host_id in here else None,
        host=here.get(last.host_id, ""),
        recorder_id=last.recorder_id if last.recorder_id in here else None,
        hours=most(lambda row: row.hours),
        meetings=len(rows),
    )


def _when(row: Activity) -> tuple[int, time, time]:
    starts, ends = local(row.starts_at), local(row.ends_at)
    return starts.weekday(), starts.time(), ends.time()
