"""文稿: read, written section by section as it is typed, never over a text one has not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from peewee import JOIN, fn

from db.connection import held, transaction
from db.models import Manuscript, Passage, SetAside, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import search_index, trace
from yanxiu_tui.services.manuscript_rights import (
    OBSERVATION,
    OUT_STUDY,
    PAPER,
    PERSONAL_PLAN,
    REFLECTION,
    SESSION,
    SHARED_PLAN,
    STEERING,
    may_write,
    readable,
)
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.texts import clean_lines

__all__ = [
    "LONGEST", "OBSERVATION", "OUT_STUDY", "PAPER", "PERSONAL_PLAN", "REFLECTION", "SESSION",
    "SHARED_PLAN", "STEERING", "Aside", "Clash", "ManuscriptView", "PassageView", "Written",
    "append", "begin", "close", "edited", "manuscript", "readable", "retitle", "revisions",
    "set_aside", "write", "write_over",
]  # fmt: skip

# As long as a novel's chapter; more is a paste by mistake.
LONGEST = 20_000
_SITTING = timedelta(minutes=10)


@dataclass(frozen=True)
class PassageView:
    """A section as it stands: ``revision`` 0 when nothing has been written yet."""

    section: str
    text: str = ""
    revision: int = 0
    edited_at: datetime | None = None
    edited_by: str = ""
    edited_by_id: int | None = None


@dataclass(frozen=True)
class ManuscriptView:
    """A manuscript with its sections, and whether the one who reads it may write it, too."""

    id: int
    kind: str
    title: str
    author_id: int | None
    closed_at: datetime | None
    may_write: bool
    passages: Mapping[str, PassageView]

    def text(self, section: str) -> str:
        """What stands in a section; "" while nothing does."""
        passage = self.passages.get(section)
        return passage.text if passage else ""


@dataclass(frozen=True)
class Written:
    """The section was kept; whoever writes on begins from ``passage``."""

    passage: PassageView


@dataclass(frozen=True)
class Clash:
    """Somebody else wrote the section meanwhile: nothing was overwritten, ``theirs`` stands."""

    theirs: PassageView


@dataclass(frozen=True)
class Aside:
    """A text that gave way to another's."""

    section: str
    text: str
    author: str
    at: datetime


def begin(
    kind: str,
    term_id: int,
    title: str,
    day: date,
    now: datetime,
    group_id: int | None = None,
    author_id: int | None = None,
    about_id: int | None = None,
    texts: Mapping[str, str] | None = None,
) -> Manuscript:
    """A new manuscript, perhaps with texts to begin from; called within the owner's transaction."""
    made = Manuscript.create(
        kind=kind, term=term_id, title=title, day=day, created_at=now,
        group=group_id, author=author_id, about=about_id,
    )  # fmt: skip
    for section, text in (texts or {}).items():
        if text:
            Passage.create(
                manuscript=made, section=section, text=text, edited_at=now, edited_by=author_id
            )
    search_index.put(made.id)
    return made


def retitle(manuscript_id: int, title: str, day: date) -> None:
    """Call it otherwise, and date it so; called within the owner's transaction."""
    Manuscript.update(title=title, day=day).where(Manuscript.id == manuscript_id).execute()
    search_index.put(manuscript_id)


def close(manuscript_id: int, now: datetime | None) -> None:
    """Let nobody write it any more, or with None let them again; within the owner's transaction."""
    Manuscript.update(closed_at=now).where(Manuscript.id == manuscript_id).execute()


def manuscript(actor: Actor, manuscript_id: int) -> ManuscriptView:
    """Everything that stands in it; Refused to those who may not read it."""
    row = Manuscript.get_or_none((Manuscript.id == manuscript_id) & readable(actor))
    if row is None:
        raise Refused("not_allowed", "没有这份文稿，或您没有查看的权限。")
    return ManuscriptView(
        id=row.id,
        kind=row.kind,
        title=row.title,
        author_id=row.author_id,
        closed_at=row.closed_at,
        may_write=row.closed_at is None and may_write(actor, row),
        passages={each.section: _view(each) for each in _passages(manuscript_id)},
    )


def write(
    actor: Actor, manuscript_id: int, section: str, text: str, based_on: int, now: datetime
) -> Written | Clash:
    """Keep a section as it is typed; ``based_on`` is the revision that the writer has before them.

    A Clash when another has written it since, and nothing of theirs is lost.
    """
    text = _checked(text)
    with transaction():
        row = _hold_to_write(actor, manuscript_id)
        before = _passage(manuscript_id, section)
        if before is not None and before.text == text:
            return Written(_view(before))
        if (before.revision if before else 0) != based_on:
            return Clash(_view(before) if before else PassageView(section))
        kept = _keep(actor, manuscript_id, before, section, text, now)
        _tell(actor, row, before, section, now)
    return Written(kept)


def append(actor: Actor, manuscript_id: int, section: str, text: str, now: datetime) -> Written:
    """Put a text on a line of its own at the end of a section, whatever stands there by now."""
    with transaction():
        row = _hold_to_write(actor, manuscript_id)
        before = _passage(manuscript_id, section)
        stands = before.text.rstrip() if before else ""
        whole = _checked(f"{stands}\n{text}" if stands else text)
        kept = _keep(actor, manuscript_id, before, section, whole, now)
        _tell(actor, row, before, section, now)
    return Written(kept)


def write_over(
    actor: Actor, manuscript_id: int, section: str, text: str, now: datetime, aside: str = ""
) -> Written:
    """Settle a clash: let ``text`` stand and keep on record whatever gives way to it.

    That is what stands there now, and ``aside``, one's own text where another's is taken.
    """
    text = _checked(text)
    with transaction():
        row = _hold_to_write(actor, manuscript_id)
        before = _passage(manuscript_id, section)
        gone = [(aside, actor.teacher_id)]
        if before is not None:
            gone.append((before.text, before.edited_by_id))
        for words_, author in gone:
            if words_.strip() and words_ != text and words_ not in text:
                SetAside.create(manuscript=row, section=section, text=words_, author=author, at=now)
        kept = _keep(actor, manuscript_id, before, section, text, now)
        trace.write(actor, "settle_clash", "manuscript", manuscript_id, now, section=section)
    return Written(kept)


def revisions(manuscript_id: int) -> dict[str, int]:
    """The revision of every section, to see cheaply whether another has written."""
    rows = Passage.select(Passage.section, Passage.revision)
    return {row.section: row.revision for row in rows.where(Passage.manuscript == manuscript_id)}


def edited(manuscript_ids: Sequence[int]) -> dict[int, datetime]:
    """When each of these was last written in; without those that nothing is written in."""
    query = Passage.select(Passage.manuscript, fn.MAX(Passage.edited_at).alias("at"))
    found = query.where(Passage.manuscript.in_(list(manuscript_ids)), Passage.text != "")
    return {row.manuscript_id: row.at for row in found.group_by(Passage.manuscript)}


def set_aside(actor: Actor, manuscript_id: int) -> list[Aside]:
    """The texts that gave way to others, the latest first."""
    manuscript(actor, manuscript_id)
    query = SetAside.select(SetAside, Teacher).join(Teacher, JOIN.LEFT_OUTER)
    found = query.where(SetAside.manuscript == manuscript_id).order_by(SetAside.id.desc())
    return [
        Aside(row.section, row.text, row.author.name if row.author else "", row.at) for row in found
    ]


def _hold_to_write(actor: Actor, manuscript_id: int) -> Manuscript:
    query = Manuscript.select().where(Manuscript.id == manuscript_id)
    row = next(iter(held(query, Manuscript)), None)
    if row is None or not may_write(actor, row):
        raise Refused("not_allowed", f"{actor.name}老师不能修改这份文稿，请找组长或本人。")
    if row.closed_at is not None:
        raise Refused("closed", "这份文稿已经定稿，不能再改。")
    return row


def _passage(manuscript_id: int, section: str) -> Passage | None:
    return Passage.get_or_none((Passage.manuscript == manuscript_id) & (Passage.section == section))


def _passages(manuscript_id: int) -> Sequence[Passage]:
    query = Passage.select(Passage, Teacher).join(Teacher, JOIN.LEFT_OUTER)
    return list(query.where(Passage.manuscript == manuscript_id).order_by(Passage.id))


def _keep(
    actor: Actor,
    manuscript_id: int,
    before: Passage | None,
    section: str,
    text: str,
    now: datetime,
) -> PassageView:
    by = actor.teacher_id
    revision = before.revision + 1 if before else 1
    if before is None:
        Passage.create(
            manuscript=manuscript_id, section=section, text=text, edited_at=now, edited_by=by
        )
    else:
        Passage.update(text=text, revision=revision, edited_at=now, edited_by=by).where(
            Passage.id == before.id
        ).execute()
    search_index.put(manuscript_id)
    return PassageView(section, text, revision, now, actor.name, by)


def _tell(
    actor: Actor, row: Manuscript, before: Passage | None, section: str, now: datetime
) -> None:
    """One trace a sitting: whoever types on leaves no line every other second."""
    same = before is not None and before.edited_by_id == actor.teacher_id
    if not (same and before and now - before.edited_at < _SITTING):
        trace.write(actor, "write", "manuscript", row.id, now, section=section)


def _checked(text: str) -> str:
    if len(text) > LONGEST:
        raise Refused("too_long", f"一节最多 {LONGEST} 字，请把长资料存成文件，在这里写明路径。")
    return clean_lines(text)


def _view(row: Passage) -> PassageView:
    return PassageView(
        section=row.section,
        text=row.text,
        revision=row.revision,
        edited_at=row.edited_at,
        edited_by=row.edited_by.name if row.edited_by else "",
        edited_by_id=row.edited_by_id,
    )
