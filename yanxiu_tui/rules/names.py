"""Finding a person by what they type: initials, name, staff number or badge, in any width."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Protocol, TypeVar

_READINGS_KEPT = 4
_LONGEST = 160


class Numbered(Protocol):
    """Somebody with a name and a staff number."""

    @property
    def staff_no(self) -> str: ...
    @property
    def name(self) -> str: ...


class Findable(Numbered, Protocol):
    """What a search may match; ``initials`` may hold several readings, space separated."""

    @property
    def initials(self) -> str: ...


@dataclass(frozen=True)
class Named:
    """A person, as much as a search needs."""

    staff_no: str
    name: str
    initials: str


Found = TypeVar("Found", bound=Findable)


def fold_width(text: str) -> str:
    """Full-width letters and digits as the plain ones; outer blanks and what no key types away."""
    typed = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cs", "Cf"))
    return unicodedata.normalize("NFKC", typed).strip()


@lru_cache(maxsize=1024)
def initials(name: str) -> str:
    """The pinyin initials of a name, every common reading: 单晓 gives ``sx dx``.

    Characters without a reading are left out; Latin letters stand for themselves. At most four
    readings, the likeliest, and of those as many as fit whole into the column.
    """
    from itertools import islice, product

    from pypinyin import Style

    pinyin = _reader()
    # Of each character the commonest reading first, and no more than one other.
    letters = [
        list(
            dict.fromkeys(
                reading[0].lower()
                for reading in readings
                if reading[:1].isascii() and reading[:1].isalnum()
            )
        )
        for readings in pinyin(name, style=Style.NORMAL, heteronym=True)
    ]
    surname = _surname_initial(name)
    if surname and letters:
        letters[0] = [surname, *(letter for letter in letters[0] if letter != surname)]
    spelled = product(*(choice[:2] for choice in letters if choice))
    readings = ["".join(each) for each in islice(spelled, _READINGS_KEPT)]
    while len(readings) > 1 and len(" ".join(readings)) > _LONGEST:
        readings.pop()
    return " ".join(readings)[:_LONGEST]


@cache
def _reader() -> Any:
    """What reads characters; it takes 校 in 校本 for that of 校对."""
    from pypinyin import load_phrases_dict, pinyin

    load_phrases_dict({"校本": [["xiào"], ["běn"]]})
    return pinyin


# Surnames whose reading as a surname is not their usual one.
_SURNAMES = {
    "单": "s", "曾": "z", "解": "x", "查": "z", "仇": "q", "区": "o", "盖": "g", "朴": "p",
    "任": "r", "尉": "y", "翟": "z", "乐": "y", "缪": "m", "万": "w", "华": "h", "秘": "b",
    "折": "s", "种": "c", "繁": "p", "员": "y", "覃": "q", "召": "s", "冼": "x", "黑": "h",
}  # fmt: skip


def _surname_initial(name: str) -> str:
    return _SURNAMES.get(name[:1], "")


def told_apart(people: Iterable[Numbered]) -> dict[str, str]:
    """The name to show for each staff number: namesakes carry their number behind the name."""
    everybody = list(people)
    counts = Counter(person.name for person in everybody)
    return {
        person.staff_no: person.name
        if counts[person.name] == 1
        else f"{person.name}{person.staff_no}"
        for person in everybody
    }


def single_words(people: Iterable[Numbered]) -> dict[str, str]:
    """For each staff number the word that means them alone, in a list with blanks between.

    It is the name; of namesakes, and of a name with a blank in it, the number.
    """
    everybody = list(people)
    shown = told_apart(everybody)
    return {
        each.staff_no: each.name
        if shown[each.staff_no] == each.name and " " not in each.name
        else each.staff_no
        for each in everybody
    }


def rank(typed: str, people: Iterable[Found], limit: int = 8) -> list[Found]:
    """The people ``typed`` may mean, likeliest first: exact, then beginning with, then within."""
    wanted = fold_width(typed).replace(" ", "").lower()
    if not wanted:
        return []
    scored = ((_score(wanted, person), person) for person in people)
    found = sorted(
        ((score, person.staff_no, person) for score, person in scored if score is not None),
        key=lambda each: each[:2],
    )
    return [person for _, _, person in found[:limit]]


def _score(wanted: str, person: Findable) -> int | None:
    if wanted == person.staff_no.lower():
        return 0
    # The commonest reading first; a rarer one is a guess.
    usual, *rarer = person.initials.split() or [""]
    name = person.name.lower()
    if wanted in (usual, name):
        return 1
    if usual.startswith(wanted) or name.startswith(wanted):
        return 2
    if person.staff_no.lower().startswith(wanted):
        return 3
    if any(key.startswith(wanted) for key in rarer):
        return 4
    return 5 if wanted in name else None
