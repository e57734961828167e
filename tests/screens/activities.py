"""研修活动 as the tests see it: the room opened, its form filled in, what is listed and said."""

from textual.widgets import Input, Static

from db.models import Teacher
from tests.screens.conftest import settle, type_keys
from yanxiu_tui.screens.activities import ActivitiesScreen
from yanxiu_tui.services import credentials
from yanxiu_tui.widgets.activity_table import ActivityTable

DEAN, CHINESE_LEADER, HOST = "1002", "1003", "1005"
FILLED = {
    "title": "大单元教学设计",
    "day": "1021",
    "start": "1430",
    "end": "1630",
    "presenter": "林远",
    "place": "多媒体教室",
    "kind": "校本培训",
}


async def open_activities(pilot, staff_no=DEAN):
    """Open the room as this teacher."""
    await settle(pilot)
    actor = credentials.actor_for(Teacher.get(staff_no=staff_no), "测试机")
    pilot.app.push_screen(ActivitiesScreen(actor))
    await settle(pilot)


async def fill_form(pilot, **values):
    """Open an empty form and fill it in; values replace those of FILLED."""
    await type_keys(pilot, "", "ctrl+n")
    for name, value in {**FILLED, **values}.items():
        pilot.app.screen.query_one(f"#{name}", Input).value = value


def text_of(app):
    return "\n".join(str(each.content) for each in app.screen.query(Static))


def titles(app):
    return [each.title for each in app.screen.query_one(ActivityTable).shown]


def typed_in(app, name):
    return app.screen.query_one(f"#{name}", Input).value
