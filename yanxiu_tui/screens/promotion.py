"""年级升级: where each teacher of a grade would go, before anybody goes."""

from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Static

from yanxiu_tui import clock
from yanxiu_tui.screens.room import DeskRoom, Refusal
from yanxiu_tui.services import promotion
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.promotion import Move, Promotion
from yanxiu_tui.widgets.kept_table import KeptTable, Row

_NARROW = {"工号": 6, "姓名": 8, "学科": 8, "现在": 8, "升到": 14, "到哪个组": 0}


@dataclass
class Previewed(Message):
    """Who would go where."""

    found: Promotion


@dataclass
class Promoted(Message):
    """So many went."""

    count: int


class PromotionScreen(DeskRoom):
    """Everybody of a grade; F6 decides about the highest, F5 lets them go."""

    ROOM_NAME = "年级升级"
    CSS_PATH = "rollover.tcss"
    HELP_TEXT = """\
新学年开始以后，各年级的老师连同备课组、年级组升一级，
组长还是组长。换组的是人：组的名字、以前的记录都不变，
包组领导跟着组，不跟着人。
[b]F6[/b] 毕业年级：回到本学科最低的年级，还是留下
[b]F5[/b] 升级，一学年一次；个别不一样的，升完在名册里改"""
    BINDINGS = [
        Binding("f6", "turn", "毕业年级", id="turn", tooltip="回到最低年级，还是留下"),
        Binding("f5", "promote", "升级", id="promote", tooltip="照这张表升一级"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.restart = True
        self.found: Promotion | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        yield Static("名册里没有写年级的老师，不用升级。", id="nothing", markup=False)
        yield KeptTable(_NARROW)

    def on_mount(self) -> None:
        self.query_one(KeptTable).focus()
        self.read()

    def read(self) -> None:
        """Read who would go where."""
        restart = self.restart
        self.ask(
            lambda: Previewed(promotion.preview(self.actor, restart, clock.now())),
            group="read", only_last=True,
        )  # fmt: skip

    def on_previewed(self, message: Previewed) -> None:
        found = self.found = message.found
        self.query_one("#about", Static).update(_about(found))
        self.query_one("#nothing").display = not found.moves and not found.hindrance
        table = self.query_one(KeptTable)
        table.display = bool(found.moves)
        table.show([_row(each) for each in found.moves])
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "promote":
            return bool(self.found and self.found.moves and not self.found.hindrance)
        if action == "turn":
            return bool(self.found and any(each.highest for each in self.found.moves))
        return True

    def action_turn(self) -> None:
        self.restart = not self.restart
        self.read()

    def action_promote(self) -> None:
        found = self.found
        if found is None:
            return

        def act() -> Message:
            return Promoted(promotion.promote(self.actor, found.restart, clock.now()))

        question = f"照这张表升一级？{_highest(found)}一学年只能升一次。"
        self.once_sure(question, lambda: self.ask(act), "升级", careful=True)

    def on_promoted(self, message: Promoted) -> None:
        self.say(f"已升级，{message.count} 位老师换了年级或组。重新进工作台后各组生效。")
        self.read()

    def on_refusal(self, message: Refusal) -> None:
        """Another terminal may have been first: show what there is to do now."""
        if message.group != "read":
            self.read()


def _about(found: Promotion) -> Text:
    text = Text(found.term.name, "bold")
    text.append("  " + _highest(found, "（F6 换）"))
    if found.hindrance:
        text.append(f"\n{found.hindrance}", "bold yellow")
    return text


def _highest(found: Promotion, more: str = "") -> str:
    count = sum(each.highest for each in found.moves)
    where = "回到本学科最低的年级" if found.restart else "留在原年级"
    return f"毕业年级 {count} 位老师{where}{more}。" if count else ""


def _row(each: Move) -> Row:
    style = "bold" if each.before != each.after else "dim"
    pairs = zip(each.groups_before, each.groups_after, strict=True)
    changed = [after for before, after in pairs if before != after]
    return str(each.teacher_id), {
        "工号": Text(each.staff_no),
        "姓名": Text(each.name),
        "学科": Text(each.subject),
        "现在": Text(each.before),
        "升到": Text(each.after + ("（毕业）" if each.highest else ""), style),
        "到哪个组": Text("、".join(changed) or "不变"),
    }
