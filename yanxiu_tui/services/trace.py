"""痕迹管理: each act leaves one line, in the act's own transaction."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from db.models import Trace
from yanxiu_tui.services.permission import Actor

_BATCH = 25


def write(
    actor: Actor, act: str, subject: str, subject_id: int | None, now: datetime, **detail: Any
) -> None:
    """Record that ``actor`` did ``act``. Never give it a PIN, a code or a medical word."""
    Trace.insert(_line(actor, act, subject, now, detail) | {"subject_id": subject_id}).execute()


def write_each(
    actor: Actor, act: str, subject: str, subject_ids: Sequence[int], now: datetime, **detail: Any
) -> None:
    """Record the one act for each of its subjects."""
    line = _line(actor, act, subject, now, detail)
    rows = [line | {"subject_id": each} for each in subject_ids]
    for start in range(0, len(rows), _BATCH):
        Trace.insert_many(rows[start : start + _BATCH]).execute()


def _line(
    actor: Actor, act: str, subject: str, now: datetime, detail: dict[str, Any]
) -> dict[str, Any]:
    return {
        "at": now,
        "actor": actor.teacher_id,
        "act": act,
        "subject": subject,
        "detail": json.dumps(detail, ensure_ascii=False, default=str) if detail else "",
        "machine": actor.machine,
    }
