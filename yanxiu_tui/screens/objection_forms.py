"""Objecting to a published ranking, and answering an objection."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static, TextArea

from yanxiu_tui import clock
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import objections
from yanxiu_tui.services.frozen_views import FrozenRanking
from yanxiu_tui.services.objections import ObjectionView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.pick import Pick, named

_UPHELD = {"成立": True, "不成立": False}


@dataclass
class Kept(Message):
    """The words are on record."""

    view: ObjectionView


class _WordsForm(FormScreen[ObjectionView]):
    """A form with a few sentences in it."""

    @property
    def words(self) -> str:
        """The sentences as they are typed."""
        return self.query_one("#words", TextArea).text

    def on_kept(self, message: Kept) -> None:
        self.dismiss(message.view)

    def field_of(self, sentence: str) -> str:
        return "words"


class ObjectionForm(_WordsForm):
    """Returns the objection, or None."""

    YES = "提交（Ctrl+S）"

    def __init__(self, actor: Actor, ranking: FrozenRanking) -> None:
        super().__init__()
        self.actor, self.ranking = actor, ranking
        self.FORM_NAME = f"对{ranking.title}提出异议"

    def fields(self) -> ComposeResult:
        yield _sentences("异议")

    def hint_for(self, field: Widget) -> str:
        return "写清哪一项、哪一次不对，\n应当怎样。\n\n只有本人和教导处等\n管理人员能看。"

    def save(self) -> None:
        words, ranking_id = self.words, self.ranking.id
        self.busy = True
        self.ask(lambda: Kept(objections.object_(self.actor, ranking_id, words, clock.now())))


class AnswerForm(_WordsForm):
    """Returns the answered objection, or None."""

    FORM_NAME = "答复异议"
    YES = "答复（Ctrl+S）"

    def __init__(self, actor: Actor, view: ObjectionView) -> None:
        super().__init__()
        self.actor, self.view = actor, view

    def fields(self) -> ComposeResult:
        yield row("结论", Pick(named(list(_UPHELD)), id="upheld"))
        yield _sentences("答复")

    def on_mount(self) -> None:
        view = self.view
        about = f"{view.name}老师对{view.ranking_title}：\n{view.words}"
        self.query_one("#about", Static).update(about)

    def hint_for(self, field: Widget) -> str:
        if field.id == "upheld":
            return "上下键选，回车选定。"
        return "写明核对的结果，\n本人能看到。"

    def save(self) -> None:
        verdict, words = self.query_one("#upheld", Pick).meant(), self.words
        if verdict is None:
            self.wrong("请选定成立或不成立。", "upheld")
            return
        upheld, objection_id = _UPHELD[verdict.name], self.view.id
        self.busy = True
        self.ask(
            lambda: Kept(objections.answer(self.actor, objection_id, words, upheld, clock.now()))
        )


def _sentences(label: str) -> Widget:
    return row(label, TextArea(id="words", compact=True, highlight_cursor_line=False)).add_class(
        "tall"
    )
