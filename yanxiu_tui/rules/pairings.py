"""师徒结对: what an agreement holds, who may be mentor, how both are judged (形式2, P9, §8)."""

from decimal import Decimal
from enum import StrEnum
from typing import Literal

import msgspec

from yanxiu_tui.rules.applies import Who
from yanxiu_tui.rules.clauses import Clause

Side = Literal["mentor", "apprentice"]
# Lessons each hears of the other, and lessons opened, come from their own records.
HEARD, OPENED = "heard", "opened"


class PairingState(StrEnum):
    """Where an agreement stands as it is kept; 培养中 is signed and begun."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    GRADUATED = "graduated"
    DISSOLVED = "dissolved"
    WITHDRAWN = "withdrawn"


class EntryKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something both do that is written into their shared log."""

    id: str
    name: str


class PairQuota(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """At least ``least`` a term of one side; ``counts`` heard, opened or an entry kind."""

    id: str
    name: str
    side: Side
    counts: str
    least: int
    unit: str = "次"


ENTRY_KINDS = (
    EntryKind(id="guidance", name="指导"),
    EntryKind(id="trial_lesson", name="试讲"),
    EntryKind(id="exchange", name="交流"),
)
QUOTAS = (
    PairQuota(
        id="mentor_hears", name="听徒弟的课", side="mentor", counts=HEARD, least=8, unit="节"
    ),
    PairQuota(id="guides", name="指导", side="mentor", counts="guidance", least=8),
    PairQuota(
        id="apprentice_hears",
        name="听师傅的课",
        side="apprentice",
        counts=HEARD,
        least=8,
        unit="节",
    ),
    PairQuota(id="opens", name="公开课", side="apprentice", counts=OPENED, least=2, unit="节"),
)


class PairingRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a school pairs: who may be ``mentors``, who needs one, and the agreement's template.

    ``most_apprentices`` at a time by one mentor. A pair without a record for ``silent_days`` is
    called silent. ``weights`` are those of the three judgements, by who gives them.
    """

    clause: Clause
    mentors: list[Who] = []
    apprentices: list[Who] = []
    most_apprentices: int = 2
    years: int = 1
    silent_days: int = 14
    aims: str = "师傅传帮带，徒弟勤学实干，一年内站稳讲台。"
    mentor_duties: str = "指导备课、上课和评课，每月听徒弟的课，指出优点和不足。"
    apprentice_duties: str = "主动请教，认真备课，多听师傅的课，按时上汇报课。"
    entry_kinds: tuple[EntryKind, ...] = ENTRY_KINDS
    quotas: tuple[PairQuota, ...] = QUOTAS
    weights: dict[Literal["mentor", "apprentice", "office"], Decimal] = {}
