"""申报 in words, for every screen that shows one."""

from datetime import datetime

from rich.text import Text

from yanxiu_tui import clock
from yanxiu_tui.regulation.terms import ClaimKind
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.services.claims import ClaimView
from yanxiu_tui.widgets.kept_table import Row

_STYLES = {
    ClaimState.DRAFT: "dim",
    ClaimState.ASKED: "bold yellow",
    ClaimState.GRANTED: "green",
    ClaimState.REFUSED: "red",
    ClaimState.WITHDRAWN: "dim",
}


def title_of(view: ClaimView) -> str:
    """Whose claim, and of what."""
    return f"{view.teacher_name}老师的{view.kind_name}「{view.title}」"


def span_of(view: ClaimView) -> str:
    """From which day to which; the day once when it is the same."""
    if view.first == view.last:
        return f"{view.first:%m-%d}"
    return f"{view.first:%m-%d} 至 {view.last:%m-%d}"


def hours_of(view: ClaimView) -> str:
    """The 学时 asked for, or those granted; "" where there are none."""
    if not view.takes_hours:
        return ""
    if view.state is ClaimState.GRANTED:
        return plain(view.hours_granted)
    return plain(view.hours_asked)


def how_of(view: ClaimView) -> str:
    """What else there is to know of its papers, in two characters or none."""
    return "不全" if view.state is ClaimState.GRANTED and not view.complete else ""


def row_of(view: ClaimView) -> Row:
    """One row of a table of claims."""
    cells = {
        "日期": f"{view.last:%m-%d}",
        "起止": span_of(view),
        "姓名": view.teacher_name,
        "教研组": view.for_group or view.group_name,
        "类别": view.kind_name,
        "名称": view.title,
        "数量": f"{plain(view.amount)} {view.unit}",
        "级别": view.level,
        "学时": hours_of(view),
        "材料": how_of(view),
        "审核": view.decided_by,
    }
    texts = {heading: Text(words) for heading, words in cells.items()}
    texts["状态"] = Text(view.state_name, style=_STYLES[view.state])
    return str(view.id), texts


def fields_of(view: ClaimView) -> list[tuple[str, str]]:
    """One claim in full."""
    who = " ".join(filter(None, (view.teacher_name, view.staff_no, view.group_name)))
    fields = [("申报人", who), ("类别", view.kind_name), ("名称", view.title)]
    if view.for_group:
        fields.append(("代表", view.for_group))
    fields += [("起止", span_of(view)), ("数量", f"{plain(view.amount)} {view.unit}")]
    optional = (
        ("级别", view.level),
        ("主办", view.organiser),
        ("存放", view.where_kept),
        ("申报学时", plain(view.hours_asked) if view.takes_hours else ""),
    )
    fields += [(label, words) for label, words in optional if words]
    by = view.asked_by or "操作员"
    fields += [("申报时间", f"{_moment(view.asked_at)}，{by}"), ("状态", view.state_name)]
    fields += _decision(view)
    if view.clause:
        fields.append(("依据", f"{view.clause.id}「{view.clause.words}」"))
    return fields


def about_kind(kind: ClaimKind) -> str:
    """A kind of claim as the regulation has it: what it counts, who hands it in, its clause."""
    says = [f"按「{kind.unit}」计。"]
    if kind.hours:
        most = f"，每学期最多 {plain(kind.most_hours)}" if kind.most_hours else ""
        says.append(f"可认定学时{most}。")
    else:
        says.append("不计学时。")
    if kind.by == "leader":
        says.append("由组长代表本组申报。")
    if kind.by == "office":
        says.append("只由教导处登记。")
    return f"{''.join(says)}\n{kind.clause.id}「{kind.clause.words}」"


def _decision(view: ClaimView) -> list[tuple[str, str]]:
    if view.decided_at is None:
        return []
    fields = [("审核", f"{view.decided_by or '操作员'}，{_moment(view.decided_at)}")]
    if view.opinion:
        fields.append(("意见", view.opinion))
    if view.state is ClaimState.GRANTED:
        if view.takes_hours:
            fields.append(("认定学时", plain(view.hours_granted)))
        if not view.complete:
            fields.append(("材料", "不完整"))
    return fields


def _moment(at: datetime) -> str:
    return f"{clock.local(at):%Y-%m-%d %H:%M}"
