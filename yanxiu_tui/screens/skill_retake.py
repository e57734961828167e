"""补考: the day on which those who failed or were absent try again (P11)."""

from dataclasses import dataclass
from datetime import date

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.rules.typed import typed_date
from yanxiu_tui.screens.confirm import LineScreen
from yanxiu_tui.screens.form import today
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.services import skills
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.skills import SkillTestPage, SkillTestView


@dataclass
class RetakeSet(Message):
    """The day is set."""

    page: SkillTestPage


class RetakeScreen(Caller, LineScreen[SkillTestPage]):
    """Returns the test with its retake, or None; a day that is refused stays to be typed anew."""

    def __init__(self, actor: Actor, view: SkillTestView) -> None:
        kept = f"{view.retake_on:%Y-%m-%d}" if view.retake_on else ""
        super().__init__(f"「{view.title}」补考在哪一天", "日期，如 11-20", kept)
        self.actor, self.view = actor, view

    def take(self, typed: str) -> None:
        day = typed_date(typed, today())
        if day is None:
            self.wrong("日期请写成 11-20 这样。")
        else:
            self.keep(day)

    def keep(self, day: date) -> None:
        """Ask the service to set it."""
        self.ask(
            lambda: RetakeSet(skills.set_retake(self.actor, self.view.id, day, clock.now())),
            only_last=True,
        )

    def on_retake_set(self, message: RetakeSet) -> None:
        self.dismiss(message.page)

    def on_refusal(self, message: Refusal) -> None:
        self.wrong(message.sentence)
