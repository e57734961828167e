"""中心发言人 in fair rotation: nobody is left out, nobody speaks twice before all have (Z13)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Speaker:
    """Somebody who may speak: turns had or lined up this term, and those of earlier terms.

    ``last`` is when they last spoke before this term, ``order`` settles what is equal otherwise.
    """

    id: int
    order: str
    turns: int = 0
    earlier: int = 0
    last: date | None = None


def rotation(speakers: Sequence[Speaker], places: int) -> list[Speaker]:
    """Who speaks at each of so many places, as they stood before; nobody while there is no one.

    First whoever had the fewest turns this term, then the fewest in earlier terms, then whoever
    spoke longest ago. So all have spoken once before anybody is asked again.
    """
    standing = list(speakers)
    asked: list[Speaker] = []
    for _ in range(places if standing else 0):
        following = min(standing, key=_turn)
        asked.append(following)
        at = standing.index(following)
        standing[at] = replace(following, turns=following.turns + 1)
    return asked


def _turn(speaker: Speaker) -> tuple[int, int, date, str, int]:
    last = speaker.last or date.min
    return speaker.turns, speaker.earlier, last, speaker.order, speaker.id
