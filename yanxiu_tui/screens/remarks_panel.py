"""发言: who said what, and what comes of it: adopted into the plan or not, put right (Z14)."""

from textual import on
from textual.binding import Binding
from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.remark_line import RemarkLine
from yanxiu_tui.screens.taking_down import VERDICTS, Decided, TakingDown
from yanxiu_tui.services import remarks
from yanxiu_tui.services.remarks import RemarkView, Verdict

_ONLY_MARKED = "只记采纳，不写进教案"


class RemarksPanel(TakingDown):
    """The keys that act on the remark under the cursor."""

    BINDINGS = [
        Binding("f5", "adopt", "采纳", id="adopt", tooltip="采纳，可以写进教案的一节"),
        Binding("f9", "decline", "不采", id="decline", tooltip="未采纳，再按一次取消"),
        Binding("f3", "put_right", "改", id="put_right", tooltip="改这一条，清空就是划去"),
        # Here it goes back; the footer has no room to say so.
        Binding("f6", "screen.speak", show=False),
        Binding("escape", "give_up", "不改", id="give_up"),
    ]
    section = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("adopt", "decline", "put_right"):
            return self.session.may_write and self.current is not None
        return self.line.puts_right is not None if action == "give_up" else True

    def action_adopt(self) -> None:
        view = self.current
        if view is None:
            return

        def chosen(section: str | None) -> None:
            if section is not None:
                self.section = section
                self.decide(view, "adopted", section)

        choices = [("", _ONLY_MARKED), *self.sections.items()]
        title = f"采纳{view.teacher_name}的意见，写进哪一节？"
        self.room.when_kept(
            lambda: self.app.push_screen(ChooseScreen(title, choices, self.section), chosen)
        )

    def action_decline(self) -> None:
        view = self.current
        if view is not None:
            self.decide(view, "" if view.adopted == "declined" else "declined")

    def decide(self, view: RemarkView, verdict: Verdict, section: str = "") -> None:
        """Keep what comes of a remark."""
        into = f"，写进「{self.sections[section]}」末尾" if section else ""
        word = VERDICTS.get(verdict, "还没定")

        def act() -> Message:
            remarks.decide(self.actor, view.id, verdict, view.revision, clock.now(), section)
            return Decided(f"{view.teacher_name}的意见：{word}{into}。")

        self.ask(act)

    def action_put_right(self) -> None:
        if self.current:
            self.line.put_right(self.current)
            self.refresh_bindings()

    def action_give_up(self) -> None:
        self.line.put_right(None)
        self.refresh_bindings()

    @on(RemarkLine.Emptied)
    def emptied(self, message: RemarkLine.Emptied) -> None:
        view = message.view

        def act() -> Message:
            remarks.strike(self.actor, view.id, view.revision, clock.now())
            return Decided("划去了一条发言。")

        def decided(sure: bool | None) -> None:
            self.action_give_up()
            if sure:
                self.ask(act)

        question = f"划去{view.teacher_name}的这条发言？记录里仍留底。"
        self.app.push_screen(ConfirmScreen(question, "划去"), decided)
