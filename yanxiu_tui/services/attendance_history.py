"""What happened to a line of a sheet, and the words for it, also for why a sign-in is refused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN

from db.models import AttendanceFact, Teacher, Trace
from yanxiu_tui.rules.attendance import STATUS_NAMES, FactKind, Status, roll_name
from yanxiu_tui.services.activities import find, is_run_by
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.standings import OFFLINE

FACT_NAMES: Mapping[FactKind, str] = {
    FactKind.SIGN_IN: "签到",
    FactKind.SIGN_IN_AGAIN: "再次签到",
    FactKind.ROLL_PRESENT: "{roll}：到",
    FactKind.ROLL_ABSENT: "{roll}：未到",
    FactKind.ROLL_UNDONE: "{roll}：撤销标记",
    FactKind.LEFT_EARLY: "早退",
    FactKind.LEFT_MIDWAY: "中途离场",
    FactKind.LEFT_UNDONE: "撤销离场记录",
    FactKind.CORRECTED: "更正",
    FactKind.CORRECTION_WITHDRAWN: "撤销更正",
}
REASON_NAMES: Mapping[str, str] = {
    "unknown_teacher": "没有这个工号",
    "no_pin": "还没有设置口令",
    "wrong_pin": "口令不对",
    "wait": "输错后等待期内再试",
    "locked": "口令已锁定",
    "not_expected": "不在应到名单",
    "no_activity": "没有这次活动",
    "not_open_yet": "还没有开放签到",
    "over": "活动已经结束",
    "not_today": "不是活动当天",
    "nothing_open": "没有开放签到的活动",
    "code_expired": "手机扫的码已过期",
    "wrong_code": "手机扫到或输入的码不对",
    "ticket_expired": "手机页面打开太久",
    "wrong_ticket": "手机页面不是从二维码打开的",
    "phone_used": "这部手机已替别人签到",
    "unknown_phone": "没有登记的手机",
    "phone_revoked": "手机已停用",
    "wrong_proof": "手机证明不了自己",
    "limited": "手机输错太多，暂停再试",
    "unknown_badge": "没有这张工牌",
    "badge_revoked": "工牌已挂失或换发",
    "badge_for_pin": "问口令时刷了工牌",
    "teacher_left": "已经离岗",
    "unreadable": "断网时记的打不开",
}


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that happened to a line of a sheet, in words; ``at`` may be long before entry.

    ``before`` and ``after`` are status names, "" for anything but a correction.
    """

    at: datetime
    recorded_at: datetime
    what: str
    by: str
    before: str
    after: str
    reason: str
    late_entry: bool


def history(actor: Actor, activity_id: int, teacher_id: int) -> list[HistoryEntry]:
    """All that happened to one line of a sheet, in order of entry; one's own is open to everyone.

    Refused attempts are not in it: see ``services/proxy_sign_in.py``.
    """
    if teacher_id != actor.teacher_id:
        activity = find(activity_id)
        require(actor, Act.VIEW_SHEET, activity.group_id, is_run_by(activity, actor.teacher_id))
    recorder = Teacher.alias()
    facts = (
        AttendanceFact.select(AttendanceFact, recorder)
        .join(recorder, JOIN.LEFT_OUTER, on=AttendanceFact.recorded_by, attr="recorded_by")
        .where(
            AttendanceFact.activity == activity_id,
            AttendanceFact.teacher == teacher_id,
            AttendanceFact.kind != FactKind.REFUSED,
        )
        .order_by(AttendanceFact.id)
    )
    entries = [*_additions(activity_id, teacher_id), *(_entry(fact) for fact in facts)]
    return sorted(entries, key=lambda entry: entry.recorded_at)


def _entry(fact: AttendanceFact) -> HistoryEntry:
    before = STATUS_NAMES[Status(fact.before)] if fact.before else ""
    after = STATUS_NAMES[Status(fact.detail)] if fact.kind == FactKind.CORRECTED else ""
    what = FACT_NAMES[FactKind(fact.kind)].format(roll=roll_name(fact.roll))
    return HistoryEntry(
        at=fact.at,
        recorded_at=fact.recorded_at,
        what=f"断网时{what}" if fact.means == OFFLINE else what,
        by=_name(fact.recorded_by),
        before=before,
        after=after,
        reason=fact.reason,
        late_entry=fact.late_entry,
    )


def _additions(activity_id: int, teacher_id: int) -> list[HistoryEntry]:
    """That somebody was added to the roster afterwards stands in the trace alone."""
    traces = (
        Trace.select(Trace, Teacher)
        .join(Teacher, JOIN.LEFT_OUTER)
        .where(
            Trace.subject == "activity",
            Trace.subject_id == activity_id,
            Trace.act == "add_to_roster",
        )
    )
    found = [(row, json.loads(row.detail)) for row in traces]
    return [
        HistoryEntry(row.at, row.at, "补入名单", _name(row.actor), "", "", detail["reason"], False)
        for row, detail in found
        if detail["teacher"] == teacher_id
    ]


def _name(teacher: Teacher | None) -> str:
    return teacher.name if teacher else "操作员"
