"""The bound that the start is held against: a header, a table of 300 rows and a footer."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header


class BareApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Header()
        yield DataTable()
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("no", "name", "state")
        table.add_rows((str(n), f"row {n}", "ready") for n in range(300))


BareApp().run()
