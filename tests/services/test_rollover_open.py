"""新学期: trips and growth archives that the old term leaves undone are told of, too (P5, P8)."""

from datetime import UTC, datetime, timedelta

import pytest

from db.models import OutStudy
from tests.builders import NOW, OPERATOR
from tests.services.cast import a_cast
from yanxiu_tui.clock import local
from yanxiu_tui.services import archive_checks, rollover_views

TODAY = local(NOW).date()
DAY = timedelta(days=1)
JANUARY = datetime(2027, 1, 18, 3, tzinfo=UTC)


@pytest.fixture
def cast(memory):
    return a_cast("pingfang")


def _trip(cast, **values):
    return OutStudy.create(
        term=cast.term, teacher=cast.su, title="培训", place="省城", first=TODAY, last=TODAY + DAY,
        asked_at=NOW, **values,
    )  # fmt: skip


def _told(cast, room, now=JANUARY):
    return [each.words for each in rollover_views.prepare(cast.dean, now).open if each.room == room]


def test_a_trip_that_waits_for_somebody_is_told_by_what_it_waits_for(cast):
    _trip(cast)
    for _ in range(2):
        _trip(cast, state="approved")
    _trip(cast, state="approved", reported_at=NOW)
    _trip(cast, state="approved", reported_at=NOW, settled_at=NOW)
    _trip(cast, state="refused")
    assert _told(cast, "out_studies") == [
        "1 次外出学习待批准", "2 次外出学习汇报逾期", "1 次外出学习待核销",
    ]  # fmt: skip
    assert "2 次外出学习汇报逾期" not in _told(cast, "out_studies", NOW)


def test_archives_that_nobody_has_checked_are_told_until_all_are_whoever_asks(cast):
    archive_checks.check(cast.dean, cast.term.id, cast.su.id, "", NOW)
    assert _told(cast, "archives") == ["5 份成长档案还没有检查"]
    asked = [rollover_views.prepare(each, JANUARY).open for each in (cast.dean, OPERATOR)]
    assert asked[0] == asked[1]
    archive_checks.check_all(cast.dean, cast.term.id, NOW)
    assert _told(cast, "archives") == ["1 份成长档案还没有检查"]
    archive_checks.check(cast.vice, cast.term.id, cast.dean.teacher_id, "", NOW)
    assert _told(cast, "archives") == []


def test_where_the_school_does_not_check_archives_none_are_told(memory):
    assert _told(a_cast("zhanghong"), "archives") == []
