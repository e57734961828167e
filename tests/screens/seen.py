"""What a person reads on any screen: its status line, its table, a piece of text, its fields."""

from textual.widgets import DataTable, Static
from textual.widgets._footer import FooterKey

from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.widgets.status_line import StatusLine


def status(app) -> str:
    return str(app.screen.query_one(StatusLine).content)


def rows(app) -> list[list[str]]:
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def said(app, where: str) -> str:
    return str(app.screen.query_one(where, Static).content)


def wrong(app) -> str:
    return said(app, ".wrong")


def fields(app) -> dict[str, str]:
    """What a screen in full says, by label."""
    assert isinstance(app.screen, DetailsScreen)
    return dict(app.screen.fields)


def offered(app) -> set[str]:
    """The keys the footer offers."""
    return {key for key, active in app.screen.active_bindings.items() if active.enabled}


def footer(app) -> dict[str, str]:
    """What the last line says the keys do."""
    return {key.key_display: key.description for key in app.screen.query(FooterKey)}
