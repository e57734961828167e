"""What is typed until it is kept: on which revision it builds, and when it is to be saved."""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Literal

from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.difference import both
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.services import manuscripts
from yanxiu_tui.services.manuscripts import Clash, PassageView
from yanxiu_tui.services.permission import Actor

Answer = Literal["both", "mine", "theirs"]
# Seconds: saved when the typist pauses, while typing goes on, after a save that failed.
PAUSE, AT_LATEST, AGAIN_AFTER = 1.0, 3.0, 3.0


@dataclass(frozen=True)
class Part:
    """A section of a manuscript that a room writes."""

    manuscript_id: int
    section: Section


class Draft:
    """One section at one terminal: what is typed there, and what of it is kept.

    It is saved by a worker or, when its screen goes, by the app itself; one at a time. ``theirs``
    is what another wrote meanwhile, until it is settled which text stands.
    """

    def __init__(self, part: Part, kept: PassageView) -> None:
        self.part = part
        self.kept = kept
        self.typed = self.sent = kept.text
        self.theirs: PassageView | None = None
        self.busy = False
        self.trouble = ""
        self._refused: str | None = None
        self._since = self._last = self._not_before = 0.0
        self._lock = Lock()

    @property
    def unsaved(self) -> bool:
        """Whether anything typed is not kept yet."""
        return self.typed != self.sent

    def type(self, text: str, at: float) -> None:
        """This stands in the editor now; ``at`` is a steady clock's second."""
        if not self.unsaved:
            self._since = at
        self.typed, self._last = text, at

    def due(self, at: float) -> bool:
        """Whether it is time to save it."""
        if self.typed == self._refused or at < self._not_before:
            return False
        paused = at - self._last >= PAUSE or at - self._since >= AT_LATEST
        return paused and self.to_save

    @property
    def to_save(self) -> bool:
        """Whether there is anything to save, and nothing in the way."""
        return self.unsaved and not self.busy and self.theirs is None

    def begin(self, at: float) -> None:
        """A save begins; what is typed from now on is saved after it."""
        self.busy, self._since = True, at

    def end(self, at: float, trouble: Exception | None = None) -> None:
        """The save is over; one in trouble is tried again, a refused one once the text differs."""
        self.busy = False
        self.trouble = str(trouble) if trouble else ""
        if isinstance(trouble, Refused):
            self._refused = self.typed
        elif trouble:
            self._not_before = at + AGAIN_AFTER

    def save(self, actor: Actor, now: datetime) -> None:
        """Keep what is typed; afterwards ``theirs`` says whether another had written, too."""
        with self._lock:
            text = self.typed
            if text == self.sent or self.theirs is not None:
                return
            done = manuscripts.write(
                actor, self.part.manuscript_id, self.part.section.id, text, self.kept.revision, now
            )
            if isinstance(done, Clash):
                self.theirs = done.theirs
            else:
                self.kept, self.sent = done.passage, text

    def to_settle(self, at: float) -> bool:
        """Whether it is time to ask which text shall stand."""
        refused = self.typed == self._refused or at < self._not_before
        return self.theirs is not None and not self.busy and not refused

    def settle(self, actor: Actor, answer: Answer, now: datetime) -> None:
        """Let the text stand that was chosen; whatever gives way to it stays on record."""
        with self._lock:
            text = self._chosen(answer)
            done = manuscripts.write_over(
                actor, self.part.manuscript_id, self.part.section.id, text, now, aside=self.typed
            )
            self.kept, self.theirs = done.passage, None
            self.typed = self.sent = text

    def save_at_last(self, actor: Actor, now: datetime) -> None:
        """Keep what is typed where nobody can be asked any more: both texts stand."""
        self.save(actor, now)
        if self.theirs is not None:
            self.settle(actor, "both", now)

    def see(self, passage: PassageView) -> bool:
        """Take over what another wrote, unless something typed here is not kept yet."""
        if self.unsaved or self.busy or passage.revision <= self.kept.revision:
            return False
        self.kept = passage
        self.typed = self.sent = passage.text
        return True

    def _chosen(self, answer: Answer) -> str:
        theirs = self.theirs.text if self.theirs else ""
        if answer == "both":
            return both(self.kept.text, theirs, self.typed)
        return self.typed if answer == "mine" else theirs
