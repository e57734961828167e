"""A group's plans of a week or a 学月 as 教案检查 shows them: what is read, and its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.rules.periods import Period
from yanxiu_tui.rules.plan_checks import FINDING_NAMES, Finding
from yanxiu_tui.services import plan_checks, school_weeks
from yanxiu_tui.services.permission import Act, Actor, Scope, reach
from yanxiu_tui.services.plan_checks import Line, Sheet
from yanxiu_tui.services.plans_due import SharedState
from yanxiu_tui.services.prep_groups import GroupView
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.school_weeks import MONTH, WEEK
from yanxiu_tui.widgets.kept_table import Row, as_cells

NARROW = {"姓名": 11, "个性化": 6, "共性": 6, "最近写": 6, "结果": 6, "意见": 0, "签字": 6}
WIDE = {
    "姓名": 12, "个性化": 0, "共性": 12, "最近写": 6, "结果": 6, "意见": 0, "签字": 14,
}  # fmt: skip
_STYLES = {Finding.GOOD: "green", Finding.IMPROVE: "yellow", Finding.MISSING: "red"}
_TURN = "回车 看教案   左右键 换周或学月"
_MARK = f"标一行：1 合格  2 需改进  3 缺  0 不查   {_TURN}"
_LEFT_OUT = "您自己的教案由包组领导检查，不在这张表里。"
Mark = tuple[Finding | None, str]


@dataclass
class SheetRead(Message):
    """The groups to choose from, the weeks or 学月 begun, and the sheet of one; None without."""

    term: TermView
    groups: Sequence[GroupView]
    periods: Sequence[Period]
    sheet: Sheet | None


def usual_span(actor: Actor) -> str:
    """Weeks for those who check weekly, the 学月 for a 包组领导 and the heads."""
    return WEEK if reach(actor, Act.CHECK_PLANS) > Scope.NONE else MONTH


def look(
    actor: Actor, term: TermView, span: str, group_id: int | None, number: int | None
) -> SheetRead:
    """Read the sheet asked for, else one's own group's of the term's last week or 学月 begun."""
    now = clock.now()
    today = clock.local(now).date()
    groups = plan_checks.groups(actor)
    every = school_weeks.spans(term, span)
    begun = [each for each in every if each.first <= today]
    if not groups or not begun:
        return SheetRead(term, groups, begun, None)
    own = actor.supervises if span == MONTH and actor.supervises else actor.leads
    mine = [each.id for each in groups if each.id in own] or [each.id for each in groups]
    chosen = group_id if group_id in [each.id for each in groups] else mine[0]
    numbers = [each.number for each in begun]
    at = number if number in numbers else numbers[-1]
    sheet = plan_checks.sheet(actor, chosen, term.id, span, at, now)
    return SheetRead(term, groups, begun, sheet)


def begin_from(sheet: Sheet) -> dict[int, Mark]:
    """What is proposed for everybody: the check that stands, else by what plans there are.

    Nothing is proposed any more once the term is over.
    """
    return {
        line.teacher_id: (
            None if sheet.over and line.check is None else line.proposed,
            line.check.words if line.check else "",
        )
        for line in sheet.lines
    }


def name_of(sheet: Sheet) -> str:
    """``第 7 周``, ``第 2 学月``."""
    return f"第 {sheet.period.number} {'学月' if sheet.span == MONTH else '周'}"


def heading(sheet: Sheet, marks: Mapping[int, Mark]) -> Text:
    """Which sheet this is, what stands to be signed, and how many were."""
    text = Text(f"{sheet.group.name} {name_of(sheet)}", "bold")
    text.append(f" {sheet.period.first:%m-%d}至{sheet.period.last:%m-%d} ", "dim")
    for finding, name in FINDING_NAMES.items():
        count = sum(mark[0] is finding for mark in marks.values())
        text.append(f" {name} {count}")
    signed = sum(line.check is not None for line in sheet.lines)
    text.append(f"  已签 {signed}/{len(sheet.lines)}", "bold green" if signed else "bold yellow")
    return text


def hint_of(sheet: Sheet) -> str:
    """What the keys do with a row, and who is not among them."""
    hint = [_MARK if sheet.may_sign else _TURN, _LEFT_OUT if sheet.left_out else ""]
    return "\n".join(filter(None, hint))


def nothing_of(seen: SheetRead) -> str:
    """What to say where there is no row."""
    if not seen.groups:
        return "没有要您检查的组。包组领导由教导处指定。"
    if not seen.periods:
        return "本学期还没有开始。"
    return "这个组除了您没有别人。"


def rows(sheet: Sheet, marks: Mapping[int, Mark], wide: bool) -> list[Row]:
    """A row a member."""
    return [
        (str(line.teacher_id), _cells(line, marks[line.teacher_id], wide)) for line in sheet.lines
    ]


def _cells(line: Line, mark: Mark, wide: bool) -> Mapping[str, Text]:
    finding, words = mark
    plans, units, check = line.due.plans, line.due.units, line.check
    written = [plan.edited_at for plan in plans if plan.edited_at is not None]
    named = "、".join(plan.title for plan in plans)
    counted = f"{len(plans)} 份" if plans else "没有" if units else "无单元"
    signed = ""
    if check is not None:
        signed = f"{clock.local(check.at):%m-%d}" + (f" {check.by}" if wide else "")
    cells = {
        "姓名": line.name,
        "个性化": named if wide and named else counted,
        "共性": "、".join(_shared(unit, wide) for unit in units),
        "最近写": f"{clock.local(max(written)):%m-%d}" if written else "",
        "意见": words,
        "签字": signed or "未签",
    }
    result = FINDING_NAMES[finding] if finding else "不查"
    return {**as_cells(cells), "结果": Text(result, _STYLES[finding] if finding else "dim")}


def _shared(unit: SharedState, wide: bool) -> str:
    """How many sections of the 共性教案 are written, and where there is room when last."""
    day = f" {clock.local(unit.edited_at):%m-%d}" if wide and unit.edited_at else ""
    return f"{unit.filled}/{unit.of}{day}"
