"""Who said what, from one line as it is typed: a name or its initials, then the words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yanxiu_tui.rules.names import Named, fold_width, rank

_LINE = re.compile(r"\s*([^\s：:]+)(?:[\s：:]+(.*))?$", re.DOTALL)
_TITLE = "老师"


@dataclass(frozen=True)
class Spoken:
    """``name`` as it was typed, and whom it may mean, likeliest first; none where it is no name."""

    name: str
    speakers: tuple[Named, ...]
    words: str


def spoken(line: str, near: Sequence[Named], everybody: Sequence[Named]) -> Spoken:
    """``wxm 建议先做实验``: who it may be among those ``near``, else in the whole school.

    A line that begins with no name is all words; a name alone has none yet.
    """
    found = _LINE.match(line)
    if found is None:
        return Spoken("", (), line.strip())
    name, words = found[1], (found[2] or "").strip()
    speakers = _exactly(name, near) or _begins(name, near) or _exactly(name, everybody)
    if not speakers and not words:
        speakers = _begins(name, everybody)
    return Spoken(name, speakers, words) if speakers else Spoken("", (), line.strip())


def _exactly(name: str, people: Sequence[Named]) -> tuple[Named, ...]:
    wanted = _folded(name)
    return tuple(
        each
        for each in rank(wanted, people, len(people))
        if wanted in (each.staff_no.lower(), each.name.lower(), *each.initials.split())
    )


def _begins(name: str, people: Sequence[Named]) -> tuple[Named, ...]:
    """A number is only meant in full: a remark may well begin with one."""
    wanted = _folded(name)
    return tuple(
        each
        for each in rank(wanted, people, len(people))
        if any(key.startswith(wanted) for key in (each.name.lower(), *each.initials.split()))
    )


def _folded(name: str) -> str:
    wanted = fold_width(name).lower()
    return wanted.removesuffix(_TITLE) or wanted
