"""个性化教案: one's own plan for one class, with what was changed in it at a key (Z15)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.screens.comparison import ComparisonScreen, NewsScreen
from yanxiu_tui.screens.writing import WritingRoom
from yanxiu_tui.services import personal_plans
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.personal_plans import PersonalPlanView


@dataclass
class PlanRead(Message):
    """The plan as it stands by now."""

    plan: PersonalPlanView


class PersonalPlanScreen(WritingRoom):
    """Begins with what the group wrote; others may only read it."""

    ROOM_NAME = "个性化教案"
    HELP_TEXT = """\
从共性教案来的教案，按本班实际补充、调整（Z15）。写了就存，不用按保存。
[b]F7 F8[/b] 上一节、下一节
[b]F5[/b] 对照：比共性教案改了什么，一节一节看
[b]F9[/b] 共性教案有了新版时，看新版改了什么；
   要不要用由您决定，您的教案不会自动改"""
    BINDINGS = [
        Binding("f5", "compare", "对照", id="compare", tooltip="比共性教案改了什么", priority=True),
        Binding("f9", "news", "看新版", id="news", tooltip="共性教案后来改了什么", priority=True),
    ]

    def __init__(self, actor: Actor, plan: PersonalPlanView) -> None:
        super().__init__(actor, plan.manuscript_id)
        self.plan = plan

    def sections(self) -> Sequence[Section]:
        return personal_plans.sections(self.plan.id)

    def heading(self) -> str:
        own = self.plan.teacher_id == self.actor.teacher_id
        whose = "" if own else f"{self.plan.teacher_name}  "
        return f"{whose}{self.plan.title}  依据第 {self.plan.version} 版"

    def on_screen_resume(self) -> None:
        """Look whether the group's plan has moved on, also after it was looked at."""
        self.ask(lambda: PlanRead(personal_plans.find(self.actor, self.plan.id)), group="plan")
        self.look()

    def on_plan_read(self, message: PlanRead) -> None:
        before, self.plan = self.plan, message.plan
        if self.plan.outdated:
            self.say(f"共性教案已有第 {self.plan.newest} 版，按 F9 看改了什么。", "plain")
        elif before.outdated:
            self.say(f"以后与第 {self.plan.version} 版对照。")
        self.tell()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "news":
            return self.plan.outdated
        return super().check_action(action, parameters)

    def action_compare(self) -> None:
        self.when_kept(lambda: self.app.push_screen(ComparisonScreen(self.actor, self.plan)))

    def action_news(self) -> None:
        self.when_kept(lambda: self.app.push_screen(NewsScreen(self.actor, self.plan)))
