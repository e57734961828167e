"""安排备课: when and where a unit is prepared, who speaks; as the last time (Z8, Z11)."""

from dataclasses import dataclass, replace

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from yanxiu_tui import clock
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.screens.activity_choices import Choices, read_choices
from yanxiu_tui.screens.form import row
from yanxiu_tui.screens.four_fixed import FourFixedForm, entry
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import prep_groups, prep_sessions
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.prep_sessions import Defaults, SessionDraft, SessionView
from yanxiu_tui.services.prep_units import UnitView
from yanxiu_tui.widgets.pick import Pick
from yanxiu_tui.widgets.prep_words import when_of

_HINTS = {"keynote": "中心发言人。输首字母、姓名或工号，回车确定。"}


@dataclass
class SessionFormReady(Message):
    """What the form needs is read."""

    unit: UnitView
    choices: Choices
    defaults: Defaults


def read_session_form(actor: Actor, unit: UnitView) -> SessionFormReady:
    """Read it in a worker; those of the group are offered before the others."""
    now = clock.now()
    defaults = prep_sessions.defaults(actor, unit.id, now)
    choices, near = read_choices(actor, now), prep_groups.people(unit.group_id)
    numbers = {each.staff_no for each in near}
    others = [each for each in choices.people if each.staff_no not in numbers]
    return SessionFormReady(unit, replace(choices, people=[*near, *others]), defaults)


class SessionPlanner(DeskRoom):
    """A room that sessions are planned from."""

    def plan_session(self, unit: UnitView) -> None:
        """Ask when a session of this unit is to be."""
        self.ask(lambda: read_session_form(self.actor, unit))

    def on_session_form_ready(self, message: SessionFormReady) -> None:
        self.app.push_screen(PrepSessionFormScreen(self.actor, message), self.planned)

    def planned(self, session: SessionView | None) -> None:
        """Say when it is."""
        if session is not None:
            self.say(f"{when_of(session)}，{session.place}：「{session.title}」已安排。")


@dataclass
class Planned(Message):
    """The session is planned."""

    session: SessionView


class PrepSessionFormScreen(FourFixedForm[SessionView]):
    """Returns the session that was planned, or None."""

    YES = "安排（Ctrl+S）"

    def __init__(self, actor: Actor, ready: SessionFormReady) -> None:
        super().__init__()
        self.actor, self.unit, self.likely = actor, ready.unit, ready.defaults
        self.choices = ready.choices
        fixed = ready.choices.regulation.four_fixed
        self.FORM_NAME = f"安排备课　四定（{fixed.id}）：{fixed.words}"

    def fields(self) -> ComposeResult:
        likely, choices = self.likely, self.choices
        start = clock.local(likely.starts_at) if likely.starts_at else None
        end = clock.local(likely.ends_at) if likely.ends_at else None
        yield row("日期", entry(f"{start:%Y-%m-%d}" if start else "", "day", short=True))
        yield row(
            "时间",
            entry(f"{start:%H:%M}" if start else "", "start", True),
            Static("至"),
            entry(f"{end:%H:%M}" if end else "", "end", True),
        )
        yield row("发言人", Pick(choices.people, self.person(likely.keynote_no), id="keynote"))
        yield row("地点", Pick(choices.places, likely.place, free=True, id="place"))
        yield row("内容", entry(f"{self.unit.title}集体备课", "title"))
        yield Static("其他", classes="rest")
        yield row("主持人", Pick(choices.people, self.person(likely.host_no), id="host"))
        yield row("记录人", Pick(choices.people, self.person(likely.recorder_no), id="recorder"))
        yield row("学时", entry(plain(likely.hours), "hours", short=True))

    def hint_for(self, field: Widget) -> str:
        return _HINTS.get(field.id or "") or super().hint_for(field)

    def save(self) -> None:
        actor, unit = self.actor, self.unit
        self.send(
            self.read,
            lambda draft: Planned(prep_sessions.plan(actor, unit.id, draft, clock.now())),
        )

    def read(self) -> SessionDraft:
        """The fields as a draft; Refused, with the field as its reason, when one cannot be read."""
        day = self.day("day", "日期")
        start, end = self.hour("start", "开始时间"), self.hour("end", "结束时间")
        return SessionDraft(
            starts_at=clock.instant(day, start),
            ends_at=clock.instant(day, end),
            place=self.written("place", "地点"),
            keynote_no=self.picked("keynote", "中心发言人").staff_no,
            host_no=self.picked("host", "主持人", needed=False).staff_no,
            recorder_no=self.picked("recorder", "记录人", needed=False).staff_no,
            title=self.written("title", "内容（主题）"),
            hours=self.number("hours", "学时"),
        )

    def on_planned(self, message: Planned) -> None:
        self.dismiss(message.session)

    def field_of(self, sentence: str) -> str:
        if "发言人" in sentence:
            return "keynote"
        return "day" if "已安排" in sentence else super().field_of(sentence)
