"""谁还没交: what the whole school (or one's groups) owes; the office receives it here (Z7, Z18)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.submissions import Standing
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.live import LiveListedRoom
from yanxiu_tui.screens.paper import print_paper, texts_of
from yanxiu_tui.screens.paper_files import new_file
from yanxiu_tui.screens.submission_form import EnterScreen, ReceiptScreen
from yanxiu_tui.services import manuscripts, submissions
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.submission_receipts import Pile, Receipt
from yanxiu_tui.services.submission_views import Board, Show, SubmissionView
from yanxiu_tui.services.submissions import Outcome
from yanxiu_tui.widgets.kept_table import MOST_ROWS, KeptTable
from yanxiu_tui.widgets.submission_words import count_of, fields_of, row_of, told

_NARROW = {"哪天": 11, "材料": 0, "谁": 14, "找谁": 8, "还有": 11, "状态": 10}
_WIDE = {
    "哪天": 11, "材料": 0, "谁": 22, "找谁": 8, "还有": 11, "交来": 11, "缺": 10, "状态": 14,
}  # fmt: skip
_SHOWS = {
    "all": "全部", "owing": "还没交的、不完整的", "waiting": "等着收的", "late": "迟交和过期的",
}  # fmt: skip


@dataclass
class BoardRead(Message):
    """Who owes what in that term."""

    board: Board
    now: datetime
    term: TermView


@dataclass
class TextRead(Message):
    """What was written of a paper, by section."""

    view: SubmissionView
    texts: Sequence[tuple[str, str]]


@dataclass
class Said(Message):
    """Something is done; the sentence says what."""

    sentence: str
    kind: str = "done"


class SubmissionBoardScreen(LiveListedRoom[SubmissionView], TermRoom):
    """Everybody's papers; the footer shows what the office may do with the one pointed at."""

    ROOM_NAME = "谁还没交"
    CSS_PATH = "submissions.tcss"
    HELP_TEXT = """\
全校（组长看本组）要交的，最急的在最上面；上面几行是每一种收了几份、一共几份。
[b]F3[/b] 只看还没交的、等着收的、迟交的；[b]回车[/b] 看一份的全部内容，在终端上写的连正文。
教导处：
[b]F5[/b] 收下等着收的；还没交的，登记交来的纸质材料，写清哪天（几点）交的
[b]F6[/b] 点收：一套材料逐项打勾，份数不够、缺什么都记下来，算不完整；补齐了再按一次
[b]F7[/b] 等着收的一次全收；要逐项点的、份数不够的会留下
[b]F8[/b] 退回，写明原因，本人能看到；[b]F9[/b] 把在终端上写的存成 Word
[b]Ctrl+O[/b] 把交来的文件取一份；自己交的由他人收。[b]Ctrl+T[/b] 看以前学期的。"""
    ACTS = (
        ("f5", "receive", "收"), ("f6", "check", "点收"), ("f8", "send_back", "退回"),
        ("f9", "save_word", "存Word"), ("ctrl+o", "take_out", "取文件"),
    )  # fmt: skip
    BINDINGS = [
        Binding("f3", "show", "只看", id="show", tooltip="没交的、等着收的、迟交的"),
        Binding("f5", "receive", "收", id="receive", tooltip="收下；没交的登记纸质"),
        Binding("f6", "check", "点收", id="check", tooltip="逐项打勾，记缺的"),
        Binding("f7", "receive_all", "全收", id="receive_all", tooltip="等着收的一次全收"),
        Binding("f8", "send_back", "退回", id="send_back", tooltip="退回，写明原因"),
        Binding("f9", "save_word", "存Word", id="save_word", show=False, tooltip="写的存成 Word"),
        Binding("ctrl+o", "take_out", "取文件", id="take_out", show=False),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.showing: Show = "all"
        self.office = allowed(actor, Act.DECIDE_CLAIM)

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("", id="counts", markup=False)
        yield Static("没有这样的材料。按 F3 换着看。", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    # Reading

    def read(self) -> None:
        """Read again who owes what."""
        show = self.showing

        def act() -> Message:
            now, term = clock.now(), self.term_in_hand()
            found = submissions.board(self.actor, term.id, now, show)
            return BoardRead(found, now, term)

        self.ask(act, group="read", only_last=True)

    def on_board_read(self, message: BoardRead) -> None:
        self.found = message.board.lines
        said = f"{message.term.name}   {_SHOWS[self.showing]} {len(self.found)} 份"
        if len(self.found) > MOST_ROWS:
            said += f"，列出前 {MOST_ROWS} 份，按 F3 缩小"
        self.query_one("#summary", Static).update(said)
        pressing = [each for each in message.board.counts if each.due_at <= message.now]
        coming = [each for each in message.board.counts if each.due_at > message.now]
        self.query_one("#counts", Static).update(
            "\n".join(count_of(each) for each in [*pressing[-3:], *coming[:1]])
        )
        self.show_rows([row_of(view, message.now) for view in self.found])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "receive_all":
            return self.office and bool(self.pile())
        return self.may_here(action)

    def may(self, action: str, view: SubmissionView) -> bool:
        """Whether this may be done with this paper; the service has the last word."""
        if action == "save_word":
            return view.handed is not None and view.handed.written
        if action == "take_out":
            return view.handed is not None and view.handed.file_id is not None
        if not self.office:
            return False
        if action == "receive":
            to_enter = view.handed is None and view.by != "school"
            return view.standing is Standing.WAITING or to_enter
        if action == "check":
            return view.standing in (Standing.WAITING, Standing.INCOMPLETE)
        return view.handed is not None

    def pile(self) -> list[int]:
        """All that wait, by their numbers."""
        return [
            view.handed.claim_id
            for view in self.found
            if view.handed and view.standing is Standing.WAITING
        ]

    def action_show(self) -> None:
        def chosen(key: str | None) -> None:
            if key:
                self.showing = cast(Show, key)
                self.query_one(KeptTable).move_cursor(row=0)
                self.read()

        screen = ChooseScreen("只看哪些", list(_SHOWS.items()), self.showing)
        self.app.push_screen(screen, chosen)

    @on(DataTable.RowSelected)
    def action_details(self) -> None:
        """Show the paper in full, what was written of it, too, with the keys that act on it."""
        view = self.current
        if view is None:
            return
        number = view.manuscript_id
        if number is None or not self.may("save_word", view):
            self.show_in_full(view)
            return

        def act() -> Message:
            written = manuscripts.manuscript(self.actor, number)
            return TextRead(view, texts_of(written, view.sections))

        self.ask(act, group="text", only_last=True)

    def on_text_read(self, message: TextRead) -> None:
        if not self.is_active:
            return
        if message.view == self.current:
            self.show_in_full(message.view, message.texts)
        else:
            self.say("光标上的那一行刚变了，请再按一次。", "plain")

    def show_in_full(self, view: SubmissionView, texts: Sequence[tuple[str, str]] = ()) -> None:
        """Open one paper; what its keys act on stands under the cursor."""
        title, acts = f"{view.whose} {view.kind_name}", self.acts_on(view)
        self.app.push_screen(DetailsScreen(title, fields_of(view, texts), acts), self.act_chosen)

    # What the office does

    def action_receive(self) -> None:
        """Receive what waits; enter what was brought on paper where nothing is handed in yet."""
        view = self.current
        if view is None:
            return
        if view.handed is None:
            self.app.push_screen(EnterScreen(self.actor, view), self.done)
        elif view.parts or view.handed.copies < view.copies_due:
            self.action_check()
        else:
            claim_id = view.handed.claim_id
            self.do(lambda: submissions.receive(self.actor, claim_id, Receipt(), clock.now()))

    def action_check(self) -> None:
        view = self.current
        if view is not None and view.handed is not None:
            self.app.push_screen(ReceiptScreen(self.actor, view, view.handed), self.done)

    def action_receive_all(self) -> None:
        ids = self.pile()

        def work() -> Message:
            return _told_of(submissions.receive_many(self.actor, ids, clock.now()))

        question = f"{len(ids)} 份等着收的都收下？"
        self.once_sure(question, lambda: self.ask(work), "全收", careful=True)

    def action_send_back(self) -> None:
        view = self.current
        if view is None or view.handed is None:
            return
        claim_id = view.handed.claim_id

        def act(reason: str) -> Message:
            done = submissions.send_back(self.actor, claim_id, reason, clock.now())
            return Said(f"「{done.title}」已退回。")

        def given(reason: str | None) -> None:
            if reason is not None:
                self.ask(lambda: act(reason))

        title = f"退回{view.whose}的{view.kind_name}"
        self.app.push_screen(ReasonScreen(title, "退回的原因（必填，本人能看到）"), given)

    def action_save_word(self) -> None:
        view = self.current
        if view is None or view.manuscript_id is None:
            return
        number, title, sections = view.manuscript_id, view.kind_name, view.sections
        self.save(lambda: print_paper(self.actor, number, title, sections))

    def action_take_out(self) -> None:
        view = self.current
        if view is None or view.handed is None:
            return
        name = Path(view.handed.file_name)
        claim_id, suffix = view.handed.claim_id, name.suffix.lstrip(".") or "dat"
        target = new_file(f"{view.whose}_{name.stem}", suffix)
        self.save(lambda: submissions.take_out(self.actor, claim_id, target))

    def save(self, write: Callable[[], Path]) -> None:
        """Write a file in a worker and say where it is."""
        self.ask(lambda: Said(f"已存为 {write()}"))

    def do(self, act: Callable[[], Outcome]) -> None:
        """Run an act in a worker and say what was done."""
        self.ask(lambda: _received(act()))

    def done(self, outcome: Outcome | None) -> None:
        """Say what came of a form."""
        if outcome is not None:
            self.on_said(_received(outcome))

    def on_said(self, message: Said) -> None:
        self.say(message.sentence, message.kind)
        self.read()


def _received(done: Outcome) -> Said:
    return Said(f"「{done.title}」已收，{told(done)}", "wrong" if done.missing else "done")


def _told_of(pile: Pile) -> Said:
    if not pile.left:
        return Said(f"{pile.received} 份已收。")
    more = f"等 {len(pile.left)} 份" if len(pile.left) > 1 else ""
    first = pile.left[0].removesuffix("。")
    return Said(f"{pile.received} 份已收，留下 {len(pile.left)} 份：{first}{more}。", "wrong")
