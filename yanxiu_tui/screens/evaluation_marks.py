"""评分: a score typed for one after the other, each kept the moment it is entered (D9)."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Input, Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.evaluation_words import ABOUT
from yanxiu_tui.screens.room import DeskRoom, Refusal
from yanxiu_tui.screens.searched import MOST_ROWS, MOVES, ListTable
from yanxiu_tui.services import evaluation_marks
from yanxiu_tui.services.evaluation_marks import Marking, NewMark, ToMark, checked_score
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.mark_fields import mark_fields

_FIXED = 18 + 14 + 7
_SENDING = "mark"


@dataclass
class MarkingRead(Message):
    """Whom I mark, and what I gave."""

    marking: Marking


@dataclass
class MarkKept(Message):
    """The mark that was on its way is kept."""


class MarkingScreen(DeskRoom):
    """A table of names steered from the score field under it; Enter keeps and goes on."""

    ROOM_NAME = "评分"
    CSS_PATH = "evaluation_marks.tcss"
    HELP_TEXT = """\
输入分数按[b]回车[/b]，马上保存，接着评下一位。可以有两位小数。
评语可不填：按 [b]Tab[/b] 到评语，写完按回车，和分数一起保存。
上下键换人，打了分的也会保存；[b]Ctrl+S[/b] 保存但不换人。
阶段结束以前可以随时改，改了重新按回车。

您打的分只有您自己看得到（D9）。
结束后本人和学校看到的是平均分；评语不记名。"""
    BINDINGS = [
        Binding("ctrl+s", "keep", "保存", id="keep", priority=True, tooltip="保存，不换人"),
        *MOVES,
    ]

    def __init__(self, actor: Actor, stage_id: int) -> None:
        super().__init__(actor)
        self.stage_id = stage_id
        self.marking: Marking | None = None
        self.lines: dict[int, ToMark] = {}
        self.given: dict[int, tuple[str, str]] = {}
        self.queue: list[NewMark] = []
        self.sending: NewMark | None = None
        self.failed: set[int] = set()
        self.at: int | None = None
        self.leaving: Callable[[], None] | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        yield Static("", id="nothing", markup=False)
        yield ListTable(cursor_type="row", zebra_stripes=True)
        yield from mark_fields("评语（可不填）")

    # Reading and painting

    def on_mount(self) -> None:
        self.query_one("#form").display = False
        self.ask(lambda: MarkingRead(evaluation_marks.to_mark(self.actor, self.stage_id)))

    def on_marking_read(self, message: MarkingRead) -> None:
        self.marking = message.marking
        lines = sorted(message.marking.lines, key=lambda line: line.score is not None)
        shown = {line.subject.id for line in lines[:MOST_ROWS]}
        lines = [line for line in message.marking.lines if line.subject.id in shown]
        self.lines = {line.subject.id: line for line in lines}
        self.given = {
            line.subject.id: ("" if line.score is None else _plain(line.score), line.comment)
            for line in message.marking.lines
        }
        nothing = "" if self.lines else "这个阶段没有要您评的。"
        self.query_one("#nothing", Static).update(nothing)
        self.query_one("#nothing").display = not self.lines
        self.query_one("#form").display = bool(self.lines) and message.marking.open
        if not message.marking.open:
            self.say("这个阶段已经结束，只能看自己打的分。", "plain")
        elif self.lines:
            self.say("输入分数按回车，马上保存，接着评下一位；Tab 写评语。", "plain")
        self.paint()
        first = next((who for who in self.lines if not self.given[who][0]), None)
        self.point(first if first is not None else next(iter(self.lines), None))

    def on_resize(self) -> None:
        self.paint()
        self.show_row()

    def paint(self) -> None:
        """Lay out the table for the width there is, and fill it."""
        if self.marking is None:
            return
        table = self.query_one(ListTable)
        table.clear(columns=True)
        rest = max(16, self.size.width - _FIXED - 10)
        headings = (("姓名", 18), (ABOUT[self.marking.subject], 14), ("分数", 7), ("评语", rest))
        for heading, width in headings:
            table.add_column(heading, width=width, key=heading)
        for who, line in self.lines.items():
            name = Text(line.subject.name, no_wrap=True, overflow="ellipsis")
            table.add_row(name, Text(line.subject.about), *self.cells(who), key=str(who))
        table.display = bool(self.lines)
        self.count()

    def cells(self, who: int) -> tuple[Text, Text]:
        """The score and the comment as they stand; what could not be kept is said."""
        score, comment = self.given[who]
        if who in self.failed:
            return Text(f"{score} 未存", style="bold red"), Text(comment, no_wrap=True)
        return Text(score, style="bold"), Text(comment, no_wrap=True)

    def count(self) -> None:
        """Say what is marked, how, and how many of how many are done."""
        if self.marking is None:
            return
        text = Text(self.marking.title, style="bold")
        text.append(f"   满分 {self.marking.full} 分   ", "dim")
        text.append(f"已评 {self.done()}/{len(self.given)}", "bold")
        if len(self.lines) < len(self.given):
            text.append(f"   先列出 {len(self.lines)} 位，评完再进来", "yellow")
        self.query_one("#about", Static).update(text)

    def done(self) -> int:
        """How many are marked."""
        return sum(bool(score) and who not in self.failed for who, (score, _) in self.given.items())

    def refresh_row(self, who: int) -> None:
        """Show one row anew."""
        table = self.query_one(ListTable)
        for heading, cell in zip(("分数", "评语"), self.cells(who), strict=True):
            table.update_cell(str(who), heading, cell)
        self.count()

    # Going from one to another

    def point(self, who: int | None) -> None:
        """Put somebody into the fields, ready to be typed over."""
        self.at = who
        if who is None:
            return
        self.show_row()
        subject = self.lines[who].subject
        about = f"（{subject.about}）" if subject.about else ""
        self.query_one("#who", Static).update(f"正在评：{subject.name}{about}")
        score, comment = self.query_one("#score", Input), self.query_one("#comment", Input)
        score.value, comment.value = self.given[who]
        score.focus()
        score.select_all()

    def show_row(self) -> None:
        """Put the cursor on whoever is in the fields."""
        if self.at is not None:
            row = list(self.lines).index(self.at)
            self.query_one(ListTable).move_cursor(row=row)

    @on(DataTable.RowHighlighted)
    def clicked(self) -> None:
        """Somebody was chosen with the mouse: keep what was typed, and go there."""
        if self.at is None:
            return
        who = list(self.lines)[self.query_one(ListTable).cursor_row]
        if who == self.at:
            return
        if self.keep():
            self.point(who)
        else:
            self.show_row()

    def action_move(self, by: int) -> None:
        if self.at is None or not self.keep():
            return
        order = list(self.lines)
        row = max(0, min(order.index(self.at) + by, len(order) - 1))
        self.point(order[row])

    @on(Input.Submitted)
    def entered(self) -> None:
        """Keep what was typed and go to the next, at the end to the first still unmarked."""
        if self.at is None or not self.keep():
            return
        order = list(self.lines)
        row = order.index(self.at) + 1
        if row < len(order):
            self.point(order[row])
        else:
            unmarked = [who for who in order if not self.given[who][0]]
            self.point((unmarked or [self.at])[0])

    # Keeping

    def changed(self) -> bool:
        """Whether the fields say something else than what is kept; no score alone says nothing."""
        if self.at is None:
            return False
        score, comment = self.query_one("#score", Input), self.query_one("#comment", Input)
        kept_score, kept_comment = self.given[self.at]
        if not score.value.strip() and comment.value == kept_comment:
            return False
        return (score.value, comment.value) != (kept_score, kept_comment) or self.at in self.failed

    def action_keep(self) -> None:
        if not self.changed():
            self.say("没有要保存的。", "plain")
        elif self.keep() and self.at is not None:
            self.point(self.at)

    def keep(self) -> bool:
        """Send what was typed on its way; False when it cannot be kept as it is."""
        who, marking = self.at, self.marking
        if who is None or marking is None or not self.changed():
            return True
        score = self.query_one("#score", Input)
        comment = self.query_one("#comment", Input).value
        try:
            number = checked_score(score.value, marking.full)
        except Refused as refusal:
            self.say(str(refusal), "wrong")
            score.focus()
            score.select_all()
            return False
        self.given[who] = (_plain(number), comment)
        self.failed.discard(who)
        self.queue.append(NewMark(who, str(number), comment))
        self.refresh_row(who)
        self.send()
        return True

    def send(self) -> None:
        """Send the next mark, one at a time, so that the last one typed is the one that stands."""
        if self.sending is not None or not self.queue:
            return
        mark = self.sending = self.queue.pop(0)

        def act() -> Message:
            evaluation_marks.give_marks(self.actor, self.stage_id, [mark], clock.now())
            return MarkKept()

        self.ask(act, group=_SENDING)

    def on_mark_kept(self) -> None:
        mark, self.sending = self.sending, None
        if mark is not None:
            over = "都评完了，按 Esc 返回。" if self.done() == len(self.given) else ""
            self.say(f"{self.name_of(mark)}：{_plain(mark.score)} 分，已保存。{over}")
        self.send()
        if self.leaving and self.sending is None:
            self.leaving()

    def on_refusal(self, message: Refusal) -> None:
        mark = self.sending
        if message.group != _SENDING or mark is None:
            return
        message.prevent_default()
        self.sending = self.leaving = None
        self.failed.add(mark.subject_id)
        self.refresh_row(mark.subject_id)
        self.say(f"{self.name_of(mark)}的分数没有保存：{message.sentence}", "wrong")
        self.send()

    def name_of(self, mark: NewMark) -> str:
        """Whose mark it is."""
        return self.lines[mark.subject_id].subject.name

    # Leaving

    def action_back(self) -> None:
        self.leave(super().action_back)

    async def action_lock(self) -> None:
        self.leave(self.app.action_rest)  # type: ignore[attr-defined]

    def leave(self, go: Callable[[], None]) -> None:
        """Ask first when something would be lost; wait for what is on its way."""
        if not self.changed() and not self.failed:
            if self.sending is None:
                go()
            else:
                self.leaving = go
            return

        def left(sure: bool | None) -> None:
            if sure:
                go()

        question = "还有分数或评语没有保存，现在离开就作废了。要离开吗？"
        self.app.push_screen(ConfirmScreen(question, "离开", "回去", careful=True), left)


def _plain(score: object) -> str:
    """``95``, ``95.5``: as one would type it."""
    text = str(score)
    return text.rstrip("0").rstrip(".") if "." in text else text
