"""评分: a score typed for one after the other, each kept the moment it is entered (D9)."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.text import Text
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.screens.evaluation_words import ABOUT
from yanxiu_tui.screens.mark_sheet import MarkSheet
from yanxiu_tui.screens.room import Refusal
from yanxiu_tui.screens.searched import MOST_ROWS, ListTable
from yanxiu_tui.services import evaluation_marks
from yanxiu_tui.services.evaluation_marks import Marking, NewMark, ToMark, checked_score
from yanxiu_tui.services.permission import Actor

_FIXED = 18 + 14 + 7
_SENDING = "mark"


@dataclass
class MarkingRead(Message):
    """Whom I mark, and what I gave."""

    marking: Marking


@dataclass
class MarkKept(Message):
    """The mark that was on its way is kept."""


class MarkingScreen(MarkSheet):
    """Everybody I mark in a stage; one mark after another is sent, in the order typed."""

    ROOM_NAME = "评分"
    HELP_TEXT = """\
输入分数按[b]回车[/b]，马上保存，接着评下一位。可以有两位小数。
评语可不填：按 [b]Tab[/b] 到评语，写完按回车，和分数一起保存。
上下键换人，打了分的也会保存；[b]Ctrl+S[/b] 保存但不换人。
阶段结束以前可以随时改，改了重新按回车。

您打的分只有您自己看得到（D9）。
结束后本人和学校看到的是平均分；评语不记名。"""
    BINDINGS = [
        Binding("ctrl+s", "keep", "保存", id="keep", priority=True, tooltip="保存，不换人"),
    ]
    COMMENT = "评语（可不填）"
    UNKEPT = "还有分数或评语没有保存，现在离开就作废了。要离开吗？"

    def __init__(self, actor: Actor, stage_id: int) -> None:
        super().__init__(actor)
        self.stage_id = stage_id
        self.marking: Marking | None = None
        self.lines: dict[int, ToMark] = {}
        self.given: dict[int, tuple[str, str]] = {}
        self.queue: list[NewMark] = []
        self.sending: NewMark | None = None
        self.failed: set[int] = set()
        self.leaving: Callable[[], None] | None = None

    # Reading and painting

    def on_mount(self) -> None:
        self.ask(lambda: MarkingRead(evaluation_marks.to_mark(self.actor, self.stage_id)))

    def on_marking_read(self, message: MarkingRead) -> None:
        self.marking = message.marking
        lines = sorted(message.marking.lines, key=lambda line: line.score is not None)
        shown = {line.subject.id for line in lines[:MOST_ROWS]}
        lines = [line for line in message.marking.lines if line.subject.id in shown]
        self.lines = {line.subject.id: line for line in lines}
        self.given = {
            line.subject.id: ("" if line.score is None else plain(line.score), line.comment)
            for line in message.marking.lines
        }
        self.show_lines("" if self.lines else "这个阶段没有要您评的。")
        if not message.marking.open:
            self.say("这个阶段已经结束，只能看自己打的分。", "plain")
        elif self.lines:
            self.say("输入分数按回车，马上保存，接着评下一位；Tab 写评语。", "plain")
        first = next((who for who in self.lines if not self.given[who][0]), None)
        self.point(first if first is not None else next(iter(self.lines), None))

    @property
    def may_mark(self) -> bool:
        return self.marking is not None and self.marking.open

    def paint(self) -> None:
        if self.marking is None:
            return
        rest = max(16, self.size.width - _FIXED - 10)
        about = ABOUT[self.marking.subject]
        self.fill((("姓名", 18), (about, 14), ("分数", 7), ("评语", rest)))
        self.count()

    def row(self, who: int) -> tuple[Text, ...]:
        subject = self.lines[who].subject
        name = Text(subject.name, no_wrap=True, overflow="ellipsis")
        return (name, Text(subject.about), *self.cells(who))

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

    def kept(self, who: int) -> tuple[str, str]:
        return self.given[who]

    def whose(self, who: int) -> str:
        subject = self.lines[who].subject
        about = f"（{subject.about}）" if subject.about else ""
        return f"正在评：{subject.name}{about}"

    def following(self, row: int) -> int:
        """The next, at the end the first still unmarked."""
        order = list(self.lines)
        if row + 1 < len(order):
            return order[row + 1]
        return next((who for who in order if not self.given[who][0]), order[row])

    # Keeping

    def changed(self) -> bool:
        """Whether the fields say something else than what is kept; no score alone says nothing."""
        if self.at is None:
            return False
        score, comment = self.typed
        if not score.strip() and comment == self.given[self.at][1]:
            return False
        return super().changed() or self.at in self.failed

    def action_keep(self) -> None:
        if self.changed():
            self.keep(self.at)
        else:
            self.say("没有要保存的。", "plain")

    def keep(self, then: int | None) -> None:
        who, marking = self.at, self.marking
        if who is None or marking is None or not self.changed():
            self.point(then)
            return
        score, comment = self.typed
        try:
            number = plain(checked_score(score, marking.full))
        except Refused as refusal:
            self.type_again(str(refusal))
            return
        self.given[who] = (number, comment)
        self.failed.discard(who)
        self.queue.append(NewMark(who, number, comment))
        self.refresh_row(who)
        self.send()
        self.point(then)

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
            self.say(f"{self.name_of(mark)}：{mark.score} 分，已保存。{over}")
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

    def unkept(self) -> bool:
        return self.changed() or bool(self.failed)

    def leave(self, go: Callable[[], None]) -> None:
        """Wait for what is on its way, too."""
        if self.sending is not None and not self.unkept():
            self.leaving = go
        else:
            super().leave(go)
