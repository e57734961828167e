"""Why a teacher stands where they stand, how the place moved, and 一票否决 (Z37, Z39)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Static

from yanxiu_tui import clock
from yanxiu_tui.reports.ranking import (
    moved_by_month,
)
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.points import ExplanationRead, PointsScreen
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import school, veto
from yanxiu_tui.services.explaining import Explanation, ItemExplained, explain
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.ranking import MonthPlace, months


@dataclass
class MonthsRead(Message):
    """How the place moved."""

    places: Sequence[MonthPlace]


@dataclass
class VetoDone(Message):
    """A veto was given or lifted."""

    sentence: str


class ExplanationScreen(PointsScreen):
    """A teacher's: how the place moved as well, and 一票否决."""

    HELP_TEXT = """\
每一项得了几分、满分几分、怎么算的（Z37）。
[b]回车[/b] 看这一项的每一条记录和依据的条文。
最下面把各项按顺序加起来，就是得分。
缺项不计和不适用的项目不占分，其余按比例折算。
待定的项目还没有结果。
上面一行是各学月末的名次。
一票否决由校长作出，要写理由（Z39）。"""
    BINDINGS = [
        Binding("f9", "give", "一票否决", id="give", tooltip="写明理由，一票否决这位老师"),
        Binding("f9", "lift", "撤销否决", id="lift", tooltip="写明理由，撤销一票否决"),
    ]

    def __init__(self, actor: Actor, term_id: int, teacher_id: int, last: date) -> None:
        super().__init__(actor)
        self.term_id, self.teacher_id, self.last = term_id, teacher_id, last
        self.places: Sequence[MonthPlace] = ()

    def read(self) -> Message:
        """Read the explanation, in the worker."""
        found = explain(self.actor, self.term_id, self.teacher_id, self.last)
        reason = veto.reason_for(self.actor, self.term_id, self.teacher_id)
        return ExplanationRead(found, veto.standing(self.term_id).get(self.teacher_id), reason)

    def item_screen(self, one: Explanation, item: ItemExplained) -> DeskRoom:
        from yanxiu_tui.screens.ranking_item import ItemScreen

        return ItemScreen(self.actor, self.term_id, one.staff, item, self.last)

    # How the place moved

    def on_explanation_read(self, message: ExplanationRead) -> None:
        # The handler of the class above is called as well, after this one.
        if self.shown is None:
            self.ask_months(message.found.staff)

    def ask_months(self, staff: Staff) -> None:
        """How the place moved takes as many rankings as there are 学月: asked for afterwards."""

        def act() -> Message:
            return MonthsRead(months(self.actor, self.term_id, staff, self.last))

        self.ask(act, group="months", only_last=True)

    def on_months_read(self, message: MonthsRead) -> None:
        self.places = message.places
        self.paint()

    def paint(self) -> None:
        """The line of the months as well, which a veto cuts short."""
        super().paint()
        said = moved_by_month(self.places, self.shown.found) if self.shown else ""
        line = self.query_one("#months", Static)
        line.update(f"名次：{said}" if said else "")
        line.display = bool(said)

    # 一票否决

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("give", "lift"):
            if self.shown is None or not allowed(self.actor, Act.VETO):
                return False
            return (self.shown.veto_id is not None) == (action == "lift")
        return True

    def action_give(self) -> None:
        if self.shown is None:
            return
        staff = self.shown.found.staff

        def decided(reason: str | None) -> None:
            if reason:
                self.ask(lambda: self.give(staff, reason))

        title = f"一票否决{staff.name}老师（Z39），本学期不排名次"
        self.app.push_screen(ReasonScreen(title, "理由（留痕，必填）"), decided)

    def give(self, staff: Staff, reason: str) -> Message:
        """Veto, in the worker."""
        given = veto.give(self.actor, self.term_id, staff.staff_no, reason, clock.now())
        held = f"本学期已评的{'、'.join(given.awards)}请到评优里撤销。" if given.awards else ""
        return VetoDone(f"已一票否决{staff.name}老师。{held}")

    def action_lift(self) -> None:
        if self.shown is None or self.shown.veto_id is None:
            return
        veto_id, name = self.shown.veto_id, self.shown.found.staff.name

        def decided(reason: str | None) -> None:
            if reason:
                self.ask(lambda: self.lift(veto_id, name, reason))

        title = f"撤销{name}老师的一票否决"
        self.app.push_screen(ReasonScreen(title, "理由（留痕，必填）"), decided)

    def lift(self, veto_id: int, name: str, reason: str) -> Message:
        """Lift the veto, in the worker."""
        veto.lift(self.actor, veto_id, reason, clock.now())
        return VetoDone(f"已撤销{name}老师的一票否决。")

    def on_veto_done(self, message: VetoDone) -> None:
        self.say(message.sentence)
        self.on_screen_resume()


class MyRankingScreen(ExplanationScreen):
    """One's own line; open to everybody."""

    ROOM_NAME = "我的考核"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor, 0, actor.teacher_id or 0, date.min)

    def read(self) -> Message:
        """Find the term and today, then read as usual."""
        now = clock.now()
        self.term_id = school.current_term(now).id
        self.last = clock.local(now).date()
        return super().read()
