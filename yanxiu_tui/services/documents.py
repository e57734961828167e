"""The papers of an activity: 方案, 简报, 总结 (Z8, T4)."""

from dataclasses import dataclass
from datetime import datetime

from db.connection import transaction
from db.models import Activity, ActivityDocument
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import trace
from yanxiu_tui.services.activities import hold, is_run_by, regulation_for
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean

DOCUMENT_NAMES = {"plan": "活动方案", "newsletter": "简报", "summary": "总结"}


@dataclass(frozen=True)
class Document:
    """A paper of a large activity, and where it is kept."""

    kind: str
    name: str
    where_kept: str


def hand_in(actor: Actor, activity_id: int, kind: str, where_kept: str, now: datetime) -> None:
    """Register a 方案, 简报 or 总结 of an activity and where it is kept (Z8, T4)."""
    if kind not in DOCUMENT_NAMES:
        raise Refused("bad_document", "材料只有活动方案、简报、总结三种，请重新选择。")
    where_kept = clean(where_kept, "存放位置或文件名", 200)
    with transaction():
        row = hold(activity_id)
        require(actor, Act.RUN_ACTIVITY, row.group_id, is_run_by(row, actor.teacher_id))
        ActivityDocument.insert(
            activity=row.id,
            kind=kind,
            where_kept=where_kept,
            received_at=now,
            received_by=actor.teacher_id,
        ).on_conflict(
            conflict_target=[ActivityDocument.activity, ActivityDocument.kind],
            preserve=[
                ActivityDocument.where_kept,
                ActivityDocument.received_at,
                ActivityDocument.received_by,
            ],
        ).execute()
        trace.write(actor, "hand_in", "activity", row.id, now, document=kind)


def documents(activity_id: int) -> list[Document]:
    """The papers handed in for an activity."""
    rows = ActivityDocument.select().where(ActivityDocument.activity == activity_id)
    return [Document(row.kind, DOCUMENT_NAMES[row.kind], row.where_kept) for row in rows]


def missing_documents(row: Activity) -> list[str]:
    """The names of the papers a large activity still owes before it may be closed."""
    if not row.large:
        return []
    have = {document.kind for document in documents(row.id)}
    owed = regulation_for(row).large_activity.documents
    return [DOCUMENT_NAMES[kind] for kind in owed if kind not in have]
