"""启用码: one shown large and only once, or slips for everybody in a file to print."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center, Vertical
from textual.screen import ModalScreen
from textual.widgets import Digits, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.pin import CODE_LIFE
from yanxiu_tui.screens.paper_files import documents
from yanxiu_tui.services import enrolment_codes, school
from yanxiu_tui.services.enrolment_codes import EnrolmentCode
from yanxiu_tui.services.permission import Actor


@dataclass(frozen=True)
class Slips:
    """How many codes were issued, and the file they are in."""

    count: int
    path: Path


def print_slips(actor: Actor, now: datetime) -> Slips:
    """Issue codes to everybody without a PIN and write the slips; called in a worker."""
    from yanxiu_tui.reports.enrolment import write_slips
    from yanxiu_tui.reports.sheets import refuse_unwritable

    path = documents() / f"启用码_{clock.local(now):%Y%m%d_%H%M%S}.xlsx"
    # New codes void the old ones, so first make sure that they can be handed out.
    refuse_unwritable(path)
    codes = enrolment_codes.issue_codes(actor, now)
    if codes:
        write_slips(path, codes, school.school_name(), now + CODE_LIFE)
    return Slips(len(codes), path)


class CodeScreen(ModalScreen[None]):
    """The code of one teacher; gone for good once closed."""

    BINDINGS = [Binding("escape,enter", "dismiss(None)", "关闭", id="close")]

    def __init__(self, code: EnrolmentCode, now: datetime) -> None:
        super().__init__()
        self.code, self.until = code, clock.local(now + CODE_LIFE)

    def compose(self) -> ComposeResult:
        from yanxiu_tui.reports.enrolment import HOW_TO, grouped

        with Vertical(classes="box"):
            title = f"{self.code.name}老师（{self.code.staff_no}）的启用码"
            yield Static(title, classes="title", markup=False)
            with Center():
                yield Digits(grouped(self.code.code))
            yield Static(f"{grouped(self.code.code)}　{self.until:%Y-%m-%d} 前有效，只能用一次。")
            yield Static(HOW_TO)
            yield Static("关闭后不再显示，请现在抄给本人。按 Esc 关闭。", classes="field")
