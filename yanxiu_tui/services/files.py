"""Files copied into the memory and out of it again: known by what they hold, never by a name."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from peewee import fn

from db.models import FilePiece, StoredFile
from yanxiu_tui.errors import Refused
from yanxiu_tui.services.texts import clean

MOST = 20 * 2**20
PIECE = 256 * 2**10
_TOO_LARGE = "「{}」超过 20 MB，存不进来；请压缩、分成几份，或只登记存放在哪里。"
_QUOTES = "'\"“”‘’"
_LONGEST_NAME = 128
# What some system cannot have in a name, and names that some system keeps for itself.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]+')
_TAKEN_NAMES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass(frozen=True)
class Content:
    """What a file held when it was read, and a name for it that is fit to show."""

    name: str
    digest: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Unsound:
    """A stored file that is no longer what was copied in."""

    file_id: int
    digest: str
    size: int


def typed_path(text: str) -> Path:
    """The file meant by a typed, pasted or dropped path, without quotes, file:// and escapes.

    Refused when nothing is typed, or what no path can be.
    """
    meant = text.strip().strip(_QUOTES).strip()
    if not meant:
        raise Refused("no_path", "请填写文件的路径，也可以把文件拖进来。")
    if meant.startswith("file://"):
        meant = unquote(meant.removeprefix("file://"))
    try:
        path = Path(meant).expanduser()
        if os.name != "nt" and "\\" in meant and not path.exists():
            path = Path(re.sub(r"\\(.)", r"\1", meant)).expanduser()
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused("bad_path", f"认不出「{text.strip()}」是哪个文件，请核对路径。") from error
    return path


def read(path: str | Path) -> Content:
    """What a file holds now; Refused when it is none, empty, over 20 MB or cannot be read."""
    found = _meant(path)
    try:
        if found.is_dir():
            raise Refused("not_a_file", f"「{found}」是文件夹，请写到文件。")
        if not found.exists():
            raise Refused("no_file", f"没有找到「{found}」，请核对路径。")
        if not found.is_file():
            raise Refused("not_a_file", f"「{found}」不是普通文件，请换一个。")
        with found.open("rb") as file:
            data = file.read(MOST + 1)
    except (OSError, ValueError) as error:
        raise Refused("unreadable", f"读不了「{found}」，可能刚被移走或没有权限。") from error
    if not data:
        raise Refused("empty_file", f"「{found}」是空的，请核对。")
    if len(data) > MOST:
        raise Refused("too_large", _TOO_LARGE.format(found))
    return Content(safe_name(found.name), sha256(data).hexdigest(), data)


def store(content: Content, now: datetime) -> StoredFile:
    """Keep what was read, once for whatever holds the same; called within a transaction."""
    # Of two who store the same at once, the second waits for the first and finds its row.
    StoredFile.insert(
        digest=content.digest, size=len(content.data), stored_at=now
    ).on_conflict_ignore().execute()
    kept: StoredFile = StoredFile.get(StoredFile.digest == content.digest)
    if not FilePiece.select().where(FilePiece.file == kept).exists():
        for number, start in enumerate(range(0, len(content.data), PIECE)):
            data = content.data[start : start + PIECE]
            FilePiece.create(file=kept, number=number, data=data)
    return kept


def keep(path: str | Path, now: datetime) -> StoredFile:
    """Read a file and keep it; called within a transaction."""
    return store(read(path), now)


def take_out(file_id: int, path: str | Path, name: str = "") -> Path:
    """Write a copy, whole or not at all, never over what is there; return where it is.

    ``path`` is a new file, or a folder that it goes into by this ``name``.
    """
    stored = StoredFile.get_or_none(StoredFile.id == file_id)
    if stored is None:
        raise Refused("no_file", "没有这份文件，请返回后重新选择。")
    target = _within(_meant(path), name)
    part = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        if target.exists():
            raise _taken(target)
        _write(stored, part)
        _give_name(part, target)
    except FileExistsError as error:
        raise _taken(target) from error
    except (OSError, ValueError) as error:
        raise Refused(
            "unwritable", f"写不到「{target}」，请检查文件夹是否存在、能否写入、空间够不够。"
        ) from error
    finally:
        with suppress(OSError, ValueError):
            part.unlink(missing_ok=True)
    return target


def verify() -> tuple[int, list[Unsound]]:
    """How many files are kept, and which of them no longer match their digest."""
    count, unsound = 0, []
    for stored in StoredFile.select().order_by(StoredFile.id):
        count += 1
        size, digest = _reckon(stored)
        if (size, digest) != (stored.size, stored.digest):
            unsound.append(Unsound(stored.id, stored.digest, stored.size))
    return count, unsound


def kept() -> tuple[int, int]:
    """How many files are kept, and their bytes in all."""
    count, size = StoredFile.select(
        fn.COUNT(StoredFile.id), fn.COALESCE(fn.SUM(StoredFile.size), 0)
    ).scalar(as_tuple=True)
    return int(count), int(size)


def safe_name(name: str) -> str:
    """A name that can stand on any system, of a file that somebody else named."""
    plain = clean(_NOT_IN_NAMES.sub(" ", name), "文件名", 1000, required=False).strip(". ")
    if not plain or _TAKEN_NAMES.fullmatch(plain):
        plain = f"文件 {plain}".strip()
    # The ending says what opens it.
    stem, dot, ending = plain.rpartition(".")
    if len(plain) <= _LONGEST_NAME:
        return plain
    if not dot or len(ending) > 16:
        return plain[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"


def _meant(path: str | Path) -> Path:
    return path if isinstance(path, Path) else typed_path(path)


def _pieces(stored: StoredFile) -> Iterator[bytes]:
    """One after the other: a large file is never in hand whole."""
    numbers: Any = FilePiece.select(FilePiece.id).where(FilePiece.file == stored)
    for (piece_id,) in list(numbers.order_by(FilePiece.number).tuples()):
        yield FilePiece.get_by_id(piece_id).data


def _reckon(stored: StoredFile) -> tuple[int, str]:
    reckoned, size = sha256(), 0
    for data in _pieces(stored):
        reckoned.update(data)
        size += len(data)
    return size, reckoned.hexdigest()


def _write(stored: StoredFile, part: Path) -> None:
    reckoned = sha256()
    with part.open("xb") as file:
        for data in _pieces(stored):
            reckoned.update(data)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if reckoned.hexdigest() != stored.digest:
        raise Refused("unsound", "这份文件与存入时不符，可能被改动过；没有写出，请从备份核对。")


def _within(path: Path, name: str) -> Path:
    try:
        return path / safe_name(name) if name and path.is_dir() else path
    except (OSError, ValueError):
        return path


def _give_name(part: Path, target: Path) -> None:
    """The name at last: a link is refused where there is a file already."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks know no links.
        if target.exists():
            raise _taken(target) from None
        part.rename(target)


def _taken(target: Path) -> Refused:
    return Refused("file_exists", f"「{target}」已经有了，请换一个文件名，原来的没有动。")
