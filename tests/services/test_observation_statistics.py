"""听课统计: a month as it stands, and as it was frozen once it was over (Z24)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from db.models import Claim, MonthlyReport, Observation, Teacher, Trace
from tests.builders import NOW, OPERATOR, a_group, a_teacher, a_term_after, an_actor
from tests.services.cast import a_cast
from tests.services.lessons import AWAY, HEARD, completed, written
from tests.services.test_races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.observations import Mode
from yanxiu_tui.services import observation_decisions, observation_statistics, observations

SEPTEMBER, OCTOBER = 1, 2
NOVEMBER = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def cast(memory):
    return a_cast()


def _heard(actor, day, now=NOW, **change):
    return completed(actor, now, day=day, **change)


def _claimed(cast, day, amount) -> None:
    """Lessons heard that were claimed on paper and granted."""
    Claim.create(
        term=cast.term, teacher=cast.su, kind="observation", title="听课记录本", first=day,
        last=day, amount=Decimal(amount), state=ClaimState.GRANTED, asked_at=NOW,
    )  # fmt: skip


def _line(found, name="苏慧"):
    return next(each for each in found.lines if each.name == name)


def _live(cast, number=OCTOBER, now=NOW, actor=None):
    return observation_statistics.live(actor or cast.dean, cast.term.id, number, now)


def test_the_months_of_a_term_that_have_begun_are_listed(cast):
    found = observation_statistics.months(cast.term.id, NOW)
    assert [(each.number, each.first, each.last) for each in found] == [
        (1, date(2026, 9, 1), date(2026, 9, 30)),
        (2, date(2026, 10, 1), date(2026, 10, 31)),
    ]


def test_everybody_has_a_line_with_the_month_the_term_and_how_they_came_to_hear(cast):
    _heard(cast.teacher, date(2026, 9, 30), datetime(2026, 9, 30, 8, tzinfo=UTC))
    _heard(cast.teacher, date(2026, 10, 9))
    _heard(cast.teacher, date(2026, 10, 12), mode=Mode.DROP_IN)
    _heard(cast.teacher, date(2026, 10, 2), mode=Mode.DROP_IN)
    found = _live(cast)
    assert (found.name, found.version, len(found.lines)) == ("2026年10月", 0, 6)
    line = _line(found)
    assert (line.month, line.term, line.concentrated, line.drop_in) == (3, 4, 1, 2)
    assert (line.late, line.claimed, line.conflicts) == (1, 0, 0)
    assert (line.staff_no, line.group_name) == ("1001", "语文组")
    assert (_line(found, "林远").month, _line(found, "林远").term) == (0, 0)
    assert (_line(_live(cast, SEPTEMBER)).month, _line(_live(cast, SEPTEMBER)).term) == (1, 1)


def test_only_what_counts_is_counted(cast):
    written(cast.teacher)
    voided = completed(cast.teacher, period=5)
    observation_decisions.void(cast.dean, voided.id, "弄错了", NOW)
    line = _line(_live(cast))
    assert (line.month, line.concentrated, line.drop_in) == (0, 0, 0)


def test_lessons_from_paper_count_and_are_told_apart(cast):
    _claimed(cast, date(2026, 10, 8), 3)
    _claimed(cast, date(2026, 9, 8), 2)
    completed(cast.teacher)
    line = _line(_live(cast))
    assert (line.month, line.claimed, line.concentrated, line.term) == (4, 3, 1, 6)


def test_what_the_regulation_asks_stands_beside_it(cast):
    _claimed(cast, date(2026, 10, 8), 3)
    found = _live(cast)
    assert [(each.name, each.need) for each in _line(found).quotas] == [("听课", 15)]
    assert [(each.need, each.short) for each in _line(found, "周敏").quotas] == [(20, 20)]
    assert [each.need for each in _line(found, "钱立").quotas] == [30]
    young = a_teacher("1020", "马丽")
    Teacher.update(joined="2026-08").where(Teacher.id == young.id).execute()
    assert [each.name for each in _line(_live(cast), "马丽").quotas] == ["听课", "青年教师听课"]


def test_the_progress_is_that_of_the_months_end(cast):
    _heard(cast.teacher, date(2026, 9, 30), datetime(2026, 9, 30, 8, tzinfo=UTC))
    completed(cast.teacher)
    done = {number: _line(_live(cast, number)).quotas[0].done for number in (SEPTEMBER, OCTOBER)}
    assert done == {SEPTEMBER: 1, OCTOBER: 2}
    assert _line(_live(cast)).quotas[0].short == 13


def test_records_in_conflict_are_counted_for_whoever_made_them(cast):
    completed(cast.teacher)
    observations.begin(cast.teacher, AWAY, NOW)
    completed(an_actor(cast.zhou), class_name="七（2）班")
    found = _live(cast)
    assert (_line(found).conflicts, _line(found, "周敏").conflicts) == (2, 1)
    assert _line(found, "林远").conflicts == 0
    assert _line(_live(cast, SEPTEMBER)).conflicts == 0


def test_who_came_later_is_not_in_an_earlier_month(cast):
    late = a_teacher("1020", "马丽")
    Teacher.update(created_at=NOW).where(Teacher.id == late.id).execute()
    assert len(_live(cast, SEPTEMBER).lines) == 6
    assert len(_live(cast).lines) == 7


def test_a_month_that_has_not_begun_is_refused(cast):
    for number in (0, 3, 6):
        with pytest.raises(Refused, match=f"还没有第 {number} 个月"):
            _live(cast, number)


def test_it_takes_the_same_queries_however_many_there_are(cast, queries):
    completed(cast.teacher)
    with queries() as few:
        _live(cast)
    for number in range(20):
        completed(an_actor(a_teacher(str(1100 + number), "教师", pin="")))
    with queries() as many:
        _live(cast)
    assert len(many) == len(few)


# Frozen


def test_a_month_that_is_over_is_frozen_and_later_records_do_not_change_it(cast):
    completed(cast.teacher)
    done = observation_statistics.freeze(cast.dean, cast.term.id, OCTOBER, "", NOVEMBER)
    assert (done.version, done.reason, done.frozen_by, done.frozen_at) == (
        1, "首次", "何静", NOVEMBER,
    )  # fmt: skip
    completed(cast.teacher, NOVEMBER, period=5)
    (kept,) = observation_statistics.frozen(cast.dean, cast.term.id)
    assert kept == done
    assert (_line(kept).month, _line(_live(cast, now=NOVEMBER)).month) == (1, 2)
    assert _line(kept).quotas == _line(done).quotas
    assert Trace.get(Trace.act == "freeze_month").subject_id == MonthlyReport.get().id


def test_the_running_month_is_not_frozen(cast):
    with pytest.raises(Refused, match="2026年10月还没有过完，月末（10-31）以后"):
        observation_statistics.freeze(cast.dean, cast.term.id, OCTOBER, "", NOW)
    last_day = datetime(2026, 10, 31, 10, tzinfo=UTC)
    with pytest.raises(Refused, match="还没有过完"):
        observation_statistics.freeze(cast.dean, cast.term.id, OCTOBER, "", last_day)
    assert not MonthlyReport.select().exists()


def test_a_second_version_needs_a_reason_and_the_first_stays(cast):
    observation_statistics.freeze(cast.dean, cast.term.id, SEPTEMBER, "", NOW)
    _claimed(cast, date(2026, 9, 8), 2)
    with pytest.raises(Refused, match="请填写再次冻结的原因"):
        observation_statistics.freeze(cast.dean, cast.term.id, SEPTEMBER, " ", NOW)
    observation_statistics.freeze(cast.vice, cast.term.id, SEPTEMBER, "补交记录本", NOW)
    second, first = observation_statistics.frozen(cast.dean, cast.term.id)
    assert (second.version, second.reason, first.version) == (2, "补交记录本", 1)
    assert (_line(second).month, _line(first).month) == (2, 0)


def test_frozen_on_two_terminals_at_once_they_follow_one_another(cast):
    done = at_once(
        [lambda: observation_statistics.freeze(cast.dean, cast.term.id, SEPTEMBER, "核对", NOW)] * 3
    )
    assert sorted(each.version for each in done) == [1, 2, 3]


def test_the_office_the_vice_principal_and_the_operator_freeze_and_nobody_else(cast):
    for actor in (cast.teacher, cast.leader, cast.head):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            observation_statistics.freeze(actor, cast.term.id, SEPTEMBER, "", NOW)
    assert observation_statistics.freeze(OPERATOR, cast.term.id, SEPTEMBER, "", NOW).frozen_by == ""


def test_leaders_see_their_members_live_and_frozen_and_teachers_nobody(cast):
    other = a_teacher("1007", "韩梅", group=a_group("数学组"))
    observation_statistics.freeze(cast.dean, cast.term.id, SEPTEMBER, "", NOW)
    frozen = observation_statistics.frozen(cast.leader, cast.term.id)[0]
    for found in (_live(cast, SEPTEMBER, actor=cast.leader), frozen):
        assert {each.name for each in found.lines} == {"苏慧", "林远", "周敏"}
    assert (
        _line(observation_statistics.frozen(cast.head, cast.term.id)[0], "韩梅").teacher_id
        == other.id
    )
    for act in (
        lambda: observation_statistics.live(cast.teacher, cast.term.id, SEPTEMBER, NOW),
        lambda: observation_statistics.frozen(cast.teacher, cast.term.id),
    ):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            act()


def test_the_months_of_a_term_that_is_over_are_read_and_not_frozen_again(cast):
    completed(cast.teacher)
    kept = observation_statistics.freeze(cast.dean, cast.term.id, OCTOBER, "", NOVEMBER)
    now, later = datetime(2027, 4, 8, 2, tzinfo=UTC), a_term_after(cast.term)
    assert len(observation_statistics.months(cast.term.id, now)) == 5
    assert _line(_live(cast, now=now)).month == 1
    assert observation_statistics.frozen(cast.dean, cast.term.id) == [kept]
    assert observation_statistics.frozen(cast.dean, later.id) == []
    with pytest.raises(Refused, match="已经结束，这个月冻结过，不能再冻结一版"):
        observation_statistics.freeze(cast.dean, cast.term.id, OCTOBER, "核对", now)
    done = observation_statistics.freeze(cast.dean, later.id, 1, "", now)
    assert (done.term_id, done.first) == (later.id, date(2027, 2, 22))


def test_the_last_month_is_over_with_the_term(cast):
    january = datetime(2027, 1, 21, 2, tzinfo=UTC)
    head = replace(HEARD, day=date(2027, 1, 20))
    observations.begin(cast.teacher, head, datetime(2027, 1, 20, 8, tzinfo=UTC))
    done = observation_statistics.freeze(cast.dean, cast.term.id, 5, "", january)
    assert (done.first, done.last, Observation.select().count()) == (
        date(2027, 1, 1), date(2027, 1, 20), 1,
    )  # fmt: skip
