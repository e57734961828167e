"""Trips at whatever point they stand: asked for, approved, reported on, settled."""

from datetime import date, timedelta
from decimal import Decimal

from tests.builders import NOW
from yanxiu_tui.services import manuscripts, out_studies
from yanxiu_tui.services.out_studies import OutStudyDraft

TODAY = date(2026, 10, 14)
DAY = timedelta(days=1)
BACK = NOW + DAY  # in the afternoon of the day of return
YUAN = Decimal(800)


def a_draft(**values):
    return OutStudyDraft(
        **{"title": "省骨干教师培训", "place": "省城", "first": TODAY, "last": TODAY + DAY,
           "notice": "教师〔2026〕12号", "organiser": "省教育学院", **values}
    )  # fmt: skip


def asked(cast, **values):
    return out_studies.ask(cast.teacher, a_draft(**values), NOW)


def approved(cast, cap=YUAN, **values):
    return out_studies.approve(cast.head, asked(cast, **values).id, cap, "同意", NOW)


def reported(cast, at=BACK, **values):
    return handed_in(cast, approved(cast, **values), at)


def handed_in(cast, trip, at=BACK):
    report = out_studies.begin_report(cast.teacher, trip.id, at)
    manuscripts.write(cast.teacher, report, "gained", "课堂要留白。", 0, at)
    return out_studies.hand_in(cast.teacher, trip.id, at)


def settled(cast, cost=YUAN, violation="", hours=12, **values):
    trip = reported(cast, **values)
    return out_studies.settle(cast.dean, trip.id, Decimal(cost), violation, Decimal(hours), BACK)
