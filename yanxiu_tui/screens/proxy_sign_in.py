"""签到核查: what in a meeting's sign-ins deserves a look, and every attempt it refused (Z25)."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.reports.proxy_sign_in import CLUE, HEADINGS, clue_row, phone, refused_row, who
from yanxiu_tui.screens.details import DetailsScreen, Field
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import proxy_sign_in, pulse
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.proxy_sign_in import AttemptView, Check, ClueView
from yanxiu_tui.widgets.kept_table import MOST_ROWS, KeptTable

_NARROW = {"类别": 4, "时间": 11, "事由": 22, "姓名": 0, "手机": 8}
_WIDE = {"类别": 4, "时间": 11, "事由": 22, "姓名": 0, "方式": 6, "手机": 8, "地址": 15, "机器": 12}
_FILTERS = ("全部", "可疑", "被拒")
_NOTHING = {
    "全部": "没有可疑的签到，也没有被拒的。",
    "可疑": "没有可疑的签到。按 F3 看被拒的。",
    "被拒": "没有被拒的签到。",
}
_MOST_NAMES = 2


@dataclass
class CheckRead(Message):
    """What was found, and how far the records had come by then."""

    check: Check
    beat: tuple[int, int]


class ProxySignInScreen(ListedRoom[ClueView | AttemptView]):
    """A clue or a refused attempt a row; nothing here judges anybody."""

    ROOM_NAME = "签到核查"
    CSS_PATH = "proxy_sign_in.tcss"
    HELP_TEXT = """\
一律不准代签（Z25）。这里列出值得看一眼的签到，只是线索，不是结论：
  一部手机签两位　　一部手机一次活动签了、或想签第二位老师
  签到与点名不符　　签了到，点名（突击点名）时不在
  断网时两处签到　　在断网的机器上签了，又在别处签了
  一个地址连着签　　一分钟里三位以上老师从同一地址签到；
　　　　　　　　　　同一个路由器后面的手机地址相同，不一定有问题
  当天换的手机　　　手机当天才成为这位老师的，以前用别的，或是别人的
  当天头一次用手机　以前没有登记过手机的，列在一起

[b]F3[/b] 全部、可疑、被拒　　[b]左右键[/b] 翻页
[b]回车[/b] 看经过：谁、几点几分几秒、哪部手机、从哪里
被拒的：谁、几点、为什么没签上；没指明活动的，按当时在开的活动列出。

核对清楚以后，要更正的在考勤表里更正，写明原因。"""
    BINDINGS = [
        Binding("f3", "filter", "筛选", id="filter", tooltip="全部、可疑、被拒"),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
    ]

    def __init__(self, actor: Actor, activity_id: int) -> None:
        super().__init__(actor)
        self.activity_id = activity_id
        self.seen: CheckRead | None = None
        self.filter, self.skipped = 0, 0

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    def on_mount(self) -> None:
        self.set_interval(1, lambda: self.follow(self.read))

    # Reading

    def read(self) -> None:
        """Look again if anything was recorded since, here or on another terminal."""
        actor, activity_id, seen = self.actor, self.activity_id, self.seen

        def act() -> Message:
            beat = pulse.beat()
            if seen and seen.beat == beat:
                return seen
            return CheckRead(proxy_sign_in.check(actor, activity_id), beat)

        if self.is_current:
            self.ask(act, group="read", only_last=True)

    def on_check_read(self, message: CheckRead) -> None:
        if message is not self.seen:
            self.seen = message
            self.paint(message.check)

    def paint(self, check: Check) -> None:
        """Show what the filter lets by, a page of it."""
        chosen: dict[str, Sequence[ClueView | AttemptView]] = {
            "全部": (*check.clues, *check.refused),
            "可疑": check.clues,
            "被拒": check.refused,
        }
        name = _FILTERS[self.filter]
        found = chosen[name]
        self.skipped = min(self.skipped, max(0, len(found) - 1) // MOST_ROWS * MOST_ROWS)
        self.found = found[self.skipped : self.skipped + MOST_ROWS]
        self.query_one("#about", Static).update(self.about(check, len(found)))
        self.query_one("#nothing", Static).update(_NOTHING[name])
        self.show_rows([(_key(each), _cells(each)) for each in self.found])

    def about(self, check: Check, count: int) -> Text:
        """Which meeting, how much was found, which of it is shown, and that it is no verdict."""
        at = clock.local(check.activity.starts_at)
        said = Text(f"{at.month}月{at.day}日 {check.activity.title}\n", style="bold")
        counts = ("", f" {len(check.clues)} 处", f" {len(check.refused)} 次")
        for place, (name, figure) in enumerate(zip(_FILTERS, counts, strict=True)):
            shown = place == self.filter
            words = f"【{name}{figure}】" if shown else f" {name}{figure} "
            said.append(words, "bold" if shown else "dim")
        if count > MOST_ROWS:
            last = min(self.skipped + MOST_ROWS, count)
            said.append(f"  第 {self.skipped + 1} 至 {last} 条，左右键翻页")
        return said.append("\n可疑的只是线索，不是结论；核对后在考勤表里更正。", "dim")

    # What one may do here

    def action_filter(self) -> None:
        self.filter, self.skipped = (self.filter + 1) % len(_FILTERS), 0
        if self.seen:
            self.paint(self.seen.check)

    def action_turn(self, by: int) -> None:
        self.skipped = max(0, self.skipped + by * MOST_ROWS)
        if self.seen:
            self.paint(self.seen.check)

    @on(DataTable.RowSelected)
    def action_details(self) -> None:
        """Show how it came about."""
        match self.current:
            case ClueView() as clue:
                told = [("说明", clue.note), *map(_told, clue.attempts)]
                self.app.push_screen(DetailsScreen(f"可疑：{clue.name}", told))
            case AttemptView() as attempt:
                self.app.push_screen(DetailsScreen("被拒的签到", [_told(attempt)]))


def _key(found: ClueView | AttemptView) -> str:
    if isinstance(found, AttemptView):
        return str(found.id)
    return f"{found.kind}/{found.attempts[0].id}"


def _cells(found: ClueView | AttemptView) -> dict[str, Text]:
    values = clue_row(found) if isinstance(found, ClueView) else refused_row(found)
    row = dict(zip(HEADINGS, values, strict=True))
    if isinstance(found, ClueView) and len(found.names) > _MOST_NAMES:
        row["姓名"] = f"{found.names[0]}等 {len(found.names)} 位"
        row["手机"] = f"{row['手机'].count('号')} 部"
    style = {"类别": "bold yellow"} if row["类别"] == CLUE else {"类别": "dim"}
    return {
        heading: Text(words, style.get(heading, ""), no_wrap=True, overflow="ellipsis")
        for heading, words in row.items()
    }


def _told(attempt: AttemptView) -> Field:
    """One attempt in full: when to the second, who, what came of it, by what, from where."""
    at = clock.local(attempt.at)
    came = attempt.what if attempt.signed_in else f"没签上：{attempt.what}"
    device = f"{phone(attempt)}手机" if attempt.phone else attempt.means
    where = attempt.address or attempt.machine
    return f"{at:%m-%d %H:%M:%S}", f"{who(attempt)}  {came}（{device}，{where}）"
