"""教师名册 in the screens' school, opened."""

from db.models import Teacher
from tests.builders import MACHINE
from tests.screens.conftest import settle
from yanxiu_tui.screens.teachers import TeachersScreen
from yanxiu_tui.services import credentials


async def open_roster(pilot, staff_no="1002"):
    """Open the room as this teacher."""
    await settle(pilot)
    actor = credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)
    pilot.app.push_screen(TeachersScreen(actor))
    await settle(pilot)
