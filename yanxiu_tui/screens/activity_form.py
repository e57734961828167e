"""Planning or changing an activity: the four fixed things first (Z8), then the rest."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import DescendantFocus
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.calendar import WEEKDAYS, week_of_term, why_off
from yanxiu_tui.rules.names import Named, fold_width
from yanxiu_tui.rules.typed import typed_date, typed_time
from yanxiu_tui.screens.activity_choices import HINTS, SPOKEN_OF, Choices
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.services import planning
from yanxiu_tui.services.activities import ActivityView, State
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.planning import Draft, Series
from yanxiu_tui.widgets.pick import Pick, Tick, label_of


@dataclass
class Saved(Message):
    """It is planned or changed."""

    result: ActivityView | Series


class ActivityFormScreen(Caller, ModalScreen[ActivityView | Series | None]):
    """Returns what was planned or changed, or None. What was typed stays when it is refused."""

    CSS_PATH = "activity_form.tcss"
    BINDINGS = [
        Binding("escape", "dismiss(None)", "取消", id="cancel"),
        Binding("ctrl+s", "save", "保存", id="save"),
        Binding("up", "choose(-1)", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
    ]

    def __init__(
        self,
        actor: Actor,
        choices: Choices,
        changing: ActivityView | None = None,
        draft: Draft | None = None,
    ) -> None:
        super().__init__()
        self.actor, self.choices, self.changing, self.draft = actor, choices, changing, draft
        self.busy = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="box", id="form"):
            fixed = self.choices.regulation.four_fixed
            yield Static("修改活动" if self.changing else "新建活动", classes="title")
            yield Static(f"四定（{fixed.id}）：{fixed.words}", classes="clause", markup=False)
            with Horizontal(id="fields"):
                with VerticalScroll(can_focus=False):
                    yield from self.fields()
                with Vertical(id="aside"):
                    yield Static("", id="hint", markup=False)
                    yield OptionList(id="candidates", compact=True, markup=False)
            with Horizontal(id="foot"):
                yield Static("", classes="wrong", markup=False)
                yield Button("保存（Ctrl+S）", variant="primary", id="yes")
                yield Button("取消（Esc）", id="no")

    def fields(self) -> ComposeResult:
        """One row for each thing asked; what an open meeting keeps is greyed."""
        draft, choices = self.draft, self.choices
        yield _row("内容", _text(draft.title if draft else "", "title"))
        yield _row("日期", _text(_day_of(draft), "day", short=True))
        start, end = _hours_of(draft)
        yield _row("时间", _text(start, "start", True), Static("至"), _text(end, "end", True))
        presenter = draft.presenter if draft else ""
        by_name = [Named("", each.name, each.initials) for each in choices.people]
        yield _row("主讲人", Pick(by_name, presenter, free=True, id="presenter"))
        place = draft.place if draft else ""
        yield _row("地点", Pick(choices.places, place, free=True, id="place"))
        yield Static("其他", classes="clause rest")
        yield _row("类型", Pick(choices.kinds, draft.kind if draft else "", id="kind"))
        yield _row("范围", Pick(choices.scope_names, self.scope_name(), id="scope"))
        host = draft.host_no if draft else self.actor.staff_no
        yield _row("主持人", Pick(choices.people, self.person(host), id="host"))
        recorder = draft.recorder_no if draft else ""
        yield _row("记录人", Pick(choices.people, self.person(recorder), id="recorder"))
        hours = _plain(draft.hours if draft else Decimal(2))
        yield _row("学时", _text(hours, "hours", short=True), self.large())
        if not self.changing:
            yield _row("每周到", _text("", "until", short=True))

    def large(self) -> Tick:
        """大型, which brings the duty of papers (Z8)."""
        clause = self.choices.regulation.large_activity.clause
        ticked = bool(self.draft and self.draft.large)
        return Tick(f"大型活动（{clause.id}）", ticked, id="large")

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
        self.query_one("#candidates").can_focus = False
        if self.changing and self.changing.state is State.OPEN:
            for name in ("day", "start", "scope", "large"):
                self.query_one(f"#{name}").disabled = True
        self.query_one("#title", Input).focus()

    # What the field in hand wants

    @on(DescendantFocus)
    def entered(self, event: DescendantFocus) -> None:
        self.advise(event.widget)

    @on(Input.Changed)
    def typing(self, event: Input.Changed) -> None:
        if event.input.has_focus:
            self.query_one(".wrong", Static).update("", layout=False)
            self.advise(event.input)

    def advise(self, field: Widget) -> None:
        """Show what the field takes, and the candidates its text may mean."""
        hint = HINTS.get(field.id or "", "")
        if field.id == "large":
            large = self.choices.regulation.large_activity.clause
            hint = f"{hint}{large.words}（{large.id}）。"
        if field.id == "day" and isinstance(field, Input):
            hint = self.about_day(field.value) or hint
        self.query_one("#hint", Static).update(hint, layout=False)
        candidates = self.query_one("#candidates", OptionList)
        offered = field.offered() if isinstance(field, Pick) else []
        candidates.set_options(Option(label_of(each)) for each in offered)
        candidates.display = bool(offered)
        candidates.highlighted = field.suggested if isinstance(field, Pick) else None

    def about_day(self, typed: str) -> str:
        """The day meant, its week, and why there is no 研修 on it; "" when it is no day."""
        day = typed_date(typed, _today())
        if day is None:
            return ""
        week = week_of_term(day, self.choices.term.starts_on)
        off = why_off(day, self.choices.exempt)
        warning = f"\n注意：这天是{off}，按校历停研。" if off else ""
        return f"{day:%Y-%m-%d} 周{WEEKDAYS[day.weekday()]}，第 {week} 周。{warning}"

    def action_choose(self, step: int) -> None:
        candidates = self.query_one("#candidates", OptionList)
        if candidates.display and candidates.option_count:
            at = candidates.highlighted
            first = 0 if step > 0 else candidates.option_count - 1
            candidates.highlighted = first if at is None else (at + step) % candidates.option_count

    @on(OptionList.OptionSelected, "#candidates")
    def clicked(self, event: OptionList.OptionSelected) -> None:
        self.take(event.option_index)

    @on(Input.Submitted)
    def next_field(self, event: Input.Submitted) -> None:
        candidates = self.query_one("#candidates", OptionList)
        if isinstance(event.input, Pick) and candidates.highlighted is not None:
            self.take(candidates.highlighted)
        else:
            self.focus_next("Input, Tick, #yes")

    def take(self, index: int) -> None:
        """Put a candidate into the field in hand and go on."""
        if isinstance(self.focused, Pick):
            self.focused.value = label_of(self.focused.offered()[index])
            self.focus_next("Input, Tick, #yes")

    # Saving

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "yes":
            self.action_save()
        else:
            self.dismiss(None)

    def action_save(self) -> None:
        """Read the fields and let the service decide; nothing is asked twice."""
        if self.busy:
            return
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

    def on_refusal(self, message: Refusal) -> None:
        self.busy = False
        spoken_of = (name for word, name in SPOKEN_OF.items() if word in message.sentence)
        self.wrong(message.sentence, next(spoken_of, "title"))

    def wrong(self, sentence: str, name: str) -> None:
        """Say what is wrong and go to the field that can mend it; what was typed stays."""
        self.query_one(".wrong", Static).update(sentence)
        self.query_one(f"#{name}").focus()


def _row(label: str, *fields: Widget) -> Horizontal:
    return Horizontal(Static(label, classes="label"), *fields, classes="row")


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
