"""What a word is in Chinese, which writes none apart: every two characters that stand together."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

# Han in one run; letters and digits in another.
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_LETTER = rf"(?![{_HAN}])[^\W_]"
_RUNS = re.compile(rf"([{_HAN}]+)|((?:{_LETTER})+)")
# All but what a Chinese text is made of, which is the same folded and slow to fold.
_ODD = re.compile(r"[^\x00-\x7f\u4e00-\u9fff，。、；：？！“”‘’（）《》【】「」…—]+")
_MOST_PARTS = 8
# No word that people type is longer, and no database keeps one much longer.
_LONGEST_WORD = 64
Piece = tuple[str, bool]
# What may be looked for, by the kind of a manuscript.
KIND_NAMES = {
    "shared_plan": "共性教案",
    "session": "集体备课记录",
    "personal_plan": "个性化教案",
    "reflection": "反思与叙事",
    "observation": "听课记录",
    "paper": "上交的材料",
    "out_study": "外出学习汇报",
    "steering": "领导小组记录",
}


def words(text: str) -> list[str]:
    """The words a text is found by, in order: ``背影`` and ``影`` of 背影, ``unit`` of Unit."""
    found: list[str] = []
    for run, han in _runs(_folded(text)):
        found += _pairs(run) if han else [run[:_LONGEST_WORD]]
    return found


def phrases(typed: str) -> list[list[str]]:
    """What a typed text looks for: words that follow one another, for each of its parts.

    A single character, and letters, find what begins with them.
    """
    return [_pairs(run)[:-1] if han and len(run) > 1 else [f"{run}*"] for run, han in _parts(typed)]


def excerpt(text: str, typed: str, before: int, length: int) -> list[Piece]:
    """One line of the text around the first place that holds a part of what was typed.

    Nothing comes back where there is none. ``before`` characters lead up to it, ``length`` are
    shown, and ``...`` stands for what is left out.
    """
    places = _places(text, typed)
    if not places:
        return []
    start = max(0, places[0][0] - before)
    end = max(start + length, places[0][1])
    line = [
        ("..." if start else "", False),
        *_cut(text, places, start, end),
        ("..." if end < len(text) else "", False),
    ]
    return [(re.sub(r"\s+", " ", words), match) for words, match in line if words]


def pieces(text: str, typed: str) -> list[Piece]:
    """The whole text, piece by piece; each says whether it is a part of what was typed."""
    return [piece for piece in _cut(text, _places(text, typed), 0, len(text)) if piece[0]]


def _cut(text: str, places: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    at = start
    for first, last in places:
        # One character such as ¼ may hold two of them.
        if at <= first and last <= end:
            yield text[at:first], False
            yield text[first:last], True
            at = last
    yield text[at:end], False


def _parts(typed: str) -> list[tuple[str, bool]]:
    """The runs that must all be found, and whether each is Chinese."""
    runs = list(_runs(_folded(typed)))[:_MOST_PARTS]
    return [(run[:_LONGEST_WORD], han) for run, han in runs]


def _runs(folded: str) -> Iterator[tuple[str, bool]]:
    return ((match[0], bool(match[1])) for match in _RUNS.finditer(folded))


def _pairs(run: str) -> list[str]:
    """Every two neighbours, and the last character, which begins no pair."""
    return [run[at : at + 2] for at in range(len(run))]


def _folded(text: str) -> str:
    """Wide letters narrow and capitals small."""
    return _ODD.sub(lambda odd: unicodedata.normalize("NFKC", odd[0]), text).lower()


def _places(text: str, typed: str) -> list[tuple[int, int]]:
    """Where in the text its parts stand, first to last, none within another."""
    pattern = _pattern(typed)
    if pattern is None:
        return []
    folded = _folded(text)
    if len(folded) == len(text):
        return [match.span() for match in pattern.finditer(folded)]
    one_by_one = [(at, small) for at, char in enumerate(text) for small in _folded(char)]
    found = pattern.finditer("".join(small for _, small in one_by_one))
    return [(one_by_one[each.start()][0], one_by_one[each.end() - 1][0] + 1) for each in found]


@lru_cache(maxsize=8)
def _pattern(typed: str) -> re.Pattern[str] | None:
    """Any of the parts, the longest of those that begin at one place; a word only at its start."""
    parts = [
        re.escape(run) if han else rf"(?<!{_LETTER}){re.escape(run)}" for run, han in _parts(typed)
    ]
    return re.compile("|".join(sorted(parts, key=len, reverse=True))) if parts else None
