"""A room that keeps what is typed in it: as one types, when one leaves, whoever writes besides."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from textual import on
from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea

from yanxiu_tui import clock
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.screens.clash import ClashScreen
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.drafts import Answer, Draft
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import manuscripts
from yanxiu_tui.services.manuscripts import Aside
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.trouble import explain
from yanxiu_tui.widgets.editor import Editor

_BEAT = 0.5  # seconds from one look at what is to be saved to the next
AWAY = "没存上：数据库连不上或正忙。写的字都在，每几秒自动再存，请先别离开。"


@dataclass
class Saved(Message):
    """A save is over, well or not."""

    draft: Draft
    trouble: Exception | None = None
    settled: bool = False


@dataclass
class AsideRead(Message):
    """The texts that gave way to others."""

    found: Sequence[Aside]


class KeepingRoom(DeskRoom):
    """``drafts`` are what is typed in the ``editors``, number by number.

    What must have everything kept first, such as leaving, goes through ``when_kept``.
    """

    IDLE_SECONDS = 600.0
    BINDINGS = [
        Binding("ctrl+g", "aside", "留底", id="aside", show=False, tooltip="看让位的文字"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.drafts: list[Draft] = []
        self.editors: list[Editor] = []
        self.kept_at = ""
        self._then: Callable[[], object] | None = None

    def tell(self) -> None:
        """Say how things stand."""

    def read(self) -> None:
        """Read again what stands, and what may be written."""

    def on_mount(self) -> None:
        self.read()
        self.set_interval(_BEAT, self.beat)

    @property
    def unsaved(self) -> bool:
        """Whether anything typed is not kept yet."""
        return any(draft.unsaved or draft.theirs for draft in self.drafts)

    @property
    def in_trouble(self) -> bool:
        return any(draft.trouble for draft in self.drafts)

    # Saving

    @on(TextArea.Changed)
    def typing(self, event: TextArea.Changed) -> None:
        if event.text_area in self.editors:
            self.gather()
            self.tell()

    def gather(self) -> None:
        """Take what stands in the editors; a change may not have been told yet."""
        for draft, editor in zip(self.drafts, self.editors, strict=True):
            if editor.text != draft.typed and not editor.read_only:
                draft.type(editor.text, time.monotonic())

    def beat(self) -> None:
        """Save what it is time to save; ask about what clashed."""
        at = time.monotonic()
        for draft in self.drafts:
            if draft.due(at):
                self.save(draft)
        self.ask_about_clash()

    def flush(self) -> None:
        """Save at once whatever is not kept yet."""
        self.gather()
        for draft in self.drafts:
            if draft.to_save:
                self.save(draft)

    def save(self, draft: Draft) -> None:
        """Save one, in a worker."""
        self.keep(draft, draft.save)

    def keep(self, draft: Draft, act: Callable[..., None], settles: bool = False) -> None:
        """Do this to a draft in a worker; whatever goes wrong is told with the draft."""

        def work() -> Message:
            try:
                act(self.actor, now=clock.now())
            except Exception as error:
                return Saved(draft, error, settles)
            return Saved(draft, settled=settles)

        draft.begin(time.monotonic())
        self.ask(work, group="save")

    def on_saved(self, message: Saved) -> None:
        draft, trouble = message.draft, message.trouble
        recovered = bool(draft.trouble) and trouble is None
        draft.end(time.monotonic(), trouble)
        if message.settled:
            editor = self.editors[self.drafts.index(draft)]
            editor.take(draft.typed)
            editor.read_only = False
            self.say("已按您选的存好；没有用上的文字留着底，按 Ctrl+G 看。", "plain")
        if trouble is None:
            self.kept_at = f"{local(clock.now()):%H:%M}"
            if recovered:
                self.say("存上了。")
            self.go_on()
        else:
            self.told(trouble)
        self.tell()
        self.ask_about_clash()

    def told(self, trouble: Exception) -> None:
        """Say that a save failed; whoever is leaving decides whether to wait."""
        if isinstance(trouble, Refused):
            self.say(str(trouble), "wrong")
            self.read()
        else:
            explain(trouble)
            self.say(AWAY, "wrong")
        then, self._then = self._then, None

        def decided(sure: bool | None) -> None:
            if sure and then:
                then()

        if then:
            question = "刚写的还没存上，现在离开可能会丢。"
            self.app.push_screen(ConfirmScreen(question, "离开", "接着等", careful=True), decided)

    # Two who wrote the same section

    def ask_about_clash(self) -> None:
        """Ask which text shall stand, once nothing else is being asked."""
        at = time.monotonic()
        draft = next((each for each in self.drafts if each.to_settle(at)), None)
        if draft is None or draft.theirs is None or self.app.screen is not self:
            return
        self.gather()
        theirs, name = draft.theirs, draft.part.section.name
        screen = ClashScreen(name, theirs.edited_by, theirs.text, draft.typed)
        self.app.push_screen(screen, partial(self.settle, draft))

    def settle(self, draft: Draft, answer: Answer | None) -> None:
        """Let the text stand that was chosen; nobody types in it meanwhile."""
        self.editors[self.drafts.index(draft)].read_only = True
        self.keep(draft, partial(draft.settle, answer=answer or "both"), settles=True)

    def action_aside(self) -> None:
        """Read what gave way to another's text."""
        ids = dict.fromkeys(draft.part.manuscript_id for draft in self.drafts)

        def act() -> Message:
            found = (manuscripts.set_aside(self.actor, each) for each in ids)
            return AsideRead([*chain.from_iterable(found)])

        self.ask(act)

    def on_aside_read(self, message: AsideRead) -> None:
        names = {draft.part.section.id: draft.part.section.name for draft in self.drafts}
        fields = [
            (f"{names.get(each.section, each.section)} {each.author} {local(each.at):%m-%d %H:%M}",
             each.text)
            for each in message.found
        ]  # fmt: skip
        if fields:
            self.app.push_screen(DetailsScreen("留底：没有用上的文字", fields))
        else:
            self.say("没有留底的文字。", "plain")

    # Leaving

    def when_kept(self, act: Callable[[], object]) -> None:
        """Do this once everything typed is kept."""
        self._then = act
        self.go_on()

    def go_on(self) -> None:
        """Do what waits for everything to be kept."""
        if self._then is None:
            return
        self.flush()
        if not self.unsaved:
            then, self._then = self._then, None
            then()

    def action_back(self) -> None:
        self.when_kept(super().action_back)

    async def action_lock(self) -> None:
        self.when_kept(partial(self.call_later, super().action_lock))

    def on_screen_suspend(self) -> None:
        self.flush()

    def on_unmount(self) -> None:
        """The screen goes, perhaps because the desk locks: nothing typed is left behind."""
        self.gather()
        for draft in self.drafts:
            try:
                draft.save_at_last(self.actor, clock.now())
            except Exception as error:
                explain(error)
