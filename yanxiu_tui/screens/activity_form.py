"""Planning or changing an activity: the four fixed things first (Z8), then the rest."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.calendar import WEEKDAYS, week_of_term, why_off
from yanxiu_tui.rules.names import Named, fold_width
from yanxiu_tui.rules.typed import typed_date, typed_time
from yanxiu_tui.screens.activity_choices import HINTS, SPOKEN_OF, Choices
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import planning
from yanxiu_tui.services.activities import ActivityView, State
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.planning import Draft, Series
from yanxiu_tui.widgets.pick import Pick, Tick, label_of


@dataclass
class Saved(Message):
    """It is planned or changed."""

    result: ActivityView | Series


class ActivityFormScreen(FormScreen[ActivityView | Series]):
    """Returns what was planned or changed, or None. What was typed stays when it is refused."""

    CSS_PATH = ["form.tcss", "activity_form.tcss"]  # type: ignore[assignment]

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
        yield row("内容", _text(draft.title if draft else "", "title"))
        yield row("日期", _text(_day_of(draft), "day", short=True))
        start, end = _hours_of(draft)
        yield row("时间", _text(start, "start", True), Static("至"), _text(end, "end", True))
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
        hours = _plain(draft.hours if draft else Decimal(2))
        yield row("学时", _text(hours, "hours", short=True), self.large())
        if not self.changing:
            yield row("每周到", _text("", "until", short=True))

    def large(self) -> Tick:
        """大型, which brings the duty of papers (Z8)."""
        return Tick("大型活动", bool(self.draft and self.draft.large), id="large")

    def scope_name(self) -> str:
        """The scope as it stands, or the widest this person may plan for."""
        if self.draft is None:
            return self.choices.scopes[0].name
        names = {scope.group_id: scope.name for scope in self.choices.scopes}
        return names.get(self.draft.group_id, "")

    def person(self, staff_no: str) -> str:
        """A teacher as the field shows them."""
        found = (label_of(each) for each in self.choices.people if each.staff_no == staff_no)
        return next(found, "")

    def on_mount(self) -> None:
        super().on_mount()
        if self.changing and self.changing.state is State.OPEN:
            for name in ("day", "start", "scope", "large"):
                self.query_one(f"#{name}").disabled = True

    def hint_for(self, field: Widget) -> str:
        hint = HINTS.get(field.id or "", "")
        if field.id == "large":
            large = self.choices.regulation.large_activity.clause
            return f"{hint}{large.words}（{large.id}）。"
        if field.id == "day" and isinstance(field, Input):
            return self.about_day(field.value) or hint
        return hint

    def about_day(self, typed: str) -> str:
        """The day meant, its week, and why there is no 研修 on it; "" when it is no day."""
        day = typed_date(typed, _today())
        if day is None:
            return ""
        week = week_of_term(day, self.choices.term.starts_on)
        off = why_off(day, self.choices.exempt)
        warning = f"\n注意：这天是{off}，按校历停研。" if off else ""
        return f"{day:%Y-%m-%d} 周{WEEKDAYS[day.weekday()]}，第 {week} 周。{warning}"

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
        title = self.text("title", "内容（主题）")
        day = self.day("day", "日期")
        start, end = self.hour("start", "开始时间"), self.hour("end", "结束时间")
        presenter, place = self.text("presenter", "主讲人"), self.text("place", "地点")
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

    def text(self, name: str, label: str) -> str:
        value = self.query_one(f"#{name}", Input).value.strip()
        if not value:
            fixed = self.choices.regulation.four_fixed
            raise Refused(name, f"请填写{label}：{fixed.words}（{fixed.id}）。")
        return value

    def day(self, name: str, label: str) -> date:
        value = self.text(name, label)
        day = typed_date(value, _today())
        if day is None:
            raise Refused(name, f"{label}「{value}」看不懂，请写成 2026-11-25 或 11-25。")
        return day

    def hour(self, name: str, label: str) -> time:
        value = self.text(name, label)
        hour = typed_time(value)
        if hour is None:
            raise Refused(name, f"{label}「{value}」看不懂，请写成 14:30 或 1430。")
        return hour

    def number(self, name: str, label: str) -> Decimal:
        value = fold_width(self.query_one(f"#{name}", Input).value)
        try:
            return Decimal(value or "0")
        except InvalidOperation as error:
            raise Refused(name, f"{label}「{value}」不是数字，请写成 2 或 1.5。") from error

    def picked(self, name: str, label: str, needed: bool = True) -> Named:
        field = self.query_one(f"#{name}", Pick)
        value, meant = field.value.strip(), field.meant()
        if meant is None and value:
            raise Refused(name, f"{label}「{value}」请用上下键从右边选定，按回车。")
        if meant is None and needed:
            raise Refused(name, f"请选定{label}。")
        return meant or Named("", "", "")

    def on_saved(self, message: Saved) -> None:
        self.dismiss(message.result)

    def field_of(self, sentence: str) -> str:
        return next((name for word, name in SPOKEN_OF.items() if word in sentence), "title")


def _text(value: str, name: str, short: bool = False) -> Input:
    return Input(value, id=name, compact=True, classes="short" if short else "")


def _day_of(draft: Draft | None) -> str:
    return f"{clock.local(draft.starts_at):%Y-%m-%d}" if draft else ""


def _hours_of(draft: Draft | None) -> tuple[str, str]:
    if draft is None:
        return "", ""
    return f"{clock.local(draft.starts_at):%H:%M}", f"{clock.local(draft.ends_at):%H:%M}"


def _plain(hours: Decimal) -> str:
    """2 rather than 2.00."""
    return f"{hours.normalize():f}"


def _today() -> date:
    return clock.local(clock.now()).date()
