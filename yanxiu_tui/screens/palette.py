"""找功能: the command palette in Chinese, found by name or by pinyin initials."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from textual import on
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.widgets import Input
from textual.worker import WorkerCancelled

from yanxiu_tui.rules.names import initials, rank
from yanxiu_tui.screens.rooms import RoomEntry, rooms_for
from yanxiu_tui.services.permission import Actor


@dataclass(frozen=True)
class Command:
    """Something that can be done from here: searched like a person, by name or initials."""

    name: str
    staff_no: str
    initials: str
    purpose: str
    run: Callable[[], object]


class ScreenCommands(Provider):
    """What the keys of this screen do, and the rooms the person at the desk may enter."""

    async def discover(self) -> Hits:
        for command in self.commands():
            yield DiscoveryHit(command.name, command.run, help=command.purpose)

    async def search(self, query: str) -> Hits:
        commands = list(self.commands())
        found = rank(query, commands, limit=20)
        found += [each for each in commands if each not in found and query in each.purpose]
        for place, command in enumerate(found):
            yield Hit(1 - place / 100, command.name, command.run, help=command.purpose)
        if not found:
            yield Hit(0.1, "没有找到这个功能", lambda: None, help="换个说法或首字母试试")

    def commands(self) -> Iterable[Command]:
        """The screen's own keys first, then the rooms."""
        for _, binding, enabled, tooltip in self.screen.active_bindings.values():
            if enabled and binding.show and binding.action != "find_command":
                key = self.app.get_key_display(binding)
                run = partial(self.app.simulate_key, binding.key)
                yield _command(binding.description, f"{tooltip or ''}（{key}）", run)
        actor: Actor | None = getattr(self.screen, "actor", None)
        if actor is not None:
            for room in rooms_for(actor):
                yield _command(room.name, room.purpose, partial(self.enter, room, actor))

    def enter(self, room: RoomEntry, actor: Actor) -> None:
        """Open a room; the service decides what may be done there."""
        self.app.push_screen(room.open(actor))


def _command(name: str, purpose: str, run: Callable[[], object]) -> Command:
    return Command(name, "", initials(name), purpose, run)


class Palette(CommandPalette):
    """Enter means what was typed, also while that is still being searched for."""

    @on(Input.Submitted)
    async def hear_out(self) -> None:
        """Wait for the search; then the one found first is taken, as always."""
        searching = [each for each in self.workers if each.node is self and not each.is_finished]
        with suppress(WorkerCancelled):
            await self.workers.wait_for_complete(searching)


def open_palette() -> Palette:
    """The palette, speaking Chinese."""
    return Palette(
        providers=[ScreenCommands],
        placeholder="输入功能名或首字母，如 qj 找请假",
        id="--command-palette",
    )
