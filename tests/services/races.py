"""Acts done at the same moment, each on a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from db.connection import database
from yanxiu_tui.errors import Refused


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Do all acts at the same moment, each on a connection of its own; what each gave or raised."""
    ready = Barrier(len(acts))

    def do(act: Callable[[], object]) -> object:
        with database.connection_context():
            ready.wait(timeout=120)
            try:
                return act()
            except Refused as refusal:
                return refusal

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))
