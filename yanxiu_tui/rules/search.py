"""What a word is in Chinese, which writes none apart: every two characters that stand together."""

import re
import unicodedata
from collections.abc import Iterator

# Han in one run; letters and digits in another.
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUNS = re.compile(rf"([{_HAN}]+)|((?:(?![{_HAN}])[^\W_])+)")
_MOST_PHRASES = 8


def words(text: str) -> list[str]:
    """The words a text is found by, in order: ``背影`` and ``影`` of 背影, ``unit`` of Unit."""
    return [word for run, han in _runs(text) for word in (_pairs(run) if han else [run])]


def phrases(typed: str) -> list[list[str]]:
    """What a typed text looks for: words that follow one another, for each of its parts.

    A single character, and letters, find what begins with them.
    """
    found = []
    for run, han in _runs(typed):
        if not han or len(run) == 1:
            found.append([f"{run}*"])
        else:
            found.append(_pairs(run)[:-1])
    return found[:_MOST_PHRASES]


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    folded = unicodedata.normalize("NFKC", text).lower()
    return ((match[0], bool(match[1])) for match in _RUNS.finditer(folded))


def _pairs(run: str) -> list[str]:
    """Every two neighbours, and the last character, which begins no pair."""
    return [run[at : at + 2] for at in range(len(run))]
