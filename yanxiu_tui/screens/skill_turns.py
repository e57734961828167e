"""Whose turn it is as the marks of a test are entered, and which attempt of theirs is typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from yanxiu_tui.services.skills import CandidateLine


@dataclass(frozen=True)
class Turns:
    """The order of the candidates; nobody enters their own, nor a retake before its day is set."""

    lines: Mapping[int, CandidateLine]
    marker_id: int | None
    retake_fixed: bool

    def attempt(self, line: CandidateLine) -> int:
        """The attempt that is typed for them now: the next, else the last to be put right."""
        number = line.next_attempt
        may = number == 1 or self.retake_fixed
        return number if number and may else len(line.attempts)

    def waits(self, line: CandidateLine) -> bool:
        """Whether a result can be entered for them now."""
        mine = line.teacher_id == self.marker_id
        return not mine and bool(line.next_attempt) and self.attempt(line) == line.next_attempt

    def following(self, row: int) -> int | None:
        """The next after this row whose result is still to be entered, else the next.

        Who reads marks from a pile of papers does not look who is next: first marks come before
        retakes, and behind a retake the others.
        """
        order = list(self.lines)
        others = [each for each in range(len(order)) if each != row]
        waiting = [each for each in others if self.waits(self.lines[order[each]])]
        again = row >= 0 and self.attempt(self.lines[order[row]]) > 1
        alike = [each for each in waiting if bool(self.lines[order[each]].attempts) is again]
        waiting = alike or waiting
        later = [each for each in waiting if each > row]
        if later or waiting:
            return order[(later or waiting)[0]]
        return order[min(row + 1, len(order) - 1)] if order else None
