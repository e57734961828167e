"""The process that serves the page for phones: started, watched, started again, and ended.

It is a process of its own, so that no hall full of phones slows the screen down, and none of its
troubles reaches 签到台.
"""

import asyncio
import json
import os
import subprocess
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yanxiu_tui.memory import machine_name
from yanxiu_tui.trouble import explain

if TYPE_CHECKING:
    from yanxiu_tui.services.phone_pages import Place

MODULE = "yanxiu_tui.phone"
# Seconds after it died, and after it could not begin.
PAUSE, LONG_PAUSE = 3.0, 15.0
_PATIENCE = 3.0
_SILENT = "没有打开，稍后自动再试。"
# On Windows it would share the console otherwise.
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True)
class PageState:
    """Whether the page is wanted; where it is served, or why it is not (both "" at first)."""

    wanted: bool = False
    served_at: str = ""
    trouble: str = ""


class PhoneChild:
    """Keeps one child at most. ``asked`` is what ``--phone`` said, None where it was not given."""

    def __init__(self, url: str, asked: str | None = None) -> None:
        self.url, self.asked = url, asked
        self.alone = asyncio.Lock()

    async def keep(self, place: "Place | None", tell: Callable[[PageState], None]) -> None:
        """Serve there until cancelled, or as the command line or the office says; a dead child is
        replaced. ``tell`` hears of each change.
        """
        try:
            there = await asyncio.to_thread(self._where, place)
        except Exception as error:
            tell(PageState(wanted=True, trouble=explain(error)))
            return
        tell(PageState(wanted=there.on))
        async with self.alone:
            while there.on:
                state = await self._once(there, tell)
                tell(PageState(wanted=True, trouble=state.trouble or _SILENT))
                await asyncio.sleep(PAUSE if state.served_at else LONG_PAUSE)

    def _where(self, place: "Place | None") -> "Place":
        from yanxiu_tui.services import phone_pages

        if place is None and self.asked is None:
            return phone_pages.place_of(machine_name())
        return place or phone_pages.place_asked(self.asked or "", machine_name())

    async def _once(self, place: "Place", tell: Callable[[PageState], None]) -> PageState:
        """One child from its start to its end; what it said of itself."""
        try:
            child = await asyncio.create_subprocess_exec(
                *command(place),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env={**os.environ, "YANXIU_DB": self.url},
                creationflags=_NO_WINDOW,
            )
        except OSError:
            return PageState()
        try:
            assert child.stdout is not None
            state = heard(await child.stdout.readline())
            if state.served_at:
                tell(state)
            await child.stdout.read()
            await child.wait()
            return state
        finally:
            with suppress(ProcessLookupError, TimeoutError):
                await _end(child)


def command(place: "Place") -> Sequence[str]:
    """What starts the child; it finds the database in its environment.

    ``-P``: no file of the folder somebody happens to be in takes the place of a library's.
    """
    where = ("--address", place.address, "--port", str(place.port))
    return (sys.executable, "-P", "-m", MODULE, *where, *(("--secure",) if place.secure else ()))


def heard(line: bytes) -> PageState:
    """What the child's one line says."""
    try:
        said = json.loads(line)
        return PageState(True, said.get("serving", ""), said.get("refused", ""))
    except (ValueError, AttributeError):
        return PageState(wanted=True)


async def _end(child: Process) -> None:
    """End it, by force when it takes its time; the next one needs its port."""
    child.terminate()
    try:
        await asyncio.wait_for(child.wait(), _PATIENCE)
    finally:
        child.kill()
        await child.wait()
