"""A pair for tests to follow: 周敏 is 苏慧's mentor for a year, signed and begun."""

from datetime import date

from db.models import Observation, OpenLesson, Pairing, PairingEntry, Teacher
from tests.builders import NOW
from tests.services.cast import Cast
from yanxiu_tui.rules.pairings import QUOTAS, PairingState, PairQuota
from yanxiu_tui.services import manuscripts
from yanxiu_tui.services.pairing_drafts import quotas_to_keep

FIRST, LAST = date(2026, 9, 7), date(2027, 9, 6)


def a_pair(cast: Cast, quotas: tuple[PairQuota, ...] = QUOTAS, **values: object) -> Pairing:
    """The pair as it is kept, without the signatures."""
    return Pairing.create(
        **{
            "mentor": cast.zhou,
            "apprentice": cast.su,
            "subject": "语文",
            "first": FIRST,
            "last": LAST,
            "aims": "一年内站稳讲台。",
            "mentor_duties": "指导备课、上课和评课。",
            "apprentice_duties": "主动请教，认真备课。",
            "quotas": quotas_to_keep(quotas),
            "state": PairingState.SIGNED,
            "drafted_at": NOW,
            "signed_at": NOW,
            **values,
        }
    )


def an_entry(pair: Pairing, day: date, kind: str = "guidance", **values: object) -> PairingEntry:
    """Something the mentor wrote down and the apprentice has signed."""
    return PairingEntry.create(
        **{
            "pairing": pair,
            "kind": kind,
            "day": day,
            "title": f"{day:%m-%d} 指导备课",
            "recorded_at": NOW,
            "recorded_by": pair.mentor_id,
            "signed_at": NOW,
            "signed_by": pair.apprentice_id,
            **values,
        }
    )


def a_record(
    cast: Cast, observer: Teacher, taught_by: Teacher, day: date, **values: object
) -> Observation:
    """A lesson on 《背影》 that one heard of the other, its record complete."""
    made = manuscripts.begin(manuscripts.OBSERVATION, cast.term.id, "背影", day, NOW)
    return Observation.create(
        **{
            "term": cast.term,
            "manuscript": made,
            "observer": observer,
            "taught_by": taught_by,
            "subject": "语文",
            "class_name": "七（3）班",
            "topic": "背影",
            "day": day,
            "period": 3,
            "mode": "drop_in",
            "started_at": NOW,
            "completed_at": NOW,
            **values,
        }
    )


def an_open_lesson(cast: Cast, teacher: Teacher, day: date, **values: object) -> OpenLesson:
    """A lesson on 《春》 somebody announced."""
    return OpenLesson.create(
        **{
            "term": cast.term,
            "teacher": teacher,
            "kind": "open_lesson",
            "subject": "语文",
            "topic": "春",
            "class_name": "七（1）班",
            "day": day,
            "period": 2,
            "announced_at": NOW,
            **values,
        }
    )
