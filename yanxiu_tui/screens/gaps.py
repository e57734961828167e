"""差距一览: who is behind the calendar with what the 制度 asks of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.names import rank, told_apart
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.searched import MOST_ROWS, SearchedRoom
from yanxiu_tui.services import quotas
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.quotas import Gap
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.gap_words import behind_words


@dataclass
class BehindRead(Message):
    """Whoever is behind, those behind with most first, and with what."""

    term: TermView
    people: Sequence[Staff]
    gaps: Mapping[int, Sequence[Gap]]


class GapsScreen(SearchedRoom, TermRoom):
    """One row a teacher; Enter shows what is missing."""

    ROOM_NAME = "差距一览"
    HELP_TEXT = """\
到今天为止落后于进度的老师，落后项数多的在前；没有落后的不列。
输入首字母、姓名或工号找人，[b]回车[/b]看这位老师落后的每一项。
组长看本组的老师，教导处和校长看全校。
[b]Ctrl+T[/b] 看以前的学期：到学期末谁没完成。"""

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.shown: BehindRead | None = None

    def body(self) -> ComposeResult:
        yield from self.search()

    def on_mount(self) -> None:
        self.query_one("#typed", Input).focus()

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read who is behind in the term in hand."""

        def act() -> Message:
            term = self.term_in_hand()
            found = quotas.gaps(self.actor, term.id, clock.now())
            people = {each.staff.id: each.staff for each in found}
            gaps: dict[int, list[Gap]] = {who: [] for who in people}
            for each in found:
                gaps[each.staff.id].append(each.gap)
            order = sorted(people.values(), key=lambda staff: -len(gaps[staff.id]))
            return BehindRead(term, order, gaps)

        self.ask(act, group="read", only_last=True)

    def on_behind_read(self, message: BehindRead) -> None:
        self.shown = message
        beside = self.headed(message.term, f"落后 {len(message.people)} 人")
        self.query_one("#beside", Static).update(beside)
        self.paint()

    def paint(self) -> None:
        if self.shown is None:
            return
        typed = self.query_one("#typed", Input).value.strip()
        people, gaps = self.shown.people, self.shown.gaps
        found = rank(typed, people, MOST_ROWS) if typed else people[:MOST_ROWS]
        names = told_apart(people)
        columns = [("姓名", 12), ("教研组", 10), ("项数", 4)]
        taken = sum(width for _, width in columns) + 2 * (len(columns) + 1) + 1
        columns.append(("落后的定额", max(20, self.size.width - taken)))
        rows = (
            (
                each.id,
                (
                    names[each.staff_no],
                    each.research_group,
                    str(len(gaps[each.id])),
                    "、".join(behind_words(gap) for gap in gaps[each.id]),
                ),
            )
            for each in found
        )
        nothing = "没有找到，请核对后再输。" if people else "没有人落后于进度。"
        self.fill(columns, rows, nothing)

    def taken(self, teacher_id: int) -> None:
        if self.shown is None:
            return
        staff = next(each for each in self.shown.people if each.id == teacher_id)
        fields = [
            (gap.quota.name, f"{behind_words(gap)}  {gap.quota.clause.id}")
            for gap in self.shown.gaps[teacher_id]
        ]
        self.app.push_screen(DetailsScreen(f"{staff.name} {staff.research_group}", fields))
