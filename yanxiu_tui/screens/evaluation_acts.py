"""What the office does with a stage of 四级评价: open it, close it, see who is missing (D9)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.evaluation_words import unfinished_fields
from yanxiu_tui.services import evaluation
from yanxiu_tui.services.evaluation import StageView, Unfinished
from yanxiu_tui.services.school import TermView


@dataclass
class Done(Message):
    """A stage was opened or closed."""

    sentence: str


@dataclass
class UnfinishedRead(Message):
    """Who has not handed in all their marks of a stage."""

    view: StageView
    found: Sequence[Unfinished]


class StageActs(TermRoom):
    """A room with the keys of the stage under its cursor, in the term that it shows."""

    term: TermView | None = None

    @property
    def current(self) -> StageView | None:
        """The stage under the cursor."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Open the stage; one that was closed needs a reason."""
        view, term = self.current, self.term
        if view is None or term is None:
            return
        term_id, stage_id, title = term.id, view.id, self.headed(term, view.title)
        if stage_id is not None:

            def given(reason: str | None) -> None:
                if reason is not None:
                    self.do(
                        lambda: evaluation.reopen_stage(self.actor, stage_id, reason, clock.now()),
                        "已重新开放，结果暂时收起",
                    )

            self.app.push_screen(ReasonScreen(f"重新开放{title}"), given)
            return

        question = f"开放{title}？共要评 {view.expected} 项，开放后各人在“四级评价”里打分。"
        self.once_sure(
            question,
            lambda: self.do(
                lambda: evaluation.open_stage(
                    self.actor, term_id, view.subject, view.stage, clock.now()
                ),
                "已开放",
            ),
            "开放",
        )

    def action_close(self) -> None:
        """Close the stage, once it is plain what is still missing."""
        view = self.current
        if view is None or view.id is None:
            return
        stage_id = view.id

        missing = (view.expected or 0) - (view.handed_in or 0)
        so_far = f"还有 {missing} 项没有评（F7 可看是谁）。" if missing else "都评完了。"
        question = f"结束{view.title}？{so_far}\n结束后不能再评分，各人可以看到自己的平均分。"
        self.once_sure(
            question,
            lambda: self.do(
                lambda: evaluation.close_stage(self.actor, stage_id, clock.now()), "已结束"
            ),
            "结束",
            careful=bool(missing),
        )

    def do(self, act: Callable[[], StageView], done: str) -> None:
        """Run an act in a worker and say what was done."""
        self.ask(lambda: Done(f"{act().title}{done}。"))

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()

    def action_unfinished(self) -> None:
        view = self.current
        if view is not None and view.id is not None:
            stage_id = view.id
            self.ask(lambda: UnfinishedRead(view, evaluation.unfinished(self.actor, stage_id)))

    def on_unfinished_read(self, message: UnfinishedRead) -> None:
        title = message.view.title
        if not message.found:
            self.say(f"{title}都评完了，可以按 F6 结束。")
            return
        heading = f"{title}：{len(message.found)} 人还没评完（已评/应评）"
        self.app.push_screen(DetailsScreen(heading, unfinished_fields(message.found)))
