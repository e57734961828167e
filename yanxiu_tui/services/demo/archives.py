"""What was put into the archives by hand: the school's plans and books, certificates on paper."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from db.models import ArchiveItem
from yanxiu_tui.clock import instant
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.services import files
from yanxiu_tui.services.demo.calendar import Calendar, working_day
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import insert, trace
from yanxiu_tui.services.files import Content

_SCHOOL = (
    ("plans", "校本研修五年规划（{year}）", 5, "档案柜一"),
    ("plans", "校本研修年度实施方案", 6, "档案柜一"),
    ("resources", "自编校本研修教材《课堂观察手册》", 12, "档案柜二"),
)
_RESULTS = (
    "课题《单元整体教学》结题证书",
    "典型案例《一次失败的导入》",
    "教学课件光盘",
    "优质课证书",
)
_SCHEME = """\
校本研修年度实施方案（演示）

一、每周三下午各组集体备课，每月一次全校研修。
二、青年教师每周听课不少于一节，师徒互听互评。
三、期末整理档案，由教导处检查。
"""


def file_by_hand(
    staff: Sequence[Person], regulation: Regulation, term: Calendar, term_id: int, now: datetime
) -> list[dict[str, Any]]:
    """The school's papers, one of them with its file, and a certificate of a few teachers.

    Returns the traces that they would have left.
    """
    rng, clerk, first = Random(len(staff)), staff[3], term.starts_on
    scheme = _SCHEME.encode()
    kept = files.store(Content("年度实施方案.txt", sha256(scheme).hexdigest(), scheme), now)
    rows = [
        _row(term_id, None, each, title.format(year=first.year), _day(term, ahead), where, clerk)
        for each, title, ahead, where in _SCHOOL
    ]
    rows[1] |= {"medium": "both", "file": kept.id, "file_name": "年度实施方案.txt"}
    rows += [
        _row(term_id, one, "results", rng.choice(_RESULTS), _day(term, ahead), "教师档案袋", one)
        for one, ahead in ((one, rng.randint(10, (term.today - first).days)) for one in staff)
        if rng.random() < 0.25
    ]
    known = {each.id for each in (*regulation.archives.school, *regulation.archives.teacher)}
    rows = [row for row in rows if row["archive_class"] in known]
    insert(ArchiveItem, rows)
    return [
        trace(
            row["added_by"], "file_item", "archive_item", None, row["added_at"],
            archive_class=row["archive_class"],
        )
        for row in rows
    ]  # fmt: skip


def _day(term: Calendar, ahead: int) -> date:
    return min(working_day(term.starts_on + timedelta(days=ahead)), term.today - timedelta(days=1))


def _row(
    term_id: int, one: Person | None, each: str, title: str, day: date, where: str, by: Person
) -> dict[str, Any]:
    return {
        "term": term_id,
        "teacher": one.id if one else None,
        "archive_class": each,
        "title": title,
        "day": day,
        "medium": "paper",
        "where_kept": where,
        "file": None,
        "file_name": "",
        "added_at": instant(day, time(15, 40)),
        "added_by": by.id,
    }
