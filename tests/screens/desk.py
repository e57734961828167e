"""工作台 as the tests see it: the rooms in its menu, what waits, what a room is for."""

from textual.widgets import OptionList, Static

from yanxiu_tui.screens.desk import DeskScreen


def lines(app) -> dict[str, str]:
    """What can be chosen on the desk, each with its blanks squeezed, by what it opens."""
    assert isinstance(app.screen, DeskScreen)
    options = [
        each for column in app.screen.query(OptionList) for each in column.options if each.id
    ]
    return {each.id: " ".join(str(each.prompt).split()) for each in options}


def menu(app) -> list[str]:
    """The rooms in the menu, with what waits in each."""
    return [line for id, line in lines(app).items() if id.isdigit()]


def todos(app) -> list[str]:
    """What waits, as it stands on the desk."""
    return [line for id, line in lines(app).items() if not id.isdigit()]


def purpose(app) -> str:
    return str(app.screen.query_one("#purpose", Static).content)


def rooms_in(app) -> set[str]:
    return {line.lstrip("0123456789 ").split()[0] for line in menu(app)}
