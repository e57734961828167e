"""写听课记录: what happened beside what one thought of it, then the comment; F9 completes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from yanxiu_tui.rules.lesson_prep import OBSERVATION_PARTS, Section
from yanxiu_tui.rules.observations import Observing, lacks
from yanxiu_tui.screens.observation_complete import ObservationCompleteScreen
from yanxiu_tui.screens.observation_form import (
    ObservationChoices,
    ObservationFormScreen,
    read_choices,
)
from yanxiu_tui.screens.writing import WritingRoom
from yanxiu_tui.services import observation_views, observations, school
from yanxiu_tui.services.observations import ObservationDraft, ObservationView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.observation_words import title_of, when_of


@dataclass
class HeadRead(Message):
    """What the form of the head needs, and the head as it stands."""

    choices: ObservationChoices
    draft: ObservationDraft


@dataclass
class RuleRead(Message):
    """How this school grades and scores a lesson."""

    rule: Observing


@dataclass
class Counted(Message):
    """The record counts, as the observer's lesson number ``running`` this term."""

    view: ObservationView
    running: int | None


class ObservationRoom(WritingRoom):
    """Writes one record; F9 lets it count."""

    ROOM_NAME = "听课记录"
    PAIRED = ("process", "side_notes")
    HELP_TEXT = """\
左边写教学过程，右边写旁评，[b]F6[/b] 换边；[b]F7、F8[/b] 上一节、下一节。
边写边存，停电最多丢几秒钟的字。
[b]F5[/b] 改课头：执教、班级、课题、日期、节次写错了在这里改。
[b]F9[/b] 完成：写了教学过程，优点、不足、建议写了一样，才算一节（Z22）。
完成以后执教老师可以看到并确认；没确认以前，可以在「听课」里改回再写。"""
    BINDINGS = [
        Binding("f5", "head", "课头", id="head", tooltip="改执教、班级、课题等", priority=True),
        Binding("f9", "complete", "完成", id="complete", tooltip="写好了，算一节", priority=True),
    ]

    def __init__(self, actor: Actor, view: ObservationView) -> None:
        super().__init__(actor, view.manuscript_id)
        self.view = view

    def sections(self) -> Sequence[Section]:
        return OBSERVATION_PARTS

    def heading(self) -> str:
        return f"{title_of(self.view)} {when_of(self.view)}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("head", "complete"):
            return self.view.completed_at is None
        return super().check_action(action, parameters)

    # The head

    def action_head(self) -> None:
        def act() -> Message:
            draft = observations.draft_of(self.actor, self.view.id)
            term = school.term_view(self.view.term_id)
            return HeadRead(read_choices(self.actor, term), draft)

        self.when_kept(lambda: self.ask(act))

    def on_head_read(self, message: HeadRead) -> None:
        screen = ObservationFormScreen(self.actor, message.choices, message.draft, self.view.id)
        self.app.push_screen(screen, self.changed)

    def changed(self, view: ObservationView | None) -> None:
        """Show the head as it is now."""
        if view is not None:
            self.view = view
            self.say("课头已改。")
            self.tell()

    # Completing

    def action_complete(self) -> None:
        self.gather()
        texts = {draft.part.section.id: draft.typed for draft in self.drafts}
        missing = lacks(texts)
        if missing:
            self.say(f"还没有写{missing}，写了才算一节（Z22）。", "wrong")
            return

        def act() -> Message:
            term = school.term_view(self.view.term_id)
            return RuleRead(school.regulation_of(term.regulation_id).observing)

        self.when_kept(lambda: self.ask(act))

    def on_rule_read(self, message: RuleRead) -> None:
        screen = ObservationCompleteScreen(self.actor, self.view, message.rule)
        self.app.push_screen(screen, self.completed)

    def completed(self, view: ObservationView | None) -> None:
        """Say that it counts, and which it is; nothing is written any more."""
        if view is None:
            return

        def act() -> Message:
            record = observation_views.record(self.actor, view.id)
            return Counted(view, record.running)

        self.view = view
        self.refresh_bindings()
        self.read()
        self.ask(act)

    def on_counted(self, message: Counted) -> None:
        late = "，记补录" if message.view.late_entry else ""
        who = (
            "" if message.view.taught_by_id is None else f"，等{message.view.teacher_name}老师确认"
        )
        self.say(f"已完成，是本学期第 {message.running} 节{late}{who}。Esc 返回。")
