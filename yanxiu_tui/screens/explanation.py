"""Why somebody counts as they do at a meeting: what is on record, and the clause that judges it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Clause, LeaveKind, Regulation
from yanxiu_tui.rules.attendance import DEPARTURE_NAMES, LEAVES, STATUS_NAMES, Status, roll_name
from yanxiu_tui.services.attendance import Board, Line, RollState
from yanxiu_tui.services.attendance_history import HistoryEntry
from yanxiu_tui.services.makeup import TaskView
from yanxiu_tui.widgets.meeting_head import where_and_when

Field = tuple[str, str]


def explain(
    board: Board,
    line: Line,
    history: Sequence[HistoryEntry],
    regulation: Regulation,
    makeup: TaskView | None = None,
) -> list[Field]:
    """A line of a sheet as fields to read: standing, records, clause, what is to be made up."""
    day = clock.local(board.activity.starts_at).date()
    kind = regulation.leave_kind(line.leave_kind)
    records = sorted([*_said(history, line.name, day), *_rolls(board.rolls, day)])
    fields = [
        ("活动", where_and_when(board.activity)),
        ("状态", _standing(line, kind, day)),
        ("记录", "\n".join(words for _, words in records) or "没有签到，也没有点到"),
    ]
    clause = _clause(line.status, kind, regulation)
    if clause:
        fields.append(("依据", f"{clause.id}「{clause.words}」"))
    if line.conflict:
        fields.append(("请核对", "签到后点名不在场，请向组长或教导处说明"))
    if makeup:
        fields.append(("后补", _made_up(makeup, day)))
    return fields


def _standing(line: Line, kind: LeaveKind | None, day: date) -> str:
    words = STATUS_NAMES[line.status]
    if line.departure and line.departed_at:
        words += f"，{_at(line.departed_at, day)} {DEPARTURE_NAMES[line.departure]}"
    if kind and line.status not in LEAVES:
        words += f"（请了{kind.name}，人到了，按到算）"
    elif kind and kind.name != STATUS_NAMES[line.status]:
        words += f"（{kind.name}）"
    if line.by_hand:
        words += "（更正过）"
    return words


def _said(history: Iterable[HistoryEntry], name: str, day: date) -> Iterable[tuple[datetime, str]]:
    for entry in history:
        words = f"{_at(entry.at, day)}  {entry.what}"
        if entry.after:
            words += f"：{entry.before or '原状态'}改为{entry.after}"
        if entry.reason:
            words += f"，原因：{entry.reason}"
        by = "本人" if entry.by == name else f"{entry.by}记"
        notes = [*(["补录"] if entry.late_entry else []), by]
        yield entry.at, f"{words}（{'，'.join(notes)}）"


def _rolls(rolls: Iterable[RollState], day: date) -> Iterable[tuple[datetime, str]]:
    for roll in rolls:
        if roll.ended_at:
            yield roll.ended_at, f"{_at(roll.ended_at, day)}  {roll_name(roll.number)}结束"


def _clause(status: Status, kind: LeaveKind | None, regulation: Regulation) -> Clause | None:
    if status is Status.EXPECTED:
        return None
    if status not in LEAVES:
        return regulation.attendance.clause
    known = kind or next((each for each in regulation.leave if each.status is status), None)
    return known.clause if known else None


def _made_up(task: TaskView, day: date) -> str:
    if task.done_at is None:
        return "还没有补；补好后请组长或教导处确认"
    return f"{_at(task.done_at, day)} 已补：{task.note}（{task.confirmed_by or '操作员'}确认）"


def _at(instant: datetime, day: date) -> str:
    """The time of day; with its date when that is another day."""
    at = clock.local(instant)
    return f"{at:%H:%M}" if at.date() == day else f"{at.month}月{at.day}日 {at:%H:%M}"
