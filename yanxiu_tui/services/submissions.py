"""上交: papers that are due, written here or handed in on paper or as a file, and taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from db.connection import transaction
from db.models import Claim, Passage
from yanxiu_tui.clock import instant, local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.rules.submissions import lacking, last_minute
from yanxiu_tui.services import files, manuscripts, trace
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.files import Content
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.submission_debts import Owed, answerable, owed_by, owed_of
from yanxiu_tui.services.submission_receipts import receive, receive_many, send_back
from yanxiu_tui.services.submission_rows import Outcome, hold, outcome, set_aside
from yanxiu_tui.services.submission_views import board, mine, require_to_see, to_do
from yanxiu_tui.services.texts import clean

__all__ = [
    "HandIn", "Outcome", "Writing", "board", "enter", "hand_in", "mine", "receive", "receive_many",
    "send_back", "take_out", "to_do", "withdraw", "write_here",
]  # fmt: skip

MOST_COPIES = 50
_NOON = time(12)


@dataclass(frozen=True)
class HandIn:
    """What is handed in: written here, on paper, as a file to be copied in, or several of them.

    ``copies`` counts the copies on paper.
    """

    written: bool = False
    where_kept: str = ""
    path: str = ""
    copies: int = 1


@dataclass(frozen=True)
class Writing:
    """Where a paper is written: its manuscript, what it is called, in which sections."""

    manuscript_id: int
    title: str
    sections: tuple[Section, ...]


def write_here(
    actor: Actor,
    kind: str,
    now: datetime,
    group_id: int | None = None,
    term_id: int | None = None,
) -> Writing:
    """Begin to write a paper here, or go on: each is written once, and opened again if closed."""
    with transaction():
        owed = owed_by(actor, kind, group_id, now, term_id)
        rows = _rows(owed)
        _refuse_handed_in(rows, owed)
        if not owed.kind.sections:
            raise Refused("not_here", f"「{owed.title}」不在终端上写，请交纸质的或文件。")
        draft = _last(rows, ClaimState.DRAFT)
        written = [row.manuscript_id for row in rows if row.manuscript_id is not None]
        manuscript_id = written[-1] if written else _begin(owed, now)
        if draft is None:
            manuscripts.close(manuscript_id, None)
            begun = {"manuscript": manuscript_id, "state": ClaimState.DRAFT, "handed_at": None}
            made = _create(actor, owed, now, begun)
            trace.write(actor, "write_paper", "claim", made.id, now, kind=kind)
    return Writing(manuscript_id, owed.title, tuple(owed.kind.sections))


def hand_in(
    actor: Actor,
    kind: str,
    paper: HandIn,
    now: datetime,
    group_id: int | None = None,
    term_id: int | None = None,
) -> Outcome:
    """Hand in one's own paper, the group's one leads, or the school's; it came this instant.

    The office receives it; the school's own, which the office enters, is received at once.
    """
    paper, content = _checked(paper)
    with transaction():
        owed = owed_by(actor, kind, group_id, now, term_id)
        _refuse_handed_in(_rows(owed), owed)
        _refuse_nothing(paper, here=bool(owed.kind.sections))
        made = _hand_in(actor, owed, paper, content, now, now)
        if owed.kind.by == "school":
            _received_at_once(actor, made, owed, (), paper.copies, now)
        trace.write(actor, "hand_in", "claim", made.id, now, kind=kind)
    return replace(outcome(made.id, now), blank=_blank(owed) if paper.written else 0)


def enter(
    actor: Actor,
    kind: str,
    paper: HandIn,
    day: date,
    now: datetime,
    hour: time | None = None,
    staff_no: str = "",
    group_id: int | None = None,
    missing: Sequence[str] = (),
    term_id: int | None = None,
) -> Outcome:
    """Enter what came on paper, when it came; it is received at once, without what is ``missing``.

    Without the hour it came in time, if that was the day.
    """
    require(actor, Act.CLAIM_FOR_OTHERS)
    teacher = find_teacher(staff_no) if staff_no else None
    if paper.written:
        raise Refused("not_on_paper", "在终端上写的由本人交，这里只登记纸质和文件。")
    paper, content = _checked(paper)
    _refuse_nothing(paper)
    with transaction():
        owed = owed_of(kind, teacher, group_id, now, term_id)
        if answerable(owed, actor) == actor.teacher_id:
            raise Refused("own_claim", "自己的请用「交」，由他人接收。")
        _refuse_handed_in(_rows(owed), owed)
        at = _came_at(owed, day, hour, now)
        made = _hand_in(actor, owed, paper, content, at, now)
        _received_at_once(actor, made, owed, missing, paper.copies, now)
        trace.write(actor, "enter_paper", "claim", made.id, now, kind=kind, day=day)
    return outcome(made.id, now)


def withdraw(actor: Actor, claim_id: int, now: datetime) -> Outcome:
    """Take back what nobody has received yet; the school's own also afterwards."""
    with transaction():
        found = hold(claim_id)
        _require_own(actor, found)
        entered = found.group_id is None and found.decided_by_id == actor.teacher_id
        if found.state != ClaimState.ASKED and not (found.state == ClaimState.GRANTED and entered):
            raise Refused(
                "wrong_state", f"「{found.title}」已经收了或退回了，不能撤回，请找教导处。"
            )
        Claim.update(state=ClaimState.WITHDRAWN).where(Claim.id == claim_id).execute()
        trace.write(actor, "withdraw_paper", "claim", claim_id, now)
    return outcome(claim_id, now)


def take_out(actor: Actor, claim_id: int, path: str | Path) -> Path:
    """Write a copy of the file that was handed in; for whoever sees the paper on the board."""
    row = Claim.get_or_none(Claim.id == claim_id, Claim.due_at.is_null(False))
    if row is None or row.file_id is None:
        raise Refused("no_file", "这一份没有交文件。")
    if actor.teacher_id is None or actor.teacher_id not in (row.teacher_id, row.asked_by_id):
        require_to_see(actor, row.term_id, row.teacher_id, row.group_id)
    return files.take_out(row.file_id, path, row.file_name)


def _require_own(actor: Actor, row: Claim) -> None:
    """Whose it is, who handed it in, and whoever leads the group now."""
    own = actor.teacher_id is not None and actor.teacher_id in (row.teacher_id, row.asked_by_id)
    led = row.group_id is not None and allowed(actor, Act.CLAIM_FOR_GROUP, row.group_id)
    if not own and not led:
        raise Refused("not_yours", "只能撤回自己或本组交的材料。")


# Writing and handing in


def _begin(owed: Owed, now: datetime) -> int:
    day = local(now).date()
    group_id = owed.group.id if owed.group else None
    author_id = owed.teacher.id if owed.teacher else None
    made = manuscripts.begin(
        manuscripts.PAPER, owed.term.id, owed.title, day, now, group_id, author_id
    )
    return int(made.id)


def _checked(paper: HandIn) -> tuple[HandIn, Content | None]:
    """The same fit to keep, and what the file holds."""
    where = clean(paper.where_kept, "存放处", 200, required=False)
    if not 1 <= paper.copies <= MOST_COPIES:
        raise Refused("bad_copies", f"份数应为 1 至 {MOST_COPIES}，请核对。")
    content = files.read(paper.path) if paper.path.strip() else None
    return HandIn(paper.written, where, paper.path.strip(), paper.copies), content


def _refuse_nothing(paper: HandIn, here: bool = False) -> None:
    """Refuse what is neither on paper nor a file nor, where it may be written ``here``, written."""
    if not (paper.written or paper.where_kept or paper.path):
        or_written = "交在终端上写的，或" if here else ""
        raise Refused("nothing", f"交的是什么？请{or_written}写明纸质的放在哪里、文件的路径。")


def _hand_in(
    actor: Actor, owed: Owed, paper: HandIn, content: Content | None, at: datetime, now: datetime
) -> Claim:
    """Write it down, on the row of the draft when that is what is handed in."""
    values: dict[str, Any] = {
        "handed_at": at, "copies": paper.copies, "where_kept": paper.where_kept,
        "file": files.store(content, now) if content else None,
        "file_name": content.name if content else "",
    }  # fmt: skip
    if not paper.written:
        return _create(actor, owed, now, values)
    rows = _rows(owed)
    manuscript_id = _written(rows, owed)
    manuscripts.close(manuscript_id, now)
    draft = _last(rows, ClaimState.DRAFT)
    if draft is None:
        return _create(actor, owed, now, {**values, "manuscript": manuscript_id})
    Claim.update(_values(actor, owed, now, values)).where(Claim.id == draft.id).execute()
    return draft


def _written(rows: Sequence[Claim], owed: Owed) -> int:
    """The manuscript of it; Refused while nothing stands in it."""
    known = [row.manuscript_id for row in rows if row.manuscript_id is not None]
    if not known or not _filled(known[-1]):
        raise Refused("not_written", f"「{owed.title}」还没有写，写了再交。")
    return int(known[-1])


def _filled(manuscript_id: int) -> set[str]:
    """The sections in which something is written."""
    texts = Passage.select().where(Passage.manuscript == manuscript_id, Passage.text != "")
    return {each.section for each in texts if each.text.strip()}


def _blank(owed: Owed) -> int:
    """In how many sections nothing is written."""
    filled = _filled(_written(_rows(owed), owed))
    return sum(section.id not in filled for section in owed.kind.sections)


def _create(actor: Actor, owed: Owed, now: datetime, values: Mapping[str, Any]) -> Claim:
    return Claim.create(**_values(actor, owed, now, values))


def _values(actor: Actor, owed: Owed, now: datetime, values: Mapping[str, Any]) -> dict[str, Any]:
    day = local(values["handed_at"] or now).date()
    return {
        "term": owed.term.id, "teacher": answerable(owed, actor) or actor.teacher_id,
        "group": owed.group.id if owed.group else None,
        "kind": owed.kind.id, "title": owed.title, "first": day, "last": day,
        "amount": Decimal(1), "due_at": owed.due_at,
        "due_on": local(last_minute(owed.due_at)).date(),
        "state": ClaimState.ASKED, "asked_at": now, "asked_by": actor.teacher_id, **values,
    }  # fmt: skip


def _received_at_once(
    actor: Actor, row: Claim, owed: Owed, missing: Sequence[str], copies: int, now: datetime
) -> None:
    there = [part for part in owed.kind.parts if part not in missing]
    lacks = lacking(owed.kind.parts, there, copies, owed.deadline.copies)
    lacks += [clean(each, "缺的材料", 60) for each in missing if each not in owed.kind.parts]
    Claim.update(
        state=ClaimState.GRANTED, complete=not lacks, missing="、".join(lacks),
        decided_at=now, decided_by=actor.teacher_id,
    ).where(Claim.id == row.id).execute()  # fmt: skip
    set_aside([row])


def _came_at(owed: Owed, day: date, hour: time | None, now: datetime) -> datetime:
    """The instant it came; of the hour that nobody told it is the one that is in time."""
    if day > local(now).date():
        raise Refused("in_future", "交来的日子最晚是今天，请核对。")
    if day < owed.term.starts_on:
        raise Refused(
            "outside_term", f"{owed.term.name}从 {owed.term.starts_on} 开始，请核对日期。"
        )
    at = instant(day, hour or min(_NOON, owed.deadline.at))
    return min(at, now)


def _refuse_handed_in(rows: Sequence[Claim], owed: Owed) -> None:
    """What waits or was found complete is not handed in again; what is incomplete is mended."""
    if _last(rows, ClaimState.ASKED) is not None:
        raise Refused("handed_in", f"「{owed.title}」已经交了，等待接收；要改请先撤回。")
    granted = _last(rows, ClaimState.GRANTED)
    if granted is not None and granted.complete:
        raise Refused("handed_in", f"「{owed.title}」已经交了，也收了，不用再交。")


def _rows(owed: Owed) -> list[Claim]:
    """All that was written or handed in of it, in order."""
    query = Claim.select().where(
        Claim.term == owed.term.id, Claim.kind == owed.kind.id, Claim.due_at.is_null(False)
    )
    if owed.teacher:
        query = query.where(Claim.teacher == owed.teacher, Claim.group.is_null())
    if owed.group:
        query = query.where(Claim.group == owed.group)
    return list(query.order_by(Claim.id))


def _last(rows: Sequence[Claim], state: ClaimState) -> Claim | None:
    found = [row for row in rows if row.state == state]
    return found[-1] if found else None
