"""The two forms of a frozen ranking: what to freeze, and for how long to publish it."""

from dataclasses import dataclass
from datetime import date

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.form import FormScreen, row, today
from yanxiu_tui.services import freezing, publishing
from yanxiu_tui.services.frozen_views import SUBJECT_NAMES, FrozenRanking
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.pick import Pick, named

_IDS = {name: subject for subject, name in SUBJECT_NAMES.items()}
_DAY_HINT = "如 12-31、1231 或 今天。"


@dataclass
class Done(Message):
    """The ranking as it is now."""

    ranking: FrozenRanking


class FreezeScreen(FormScreen[FrozenRanking]):
    """Returns what was frozen, or None."""

    FORM_NAME = "冻结排名"
    YES = "冻结（Ctrl+S）"

    def __init__(self, actor: Actor, term: TermView) -> None:
        super().__init__()
        self.actor, self.term = actor, term

    def fields(self) -> ComposeResult:
        last = min(today(), self.term.ends_on)
        yield row("排名", Pick(named(list(_IDS)), SUBJECT_NAMES["teacher"], id="subject"))
        yield row("截止", Input(last.isoformat(), id="last", compact=True))
        yield row("原因", Input(id="reason", compact=True))

    def hint_for(self, field: Widget) -> str:
        match field.id:
            case "subject":
                return "上下键选，回车选定。"
            case "last":
                return self.told_day("last", _DAY_HINT) + "\n算到这一天结束为止的记录。"
            case "reason":
                return "首次冻结可以不写；再次冻结要写，如：异议 3 成立，更正出勤后重排。"
        return ""

    def save(self) -> None:
        subject = self.query_one("#subject", Pick).meant()
        last = self.typed_day("last")
        reason = self.query_one("#reason", Input).value
        if subject is None:
            self.wrong(f"请选定排名：{'、'.join(_IDS)}。", "subject")
        elif last is None:
            self.wrong(f"截止日期看不懂，{_DAY_HINT}", "last")
        else:
            self.busy = True
            which, term_id = _IDS[subject.name], self.term.id
            self.ask(
                lambda: Done(freezing.freeze(self.actor, term_id, which, last, reason, clock.now()))
            )

    def on_done(self, message: Done) -> None:
        self.dismiss(message.ranking)

    def field_of(self, sentence: str) -> str:
        if "截止日期" in sentence:
            return "last"
        return "reason" if "原因" in sentence else "subject"


class NoticePeriodScreen(FormScreen[FrozenRanking]):
    """Returns the ranking once it is published, or None."""

    FORM_NAME = "公示"
    YES = "公示（Ctrl+S）"

    def __init__(self, actor: Actor, ranking: FrozenRanking) -> None:
        super().__init__()
        self.actor, self.ranking = actor, ranking
        self.FORM_NAME = f"公示{ranking.title}"

    def fields(self) -> ComposeResult:
        first, last = publishing.usual_period(clock.now())
        yield row("开始", Input(first.isoformat(), id="first", compact=True))
        yield row("结束", Input(last.isoformat(), id="last", compact=True))

    def hint_for(self, field: Widget) -> str:
        if field.id not in _ENDS:
            return ""
        return (
            f"{self.told_day(field.id, _DAY_HINT)}\n首尾两天都算，最长 {publishing.MOST_DAYS} 天。"
        )

    def save(self) -> None:
        days = [self.typed_day(each) for each in _ENDS]
        for name, day in zip(_ENDS, days, strict=True):
            if day is None:
                self.wrong(f"日期看不懂，{_DAY_HINT}", name)
                return
        self.confirm(*(day for day in days if day))

    def confirm(self, first: date, last: date) -> None:
        """Ask once more: everybody will see it."""

        def decided(sure: bool | None) -> None:
            if sure:
                self.busy = True
                ranking_id = self.ranking.id
                self.ask(
                    lambda: Done(
                        publishing.publish(self.actor, ranking_id, first, last, clock.now())
                    )
                )

        question = (
            f"{self.ranking.title}从 {first} 公示到 {last}，全体教师都能看到名次和得分，"
            "公示后不能收回。确定吗？"
        )
        self.app.push_screen(ConfirmScreen(question, "公示", careful=True), decided)

    def on_done(self, message: Done) -> None:
        self.dismiss(message.ranking)

    def field_of(self, sentence: str) -> str:
        return "last" if "结束" in sentence or "最长" in sentence else "first"


_ENDS = ("first", "last")
