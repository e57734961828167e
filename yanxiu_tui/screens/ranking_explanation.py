"""Why a teacher stands where they stand, how the place moved, and 一票否决 (Z37, Z39)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.text import Text
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.reports.ranking import day_of, moved_by_month
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.points import ExplanationRead, PointsScreen
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import school, veto
from yanxiu_tui.services.explaining import Explanation, ItemExplained, explain
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.ranking import MonthPlace, months
from yanxiu_tui.services.school import TermView


@dataclass
class MonthsRead(Message):
    """How the place moved in a term."""

    term_id: int
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

    def __init__(self, actor: Actor, of_term: int, teacher_id: int, last: date) -> None:
        super().__init__(actor)
        self.of_term, self.teacher_id, self.last = of_term, teacher_id, last
        self.places: Sequence[MonthPlace] = ()

    def explanation(self) -> Message:
        return self.explanation_of(school.term_view(self.of_term), self.last)

    def explanation_of(self, term: TermView, last: date) -> Message:
        """How this teacher stands at the end of that day, in the worker."""
        found = explain(self.actor, term.id, self.teacher_id, last)
        reason = veto.reason_for(self.actor, term.id, self.teacher_id)
        return ExplanationRead(term, found, veto.standing(term.id).get(self.teacher_id), reason)

    def item_screen(self, shown: ExplanationRead, item: ItemExplained) -> DeskRoom:
        from yanxiu_tui.screens.ranking_item import ItemScreen

        one = shown.found
        return ItemScreen(self.actor, shown.term.id, one.staff, item, one.last)

    # How the place moved

    def on_explanation_read(self, message: ExplanationRead) -> None:
        # The handler of the class above is called as well, after this one.
        if self.shown is None or self.shown.term != message.term:
            self.places = ()
            self.ask_months(message.term.id, message.found)

    def ask_months(self, term_id: int, one: Explanation) -> None:
        """How the place moved takes as many rankings as there are 学月: asked for afterwards."""

        def act() -> Message:
            return MonthsRead(term_id, months(self.actor, term_id, one.staff, one.last))

        self.ask(act, group="months", only_last=True)

    def on_months_read(self, message: MonthsRead) -> None:
        if self.shown is not None and self.shown.term.id == message.term_id:
            self.places = message.places
            self.paint()

    def paint(self) -> None:
        """The line of the months as well, which a veto cuts short."""
        super().paint()
        said = moved(self.places, self.shown.found) if self.shown else ""
        line = self.query_one("#months", Static)
        line.update(f"名次：{said}" if said else "")
        line.display = bool(said)

    # 一票否决

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("give", "lift"):
            own = self.teacher_id == self.actor.teacher_id
            if self.shown is None or own or not allowed(self.actor, Act.VETO):
                return False
            return (self.shown.veto_id is not None) == (action == "lift")
        return True

    def action_give(self) -> None:
        if self.shown is None:
            return
        term_id, staff = self.shown.term.id, self.shown.found.staff

        def decided(reason: str | None) -> None:
            if reason:
                self.ask(lambda: self.give(term_id, staff, reason))

        title = f"一票否决{staff.name}老师（Z39），本学期不排名次"
        self.app.push_screen(ReasonScreen(title, "理由（留痕，必填）"), decided)

    def give(self, term_id: int, staff: Staff, reason: str) -> Message:
        """Veto, in the worker."""
        given = veto.give(self.actor, term_id, staff.staff_no, reason, clock.now())
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
        self.read()


def moved(places: Sequence[MonthPlace], one: Explanation) -> str:
    """How the place moved, up to today or to the day that the explanation is of."""
    today = one.last == clock.local(clock.now()).date()
    return moved_by_month(places, one, "今天" if today else day_of(one))


class MyRankingScreen(ExplanationScreen, TermRoom):
    """One's own line; open to everybody."""

    ROOM_NAME = "我的考核"
    HELP_TEXT = """\
我的每一项得了几分、满分几分、怎么算的（Z37）。
[b]回车[/b] 看这一项的每一条记录和依据的条文。
最下面把各项按顺序加起来，就是得分。
缺项不计和不适用的项目不占分，其余按比例折算。
待定的项目还没有结果。
上面一行是各学月末的名次。
[b]Ctrl+T[/b] 看以前的学期：到学期末得了几分。
记录有错，请找教导处更正，得分随即重算。"""

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor, 0, actor.teacher_id or 0, date.min)

    def explanation(self) -> Message:
        """Of the term in hand, to its end or to today."""
        term = self.term_in_hand()
        return self.explanation_of(term, min(clock.local(clock.now()).date(), term.ends_on))

    def head(self, shown: ExplanationRead) -> Text:
        head = super().head(shown)
        return head if self.running else Text(f"{shown.term.name}\n", "bold").append(head)

    def go_to_term(self, term_id: int | None) -> None:
        self.shown = None
        self.query_one("#who", Static).update("正在计算……")
        for name in ("#months", "#sum"):
            self.query_one(name, Static).update("")
        self.query_one(DataTable).clear(columns=True)
        super().go_to_term(term_id)
