"""An input that is filled from candidates: by name, pinyin initials or number, or by arrow keys."""

from collections.abc import Sequence

from textual.widgets import Checkbox, Input

from yanxiu_tui.rules.names import Named, fold_width, initials, rank

MOST_OFFERED = 50


def named(labels: Sequence[str]) -> list[Named]:
    """Plain words as candidates, found by their initials too."""
    return [Named("", label, initials(label)) for label in labels]


def label_of(candidate: Named) -> str:
    """What stands in the input once this candidate is taken."""
    return f"{candidate.name} {candidate.staff_no}".rstrip()


class Pick(Input):
    """A field with candidates; a ``free`` one takes any other text as well."""

    def __init__(
        self, candidates: Sequence[Named], value: str = "", free: bool = False, id: str = ""
    ) -> None:
        super().__init__(value, id=id, compact=True)
        self.candidates, self.free = candidates, free

    def offered(self) -> list[Named]:
        """The candidates the text may mean; all of them while it is empty or already one."""
        if self.chosen is not None and len(self.candidates) > MOST_OFFERED:
            return [self.chosen]
        if self.chosen is not None or not self.value.strip():
            return list(self.candidates[:MOST_OFFERED])
        found = rank(self.value, self.candidates, MOST_OFFERED)
        return found or _within(self.value, self.candidates)[:MOST_OFFERED]

    @property
    def chosen(self) -> Named | None:
        """The candidate whose label stands in the input."""
        text = self.value.strip()
        return next((each for each in self.candidates if label_of(each) == text), None)

    @property
    def suggested(self) -> int | None:
        """Which of those offered Enter should take; None where the text itself is meant."""
        offered = self.offered()
        if self.chosen is not None:
            return offered.index(self.chosen)
        text = self.value.strip()
        if not offered or not text or (self.free and not text.isascii()):
            return None
        return 0

    def meant(self) -> Named | None:
        """The candidate in the input, or the only one its text may mean."""
        offered = self.offered() if self.value.strip() else []
        return self.chosen or (offered[0] if len(offered) == 1 else None)

    def name_or_text(self) -> str:
        """The name of the candidate that is meant; the text itself where it means none."""
        meant = self.meant()
        return meant.name if meant else self.value.strip()


def _within(typed: str, candidates: Sequence[Named]) -> list[Named]:
    """Those with these initials somewhere inside, as a long title has; fewer than three say little.

    So ``wngh`` finds 校本研修五年规划.
    """
    wanted = fold_width(typed).lower()
    if len(wanted) < 3:
        return []
    return [each for each in candidates if wanted in each.initials]


class Tick(Checkbox):
    """A one-line box that says 是 or 否, so that colour is not the only sign."""

    BUTTON_LEFT = BUTTON_RIGHT = " "

    def __init__(self, label: str, value: bool, id: str) -> None:
        super().__init__(label, value, id=id, compact=True)
        self.watch_value()

    def watch_value(self) -> None:
        self.BUTTON_INNER = "是" if self.value else "否"
        super().watch_value()
