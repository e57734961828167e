"""集体备课记录 opened, at its text or at what is said."""

from textual.widgets import DataTable

from tests.builders import NOW
from tests.screens.conftest import at_desk, settle, type_keys
from tests.screens.prep_school import LEADER, OTHER, actor_of
from yanxiu_tui.screens.recording import RecordingScreen
from yanxiu_tui.screens.remarks_panel import RemarksPanel
from yanxiu_tui.services import remarks


async def open_record(app, pilot, session, staff_no=LEADER):
    await at_desk(pilot, staff_no)
    screen = RecordingScreen(actor_of(staff_no), session.id)
    app.push_screen(screen)
    await settle(pilot)
    return screen


async def open_remarks(app, pilot, session, staff_no=LEADER):
    screen = await open_record(app, pilot, session, staff_no)
    await type_keys(pilot, "", "f6")
    return screen


def remark_rows(screen) -> list[list[str]]:
    table = screen.query_one(RemarksPanel).query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def take_down(session, words="先做实验", staff_no=OTHER):
    return remarks.add(actor_of(LEADER), session.id, staff_no, words, NOW)
