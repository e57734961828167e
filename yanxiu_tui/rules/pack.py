"""迎检材料: what it is made of, and how its folders and files are numbered and named."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

# The first folder of the 总档案; before it come what is missing and the index.
FIRST_PART = 2
_LONGEST = 60
# What some system cannot have in a name.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


@dataclass(frozen=True)
class Entry:
    """One line of the index.

    ``kind`` names what makes the file and ``key`` the record it is made of; without a kind there is
    no file, and ``where`` says where it lies or is seen. ``suffix`` is .docx, .xlsx or a copy's.
    """

    title: str
    words: str = ""
    day: date | None = None
    kind: str = ""
    key: int | str = 0
    suffix: str = ""
    where: str = ""

    @property
    def name(self) -> str:
        """What it is, whose, and its title."""
        return " ".join(filter(None, (self.words, self.title)))

    @property
    def unplaced(self) -> bool:
        """Whether it is on paper, and nobody wrote where that lies."""
        return not self.kind and not self.where and self != NOTHING


# What stands in a class that has nothing.
NOTHING = Entry("（还没有材料）")


@dataclass(frozen=True)
class Part:
    """A folder: a class of the archive, or one teacher's. ``clause`` is the class's, in words."""

    name: str
    entries: tuple[Entry, ...] = ()
    parts: tuple["Part", ...] = ()
    clause: str = ""


@dataclass(frozen=True)
class Numbered:
    """An entry with its number; ``path`` is that of its file from the pack's folder, or ""."""

    number: str
    folder: str
    entry: Entry
    path: str


def numbered(parts: Sequence[Part]) -> list[Numbered]:
    """Every entry in order, each with a number and, if it is made, a path that no other has.

    The same parts are numbered alike, and names are fit for any system.
    """
    return [
        found
        for number, part in enumerate(parts, start=FIRST_PART)
        for found in _within(part, f"{number:02}", "")
    ]


def _within(part: Part, number: str, above: str) -> Iterator[Numbered]:
    folder = f"{above}{number} {fit_name(part.name)}"
    for at, entry in enumerate(part.entries, start=1):
        yield _entry(entry, f"{number}-{at:03}", folder)
    for at, below in enumerate(part.parts, start=len(part.entries) + 1):
        yield from _within(below, f"{number}-{at:03}", f"{folder}/")


def _entry(entry: Entry, number: str, folder: str) -> Numbered:
    said = " ".join(filter(None, (number, f"{entry.day or ''}", entry.words, entry.title)))
    path = f"{folder}/{fit_name(said)}{fit_suffix(entry.suffix)}" if entry.kind else ""
    return Numbered(number, folder, entry, path)


def fit_name(words: str) -> str:
    """The words as a name that any system takes: no odd signs, not long, no dot at the end."""
    told = "".join(each if unicodedata.category(each)[0] != "C" else " " for each in words)
    return _NOT_IN_NAMES.sub(" ", told).strip()[:_LONGEST].strip(" .") or "未命名"


def fit_suffix(suffix: str) -> str:
    """An ending that a name may have, or none."""
    return suffix.lower() if _SUFFIX.fullmatch(suffix) else ""
