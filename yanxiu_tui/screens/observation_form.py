"""记听课: whose lesson, when and where; most of it stands there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import Named
from yanxiu_tui.rules.observations import MODE_NAMES, Mode, likely_period
from yanxiu_tui.screens.form import row
from yanxiu_tui.screens.lesson_form import LessonForm
from yanxiu_tui.services import observations, people, school
from yanxiu_tui.services.observation_drafts import Habit, subjects
from yanxiu_tui.services.observations import ObservationDraft, ObservationView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.pick import Pick, label_of, named

_HINTS = {
    "teacher": "谁上的课。输首字母、姓名或工号，回车选定，上次的班级、学科自动填好。",
    "topic": "课题，如：背影。书名号不用写。",
    "class": "如：七（3）班。",
    "subject": "输首字母，如 yw 找语文；也可以直接写。",
    "mode": "集中：一起去听；随机：推门听课。上下键选，回车选定。",
    "place": "在哪里上的，可以不填。",
    "school": "只有听外校的课才填学校名称，「执教」写那位老师的姓名。",
}
_FIELD_OF = {
    "校名": "school", "执教": "teacher", "工号": "teacher", "日期": "day", "节次": "period",
    "班级": "class", "学科": "subject", "课题": "topic", "方式": "mode", "地点": "place",
    "自己的课": "teacher",
}  # fmt: skip
# What is filled in from what was last heard of a teacher.
_REMEMBERED = ("subject", "class", "place")


@dataclass(frozen=True)
class ObservationChoices:
    """What the form offers; read once before it opens."""

    people: Sequence[Named]
    habits: Mapping[str, Habit]
    subjects: Sequence[str]
    periods: int


def read_choices(actor: Actor, term: TermView) -> ObservationChoices:
    """Read it in a worker."""
    return ObservationChoices(
        people=[each for each in people.everybody() if each.staff_no != actor.staff_no],
        habits=observations.habits(actor),
        subjects=subjects(),
        periods=school.regulation_of(term.regulation_id).observing.periods,
    )


@dataclass
class Kept(Message):
    """The head is on record."""

    view: ObservationView


class ObservationFormScreen(LessonForm[ObservationView]):
    """Returns the record begun, or changed when ``draft`` and ``observation_id`` are given."""

    DAY_HINT = "如 10-12，也可写 1012、昨天、今天。"

    def __init__(
        self,
        actor: Actor,
        choices: ObservationChoices,
        draft: ObservationDraft | None = None,
        observation_id: int = 0,
    ) -> None:
        super().__init__()
        self.actor, self.choices, self.observation_id = actor, choices, observation_id
        self.periods = choices.periods
        self.draft = draft or _fresh(choices)
        self.remembered = dict.fromkeys(_REMEMBERED, "")
        self.FORM_NAME = "改课头" if observation_id else "记听课"
        self.YES = "保存（Ctrl+S）" if observation_id else "开始记（Ctrl+S）"

    def fields(self) -> ComposeResult:
        draft, modes = self.draft, list(MODE_NAMES.values())
        yield row("执教", Pick(self.choices.people, self.teacher_label(), free=True, id="teacher"))
        yield row("课题", Input(draft.topic, id="topic", compact=True))
        yield row("班级", Input(draft.class_name, id="class", compact=True))
        offered = named(self.choices.subjects)
        yield row("学科", Pick(offered, draft.subject, free=True, id="subject"))
        yield from self.time_row(draft.day, draft.period)
        yield row("方式", Pick(named(modes), MODE_NAMES[Mode(draft.mode)], id="mode"))
        yield row("地点", Input(draft.place, id="place", compact=True))
        yield row("外校", Input(draft.school_name, id="school", compact=True))

    def teacher_label(self) -> str:
        """Who taught, as the field has it."""
        known = (each for each in self.choices.people if each.staff_no == self.draft.taught_by_no)
        found = next(known, None)
        return label_of(found) if found else self.draft.taught_by_name

    @on(Input.Changed, "#teacher")
    def remember(self) -> None:
        """Fill in what was last heard of this teacher, where nothing else was typed."""
        chosen = self.query_one("#teacher", Pick).chosen
        habit = self.choices.habits.get(chosen.staff_no) if chosen else None
        if habit is None:
            return
        for name, value in zip(
            _REMEMBERED, (habit.subject, habit.class_name, habit.place), strict=True
        ):
            field = self.query_one(f"#{name}", Input)
            if field.value in ("", self.remembered[name]):
                field.value = self.remembered[name] = value

    def hint_for(self, field: Widget) -> str:
        return super().hint_for(field) or _HINTS.get(field.id or "", "")

    def save(self) -> None:
        self.send(self.read, lambda draft: Kept(self.keep(draft)))

    def keep(self, draft: ObservationDraft) -> ObservationView:
        """Ask the service; runs in the worker."""
        if self.observation_id:
            return observations.change(self.actor, self.observation_id, draft, clock.now())
        return observations.begin(self.actor, draft, clock.now())

    def read(self) -> ObservationDraft:
        """The fields as a draft; Refused, with the field as its reason, when one cannot be read."""
        away = self.text("school")
        day, period = self.day(), self.period()
        mode = self.query_one("#mode", Pick).meant()
        if mode is None:
            raise Refused("mode", "请用上下键选定方式，按回车。")
        return ObservationDraft(
            subject=self.text("subject"),
            class_name=self.text("class"),
            topic=self.text("topic"),
            day=day,
            period=period,
            mode=next(each for each, name in MODE_NAMES.items() if name == mode.name),
            taught_by_no="" if away else self.teacher(),
            school_name=away,
            taught_by_name=self.text("teacher") if away else "",
            place=self.text("place"),
        )

    def teacher(self) -> str:
        """The staff number of whoever taught."""
        meant = self.query_one("#teacher", Pick).meant()
        if meant is None:
            raise Refused("teacher", "请用上下键选定执教老师，按回车；外校的课请在最后一行写学校。")
        return meant.staff_no

    def on_kept(self, message: Kept) -> None:
        self.dismiss(message.view)

    def field_of(self, sentence: str) -> str:
        return next((name for word, name in _FIELD_OF.items() if word in sentence), "topic")


def _fresh(choices: ObservationChoices) -> ObservationDraft:
    """Today, the period that runs now, and nothing else yet."""
    at = clock.local(clock.now())
    return ObservationDraft(
        subject="", class_name="", topic="", day=at.date(),
        period=likely_period(at.time(), choices.periods), mode=Mode.DROP_IN,
    )  # fmt: skip
