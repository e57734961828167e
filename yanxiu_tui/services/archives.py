"""档案: what a person files by hand, takes out again, and takes a copy of (Z32–Z34, P3, P4)."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from db.connection import held, transaction
from db.models import ArchiveItem, Claim, Loan, Teacher
from yanxiu_tui.clock import day_bounds, local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.archives import MEDIUM_NAMES, ArchiveClass, Medium
from yanxiu_tui.rules.loans import LoanState
from yanxiu_tui.services import files, persons, trace
from yanxiu_tui.services import school as terms
from yanxiu_tui.services.archive_overview import (
    Checked,
    GrowthLine,
    groups_seen,
    growth_overview,
)
from yanxiu_tui.services.archive_views import (
    Archive,
    ClassView,
    ItemView,
    class_of,
    growth,
    require_view,
    school,
    terms_begun,
    view_of,
)
from yanxiu_tui.services.files import Content
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.texts import clean

__all__ = [
    "Archive", "Checked", "ClassView", "GrowthLine", "ItemDraft", "ItemView", "add", "file_of",
    "groups_seen", "growth", "growth_overview", "remove", "school", "terms_begun",
]  # fmt: skip


@dataclass(frozen=True)
class ItemDraft:
    """What is to be filed: ``archive_class`` by ID or name, ``path`` of the file to copy in ("").

    ``teacher_id`` None files it in the 总档案. ``where_kept`` says where the paper lies.
    """

    archive_class: str
    title: str
    day: date
    medium: Medium
    teacher_id: int | None = None
    where_kept: str = ""
    path: str = ""


def add(actor: Actor, draft: ItemDraft, now: datetime, term_id: int | None = None) -> ItemView:
    """File something by hand in the archive of the term of its day; a file is copied in, once.

    ``term_id`` None is the current term; what was forgotten comes to an earlier one.
    """
    term = terms.term_view(term_id) if term_id else terms.current_term(now)
    title = clean(draft.title, "名称", 128)
    where_kept = clean(draft.where_kept, "存放的地方", 200, required=False)
    _require_keep(actor, draft.teacher_id)
    each = _class(term, draft)
    _refuse_odd(draft, where_kept, now)
    _refuse_other_term(term, draft.day)
    content = files.read(draft.path) if draft.path.strip() else None
    with transaction():
        # Held, so that the same thing is not filed twice at once.
        terms.hold_term(term.id)
        _refuse_twice(term, draft, each, title)
        stored = files.store(content, now) if content else None
        made = ArchiveItem.create(
            term=term.id,
            teacher=draft.teacher_id,
            archive_class=each.id,
            title=title,
            day=draft.day,
            medium=draft.medium,
            where_kept=where_kept,
            file=stored,
            file_name=_name_of(content),
            added_at=now,
            added_by=actor.teacher_id,
        )
        trace.write(
            actor, "file_item", "archive_item", made.id, now,
            teacher=draft.teacher_id, archive_class=each.id,
        )  # fmt: skip
    return view_of(made)


def remove(actor: Actor, item_id: int, reason: str, now: datetime) -> None:
    """Take out what was filed by hand; the line stays on record with the reason, as does the file.

    One's own archive is one's own, but what the office filed in it the office takes out.
    """
    reason = clean(reason, "移出的原因", 200)
    with transaction():
        row = held(ArchiveItem.select().where(ArchiveItem.id == item_id), ArchiveItem).first()
        if row is None or row.removed_at is not None:
            raise Refused("no_item", "没有这份材料，可能刚被别人移出。")
        theirs = actor.teacher_id is not None and row.added_by_id == actor.teacher_id
        _require_keep(actor, row.teacher_id if theirs else None)
        if Loan.select().where(Loan.item == row, Loan.state == LoanState.OUT).exists():
            raise Refused("out_on_loan", "这份材料借出未还，请先在「借阅」里收回，再移出。")
        ArchiveItem.update(
            removed_at=now, removed_by=actor.teacher_id, removed_reason=reason
        ).where(ArchiveItem.id == item_id).execute()
        trace.write(
            actor, "take_out_item", "archive_item", item_id, now,
            teacher=row.teacher_id, reason=reason,
        )  # fmt: skip


def file_of(actor: Actor, file_id: int, path: str | Path) -> Path:
    """Take a copy of a file out of an archive that this person may see; return where it is.

    ``path`` is a new file, or a folder that it goes into by its own name.
    """
    return files.take_out(file_id, path, _seen_name(actor, file_id))


def _require_keep(actor: Actor, teacher_id: int | None) -> None:
    own = teacher_id is not None and teacher_id == actor.teacher_id
    require(actor, Act.OWN_ARCHIVE if own else Act.KEEP_ARCHIVES)


def _class(term: TermView, draft: ItemDraft) -> ArchiveClass:
    rule = terms.regulation_of(term.regulation_id).archives
    if draft.teacher_id is None:
        return class_of(rule.school, draft.archive_class)
    Teacher.get_by_id(draft.teacher_id)
    return class_of(rule.teacher, draft.archive_class)


def _refuse_odd(draft: ItemDraft, where_kept: str, now: datetime) -> None:
    if draft.medium not in MEDIUM_NAMES:
        raise Refused("bad_medium", "形式只有纸质、电子、纸质和电子三种，请重新选择。")
    if draft.day > local(now).date():
        raise Refused("bad_day", "日期在今天以后，请核对。")
    if draft.medium != "paper" and not draft.path.strip():
        raise Refused("no_path", "电子材料请写文件的路径，程序会存一份。")
    if draft.medium == "paper" and draft.path.strip():
        raise Refused("bad_medium", "写了文件的路径，形式请选电子，或纸质和电子。")
    if draft.medium != "file" and not where_kept:
        raise Refused("no_place", "纸质材料请写存放的地方，如：档案柜三。")


def _refuse_other_term(term: TermView, day: date) -> None:
    """Refuse a day of another term; the holidays go with the term before them."""
    first = terms.terms()[0]
    if day < first.starts_on:
        raise Refused(
            "too_early",
            f"{day} 比程序里最早的{first.name}还早，那时的材料请留在原来的档案里，或核对日期。",
        )
    if terms.current_term(day_bounds(day)[0]).id != term.id:
        raise Refused(
            "other_term",
            f"材料归它日期所在的学期：{day} 不在{term.name}，请核对日期，或换到那个学期再添加。",
        )


def _refuse_twice(term: TermView, draft: ItemDraft, each: ArchiveClass, title: str) -> None:
    whose: Any = (
        ArchiveItem.teacher.is_null()
        if draft.teacher_id is None
        else ArchiveItem.teacher == draft.teacher_id
    )
    same = ArchiveItem.select().where(
        ArchiveItem.term == term.id,
        whose,
        ArchiveItem.archive_class == each.id,
        ArchiveItem.title == title,
        ArchiveItem.day == draft.day,
        ArchiveItem.removed_at.is_null(),
    )
    if same.exists():
        raise Refused("filed_already", f"「{title}」已经在「{each.name}」里，不用再添。")


def _name_of(content: Content | None) -> str:
    return content.name if content else ""


def _seen_name(actor: Actor, file_id: int) -> str:
    """What the file is called where this person may see it; Refused where they may not."""
    columns = ArchiveItem.teacher, ArchiveItem.file_name, ArchiveItem.term
    items: Any = ArchiveItem.select(*columns).where(ArchiveItem.file == file_id)
    claims: Any = Claim.select(Claim.teacher, Claim.file_name, Claim.term).where(
        Claim.file == file_id
    )
    rows = [*items.where(ArchiveItem.removed_at.is_null()).tuples(), *claims.tuples()]
    refusal = Refused("no_file", "没有这份文件，可能已经移出，请返回后重新选择。")
    for teacher_id, name, term_id in rows:
        try:
            _require_sight(actor, teacher_id, term_id)
        except Refused as error:
            refusal = error
        else:
            return str(name)
    raise refusal


def _require_sight(actor: Actor, teacher_id: int | None, term_id: int) -> None:
    if teacher_id is None or allowed(actor, Act.VIEW_ARCHIVES):
        require(actor, Act.VIEW_ARCHIVES)
        return
    require_view(actor, persons.one(terms.term_view(term_id), teacher_id))
