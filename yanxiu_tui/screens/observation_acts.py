"""What may be done with an 听课 record from a list of them, each told in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import observation_decisions, observation_views, observations
from yanxiu_tui.services.observation_views import ObservationState
from yanxiu_tui.services.observations import ObservationView
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.widgets.observation_words import title_of


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


class ObservationActs(ListedRoom[ObservationView]):
    """A room with the keys of the record under its cursor."""

    ACTS = (
        ("f6", "confirm", "确认"),
        ("f7", "answer", "回应"),
        ("f9", "print", "打印"),
        ("ctrl+z", "undo", "改回"),
        ("delete", "void", "作废"),
    )

    def may(self, action: str, view: ObservationView) -> bool:
        """Whether this person may do this with this record; the service has the last word."""
        mine = view.observer_id == self.actor.teacher_id
        taught = view.taught_by_id is not None and view.taught_by_id == self.actor.teacher_id
        match action:
            case "confirm":
                return taught and view.state is ObservationState.COMPLETED
            case "answer":
                waits = view.state is ObservationState.COMPLETED
                confirmed = view.state is ObservationState.CONFIRMED
                return taught and (waits or (confirmed and not view.answer))
            case "undo":
                if view.state is ObservationState.VOIDED:
                    return not mine and allowed(self.actor, Act.VOID_OBSERVATION)
                return mine and view.state is ObservationState.COMPLETED
            case "void":
                return observation_decisions.may_void(self.actor, view)
        return True

    def waiting(self) -> list[int]:
        """All of those listed that this person may confirm."""
        return [view.id for view in self.found if self.may("confirm", view)]

    def action_confirm(self) -> None:
        self.do(lambda view: confirm(self.actor, view, ""))

    def action_answer(self) -> None:
        view = self.current
        if view is None:
            return
        label = "写几句回应（听课人和领导能看到，写了不能改）"
        if view.state is ObservationState.CONFIRMED:
            self.with_words(label, answer)
        else:
            self.with_words(f"确认，并{label}", confirm)

    def action_confirm_all(self) -> None:
        ids = self.waiting()
        self.once_sure(
            f"{len(ids)} 节听课记录都确认？",
            lambda: self.ask(lambda: Done(confirm_many(self.actor, ids))),
            "全部确认",
        )

    def action_void(self) -> None:
        self.with_words("作废的原因（留痕，必填）", void)

    def action_undo(self) -> None:
        self.do(lambda view: undo(self.actor, view))

    def action_print(self) -> None:
        self.do(lambda view: print_form(self.actor, view))

    def with_words(self, label: str, act: Callable[[Actor, ObservationView, str], str]) -> None:
        """Ask for a line of words, then do it."""
        view = self.current
        if view is None:
            return

        def given(words: str | None) -> None:
            if words is not None:
                self.ask(lambda: Done(act(self.actor, view, words)))

        self.app.push_screen(ReasonScreen(title_of(view), label), given)

    def do(self, act: Callable[[ObservationView], str]) -> None:
        """Do something with the record under the cursor, in a worker."""
        view = self.current
        if view is not None:
            self.ask(lambda: Done(act(view)))

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()


def confirm(actor: Actor, view: ObservationView, words: str) -> str:
    """Confirm that one was heard, perhaps with an answer."""
    observation_decisions.confirm(actor, view.id, words, clock.now())
    return f"已确认{view.observer_name}老师的听课记录。"


def confirm_many(actor: Actor, ids: list[int]) -> str:
    """Confirm all of these."""
    return f"{observation_decisions.confirm_many(actor, ids, clock.now())} 节已确认。"


def answer(actor: Actor, view: ObservationView, words: str) -> str:
    """Answer what was confirmed before."""
    observation_decisions.answer(actor, view.id, words, clock.now())
    return f"已回应{view.observer_name}老师。"


def void(actor: Actor, view: ObservationView, reason: str) -> str:
    """Let it count no more."""
    observation_decisions.void(actor, view.id, reason, clock.now())
    return f"{title_of(view)}已作废，不再算数。"


def undo(actor: Actor, view: ObservationView) -> str:
    """Let a voided one stand again; write on in a completed one."""
    if view.state is ObservationState.VOIDED:
        observation_decisions.unvoid(actor, view.id, clock.now())
        return f"{title_of(view)}已恢复。"
    observations.reopen(actor, view.id, clock.now())
    return f"{title_of(view)}已改回在写，按回车接着写；写好再完成。"


def print_form(actor: Actor, view: ObservationView) -> str:
    """Write its 听课记录表 as a Word file."""
    from yanxiu_tui.reports.observation_record import write_record
    from yanxiu_tui.screens.paper_files import new_file

    record = observation_views.record(actor, view.id)
    name = f"听课记录_{record.day:%Y%m%d}_{record.observer}_{title_of(view)}"
    path = new_file(name, "docx")
    write_record(path, record)
    return f"听课记录表已存为 {path}"
