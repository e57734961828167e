"""材料: the 方案, 简报 and 总结 of an activity, and where each is kept (Z8, T4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.services import documents
from yanxiu_tui.services.activities import ActivityView
from yanxiu_tui.services.documents import DOCUMENT_NAMES, Document
from yanxiu_tui.services.permission import Actor


@dataclass
class HandedIn(Message):
    """These papers are registered now."""

    names: list[str]


class DocumentsScreen(Caller, ModalScreen[list[str] | None]):
    """Returns the names of the papers handed in, or None."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "取消", id="cancel"),
        Binding("ctrl+s", "save", "保存", id="save"),
    ]

    def __init__(
        self,
        actor: Actor,
        activity: ActivityView,
        regulation: Regulation,
        papers: Sequence[Document],
    ) -> None:
        super().__init__()
        self.actor, self.activity = actor, activity
        self.clause = regulation.large_activity.clause
        self.asked = regulation.large_activity.documents if activity.large else []
        self.kept = {paper.kind: paper.where_kept for paper in papers}

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(f"材料：{self.activity.title}", classes="title", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(self.duty(), markup=False)
                for kind, name in DOCUMENT_NAMES.items():
                    yield Static(f"{name}（{self.standing(kind)}）", classes="field", markup=False)
                    yield Input(
                        self.kept.get(kind, ""),
                        id=kind,
                        placeholder="存在哪里：文件名或柜号",
                        compact=True,
                    )
            yield Static("", classes="wrong", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("保存（Ctrl+S）", variant="primary", id="yes")
                yield Button("取消（Esc）", id="no")

    def duty(self) -> str:
        """What the regulation asks of this activity, in its own words."""
        if not self.activity.large:
            return "不是大型活动，材料可交可不交。"
        return f"{self.clause.words}（{self.clause.id}）。交齐后活动才能结束。"

    def standing(self, kind: str) -> str:
        """Whether this paper must be handed in, and whether it is there."""
        if kind in self.kept:
            return "已交"
        return "必交，还没有交" if kind in self.asked else "可不交"

    @on(Input.Submitted)
    def next_field(self) -> None:
        self.focus_next("Input, #yes")

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "yes":
            self.action_save()
        else:
            self.dismiss(None)

    def action_save(self) -> None:
        """Register what was filled in or changed."""
        typed = {kind: self.query_one(f"#{kind}", Input).value.strip() for kind in DOCUMENT_NAMES}
        emptied = [kind for kind in self.kept if not typed[kind]]
        if emptied:
            self.wrong(f"{DOCUMENT_NAMES[emptied[0]]}已经交过，请写明存在哪里。", emptied[0])
            return
        new = {kind: where for kind, where in typed.items() if where != self.kept.get(kind, "")}
        if not new:
            self.wrong("请先写明哪一份材料存在哪里。", next(iter(DOCUMENT_NAMES)))
            return

        def act() -> Message:
            for kind, where in new.items():
                documents.hand_in(self.actor, self.activity.id, kind, where, clock.now())
            return HandedIn([DOCUMENT_NAMES[kind] for kind in new])

        self.ask(act)

    def on_handed_in(self, message: HandedIn) -> None:
        self.dismiss(message.names)

    def on_refusal(self, message: Refusal) -> None:
        self.query_one(".wrong", Static).update(message.sentence)

    def wrong(self, sentence: str, kind: str) -> None:
        """Say what is wrong and go to the field that can mend it."""
        self.query_one(".wrong", Static).update(sentence)
        self.query_one(f"#{kind}", Input).focus()
