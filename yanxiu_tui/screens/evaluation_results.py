"""评价结果: every average of the closed stages and what they come to together (D9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input, Static

from yanxiu_tui.rules.names import rank
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.evaluation_words import ABOUT, average_fields, comment_fields
from yanxiu_tui.screens.searched import MOST_ROWS, SearchedRoom
from yanxiu_tui.services import evaluation_results
from yanxiu_tui.services.evaluation_results import Comment, ResultLine, Results
from yanxiu_tui.services.permission import Actor


@dataclass
class ResultsRead(Message):
    """The averages of all."""

    results: Results


@dataclass
class CommentsRead(Message):
    """What was written of one."""

    line: ResultLine
    comments: Sequence[Comment]


class ResultsScreen(SearchedRoom):
    """Typing finds somebody; Enter shows the comments, without names.

    ``whose`` are the averages, in words.
    """

    ROOM_NAME = "评价结果"
    CSS_PATH = ["searched.tcss"]
    HELP_TEXT = """\
已结束的各阶段的平均分和评分人数，以及按制度的权重合成的综合得分（D9）。
没有人评的阶段写“无”，不算零分；按本校制度不计，或者等评了再合成。
输入首字母找人，[b]回车[/b]看评语。谁打了多少分，不公布。"""

    def __init__(self, actor: Actor, term_id: int, kind: str, whose: str) -> None:
        super().__init__(actor)
        self.term_id, self.kind, self.whose = term_id, kind, whose
        self.results: Results | None = None

    def body(self) -> ComposeResult:
        yield from self.search()

    def on_mount(self) -> None:
        self.query_one("#typed").focus()
        self.ask(
            lambda: ResultsRead(evaluation_results.results(self.actor, self.term_id, self.kind))
        )

    def on_results_read(self, message: ResultsRead) -> None:
        self.results = message.results
        closed = [each.name for each in message.results.stages if each.id in message.results.closed]
        said = f"{self.whose}　已结束：{'、'.join(closed)}"
        self.query_one("#beside", Static).update(said)
        self.say("选中一行按回车，看评语。", "plain")
        self.paint()

    def paint(self) -> None:
        if self.results is None:
            return
        wide = self.size.width >= 100
        columns = [("姓名" if self.kind != "group" else "教研组", 18 if wide else 12)]
        columns += [(ABOUT[self.kind], 16)] if wide else []
        columns += [(each.name, 11) for each in self.results.stages] + [("综合", 6)]
        rows = [(line.subject.id, self.cells(line, wide)) for line in self.matching()]
        self.fill(columns, rows, "没有找到。")

    def matching(self) -> list[ResultLine]:
        """The lines the typed text may mean; all of them while it is empty."""
        lines = self.results.lines if self.results else ()
        typed = self.query_one("#typed", Input).value.strip()
        if not typed:
            return list(lines[:MOST_ROWS])
        by_id = {line.subject.id: line for line in lines}
        subjects = rank(typed, [line.subject for line in lines], MOST_ROWS)
        return [by_id[subject.id] for subject in subjects]

    def cells(self, line: ResultLine, wide: bool) -> list[str | Text]:
        """One subject as a row."""
        results = self.results
        stages = results.stages if results else ()
        about = [Text(line.subject.about, no_wrap=True)] if wide else []
        means = [self.mean(line, each.id) for each in stages]
        whole = Text("待定", "dim") if line.combined is None else Text(str(line.combined), "bold")
        return [Text(line.subject.name, no_wrap=True), *about, *means, whole]

    def mean(self, line: ResultLine, stage: str) -> Text:
        """``87.75 14人``; what is not closed, and what nobody marked, in a word."""
        if stage not in line.means:
            closed = self.results is not None and stage in self.results.closed
            return Text("无" if closed else "未结束", style="dim")
        return Text(str(line.means[stage])).append(f" {line.counts[stage]}人", "dim")

    def taken(self, teacher_id: int) -> None:
        """Ask what was written of the row."""
        lines = self.results.lines if self.results else ()
        line = next(each for each in lines if each.subject.id == teacher_id)
        self.ask(
            lambda: CommentsRead(
                line,
                evaluation_results.comments(self.actor, self.term_id, self.kind, teacher_id),
            )
        )

    def on_comments_read(self, message: CommentsRead) -> None:
        results, line = self.results, message.line
        if results is None:
            return
        fields = average_fields("平均分", line, results.stages, results.closed)
        fields += comment_fields(message.comments) or [("评语", "没有人写评语。")]
        self.app.push_screen(DetailsScreen(f"{line.subject.name}　{line.subject.about}", fields))
