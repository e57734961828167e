"""制度 in the screens' school: opened and read, another one adopted."""

from io import StringIO

from rich.console import Console
from textual.widgets import Input, Static

from tests.screens.conftest import at_desk, settle, type_keys
from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.screens.adoption import AdoptionScreen
from yanxiu_tui.screens.regulation import RegulationScreen

PRINCIPAL, DEAN, TEACHER = "1001", "1002", "1007"
ZHANGHONG = preset_source("zhanghong")
# The 听课 of the preset, from twenty lessons to eighteen.
CHANGED = ZHANGHONG.replace("least = 15", "least = 18", 1)
TITLE = load(ZHANGHONG).title


def a_file(path, source):
    path.write_text(source, encoding="utf-8-sig")
    return path


async def open_regulation(pilot, staff_no=PRINCIPAL):
    pilot.app.animation_level = "none"
    await at_desk(pilot, staff_no)
    pilot.app.push_screen(RegulationScreen(pilot.app.actor))
    await settle(pilot)


async def fill_in(pilot, source, reason):
    """Open the form, fill it in and save it."""
    await type_keys(pilot, "", "f7")
    assert isinstance(pilot.app.screen, AdoptionScreen)
    pilot.app.screen.query_one("#source", Input).value = str(source)
    pilot.app.screen.query_one("#reason", Input).value = reason
    await type_keys(pilot, "", "ctrl+s")


async def adopt(pilot, source, reason):
    """Fill in the form, read what it would do and adopt it all the same."""
    await fill_in(pilot, source, reason)
    await type_keys(pilot, "", "left", "enter")


def parts(app):
    console = Console(width=400, file=StringIO())
    console.print(app.screen.query_one("#said", Static).content)
    return console.file.getvalue()
