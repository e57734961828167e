"""备课 in words, for every screen that shows a unit or a session."""

from collections.abc import Sequence

from rich.text import Text

from yanxiu_tui import clock
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.services.activities import STATE_NAMES
from yanxiu_tui.services.prep_keynotes import Proposal
from yanxiu_tui.services.prep_sessions import SessionView
from yanxiu_tui.services.prep_units import PlanOfTerm, UnitView
from yanxiu_tui.widgets.kept_table import Row


def is_now(unit: UnitView, week: int) -> bool:
    """Whether the unit is taught in this week of the term."""
    return (
        unit.first_week is not None
        and unit.last_week is not None
        and unit.first_week <= week <= unit.last_week
    )


def row_of(unit: UnitView, week: int) -> Row:
    """One row of a table of units; this week's stands out."""
    now = is_now(unit, week)
    cells = {
        "序号": Text(f"{unit.number}", justify="right"),
        "周次": Text(unit.weeks),
        "单元": Text(unit.title, no_wrap=True, overflow="ellipsis"),
        "本周": Text("本周" if now else "", style="bold yellow"),
        "发言人": Text(unit.keynote_name or "未排", style="" if unit.keynote_name else "dim"),
        "备课": _sessions(unit),
        "教案": Text(f"{unit.filled}/{unit.sections}", _filled_style(unit)),
        "版本": Text(f"{unit.versions}" if unit.versions else "", justify="right"),
    }
    return str(unit.id), cells


def heading_of(plan: PlanOfTerm, week: int, groups: int) -> str:
    """Whose plan it is, whether there are others, how much is prepared (Z12).

    Also which ``week`` of the term it is, where that runs.
    """
    several = "（F3 换组）" if groups > 1 else ""
    parts = [f"{plan.group.name}{several}", *([f"第 {week} 周"] if week else [])]
    if plan.units:
        parts.append(f"{len(plan.units)} 个单元，备过 {plan.covered} 个，覆盖 {plan.coverage}%")
    return "　".join(parts)


def silent_of(plan: PlanOfTerm) -> str:
    """Who has not been 中心发言人 yet this term (Z13)."""
    if not plan.silent:
        return ""
    names = [f"{each.name}（{each.unit}）" if each.unit else each.name for each in plan.silent]
    return f"还没发过言：{'、'.join(names)}"


def proposed_fields(found: Sequence[Proposal]) -> list[tuple[str, str]]:
    """Each unit with who is proposed for it and why."""
    return [(each.unit_title, f"{each.teacher_name}　{_record_of(each)}") for each in found]


def when_of(session: SessionView) -> str:
    """``10-14 周三 14:30``."""
    at = clock.local(session.starts_at)
    return f"{at:%m-%d} 周{WEEKDAYS[at.weekday()]} {at:%H:%M}"


def standing_of(session: SessionView) -> str:
    """Where a session stands: signed, or what its activity says."""
    return "已签字" if session.signed_at else STATE_NAMES[session.state]


def run_of(session: SessionView) -> str:
    """``10-14 周三 14:30 七年级语文备课组 第一单元``, to choose one by."""
    return f"{when_of(session)} {session.group_name} {session.unit_title}"


def _sessions(unit: UnitView) -> Text:
    if unit.held:
        return Text(f"{unit.held} 次", "green")
    return Text("已安排", "yellow") if unit.sessions else Text("未备", "dim")


def _filled_style(unit: UnitView) -> str:
    return "green" if unit.filled == unit.sections else "" if unit.filled else "dim"


def _record_of(each: Proposal) -> str:
    if not each.turns and not each.earlier:
        return "还没发过言"
    last = f"，上次 {each.last:%Y-%m-%d}" if each.last else ""
    return f"本学期 {each.turns} 次，以前 {each.earlier} 次{last}"
