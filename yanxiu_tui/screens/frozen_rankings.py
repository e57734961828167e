"""冻结与公示: every version of the term's rankings; freeze, check, publish, print (Z37)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.frozen_forms import FreezeScreen, NoticePeriodScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.screens.published import PublishedScreen, print_notice
from yanxiu_tui.services import frozen_views, verifying
from yanxiu_tui.services.frozen_views import FrozenRanking
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.verifying import Recomputed, Verified
from yanxiu_tui.widgets.frozen_words import checked_fields, frozen_at, notice_of
from yanxiu_tui.widgets.kept_table import KeptTable, Row, as_cells

_NARROW = {"排名": 18, "截至": 10, "公示": 0}
_WIDE = {"排名": 18, "截至": 10, "冻结": 24, "公示": 0}


@dataclass
class VersionsRead(Message):
    """The term and its frozen rankings, the latest of each kind first."""

    term: TermView
    found: Sequence[FrozenRanking]


@dataclass
class Checked(Message):
    """What is stored, and what the records give now."""

    verified: Verified
    again: Recomputed


@dataclass
class Printed(Message):
    """The sheet is in a file."""

    path: Path


class FrozenRankingsScreen(TermRoom, ListedRoom[FrozenRanking]):
    """A version a row; the footer shows what may be done with the one under the cursor."""

    ROOM_NAME = "冻结与公示"
    CSS_PATH = "frozen_rankings.tcss"
    HELP_TEXT = """\
本学期冻结过的排名，每种最新的一版在上面。
[b]回车[/b] 看名单和每个人的明细
[b]F5[/b] 冻结：按现行制度算到某一天，以后不再变
   还有人待定时不能冻结
   再次冻结另成一版，要写原因，旧的一版保留
[b]F6[/b] 校验：存的数据与冻结时是否一致，
   按现在的记录、当时的制度重算，谁的得分变了
[b]F7[/b] 公示最新的一版，1 至 60 天（校长、副校长）
[b]F9[/b] 打印公示；[b]Ctrl+T[/b] 看以前的学期"""
    ACTS = (("f6", "check", "校验"), ("f7", "publish", "公示"), ("f9", "print", "打印公示"))
    BINDINGS = [
        Binding("f5", "freeze", "冻结", id="freeze", tooltip="把现在的排名存成一版"),
        Binding("f6", "check", "校验", id="check", tooltip="存的数据变过没有，重算是否相同"),
        Binding("f7", "publish", "公示", id="publish", tooltip="公示最新的一版"),
        Binding("f9", "print", "打印公示", id="print", tooltip="把公示存成可打印的文件"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.term: TermView | None = None

    def body(self) -> ComposeResult:
        yield Static("还没有冻结过排名。按 F5 冻结一版，再公示。", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)
        yield Static("", id="about", markup=False)

    # Reading

    def read(self) -> None:
        """Read the term's versions."""

        def act() -> Message:
            term = self.term_in_hand()
            return VersionsRead(term, frozen_views.versions(self.actor, term.id))

        self.ask(act, group="read", only_last=True)

    def on_versions_read(self, message: VersionsRead) -> None:
        self.term, self.found = message.term, message.found
        today = clock.local(clock.now()).date()
        self.show_rows([self.row(each, today) for each in self.found])

    def row(self, ranking: FrozenRanking, today: date) -> Row:
        """A version in cells."""
        cells = {
            "排名": ranking.title,
            "截至": ranking.until.isoformat(),
            "冻结": frozen_at(ranking),
            "公示": f"{notice_of(ranking, today)}{self.replaced(ranking)}",
        }
        return str(ranking.id), as_cells(cells)

    def replaced(self, ranking: FrozenRanking) -> str:
        """That a published one has a newer version, and which."""
        newest = max(each.version for each in self.found if each.subject == ranking.subject)
        if ranking.published_at is None or ranking.version == newest:
            return ""
        return f" 已有第 {newest} 版"

    @on(DataTable.RowHighlighted)
    def pointed_at(self) -> None:
        """Say when and why this version was frozen, and offer what may be done with it."""
        ranking = self.current
        reason = f"，原因：{ranking.reason}" if ranking and ranking.reason else ""
        said = f"回车 看名单\n冻结 {frozen_at(ranking)}{reason}" if ranking else ""
        self.query_one("#about", Static).update(said)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        ranking = self.current
        match action:
            case "freeze":
                return allowed(self.actor, Act.FREEZE_RANKING)
            case "check":
                return ranking is not None
            case "publish":
                return (
                    ranking is not None
                    and ranking.published_at is None
                    and allowed(self.actor, Act.PUBLISH_RANKING)
                )
            case "print":
                return ranking is not None and ranking.published_at is not None
        return True

    # What one may do here

    @on(DataTable.RowSelected)
    def look(self) -> None:
        """Show the lines of this version."""
        if self.current:
            self.app.push_screen(PublishedScreen(self.actor, self.current.id))

    def action_freeze(self) -> None:
        if self.term:
            self.app.push_screen(FreezeScreen(self.actor, self.term), self.frozen)

    def frozen(self, ranking: FrozenRanking | None) -> None:
        """Say what was frozen, and show it."""
        if ranking:
            more = "请校长或副校长公示。" if not allowed(self.actor, Act.PUBLISH_RANKING) else ""
            self.say(f"{ranking.title}已冻结，截至 {ranking.until}。{more}")
            self.read()

    def action_check(self) -> None:
        self.with_current(
            lambda ranking: Checked(
                verifying.verify(self.actor, ranking.id),
                verifying.recompute(self.actor, ranking.id),
            )
        )

    def on_checked(self, message: Checked) -> None:
        title = f"校验：{message.verified.ranking.title}"
        fields = checked_fields(message.verified, message.again)
        self.app.push_screen(DetailsScreen(title, fields))

    def action_publish(self) -> None:
        if self.current:
            self.app.push_screen(NoticePeriodScreen(self.actor, self.current), self.published)

    def published(self, ranking: FrozenRanking | None) -> None:
        """Say what was published, and how to hang it up."""
        if ranking:
            today = clock.local(clock.now()).date()
            self.say(f"{ranking.title}：公示 {notice_of(ranking, today)}。按 F9 打印张贴。")
            self.read()

    def action_print(self) -> None:
        self.with_current(lambda ranking: Printed(print_notice(self.actor, ranking.id)))

    def on_printed(self, message: Printed) -> None:
        self.say(f"公示已存为 {message.path}，请打印张贴。")

    def with_current(self, act: Callable[[FrozenRanking], Message]) -> None:
        """Ask about the version under the cursor, in a worker."""
        ranking = self.current
        if ranking:
            self.ask(lambda: act(ranking))
