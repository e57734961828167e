"""What changed between two Chinese texts: by sentence first, then inside those that changed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "removed", "added"]
# A sentence ends with its full stop and any closing quotation mark, or with the line.
_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’」』）]*|\n|$)")
# Up to this likeness two sentences are read as one gone and another come, not as one changed.
_ALIKE = 0.5


@dataclass(frozen=True)
class Piece:
    """A run of text that both have, or only the old one (removed), or only the new one (added)."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class SectionChange:
    """One section, piece by piece; ``changed`` where not all of it is the same."""

    section: str
    name: str
    pieces: tuple[Piece, ...]
    changed: bool


@dataclass(frozen=True)
class Comparison:
    """Two texts of a plan, section by section; ``title`` says which two."""

    title: str
    sections: tuple[SectionChange, ...]

    @property
    def changed(self) -> int:
        """How many sections are not the same."""
        return sum(each.changed for each in self.sections)


def compared(
    title: str, names: Mapping[str, str], old: Mapping[str, str], new: Mapping[str, str]
) -> Comparison:
    """Section by section, in the order of ``names``, then whatever it names no longer."""
    names = {**names, **{each: each for each in (*old, *new) if each not in names}}
    found = []
    for section, name in names.items():
        before, after = old.get(section, ""), new.get(section, "")
        pieces = tuple(difference(before, after))
        found.append(SectionChange(section, name, pieces, before.strip() != after.strip()))
    return Comparison(title, tuple(found))


def difference(old: str, new: str) -> list[Piece]:
    """The pieces in order: same and removed make the old text, same and added the new one."""
    before, after = _sentences(old), _sentences(new)
    return _joined(_pieces(before, after))


def both(base: str, theirs: str, mine: str) -> str:
    """Theirs, then mine: of mine only what was added to ``base``, where it was only added to."""
    start, end, added = changed_span(base, mine)
    added = added if start == end else mine
    if _lines(added) <= _lines(theirs):
        return theirs
    return f"{theirs.rstrip()}\n{added.strip()}" if theirs.strip() else added


def changed_span(old: str, new: str) -> tuple[int, int, str]:
    """Where the old text gives way (from, to), and to what: all before and after is the same."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return start, len(old) - end, new[start : len(new) - end]


def _sentences(text: str) -> list[str]:
    return [each for each in _SENTENCE.findall(text) if each]


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        old, new = "".join(before[i:j]), "".join(after[k:m])
        if tag == "equal":
            yield Piece("same", old)
        else:
            yield from _within(old, new)


def _within(old: str, new: str) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() <= _ALIKE:
        yield from (Piece("removed", old), Piece("added", new))
        return
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", old[i:j])
        else:
            yield from (Piece("removed", old[i:j]), Piece("added", new[k:m]))


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    filled = (piece for piece in pieces if piece.text)
    return [
        Piece(kind, "".join(each.text for each in run))
        for kind, run in groupby(filled, key=lambda piece: piece.kind)
    ]


def _lines(text: str) -> set[str]:
    """The lines of a text that say something."""
    return {line.strip() for line in text.split("\n")} - {""}


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
