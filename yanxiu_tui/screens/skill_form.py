"""安排考核: which test, what it is called, on which day; who takes it the regulation says."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.regulation.phrases import who_says
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.skills import Skill
from yanxiu_tui.screens.form import row, today
from yanxiu_tui.screens.kind_form import KindForm
from yanxiu_tui.services import school, skills
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.skills import SkillTestPage
from yanxiu_tui.widgets.pick import Pick, named

DAY_HINT = "如 11-20，也可写 1120、今天、明天。"
_FIELD_OF = {"名称": "title", "安排过": "title", "学期": "day", "参加": "kind"}


@dataclass
class SkillFormReady(Message):
    """What the regulation tests."""

    kinds: Sequence[Skill]


def read_form() -> Message:
    """Read it in a worker."""
    term = school.current_term(clock.now())
    return SkillFormReady(school.regulation_of(term.regulation_id).skills)


@dataclass
class TestSet(Message):
    """The test is set."""

    page: SkillTestPage


class SkillFormScreen(KindForm[SkillTestPage, Skill]):
    """Returns the test that was set, or None."""

    FORM_NAME = "安排考核"

    def __init__(self, actor: Actor, ready: SkillFormReady) -> None:
        super().__init__()
        self.actor = actor
        self.kinds = {skill.name: skill for skill in ready.kinds}

    def fields(self) -> ComposeResult:
        yield row("种类", Pick(named(list(self.kinds)), id="kind"))
        yield row("名称", Input(id="title", compact=True))
        yield row("日期", Input(f"{today():%Y-%m-%d}", id="day", compact=True))

    def show_kind(self, kind: Skill | None) -> None:
        """Say who takes it and what passes."""
        self.query_one("#about", Static).update(_about(kind) if kind else "")

    def hint_for(self, field: Widget) -> str:
        if field.id == "day":
            return self.told_day("day", DAY_HINT)
        if field.id == "title":
            return "写清是什么，如：粉笔字过关、教材教法笔试。"
        return "上下键选，回车选定。"

    def save(self) -> None:
        kind = self.kind
        if kind is None:
            self.wrong("请选定种类，上下键选，按回车。", "kind")
            return
        day = self.typed_day("day")
        if day is None:
            self.wrong("日期请写成 11-20 这样。", "day")
            return
        title = self.query_one("#title", Input).value
        self.busy = True
        self.ask(lambda: TestSet(skills.set_test(self.actor, kind.id, title, day, clock.now())))

    def on_test_set(self, message: TestSet) -> None:
        self.dismiss(message.page)

    def field_of(self, sentence: str) -> str:
        return next((name for word, name in _FIELD_OF.items() if word in sentence), "title")


def _about(kind: Skill) -> str:
    age = f"（年龄算到 {kind.age_on}）" if kind.age_on else ""
    again = f"不合格的补考 {kind.retakes} 次" if kind.retakes else "不补考"
    return (
        f"参加：{who_says(kind.who)}{age}\n满分 {plain(kind.full)}，{plain(kind.passing)} 分合格，"
        f"{again}\n{kind.clause.id}「{kind.clause.words}」"
    )
