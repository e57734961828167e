"""包组领导: which leader looks after which group (Z17)."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable

from yanxiu_tui import clock
from yanxiu_tui.rules.names import Named
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import people, supervision
from yanxiu_tui.services.supervision import SupervisedGroup
from yanxiu_tui.widgets.kept_table import KeptTable


@dataclass
class GroupsRead(Message):
    """Every group with its 包组领导."""

    found: Sequence[SupervisedGroup]


@dataclass
class PeopleRead(Message):
    """Everybody who may be assigned."""

    found: Sequence[Named]


@dataclass
class Changed(Message):
    """Somebody supervises a group, or no longer."""

    sentence: str


class SupervisionScreen(ListedRoom[SupervisedGroup]):
    """A group a row; Enter assigns, Delete removes."""

    ROOM_NAME = "包组领导"
    HELP_TEXT = """\
每个教研组、备课组由哪位领导包组；包组领导每学月集中检查教案（Z17）。
[b]回车[/b] 指定包组领导，可以不止一位
[b]Delete[/b] 不再包这个组；以前的检查留着"""
    BINDINGS = [
        Binding("f5", "assign", "指定", id="assign", tooltip="指定包组领导"),
        Binding("delete", "remove", "取消", id="remove", tooltip="不再包这个组"),
    ]

    def body(self) -> ComposeResult:
        yield KeptTable({"组": 0, "种类": 6, "包组领导": 0})

    def read(self) -> None:
        self.ask(
            lambda: GroupsRead(supervision.supervised(self.actor)), group="read", only_last=True
        )

    def on_groups_read(self, message: GroupsRead) -> None:
        self.found = message.found
        self.query_one(KeptTable).show(
            [
                (
                    str(each.id),
                    {
                        "组": Text(each.name),
                        "种类": Text(each.kind_name),
                        "包组领导": Text("、".join(each.supervisors.values()) or "未定"),
                    },
                )
                for each in self.found
            ]
        )
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "remove":
            return bool(self.current and self.current.supervisors)
        return True

    @on(DataTable.RowSelected)
    def action_assign(self) -> None:
        """Ask who, and assign them."""
        if self.current is not None:
            self.ask(lambda: PeopleRead(people.everybody()))

    def on_people_read(self, message: PeopleRead) -> None:
        group = self.current
        if group is None:
            return
        names = {each.staff_no: each.name for each in message.found}

        def act(staff_no: str) -> Message:
            supervision.assign(self.actor, group.id, staff_no, clock.now())
            return Changed(f"{names[staff_no]}老师包{group.name}，重新进工作台后生效。")

        def chosen(staff_no: str | None) -> None:
            if staff_no is not None:
                self.ask(lambda: act(staff_no))

        choices = [(number, f"{name} {number}") for number, name in names.items()]
        self.app.push_screen(ChooseScreen(f"谁包{group.name}", choices), chosen)

    def action_remove(self) -> None:
        group = self.current
        if group is None:
            return

        def act(staff_no: str) -> Message:
            supervision.remove(self.actor, group.id, staff_no, clock.now())
            return Changed(f"{group.supervisors[staff_no]}老师不再包{group.name}。")

        def chosen(staff_no: str | None) -> None:
            if staff_no is not None:
                self.ask(lambda: act(staff_no))

        choices = list(group.supervisors.items())
        self.app.push_screen(ChooseScreen(f"谁不再包{group.name}", choices), chosen)

    def on_changed(self, message: Changed) -> None:
        self.say(message.sentence)
        self.read()
