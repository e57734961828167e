"""A room to write in: sections at the left, an editor beside them, kept as one types."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.screens.drafts import Draft, Part
from yanxiu_tui.screens.pages import PagedRoom
from yanxiu_tui.services import manuscripts
from yanxiu_tui.services.manuscripts import ManuscriptView, PassageView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.editor import Editor
from yanxiu_tui.widgets.section_list import EMPTY, FILLED, SectionList

_LOOK = 2.0  # seconds from one look at what others write to the next


@dataclass
class Opened(Message):
    """What the room writes is read."""

    parts: Sequence[Part]
    views: Mapping[int, ManuscriptView]


@dataclass
class Seen(Message):
    """What others have written since, as it stands now; empty when nobody has."""

    views: Mapping[int, ManuscriptView]


class WritingRoom(PagedRoom):
    """Writes the ``sections`` of one manuscript.

    A subclass gives ``sections``, or ``parts`` where it writes several manuscripts; both are called
    in a worker and may ask services. ``heading`` stands above them. What must have everything kept
    first goes through ``when_kept``. F5 and F9 are free for more keys.
    """

    CSS_PATH = "writing.tcss"

    def __init__(self, actor: Actor, manuscript_id: int = 0) -> None:
        super().__init__(actor)
        self.manuscript_id = manuscript_id
        self.views: Mapping[int, ManuscriptView] = {}

    # What a subclass says

    def sections(self) -> Sequence[Section]:
        """The sections of the manuscript, in order."""
        raise NotImplementedError

    def parts(self) -> Sequence[Part]:
        """Every section that is written here."""
        return [Part(self.manuscript_id, each) for each in self.sections()]

    def heading(self) -> str:
        """What this is, above the sections."""
        return next((view.title for view in self.views.values()), "")

    def why_not(self, view: ManuscriptView) -> str:
        """Why it may only be read; "" where it may be written."""
        if view.may_write:
            return ""
        return "已经定稿，不能再改" if view.closed_at else "不是您写的，只能看"

    # Reading

    def body(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static("", id="about", markup=False)
            yield Static("正在读取", id="kept", markup=False)
        with Horizontal(id="written"):
            yield SectionList()
            yield Horizontal(id="pages")

    def on_mount(self) -> None:
        self.set_interval(_LOOK, lambda: self.follow(self.look, "look"))

    def read(self) -> None:
        """Read everything, also what may be written by now."""

        def act() -> Message:
            parts = self.parts()
            ids = dict.fromkeys(part.manuscript_id for part in parts)
            return Opened(parts, {each: manuscripts.manuscript(self.actor, each) for each in ids})

        self.ask(act, group="read", only_last=True)

    async def on_opened(self, message: Opened) -> None:
        self.views = message.views
        if not self.pages:
            await self.lay_out(message.parts)
        else:
            self.take_over(message.views)
        self.tell()
        self.refresh_bindings()

    async def lay_out(self, parts: Sequence[Part]) -> None:
        """Make an editor for every section, and begin with the first."""
        self.drafts = [Draft(part, self.passage(part)) for part in parts]
        self.editors = [self.editor(draft) for draft in self.drafts]
        self.beside = list(self.panels())
        for page in self.pages:
            page.display = False
        await self.query_one("#pages").mount(*self.pages)
        self.list_sections()
        self.show(0)

    def passage(self, part: Part) -> PassageView:
        """The section as it was last read."""
        passages = self.views[part.manuscript_id].passages
        return passages.get(part.section.id, PassageView(part.section.id))

    def editor(self, draft: Draft) -> Editor:
        section = draft.part.section
        read_only = bool(self.why_not(self.views[draft.part.manuscript_id]))
        return Editor(section.name, section.hint, draft.typed, read_only)

    def look(self) -> None:
        """See whether others have written since."""
        if self.app.screen is not self or not self.drafts:
            return
        known = {(d.part.manuscript_id, d.part.section.id): d.kept.revision for d in self.drafts}
        ids = list(self.views)

        def act() -> Message:
            changed = [
                each
                for each in ids
                if any(
                    revision > known.get((each, section), revision)
                    for section, revision in manuscripts.revisions(each).items()
                )
            ]
            return Seen({each: manuscripts.manuscript(self.actor, each) for each in changed})

        self.ask(act, group="look", only_last=True)

    def on_seen(self, message: Seen) -> None:
        if message.views:
            self.views = {**self.views, **message.views}
            self.take_over(message.views)
            self.tell()

    def take_over(self, views: Mapping[int, ManuscriptView]) -> None:
        """Show what others wrote, except where something typed here is not kept yet."""
        self.gather()
        for draft, editor in zip(self.drafts, self.editors, strict=True):
            view = views.get(draft.part.manuscript_id)
            if view is None:
                continue
            editor.read_only = bool(self.why_not(view))
            passage = self.passage(draft.part)
            if draft.see(passage):
                editor.take(passage.text)
                if passage.edited_by_id != self.actor.teacher_id:
                    self.say(f"{passage.edited_by}写了「{draft.part.section.name}」。", "plain")

    @property
    def unsaved(self) -> bool:
        return super().unsaved or any(panel.unsaved for panel in self.beside)

    @property
    def in_trouble(self) -> bool:
        return super().in_trouble or any(panel.unsaved for panel in self.beside)

    def flush(self) -> None:
        super().flush()
        for panel in self.beside:
            panel.flush()

    # What is said

    def list_sections(self) -> None:
        """Say of every section whether it is still empty."""
        rows = [
            (draft.part.section.name, FILLED if draft.typed.strip() else EMPTY)
            for draft in self.drafts
        ]
        panels = [(panel.TITLE, panel.mark) for panel in self.beside]
        self.sections_list.show([*rows, *panels])

    def tell(self) -> None:
        """Say what this is, how much of it is written, and whether it is kept."""
        if not self.drafts:
            return
        self.list_sections()
        filled = sum(bool(draft.typed.strip()) for draft in self.drafts)
        about = f"{self.heading()}  已写 {filled}/{len(self.drafts)} 节"
        self.query_one("#about", Static).update(about)
        kept = self.query_one("#kept", Static)
        kept.update(self.standing)
        kept.set_class(super().in_trouble, "wrong")

    @property
    def standing(self) -> str:
        """Whether it is kept, in words."""
        if super().in_trouble:
            return "没存上"
        if self.unsaved:
            return "正在输入"
        return self.reason or (f"已保存 {self.kept_at}" if self.kept_at else "")

    @property
    def reason(self) -> str:
        """Why what is shown now may only be read."""
        if self.at >= len(self.drafts):
            return ""
        return self.why_not(self.views[self.drafts[self.at].part.manuscript_id])
