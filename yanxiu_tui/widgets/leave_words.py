"""请假条 in words, for every screen that shows one."""

from collections.abc import Sequence
from datetime import date, datetime

from rich.text import Text

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import LeaveKind, Regulation
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.leave import STANDING, LeaveState
from yanxiu_tui.services.covering import CoveredMeeting
from yanxiu_tui.services.leave import LeaveView
from yanxiu_tui.widgets.kept_table import Row

PRIVATE = "只有本人、教导处和审批人能看"
_SHOWN = 5
_STYLES = {
    LeaveState.ASKED: "bold yellow",
    LeaveState.APPROVED: "green",
    LeaveState.REFUSED: "red",
    LeaveState.WITHDRAWN: "dim",
    LeaveState.RETURNED: "dim",
    LeaveState.REVOKED: "red",
}
# Heading and width; the one of width 0 takes what is left.
MINE = {"类别": 6, "起止": 26, "事由": 0, "状态": 6, "证明": 6, "审批": 8}
OTHERS = {"姓名": 11, "教研组": 0, "类别": 6, "起止": 26, "状态": 6, "证明": 6}
OTHERS_WIDE = {
    "姓名": 18, "教研组": 12, "类别": 6, "起止": 26, "课务安排": 0, "状态": 6, "证明": 6, "审批": 8,
}  # fmt: skip


def span_of(view: LeaveView) -> str:
    """From when to when, short enough for a table: the day once when it is the same."""
    start, (day, hour) = clock.local(view.starts_at), clock.ending(view.ends_at)
    if start.date() == day:
        return f"{start:%m-%d %H:%M}-{hour}"
    return f"{start:%m-%d %H:%M} 至 {day:%m-%d} {hour}"


def papers_of(view: LeaveView) -> str:
    """How its papers stand, in a few characters; "" once nobody waits for them any more."""
    if view.state not in STANDING:
        return ""
    if view.owed:
        return f"欠{len(view.owed)}份"
    return "交齐" if view.evidence else "不用"


def row_of(view: LeaveView) -> Row:
    """A 请假条 as a row, of whatever columns."""
    papers = papers_of(view)
    return str(view.id), {
        "姓名": Text(view.teacher_name),
        "教研组": Text(view.group_name),
        "类别": Text(view.kind_name),
        "起止": Text(span_of(view)),
        "事由": Text(view.reason),
        "课务安排": Text(view.cover),
        "状态": Text(view.state_name, style=_STYLES[view.state]),
        "证明": Text(papers, style="yellow" if view.owed else ""),
        "审批": Text(view.decided_by),
    }


def title_of(view: LeaveView) -> str:
    """Whose leave, which, and when."""
    return f"{view.teacher_name}老师的{view.kind_name}（{span_of(view)}）"


def owed_of(view: LeaveView, office: str) -> str:
    """Which papers it still owes and where they go; "" when none."""
    if not view.owing:
        return ""
    return f"还欠{'、'.join(view.owed)}，请交{office}登记。"


def about_kind(kind: LeaveKind, regulation: Regulation) -> str:
    """A class of leave as the school's regulation has it: its clause and its papers."""
    papers = "、".join(_paper(each, regulation) for each in kind.evidence)
    needs = f"需要：{papers}，交{regulation.office}。" if papers else "不需要证明。"
    return f"{kind.clause.id}「{kind.clause.words}」\n{needs}"


def fields_of(
    view: LeaveView, regulation: Regulation, covered: Sequence[CoveredMeeting] = ()
) -> list[tuple[str, str]]:
    """One 请假条 in full, as far as this person may see it, with the meetings it touches."""
    fields = [
        ("请假人", " ".join(filter(None, (view.teacher_name, view.staff_no, view.group_name)))),
        ("类别", f"{view.kind_name}（特殊情况，证明后补）" if view.emergency else view.kind_name),
        ("起止", _whole_span(view)),
        ("事由", view.reason or f"（{PRIVATE}）"),
        ("课务安排", view.cover or "没有写"),
        ("已交证明", "、".join(view.evidence) or "无"),
        ("还欠证明", "、".join(view.owed) or "无"),
        ("申请时间", _day_and_hour(view.asked_at)),
        ("状态", view.state_name),
    ]
    if view.decided_at:
        by = view.decided_by or "操作员"
        what = "撤销批准" if view.state is LeaveState.REVOKED else "审批"
        fields.append((what, f"{by}，{_day_and_hour(view.decided_at)}，{_opinion(view)}"))
    if view.returned_at:
        fields.append(("销假", _day_and_hour(view.returned_at)))
    if covered:
        fields.append(("覆盖活动", _covered(covered)))
    kind = regulation.leave_kind(view.kind)
    if kind:
        fields.append(("依据", f"{kind.clause.id}「{kind.clause.words}」"))
    return fields


def _paper(paper: str, regulation: Regulation) -> str:
    spared = "（本人申请免交）" if paper in regulation.evidence_by_asking else ""
    return regulation.evidence_names[paper] + spared


def _opinion(view: LeaveView) -> str:
    # Whoever may read one reads the other, and a reason is never empty.
    if not view.reason:
        return f"意见{PRIVATE}"
    return view.opinion or "同意"


def _covered(meetings: Sequence[CoveredMeeting]) -> str:
    """The first few of them, and how many there are."""
    shown = [f"{clock.local(each.starts_at):%m-%d}「{each.title}」" for each in meetings[:_SHOWN]]
    more = f"等 {len(meetings)} 次" if len(meetings) > _SHOWN else ""
    return "、".join(shown) + more


def _whole_span(view: LeaveView) -> str:
    start, (day, hour) = _day_and_hour(view.starts_at), clock.ending(view.ends_at)
    if clock.local(view.starts_at).date() == day:
        return f"{start}-{hour}"
    return f"{start} 至 {_day(day)} {hour}"


def _day_and_hour(instant: datetime) -> str:
    at = clock.local(instant)
    return f"{_day(at.date())} {at:%H:%M}"


def _day(day: date) -> str:
    return f"{day} 周{WEEKDAYS[day.weekday()]}"
