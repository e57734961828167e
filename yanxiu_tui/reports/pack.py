"""迎检材料: the folder is made file by file, can be cut short anywhere and taken up again."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yanxiu_tui import __version__
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports import pack_state
from yanxiu_tui.reports.pack_papers import MAKERS
from yanxiu_tui.reports.pack_state import State, digest
from yanxiu_tui.rules.pack import Entry, Numbered
from yanxiu_tui.services import pack as packs
from yanxiu_tui.services.pack import Pack
from yanxiu_tui.services.permission import Actor

MAKING = ".正在做"
_SPOILED = "unsound"
# Hears how many files stand, how many there will be, and which is made next; may raise to stop.
Progress = Callable[[int, int, str], None]
_FRONT = (
    ("00 缺少的材料", "lacks"),
    ("01 目录", "index"),
)


@dataclass(frozen=True)
class Built:
    """A whole pack: its files, how many were made now, how many things are missing.

    ``spoiled`` are copies that could not be made: what is kept is no longer what was copied in.
    """

    folder: Path
    files: int
    made: int
    missing: int
    spoiled: tuple[str, ...] = ()


def build(
    actor: Actor, folder: Path, term_id: int, now: datetime, progress: Progress = lambda *_: None
) -> Built:
    """Make the pack of a term in a folder, or what is missing or stale of it.

    Each file comes to stand whole. Whatever ``progress`` raises stops the work, and so may the
    machine: called again, it goes on where it was.
    """
    pack = packs.plan(actor, term_id, now)
    steps = files_of(pack)
    with pack_state.alone(folder):
        state = pack_state.read(folder, f"{pack.school} {pack.term_name} {__version__}")
        try:
            made, spoiled = _make_all(pack, steps, state, now, progress)
        except OSError as error:
            raise Refused(
                "cannot_write",
                f"「{folder}」写不进去，请检查能否写入、空间够不够，再做一次会接着做。",
            ) from error
        finally:
            shutil.rmtree(folder / MAKING, ignore_errors=True)
    return Built(folder, len(steps), made, pack.missing, tuple(spoiled))


def files_of(pack: Pack) -> list[Numbered]:
    """Every file of the pack in the order in which they are made: what is missing first."""
    front = [
        Numbered(name[:2], "", Entry(name[3:], kind=kind, suffix=suffix), f"{name}{suffix}")
        for name, kind in _FRONT
        for suffix in (".docx", ".xlsx")
    ]
    return [*front, *(each for each in pack.entries if each.path)]


def _make_all(
    pack: Pack, steps: list[Numbered], state: State, now: datetime, progress: Progress
) -> tuple[int, list[str]]:
    """How many files were made, and which could not be."""
    actor, term_id = pack.here.actor, pack.here.term_id
    shutil.rmtree(state.folder / MAKING, ignore_errors=True)
    pack_state.forget(state, [each.path for each in steps])
    if not state.begun:
        packs.begin(actor, term_id, len(steps), now)
        state.keep(begun=True)
    made, spoiled = 0, []
    for number, each in enumerate(steps):
        progress(number, len(steps), each.path)
        try:
            made += _make(pack, each, state)
        except Refused as refusal:
            if refusal.reason != _SPOILED:
                raise Refused(refusal.reason, f"做到「{each.path}」停下了：{refusal}") from refusal
            spoiled.append(each.path)
    progress(len(steps), len(steps), "")
    packs.finish(actor, term_id, len(steps), now)
    state.keep(begun=False)
    return made, spoiled


def _make(pack: Pack, step: Numbered, state: State) -> bool:
    """Make one file unless it stands as it should; whether it was made."""
    maker = MAKERS[step.entry.kind]
    found = maker.read(pack, step.entry.key)
    of = digest(found)
    if state.stands(step.path, of):
        return False
    target = state.folder / step.path
    making = state.folder / MAKING
    making.mkdir(exist_ok=True)
    beside = making / target.name
    with suppress(FileNotFoundError):
        beside.unlink()
    maker.write(beside, found)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside.replace(target)
    state.note(step.path, of)
    return True
