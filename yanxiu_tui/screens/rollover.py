"""新学期: what of the old term is still open, what goes on into the new one, and how it begins."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.screens.rooms import room_of
from yanxiu_tui.services import rollover, rollover_views
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.rollover import Begun
from yanxiu_tui.services.rollover_views import OpenMatter, Preparation
from yanxiu_tui.widgets.kept_table import KeptTable, Row

_LISTS = ("没办完的", "每周活动", "组和组长")
_OPEN, _SERIES, _GROUPS = range(3)
_COLUMNS = (
    {"还没办完": 0, "到哪里办": 12},
    {"接着排": 6, "时间": 16, "活动": 0, "谁的": 20, "次数": 4},
    {"组": 0, "种类": 6, "人数": 4, "组长": 14, "包组领导": 14},
)
_NOTHING = (
    "上学期的事都办完了，可以开新学期：按 F5。",
    "上学期没有每周重复的活动。",
    "名册里还没有教研组、备课组。",
)


@dataclass
class Prepared(Message):
    """What stands before the next term."""

    found: Preparation


class RolloverScreen(DeskRoom):
    """One table, three lists; F5, F6 and F7 are the steps."""

    ROOM_NAME = "新学期"
    CSS_PATH = "rollover.tcss"
    HELP_TEXT = """\
从这里开下一学期，到它的第一天自动换过去，
以前的记录、得分、排名、档案一条也不改。
1 先办[b]没办完的[/b]，[b]回车[/b]到那间屋子去办
2 [b]F3[/b] 换到[b]每周活动[/b]，[b]回车[/b]选哪些接着排
3 [b]F5[/b] 开新学期；开好以后，开始以前，再按改日期
4 [b]F6[/b] 人员变动：导入新名册，先看再确认。学期结束
  以后办，上学期就一直按它最后一天的组和职务算
5 [b]F7[/b] 年级升级：新学年开始以后，先看再升
组和组长、包组领导照旧接着用，要变的在名册里改。"""
    BINDINGS = [
        Binding("f3", "next_list", "换表", id="next_list", tooltip="没办完的、每周活动、组"),
        Binding("f5", "begin", "开新学期", id="begin", tooltip="名称、起止、制度"),
        Binding("f5", "change_days", "改日期", id="change_days", tooltip="开好的新学期改日期"),
        Binding("f6", "roster", "人员变动", id="roster", tooltip="导入新名册，先看再改"),
        Binding("f7", "promote", "年级升级", id="promote", tooltip="新学年各年级升一级"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.found: Preparation | None = None
        self.which = _OPEN
        self.left_out: set[str] = set()

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        yield Static("", id="lists", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(_COLUMNS[_OPEN])

    # Reading

    def on_mount(self) -> None:
        self.query_one(KeptTable).focus()

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read again what stands before the next term."""
        self.ask(
            lambda: Prepared(rollover_views.prepare(self.actor, clock.now())),
            group="read", only_last=True,
        )  # fmt: skip

    def on_prepared(self, message: Prepared) -> None:
        self.found = message.found
        self.paint()

    def paint(self) -> None:
        """Show the list in hand."""
        found = self.found
        if found is None:
            return
        self.query_one("#about", Static).update(_about(found))
        self.query_one("#lists", Static).update(self.lists(found))
        rows = self.rows(found)
        nothing = self.query_one("#nothing", Static)
        nothing.update(_NOTHING[self.which])
        nothing.display = not rows
        table = self.query_one(KeptTable)
        table.display = bool(rows)
        table.narrow = table.wide = _COLUMNS[self.which]
        table.show(rows)
        self.refresh_bindings()

    def lists(self, found: Preparation) -> Text:
        """Which lists there are, the one shown in brackets."""
        counts = (len(found.open), len(found.series), len(found.groups))
        said = Text()
        for at, (name, count) in enumerate(zip(_LISTS, counts, strict=True)):
            words = f"{name} {count}"
            shown = at == self.which
            said.append(f"【{words}】" if shown else f" {words} ", "bold" if shown else "dim")
        return said

    def rows(self, found: Preparation) -> Sequence[Row]:
        """The rows of the list in hand."""
        if self.which == _OPEN:
            return [
                (str(at), {"还没办完": Text(each.words, no_wrap=True, overflow="ellipsis"),
                           "到哪里办": Text(room_of(each.room).name)})
                for at, each in enumerate(found.open)
            ]  # fmt: skip
        if self.which == _SERIES:
            days = found.upcoming or found.proposed
            times = rollover_views.new_days(found.series, days.starts_on, days.ends_on)
            return [
                (each.key, {
                    "接着排": Text("否" if each.key in self.left_out else "是"),
                    "时间": Text(each.when), "活动": Text(each.title),
                    "谁的": Text(each.group_name), "次数": Text(str(times[each.key])),
                })
                for each in found.series
            ]  # fmt: skip
        return [
            (f"{each.kind_name}{each.name}", {
                "组": Text(each.name), "种类": Text(each.kind_name),
                "人数": Text(str(each.members)),
                "组长": Text(each.leaders or "未定", "" if each.leaders else "yellow"),
                "包组领导": Text(each.supervisors),
            })
            for each in found.groups
        ]  # fmt: skip

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "begin":
            return bool(self.found and self.found.upcoming is None)
        if action == "change_days":
            return bool(self.found and self.found.upcoming)
        return action != "roster" or allowed(self.actor, Act.IMPORT_ROSTER)

    # Going about

    def action_next_list(self) -> None:
        self.which = (self.which + 1) % len(_LISTS)
        self.paint()

    @on(DataTable.RowSelected)
    def enter(self) -> None:
        """Go to the room where it is done, or choose whether a series goes on."""
        found, at = self.found, self.query_one(KeptTable).current
        if found is None or at is None:
            return
        if self.which == _OPEN:
            self.go_to(found.open[at])
        elif self.which == _SERIES and found.upcoming is None:
            self.left_out ^= {found.series[at].key}
            self.paint()

    def go_to(self, matter: OpenMatter) -> None:
        """Open the room where it is done, on its term, if it admits this person."""
        room = room_of(matter.room)
        if not room.admits(self.actor):
            self.say(f"{room.name}不是您办的，请找教导处。", "wrong")
            return
        self.app.push_screen(room.open(self.actor, matter.term_id))

    # The steps

    def action_begin(self) -> None:
        from yanxiu_tui.screens.rollover_form import RolloverFormScreen

        found = self.found
        if found is None:
            return
        chosen = [each for each in found.series if each.key not in self.left_out]

        def begun(done: Begun | None) -> None:
            if done is not None:
                self.say(rollover.told(done))
                self.read()

        self.app.push_screen(RolloverFormScreen(self.actor, found, chosen), begun)

    def action_change_days(self) -> None:
        from yanxiu_tui.screens.rollover_form import TermDaysScreen

        def changed(sentence: str | None) -> None:
            if sentence:
                self.say(sentence)
                self.read()

        if self.found and self.found.upcoming:
            self.app.push_screen(TermDaysScreen(self.actor, self.found.upcoming), changed)

    def action_roster(self) -> None:
        from yanxiu_tui.screens.roster_import import RosterImportScreen

        def imported(plan: object) -> None:
            if plan is not None:
                self.say("名册已导入；不在名单上的人没有动，离岗的请到“教师名册”里办。")
                self.read()

        self.app.push_screen(RosterImportScreen(self.actor), imported)

    def action_promote(self) -> None:
        from yanxiu_tui.screens.promotion import PromotionScreen

        self.app.push_screen(PromotionScreen(self.actor))


def _about(found: Preparation) -> Text:
    old = found.old
    text = Text(f"{old.name}", "bold")
    text.append(f"  {old.starts_on} 至 {old.ends_on}", "dim")
    if found.upcoming is not None:
        new = found.upcoming
        text.append(f"\n{new.name}已开好：{new.starts_on} 至 {new.ends_on}，到那天自动换过去。")
    else:
        text.append(f"\n接下来：{found.proposed.name}", "")
        text.append("（新学年，还要年级升级 F7）" if found.new_year else "", "yellow")
    return text
