"""Planning or changing an activity: the four fixed things first (Z8), then the rest."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import Named
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.screens.activity_choices import Choices
from yanxiu_tui.screens.form import row
from yanxiu_tui.screens.four_fixed import FourFixedForm, entry
from yanxiu_tui.services import planning
from yanxiu_tui.services.activities import ActivityView, State
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.planning import Draft, Series
from yanxiu_tui.widgets.pick import Pick, Tick


@dataclass
class Saved(Message):
    """It is planned or changed."""

    result: ActivityView | Series


class ActivityFormScreen(FourFixedForm[ActivityView | Series]):
    """Returns what was planned or changed, or None. What was typed stays when it is refused."""

    def __init__(
        self,
        actor: Actor,
        choices: Choices,
        changing: ActivityView | None = None,
        draft: Draft | None = None,
    ) -> None:
        super().__init__()
        self.actor, self.choices, self.changing, self.draft = actor, choices, changing, draft
        fixed = choices.regulation.four_fixed
        name = "修改活动" if changing else "新建活动"
        self.FORM_NAME = f"{name}　四定（{fixed.id}）：{fixed.words}"

    def fields(self) -> ComposeResult:
        """One row for each thing asked; what an open meeting keeps is greyed."""
        draft, choices = self.draft, self.choices
        yield row("内容", entry(draft.title if draft else "", "title"))
        yield row("日期", entry(_day_of(draft), "day", short=True))
        start, end = _hours_of(draft)
        yield row("时间", entry(start, "start", True), Static("至"), entry(end, "end", True))
        presenter = draft.presenter if draft else ""
        by_name = [Named("", each.name, each.initials) for each in choices.people]
        yield row("主讲人", Pick(by_name, presenter, free=True, id="presenter"))
        place = draft.place if draft else ""
        yield row("地点", Pick(choices.places, place, free=True, id="place"))
        yield Static("其他", classes="rest")
        yield row("类型", Pick(choices.kinds, draft.kind if draft else "", id="kind"))
        yield row("范围", Pick(choices.scope_names, self.scope_name(), id="scope"))
        host = draft.host_no if draft else self.actor.staff_no
        yield row("主持人", Pick(choices.people, self.person(host), id="host"))
        recorder = draft.recorder_no if draft else ""
        yield row("记录人", Pick(choices.people, self.person(recorder), id="recorder"))
        hours = plain(draft.hours if draft else Decimal(2))
        yield row("学时", entry(hours, "hours", short=True), self.large())
        if not self.changing:
            yield row("每周到", entry("", "until", short=True))

    def large(self) -> Tick:
        """大型, which brings the duty of papers (Z8)."""
        return Tick("大型活动", bool(self.draft and self.draft.large), id="large")

    def scope_name(self) -> str:
        """The scope as it stands, or the widest this person may plan for."""
        if self.draft is None:
            return self.choices.scopes[0].name
        names = {scope.group_id: scope.name for scope in self.choices.scopes}
        return names.get(self.draft.group_id, "")

    def on_mount(self) -> None:
        if self.changing and self.changing.state is State.OPEN:
            for name in ("day", "start", "scope", "large"):
                self.query_one(f"#{name}").disabled = True

    def hint_for(self, field: Widget) -> str:
        hint = super().hint_for(field)
        if field.id == "large":
            large = self.choices.regulation.large_activity.clause
            return f"{hint}{large.words}（{large.id}）。"
        return hint

    def save(self) -> None:
        try:
            draft, until = self.read(), self.until()
        except Refused as refusal:
            self.wrong(str(refusal), refusal.reason)
            return
        self.busy = True
        actor, changing = self.actor, self.changing

        def act() -> Message:
            now = clock.now()
            if changing:
                return Saved(planning.change(actor, changing.id, draft, now))
            if until:
                return Saved(planning.plan_series(actor, draft, until, now))
            return Saved(planning.plan(actor, draft, now))

        self.ask(act)

    def read(self) -> Draft:
        """The fields as a draft; Refused, with the field as its reason, when one cannot be read."""
        title = self.written("title", "内容（主题）")
        day = self.day("day", "日期")
        start, end = self.hour("start", "开始时间"), self.hour("end", "结束时间")
        presenter, place = self.written("presenter", "主讲人"), self.written("place", "地点")
        group_ids = {scope.name: scope.group_id for scope in self.choices.scopes}
        return Draft(
            title=title,
            kind=self.picked("kind", "类型").name,
            starts_at=clock.instant(day, start),
            ends_at=clock.instant(day, end),
            place=place,
            presenter=presenter,
            group_id=group_ids[self.picked("scope", "范围").name],
            host_no=self.picked("host", "主持人", needed=False).staff_no,
            recorder_no=self.picked("recorder", "记录人", needed=False).staff_no,
            hours=self.number("hours", "学时"),
            large=self.query_one("#large", Tick).value,
        )

    def until(self) -> date | None:
        """The last day of a weekly series; None for a single activity."""
        if self.changing or not self.query_one("#until", Input).value.strip():
            return None
        return self.day("until", "每周到")

    def on_saved(self, message: Saved) -> None:
        self.dismiss(message.result)


def _day_of(draft: Draft | None) -> str:
    return f"{clock.local(draft.starts_at):%Y-%m-%d}" if draft else ""


def _hours_of(draft: Draft | None) -> tuple[str, str]:
    if draft is None:
        return "", ""
    return f"{clock.local(draft.starts_at):%H:%M}", f"{clock.local(draft.ends_at):%H:%M}"
