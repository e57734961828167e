"""What a 制度 says of papers that are due, in words."""

from datetime import time

from yanxiu_tui.regulation.phrases import ruled, who_says
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import ClaimKind, Deadline
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind

_END_OF_DAY = time(23, 59)


def deadlines(regulation: Regulation) -> list[str]:
    """When papers are due."""
    return [line for each in regulation.deadlines for line in _deadline(each)]


def papers(regulation: Regulation) -> list[str]:
    """Which papers are due, from whom, and what belongs to them."""
    due = [kind for kind in regulation.claims if kind.handed_in]
    return [line for kind in due for line in _paper(regulation, kind)]


def _deadline(each: Deadline) -> list[str]:
    week = f"第 {each.week} 周" if each.week > 0 else f"学期倒数第 {-each.week} 周"
    week = "学期最后一周" if each.week == -1 else week
    hour = "" if each.at == _END_OF_DAY else f" {each.at:%H:%M} "
    copies = f"，一式 {each.copies} 份" if each.copies > 1 else ""
    said = f"{each.name}：{week}周{WEEKDAYS[each.weekday - 1]}{hour}截止{copies}"
    return ruled(said, each.clause)


def _paper(regulation: Regulation, kind: ClaimKind) -> list[str]:
    said = [f"{_whose(regulation, kind)}上交"]
    deadline = regulation.deadline(kind.deadline)
    if deadline:
        said.append(f"期限见「{deadline.name}」")
    if kind.parts:
        said.append(f"要有{'、'.join(kind.parts)}")
    if kind.sections:
        said.append(f"可以在终端上写，分{'、'.join(each.name for each in kind.sections)}")
    return ruled(f"{kind.name}：{'，'.join(said)}", kind.clause)


def _whose(regulation: Regulation, kind: ClaimKind) -> str:
    if kind.by == "school":
        return f"学校（{regulation.office}）"
    if kind.by == "teacher":
        return who_says(kind.who) if kind.who else "每位老师"
    groups = [GROUP_KIND_NAMES[GroupKind(each)] for each in kind.group_kinds]
    return f"{'、'.join(groups) or '各组'}由组长"
