"""迎检材料: choose a folder, watch it being filled, stop and go on (Z32–Z34)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input, ProgressBar, Static
from textual.worker import get_current_worker

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.screens.paper_files import documents
from yanxiu_tui.screens.room import DeskRoom, Refusal
from yanxiu_tui.services import archives, files, school
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import TermView

if TYPE_CHECKING:
    from yanxiu_tui.reports.pack import Built


@dataclass
class TermsRead(Message):
    """The terms that have begun, and the one we are in."""

    terms: Sequence[TermView]
    current: TermView


@dataclass
class Making(Message):
    """So many of the files stand; ``path`` is made next."""

    done: int
    total: int
    path: str


@dataclass
class Ended(Message):
    """The pack is whole, or was stopped (None)."""

    built: "Built | None"


class _Stopped(Exception):
    """Somebody pressed Esc, or has left."""


class PackScreen(DeskRoom):
    """One folder, one bar; Esc stops the work first, and leaves only then."""

    ROOM_NAME = "迎检材料"
    CSS_PATH = "pack.tcss"
    HELP_TEXT = """\
把一个学期的档案做成一个文件夹：先是缺少的材料，再是目录，然后按本校总档案的分类一类一个文件夹，
最后是每位老师的成长档案。文件都编了号，Word 和 xlsx，可以直接打印；存进来的文件另拷一份。

写好文件夹按[b]回车[/b]或 [b]F5[/b] 开始。做到一半可以按 [b]Esc[/b] 停下，做好的都在；
再按 F5（过几天也行）接着做，只补没做的和记录变了的。[b]Ctrl+T[/b] 换学期。
请假的事由和证明不在里面。"""
    BINDINGS = [
        Binding("f5", "make", "做", id="make", tooltip="开始做，或接着做"),
        Binding("ctrl+t", "term", "学期", id="term", tooltip="换一个学期"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.terms: Sequence[TermView] = ()
        self.term: TermView | None = None
        self.working = self.stopping = False

    def body(self) -> ComposeResult:
        yield Static("", id="term", markup=False)
        yield Static("放在哪个文件夹（新的，或上次没做完的）：", id="asked", markup=False)
        yield Input(id="folder")
        yield ProgressBar(id="progress", show_eta=False)
        yield Static("", id="making", markup=False)

    @property
    def in_trouble(self) -> bool:
        """A desk that locks itself would stop the work."""
        return self.working

    def on_mount(self) -> None:
        self.query_one("#progress").display = False

        def act() -> Message:
            now = clock.now()
            return TermsRead(archives.terms_begun(now), school.current_term(now))

        self.ask(act)

    def on_terms_read(self, message: TermsRead) -> None:
        self.terms = message.terms
        self.choose(message.current)
        self.query_one("#folder", Input).focus()

    def choose(self, term: TermView) -> None:
        """Make the pack of this term, in a folder named after it."""
        self.term = term
        self.query_one("#term", Static).update(f"学期：{term.name}")
        self.query_one("#folder", Input).value = str(documents() / f"迎检材料 {term.name}")

    def action_term(self) -> None:
        from yanxiu_tui.screens.choose import ChooseScreen

        if self.term is None:
            return

        def chosen(key: str | None) -> None:
            for each in self.terms:
                if key == str(each.id):
                    self.choose(each)

        choices = [(str(each.id), each.name) for each in self.terms]
        self.app.push_screen(ChooseScreen("哪个学期", choices, str(self.term.id)), chosen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not self.working if action in ("make", "term") else True

    # Making

    @on(Input.Submitted)
    def action_make(self) -> None:
        term, typed = self.term, self.query_one("#folder", Input).value
        if self.working or term is None:
            return
        self.working, self.stopping = True, False
        self.query_one("#folder").disabled = True
        self.refresh_bindings()
        self.say("正在看有哪些材料……", "plain")
        self.ask(lambda: self.make(typed, term.id), group="make")

    def make(self, typed: str, term_id: int) -> Message:
        """Make it; called in a worker."""
        from yanxiu_tui.reports.pack import build

        if not typed.strip():
            raise Refused("no_folder", "请写放在哪个文件夹。")
        worker = get_current_worker()

        def progress(done: int, total: int, path: str) -> None:
            if self.stopping or worker.is_cancelled:
                raise _Stopped
            self.post_message(Making(done, total, path))

        folder = files.typed_path(typed)
        try:
            return Ended(build(self.actor, folder, term_id, clock.now(), progress))
        except _Stopped:
            return Ended(None)

    def on_making(self, message: Making) -> None:
        bar = self.query_one("#progress", ProgressBar)
        bar.display = True
        bar.update(total=message.total, progress=message.done)
        said = f"第 {message.done + 1} 份，共 {message.total} 份：{message.path}"
        self.query_one("#making", Static).update(said if message.path else "")
        if message.done == 0:
            self.say("正在做，Esc 停下。", "plain")

    def on_ended(self, message: Ended) -> None:
        self.rest()
        built = message.built
        if built is None:
            self.say("停下了，做好的都在；再按 F5 接着做。", "plain")
            return
        lacks = f"还缺 {built.missing} 项，见「00 缺少的材料」。" if built.missing else ""
        spoiled = [f"没有做成（库里存的与存入时不符）：{each}" for each in built.spoiled]
        self.query_one("#making", Static).update("\n".join([str(built.folder), *spoiled]))
        self.say(f"做好了：{built.files} 份文件，这次做了 {built.made} 份。{lacks}")

    def on_refusal(self, message: Refusal) -> None:
        self.rest()

    def rest(self) -> None:
        """Let another folder be chosen again."""
        self.working = False
        self.refresh_bindings()
        field = self.query_one("#folder", Input)
        field.disabled = False
        field.focus()

    def action_back(self) -> None:
        if self.working:
            self.stopping = True
            self.say("正在停……", "plain")
        else:
            super().action_back()

    async def action_lock(self) -> None:
        if self.working:
            question = "材料还没有做完，锁定就停下了；做好的都在，以后再接着做。要锁定吗？"
            lock = partial(self.call_later, super().action_lock)
            self.once_sure(question, lock, "锁定", careful=True)
        else:
            await super().action_lock()
