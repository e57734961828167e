"""迎检材料: what of a pack is made already, and of what, so that it can be taken up again.

A line a file, added once the file stands; a line that was cut off counts for nothing.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

import msgspec

from yanxiu_tui.errors import Refused

NAME = ".迎检材料"
_WRITING = f"{NAME}.part"
_LOCK = f"{NAME}.lock"
_FIRST = "yanxiu"


@dataclass
class State:
    """Of which school and term the folder is; for each file (by path) what it was made of.

    ``begun`` says that a pack is under way: it was cut short, unless it is being made now.
    """

    folder: Path
    whose: str
    begun: bool = False
    made: dict[str, str] = field(default_factory=dict)

    def stands(self, path: str, digest: str) -> bool:
        """Whether this file is there and was made of just this."""
        return self.made.get(path) == digest and (self.folder / path).is_file()

    def note(self, path: str, digest: str) -> None:
        """A file stands in its place now."""
        self.made[path] = digest
        with (self.folder / NAME).open("a", encoding="utf-8") as file:
            file.write(json.dumps([path, digest], ensure_ascii=False) + "\n")

    def keep(self, begun: bool) -> None:
        """Write all of it anew, whole or not at all."""
        self.begun = begun
        lines = [{_FIRST: self.whose, "begun": begun}, *map(list, sorted(self.made.items()))]
        beside = self.folder / _WRITING
        words = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
        beside.write_text(words, encoding="utf-8")
        beside.replace(self.folder / NAME)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let nobody else make a pack in this folder meanwhile; Refused where somebody makes one.

    Where it cannot be locked, ``read`` will tell of the folder.
    """
    lock = folder / _LOCK
    try:
        folder.mkdir(exist_ok=True)
        held = _locked(lock)
    except (OSError, sqlite3.OperationalError):
        held = None
    try:
        yield
    finally:
        if held:
            held.close()
        with suppress(OSError):
            lock.unlink()


def _locked(path: Path) -> sqlite3.Connection:
    """An empty SQLite file held as a lock: on every system it ends with its process."""
    held = sqlite3.connect(path, timeout=0)
    try:
        held.execute("PRAGMA journal_mode = MEMORY")
        held.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        held.close()
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        said = f"「{path.parent}」别处正在做，请等做完，或另选一个文件夹。"
        raise Refused("being_made", said) from error
    return held


def read(folder: Path, whose: str) -> State:
    """How far the pack in this folder is; Refused where it is another's, or no pack at all."""
    try:
        folder.mkdir(exist_ok=True)
        lines = list(_lines(folder / NAME))
        # Cut off while it was first written down, the folder holds no more than that.
        ours = (NAME, _WRITING, _LOCK)
        strange = not lines and any(each.name not in ours for each in folder.iterdir())
    except (OSError, ValueError) as error:
        raise Refused(
            "bad_folder", f"「{folder}」用不了：上一级文件夹不在，或不能写入。请换一个。"
        ) from error
    if not lines:
        if strange:
            raise Refused(
                "not_a_pack", f"「{folder}」里有别的文件，请选一个空文件夹，或写一个新的名字。"
            )
        return State(folder, whose)
    first, *rest = lines
    if not isinstance(first, dict) or first.get(_FIRST) != whose:
        raise Refused("other_pack", f"「{folder}」里是另一学期或另一学校的迎检材料，请换一个。")
    return State(folder, whose, bool(first.get("begun")), _made(rest))


def digest(data: Any) -> str:
    """What tells whether something has changed: of everything in it, in a fixed order."""
    plain = msgspec.to_builtins(data, str_keys=True, enc_hook=str, order="deterministic")
    return sha256(msgspec.json.encode(plain)).hexdigest()


def forget(state: State, wanted: Iterable[str]) -> None:
    """Take away the files that the pack no longer has, and folders that are empty by it."""
    for path in state.made.keys() - set(wanted):
        del state.made[path]
        with suppress(OSError):
            (state.folder / path).unlink(missing_ok=True)
        for above in list(Path(path).parents)[:-1]:
            with suppress(OSError):
                (state.folder / above).rmdir()


def _made(lines: Iterable[Any]) -> dict[str, str]:
    """What was noted of files in the folder; a path that leads out of it is none of ours."""
    found: dict[str, str] = {}
    for line in lines:
        match line:
            case [str(path), str(of)] if _is_within(PurePath(path)):
                found[path] = of
    return found


def _is_within(path: PurePath) -> bool:
    return not path.anchor and ".." not in path.parts


def _lines(path: Path) -> Iterable[Any]:
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            return
