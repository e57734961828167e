"""外出学习 in words, for every screen that shows a trip."""

from datetime import date, datetime
from decimal import Decimal

from rich.text import Text

from yanxiu_tui import clock
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.services.out_studies import OutStudyView
from yanxiu_tui.widgets.kept_table import Row

_STYLES = {
    "待批准": "bold yellow",
    "已批准": "green",
    "待汇报": "yellow",
    "汇报逾期": "bold red",
    "待核销": "bold yellow",
    "未批准": "red",
}


def title_of(view: OutStudyView, *others: OutStudyView) -> str:
    """Whose trip, and what for; ``others`` go along."""
    along = f"等 {1 + len(others)} 位" if others else ""
    return f"{view.teacher_name}{along}老师外出学习「{view.title}」"


def span_of(view: OutStudyView) -> str:
    """From which day to which; the day once when it is the same."""
    if view.first == view.last:
        return f"{view.first:%m-%d}"
    return f"{view.first:%m-%d} 至 {view.last:%m-%d}"


def money(amount: Decimal | None) -> str:
    """``650 元``; "" for none."""
    return "" if amount is None else f"{plain(amount)} 元"


def row_of(view: OutStudyView) -> Row:
    """One row of a table of trips."""
    cells = {
        "姓名": view.teacher_name,
        "教研组": view.group_name,
        "内容": view.title,
        "地点": view.place,
        "日期": f"{view.first:%m-%d}",
        "起止": span_of(view),
        "学时": "" if view.hours is None else plain(view.hours),
        "报销": money(view.pays),
        "优先": "优先" if view.priority else "",
    }
    texts = {heading: Text(words) for heading, words in cells.items()}
    texts["汇报"] = _report(view)
    texts["状态"] = Text(view.standing, style=_STYLES.get(view.standing, "dim"))
    return str(view.id), texts


def fields_of(view: OutStudyView) -> list[tuple[str, str]]:
    """One trip in full, as far as this person may see it."""
    who = " ".join(filter(None, (view.teacher_name, view.staff_no, view.group_name)))
    clause = view.rule.clause
    optional = (
        ("评优", view.priority),
        ("通知", view.notice),
        ("主办", view.organiser),
        ("地点", view.place),
        ("起止", f"{span_of(view)}，共 {view.days} 天"),
        ("报销限额", money(view.cap) or ("不限" if view.decided_at else "")),
        ("申请", _by(view.asked_by, view.asked_at, "")),
        ("审批", _by(view.decided_by, view.decided_at, view.opinion) or view.opinion),
        ("汇报", _report_in_full(view)),
        ("材料", "，".join(filter(None, (view.materials, view.file_name)))),
        ("交流", _told(view)),
        ("核销", _settled(view)),
        ("状态", view.standing),
        ("依据", f"{clause.id}「{clause.words}」"),
    )
    return [
        ("外出教师", who),
        ("内容", view.title),
        *((k, words) for k, words in optional if words),
    ]


def about_settling(view: OutStudyView) -> str:
    """What the regulation says of settling, above the form."""
    clause = view.rule.spending
    most = f"，限额 {money(view.cap)}" if view.cap is not None else "，没有限额"
    late = "汇报迟交了。" if view.late else "汇报按时交了。"
    return f"{clause.id}「{clause.words}」\n超支不补{most}。{late}"


def _report(view: OutStudyView) -> Text:
    if view.reported_at is None:
        return Text("逾期" if view.standing == "汇报逾期" else "", style="bold red")
    return Text("迟交" if view.late else "按时", style="yellow" if view.late else "green")


def _report_in_full(view: OutStudyView) -> str:
    due = f"{_day(view.due_on)}当天截止"
    if view.reported_at is None:
        return f"还没有交，{due}" if view.decided_at else ""
    return f"{_when(view.reported_at)} 交，{due}，{'迟交' if view.late else '按时'}"


def _told(view: OutStudyView) -> str:
    if view.passed_on_at is None:
        return ""
    return f"在「{view.passed_on}」上交流" if view.passed_on else "没有必要交流"


def _settled(view: OutStudyView) -> str:
    if view.settled_at is None:
        return ""
    hours = "" if view.hours is None else f"认定 {plain(view.hours)} 学时"
    cost = f"花费 {money(view.cost)}，报销 {money(view.pays)}" if view.cost is not None else ""
    wrong = f"违章：{view.violation}" if view.violation else ""
    said = "，".join(filter(None, (cost, wrong, hours)))
    return _by(view.settled_by, view.settled_at, said)


def _by(name: str, at: datetime | None, words: str) -> str:
    if at is None:
        return ""
    return "，".join(filter(None, (name or "操作员", _when(at), words)))


def _day(day: date) -> str:
    return f"{day:%m-%d} "


def _when(at: datetime) -> str:
    return f"{clock.local(at):%m-%d %H:%M}"
