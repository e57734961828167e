"""痕迹管理: each act leaves one line, in the act's own transaction."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from db import chain
from yanxiu_tui.services.permission import Actor


def write(
    actor: Actor,
    act: str,
    subject: str,
    subject_id: int | None,
    now: datetime,
    *,
    facts: Sequence[dict[str, Any]] = (),
    **detail: Any,
) -> None:
    """Record that ``actor`` did ``act``, and the attendance facts that came of it.

    Never give it a PIN, a code or a medical word.
    """
    line = _line(actor, act, subject, now, detail) | {"subject_id": subject_id}
    chain.append([line], facts)


def write_each(
    actor: Actor, act: str, subject: str, subject_ids: Sequence[int], now: datetime, **detail: Any
) -> None:
    """Record the one act for each of its subjects."""
    line = _line(actor, act, subject, now, detail)
    chain.append([line | {"subject_id": each} for each in subject_ids])


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
