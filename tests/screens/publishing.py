"""公示与评优 of the frozen school: who comes, a room of it opened, which keys are offered."""

from tests.builders import MACHINE, NOW
from tests.screens.conftest import at_desk, settle
from yanxiu_tui.screens.published import PublishedScreen
from yanxiu_tui.services import credentials, objections

ME, DEAN, HEAD = "1003", "1004", "1005"


def actor(staff_no):
    return credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)


def keys(app):
    """The F-keys of the screen that the footer offers."""
    offered = {binding.binding.key for binding in app.screen.active_bindings.values()}
    return offered & {"f3", "f5", "f6", "f7", "f8", "f9", "delete"}


async def open_room(app, pilot, staff_no=ME, screen=PublishedScreen):
    await at_desk(pilot, staff_no)
    app.push_screen(screen(actor(staff_no)))
    await settle(pilot)


def objected(school):
    ranking = school.published()
    objections.object_(school.actor("1008"), ranking.id, "第二次培训请过假，应算事假", NOW)
    return objections.object_(school.actor(ME), ranking.id, "第四次培训我没有迟到", NOW)
