"""预告公开课: who gives which lesson, when and where, and how many may come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import Named
from yanxiu_tui.screens.form import row
from yanxiu_tui.screens.lesson_form import LessonForm
from yanxiu_tui.services import observations, open_lessons, people, school
from yanxiu_tui.services.observation_drafts import Habit, subjects
from yanxiu_tui.services.open_lessons import (
    LESSON_KIND_NAMES,
    PARALLEL,
    LessonDraft,
    LessonView,
)
from yanxiu_tui.services.permission import Act, Actor, Scope, reach
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.lesson_words import title_of
from yanxiu_tui.widgets.pick import Pick, label_of, named

_HINTS = {
    "teacher": "谁来上。输首字母、姓名或工号，回车选定。",
    "kind": "上下键选，回车选定。同课异构：几位老师上同一课。",
    "beside": "与哪一节同课异构，上下键选；头一节就留空。",
    "topic": "课题，如：背影。书名号不用写。",
    "class": "如：七（3）班。",
    "subject": "输首字母，如 yw 找语文；也可以直接写。",
    "place": "在哪里上，如：录播室。",
    "seats": "最多坐多少人，写数字；不限就留空。",
    "note": "研讨的重点、要带什么等，可以不填。",
}
_FIELD_OF = {
    "类别": "kind", "座位": "seats", "一起上的": "beside", "日期": "day", "节次": "period",
    "第 ": "period", "课题": "topic", "班级": "class", "学科": "subject", "工号": "teacher",
    "老师的课": "teacher", "说明": "note",
}  # fmt: skip


@dataclass(frozen=True)
class LessonChoices:
    """What the form offers; ``people`` is empty for those who announce their own lessons only."""

    people: Sequence[Named]
    habits: Mapping[str, Habit]
    subjects: Sequence[str]
    parallels: Mapping[str, int]
    periods: int


def read_choices(actor: Actor, term: TermView, besides: int = 0) -> LessonChoices:
    """Read it in a worker; a lesson is never given beside itself."""
    now = clock.now()
    for_others = reach(actor, Act.ANNOUNCE_FOR_OTHERS) is not Scope.NONE
    return LessonChoices(
        people=people.everybody() if for_others else (),
        habits=observations.habits(actor),
        subjects=subjects(),
        parallels={
            title_of(each): each.id for each in open_lessons.parallels(actor, term.id, now, besides)
        },
        periods=school.regulation_of(term.regulation_id).observing.periods,
    )


@dataclass
class Announced(Message):
    """The lesson is on record."""

    view: LessonView


class LessonFormScreen(LessonForm[LessonView]):
    """Returns the lesson announced, or changed where ``lesson_id`` and ``draft`` are given."""

    DAY_HINT = "如 10-19，也可写 1019、明天、后天。"

    def __init__(
        self,
        actor: Actor,
        choices: LessonChoices,
        draft: LessonDraft | None = None,
        lesson_id: int = 0,
    ) -> None:
        super().__init__()
        self.actor, self.choices, self.lesson_id = actor, choices, lesson_id
        self.periods = choices.periods
        self.draft = draft
        self.FORM_NAME = "改公开课" if lesson_id else "预告公开课"
        self.YES = "保存（Ctrl+S）" if lesson_id else "预告（Ctrl+S）"

    def fields(self) -> ComposeResult:
        draft, habit = self.draft, self.choices.habits.get(self.actor.staff_no)
        subject = draft.subject if draft else habit.subject if habit else ""
        kind = LESSON_KIND_NAMES[draft.kind if draft else "open_lesson"]
        if self.choices.people and not self.lesson_id:
            yield row("执教", Pick(self.choices.people, self.own_label(), id="teacher"))
        yield row("类别", Pick(named(list(LESSON_KIND_NAMES.values())), kind, id="kind"))
        yield row("同课", Pick(named(list(self.choices.parallels)), self.beside(), id="beside"))
        yield row("课题", Input(draft.topic if draft else "", id="topic", compact=True))
        yield row("班级", Input(draft.class_name if draft else "", id="class", compact=True))
        yield row("学科", Pick(named(self.choices.subjects), subject, free=True, id="subject"))
        yield from self.time_row(draft.day if draft else None, draft.period if draft else None)
        yield row(
            "地点",
            Input(draft.place if draft else "", id="place", compact=True),
            Static("  座位", classes="label"),
            Input(str(draft.seats) if draft and draft.seats else "", id="seats", compact=True),
        )
        yield row("说明", Input(draft.note if draft else "", id="note", compact=True))

    def own_label(self) -> str:
        """Oneself, as the first field has it."""
        mine = (each for each in self.choices.people if each.staff_no == self.actor.staff_no)
        return next((label_of(each) for each in mine), "")

    def beside(self) -> str:
        """The lesson this one is given beside, as the field has it."""
        wanted = self.draft.with_id if self.draft else None
        found = (label for label, id in self.choices.parallels.items() if id == wanted)
        return next(found, "")

    def on_mount(self) -> None:
        self.show_kind(self.kind)

    @property
    def kind(self) -> str:
        """The kind that stands in its field."""
        meant = self.query_one("#kind", Pick).meant()
        return next(
            (k for k, name in LESSON_KIND_NAMES.items() if meant and name == meant.name), ""
        )

    @on(Input.Changed, "#kind")
    def kind_typed(self) -> None:
        self.show_kind(self.kind)

    @on(OptionList.OptionHighlighted, "#candidates")
    def kind_pointed_at(self, event: OptionList.OptionHighlighted) -> None:
        if self.focused and self.focused.id == "kind":
            names = {name: kind for kind, name in LESSON_KIND_NAMES.items()}
            self.show_kind(names.get(str(event.option.prompt), ""))

    def show_kind(self, kind: str) -> None:
        """Only a 同课异构 stands beside another, where there is one."""
        line = self.query_one("#beside").parent
        assert isinstance(line, Widget)
        line.display = kind == PARALLEL and bool(self.choices.parallels)

    @on(Input.Changed, "#teacher")
    def remember(self, event: Input.Changed) -> None:
        """The subject goes with who gives it."""
        chosen = self.query_one("#teacher", Pick).chosen
        habit = self.choices.habits.get(chosen.staff_no) if chosen else None
        if habit and habit.subject and event.control.has_focus:
            self.query_one("#subject", Input).value = habit.subject

    def hint_for(self, field: Widget) -> str:
        return super().hint_for(field) or _HINTS.get(field.id or "", "")

    def save(self) -> None:
        self.send(self.read, lambda draft: Announced(self.keep(draft)))

    def keep(self, draft: LessonDraft) -> LessonView:
        """Ask the service; runs in the worker."""
        if self.lesson_id:
            return open_lessons.change(self.actor, self.lesson_id, draft, clock.now())
        return open_lessons.announce(self.actor, draft, clock.now())

    def read(self) -> LessonDraft:
        """The fields as a draft; Refused, with the field as its reason, when one cannot be read."""
        if not self.kind:
            raise Refused("kind", "请用上下键选定类别，按回车。")
        day, seats = self.day(), None
        if self.text("seats"):
            seats = self.number("seats", "座位请写数字，如 30；不限就留空。")
        return LessonDraft(
            kind=self.kind,
            subject=self.text("subject"),
            topic=self.text("topic"),
            class_name=self.text("class"),
            day=day,
            period=self.period(),
            place=self.text("place"),
            seats=seats,
            note=self.text("note"),
            teacher_no=self.teacher(),
            with_id=self.with_id() if self.kind == PARALLEL else None,
        )

    def with_id(self) -> int | None:
        """The lesson this one is given beside, if any."""
        if not self.text("beside"):
            return None
        meant = self.query_one("#beside", Pick).meant()
        if meant is None:
            raise Refused("beside", "请用上下键选定与哪一节同课异构，按回车；头一节就留空。")
        return self.choices.parallels[meant.name]

    def teacher(self) -> str:
        """The staff number of who gives it; "" for oneself."""
        if not self.query("#teacher"):
            return ""
        meant = self.query_one("#teacher", Pick).meant()
        if meant is None:
            raise Refused("teacher", "请用上下键选定执教老师，按回车。")
        return meant.staff_no

    def on_announced(self, message: Announced) -> None:
        self.dismiss(message.view)

    def field_of(self, sentence: str) -> str:
        name = next((name for word, name in _FIELD_OF.items() if word in sentence), "topic")
        return name if self.query(f"#{name}") else "topic"
