"""What is done with a record of the 领导小组: finished, taken back, published, printed (D1, D4)."""

from dataclasses import dataclass

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.rules.steering import INSPECTION
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.finding_acts import Done, FindingActs
from yanxiu_tui.services import inspections, steering
from yanxiu_tui.services.inspections import FindingView
from yanxiu_tui.services.permission import Act, allowed
from yanxiu_tui.services.steering_views import RecordView


@dataclass
class ToFinish(Message):
    """Nothing keeps the record from being finished."""

    record: RecordView


class SteeringActs(FindingActs[RecordView | FindingView]):
    """The keys of a list of records, or of what was found."""

    ACTS = (
        ("f5", "finish", "办结"),
        ("f6", "change", "修改"),
        ("f7", "findings", "逐条"),
        ("f8", "publish", "公布"),
        ("f9", "print", "通报"),
        ("delete", "withdraw", "撤回"),
        *FindingActs.ACTS,
    )

    @property
    def record(self) -> RecordView | None:
        """The record under the cursor."""
        return self.current if isinstance(self.current, RecordView) else None

    def may(self, action: str, view: RecordView | FindingView) -> bool:
        """Whether this person may do this with that; the service has the last word."""
        if isinstance(view, FindingView):
            return super().may(action, view)
        finished, inspection = view.finished_at is not None, view.kind == INSPECTION
        if action == "findings":
            return inspection
        offered = {
            "write": not finished,
            "finish": not finished,
            "change": not finished,
            "publish": finished and inspection,
            "print": finished and inspection,
            "withdraw": True,
        }
        return offered.get(action, False) and allowed(self.actor, Act.KEEP_STEERING)

    def action_finish(self) -> None:
        record = self.record
        if record is None:
            return

        def ready() -> Message:
            steering.to_finish(self.actor, record.id, clock.now())
            return ToFinish(record)

        self.ask(ready)

    def on_to_finish(self, message: ToFinish) -> None:
        record = message.record

        def act() -> Message:
            steering.finish(self.actor, record.id, clock.now())
            return Done(f"「{record.title}」已办结。")

        question = f"办结「{record.title}」？办结以后记录不能再改。"
        self.once_sure(question, lambda: self.ask(act), "办结")

    def action_withdraw(self) -> None:
        record = self.record
        if record is None:
            return

        def given(reason: str | None) -> None:
            if reason:
                self.ask(lambda: self.withdrawn(record, reason))

        self.app.push_screen(ReasonScreen(f"撤回「{record.title}」"), given)

    def withdrawn(self, record: RecordView, reason: str) -> Message:
        """Withdraw it, in the worker."""
        steering.withdraw(self.actor, record.id, reason, clock.now())
        return Done(f"「{record.title}」已撤回，留有痕迹。")

    def action_publish(self) -> None:
        record = self.record
        if record is None:
            return

        def chosen(key: str | None) -> None:
            if key is not None:
                self.ask(lambda: self.published(record, key == "names"))

        choices = [("plain", "公布，要整改的老师不点名"), ("names", "公布，要整改的老师点名")]
        title = f"公布「{record.title}」，每位老师都看得到"
        self.app.push_screen(ChooseScreen(title, choices), chosen)

    def published(self, record: RecordView, names: bool) -> Message:
        """Publish it, in the worker."""
        inspections.publish(self.actor, record.id, names, clock.now())
        return Done("已公布，要整改的" + ("点了名。" if names else "没有点名。"))

    def action_print(self) -> None:
        record = self.record
        if record is None:
            return

        def act() -> Message:
            from yanxiu_tui.reports.inspection_bulletin import write_bulletin
            from yanxiu_tui.screens.paper_files import new_file

            told = inspections.bulletin(self.actor, record.id, clock.now())
            path = new_file(f"通报_{record.title}_{record.day}", "docx")
            write_bulletin(path, told)
            return Done(f"通报已存为 {path}。")

        self.ask(act, group="print")
