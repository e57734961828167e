"""痕迹管理: each act leaves one line, in the act's own transaction."""

import json
from datetime import datetime
from typing import Any

from db.models import Trace
from yanxiu_tui.services.permission import Actor


def write(
    actor: Actor, act: str, subject: str, subject_id: int | None, now: datetime, **detail: Any
) -> None:
    """Record that ``actor`` did ``act``. Never give it a PIN, a code or a medical word."""
    Trace.insert(
        at=now,
        actor=actor.teacher_id,
        act=act,
        subject=subject,
        subject_id=subject_id,
        detail=json.dumps(detail, ensure_ascii=False, default=str) if detail else "",
        machine=actor.machine,
    ).execute()
