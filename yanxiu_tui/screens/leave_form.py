"""申请请假: which leave, from when to when, why, and what it needs (Z28-Z30)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import LeaveKind, Regulation
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.names import Named
from yanxiu_tui.rules.typed import typed_date, typed_moment
from yanxiu_tui.screens.form import row, today
from yanxiu_tui.screens.kind_form import KindForm
from yanxiu_tui.services import activities, leave, people, school
from yanxiu_tui.services.activities import ActivityView
from yanxiu_tui.services.leave import LeaveDraft, LeaveView
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.widgets.leave_words import about_kind
from yanxiu_tui.widgets.pick import Pick, Tick, label_of, named

_HINTS = {
    "person": "替谁请假。输首字母、姓名或工号，回车选定。",
    "kind": "上下键选，回车选定。",
    "reason": "写一句话。只有本人、教导处和审批人能看。",
    "cover": "课怎么调、谁代课；没有课可以不填。",
    "emergency": "空格勾选。急诊等特殊情况，先批准，证明后补。",
}
_PAPER_HINT = "现在已经交来的证明，空格勾选；没交的以后再登记。"
_MOMENT_HINT = "如 11-25 14:30，也可写 1125 1430、明天 下午2:30；只写日期就是一整天。"
_FIELD_OF = {
    "事由": "reason", "课务": "cover", "工号": "person", "重叠": "starts", "结束时间": "ends",
    "最长": "ends",
}  # fmt: skip


@dataclass(frozen=True)
class LeaveChoices:
    """What the form offers; read once before it opens. ``next_meeting`` gives the usual time."""

    regulation: Regulation
    next_meeting: ActivityView | None
    people: Sequence[Named]


def read_choices(actor: Actor, now: datetime) -> LeaveChoices:
    """Read it in a worker; ``people`` is empty for those who ask for themselves alone."""
    term = school.current_term(now)
    for_others = allowed(actor, Act.ASK_LEAVE_FOR_OTHERS)
    return LeaveChoices(
        regulation=school.regulation_of(term.regulation_id),
        next_meeting=next(iter(activities.at_the_door(now)), None),
        people=people.everybody() if for_others else (),
    )


@dataclass
class Asked(Message):
    """The leave is on record and waits for a decision."""

    view: LeaveView


class LeaveFormScreen(KindForm[LeaveView, LeaveKind]):
    """Returns the leave that was asked for, or None."""

    FORM_NAME = "申请请假"
    YES = "提交（Ctrl+S）"

    def __init__(self, actor: Actor, choices: LeaveChoices) -> None:
        super().__init__()
        self.actor, self.choices = actor, choices
        self.kinds = {kind.name: kind for kind in choices.regulation.leave}

    def fields(self) -> ComposeResult:
        meeting, regulation = self.choices.next_meeting, self.choices.regulation
        if self.choices.people:
            me = label_of(Named(self.actor.staff_no, self.actor.name, ""))
            yield row("请假人", Pick(self.choices.people, me, id="person"))
        yield row("类别", Pick(named(list(self.kinds)), id="kind"))
        yield row("开始", _moment(meeting.starts_at if meeting else None, "starts"))
        yield row("结束", _moment(meeting.ends_at if meeting else None, "ends"))
        yield row("事由", Input(id="reason", compact=True))
        yield row("课务安排", Input(id="cover", compact=True))
        yield Tick("特殊情况，证明后补", False, id="emergency")
        if allowed(self.actor, Act.RECEIVE_EVIDENCE):
            for paper, name in regulation.evidence_names.items():
                yield Tick(f"已交{name}", False, id=f"paper-{paper}")

    # What the class of leave asks for

    def show_kind(self, kind: LeaveKind | None) -> None:
        """Show the clause of a class, and only the boxes that it has a use for."""
        about = about_kind(kind, self.choices.regulation) if kind else ""
        self.query_one("#about", Static).update(about)
        self.query_one("#emergency").display = bool(kind and kind.emergency_may_follow)
        for tick in self.paper_ticks():
            tick.display = bool(kind and _paper(tick) in kind.evidence)

    def paper_ticks(self) -> list[Tick]:
        """The boxes for papers; none for those who may not receive them."""
        return [tick for tick in self.query(Tick) if tick.id != "emergency"]

    def hint_for(self, field: Widget) -> str:
        if field.id in ("starts", "ends") and isinstance(field, Input):
            return self.about_moment(field)
        if isinstance(field, Tick) and field.id != "emergency":
            return _PAPER_HINT
        return _HINTS.get(field.id or "", "")

    def about_moment(self, field: Input) -> str:
        """How the text is understood, and where the time it began with comes from."""
        moment = _typed(field.id or "", field.value)
        if moment is None:
            return _MOMENT_HINT
        day, hour = moment.date(), f"{moment:%H:%M}"
        if field.id == "ends":
            day, hour = clock.ending(_instant(moment))
        hint = f"{day} 周{WEEKDAYS[day.weekday()]} {hour}"
        meeting = self.choices.next_meeting
        if meeting and _instant(moment) in (meeting.starts_at, meeting.ends_at):
            hint += f"\n活动：{meeting.title}"
        return hint

    # Asking

    def save(self) -> None:
        self.send(self.read, lambda draft: Asked(leave.ask(self.actor, draft, clock.now())))

    def read(self) -> LeaveDraft:
        """The fields as a draft; Refused, with the field as its reason, when one cannot be read."""
        kind = self.kind
        if kind is None:
            raise Refused("kind", f"请选定类别：{'、'.join(self.kinds)}。")
        shown = [tick for tick in self.paper_ticks() if tick.display and tick.value]
        emergency = self.query_one("#emergency", Tick)
        return LeaveDraft(
            staff_no=self.person(),
            kind=kind.id,
            starts_at=self.moment("starts", "开始"),
            ends_at=self.moment("ends", "结束"),
            reason=self.query_one("#reason", Input).value,
            cover=self.query_one("#cover", Input).value,
            emergency=bool(emergency.display and emergency.value),
            evidence=tuple(_paper(tick) for tick in shown),
        )

    def person(self) -> str:
        """The staff number of whoever the leave is for."""
        if not self.choices.people:
            return self.actor.staff_no
        meant = self.query_one("#person", Pick).meant()
        if meant is None:
            raise Refused("person", "请假人请用上下键从右边选定，按回车。")
        return meant.staff_no

    def moment(self, name: str, label: str) -> datetime:
        value = self.query_one(f"#{name}", Input).value.strip()
        moment = _typed(name, value)
        if moment is None:
            said = f"「{value}」看不懂" if value else "还没有填"
            raise Refused(name, f"{label}时间{said}，请写成 11-25 14:30 这样。")
        return _instant(moment)

    def on_asked(self, message: Asked) -> None:
        self.dismiss(message.view)

    def field_of(self, sentence: str) -> str:
        found = (name for word, name in _FIELD_OF.items() if word in sentence)
        name = next(found, "kind")
        return name if self.query(f"#{name}") else "kind"


def _moment(instant: datetime | None, name: str) -> Input:
    value = f"{clock.local(instant):%Y-%m-%d %H:%M}" if instant else ""
    return Input(value, id=name, compact=True)


def _instant(moment: datetime) -> datetime:
    return clock.instant(moment.date(), moment.time())


def _paper(tick: Tick) -> str:
    return str(tick.id).removeprefix("paper-")


def _typed(name: str, text: str) -> datetime | None:
    """A day and a time; a day alone is the whole of it, from ``starts`` to ``ends``."""
    day = typed_date(text, today())
    if day is not None:
        return datetime.combine(day + timedelta(days=name == "ends"), time.min)
    return typed_moment(text, today())
