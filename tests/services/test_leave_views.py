"""Who sees which 请假条, and how much of it (Z30)."""

from datetime import date, timedelta

import pytest

from db.models import Term
from tests.builders import NOW, OPERATOR, an_actor
from tests.services.cast import a_cast
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.services import leave
from yanxiu_tui.services.leave import LeaveDraft
from yanxiu_tui.services.leave_views import to_decide

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WHO = ("head", "vice", "dean", "teacher")


@pytest.fixture
def cast(memory):
    return a_cast()


def _ask(cast, staff_no="1001", days=0, kind="sick"):
    start = NOW + days * DAY
    return leave.ask(cast.dean, LeaveDraft(staff_no, kind, "偏头痛", start, start + HOUR), NOW)


@pytest.mark.parametrize("who", ["dean", "head"])
def test_the_office_and_the_head_read_the_reason(cast, who):
    _ask(cast)
    assert [each.reason for each in leave.leaves(getattr(cast, who))] == ["偏头痛"]


def test_the_person_reads_their_own_reason(cast):
    _ask(cast)
    assert [each.reason for each in leave.my_leaves(cast.teacher, cast.term.id)] == ["偏头痛"]


def test_a_deputy_and_the_operator_see_the_leave_but_not_why(cast):
    _ask(cast)
    for actor in (cast.vice, OPERATOR):
        (seen,) = leave.leaves(actor)
        assert (seen.reason, seen.kind_name) == ("", "病假")
        assert seen.owed == ("2 份证明",)


def test_an_opinion_is_read_only_by_those_who_may_read_the_reason(cast):
    asked = _ask(cast)
    leave.refuse(cast.head, asked.id, "偏头痛也要医院证明", NOW)
    for actor, seen in ((cast.dean, "偏头痛也要医院证明"), (cast.vice, ""), (OPERATOR, "")):
        assert [each.opinion for each in leave.leaves(actor)] == [seen]
    assert leave.my_leaves(cast.teacher, cast.term.id)[0].opinion == "偏头痛也要医院证明"


def test_what_waits_is_counted_for_whoever_may_decide_it(cast):
    _ask(cast)
    own = _ask(cast, "1005")
    found = {name: len(to_decide(getattr(cast, name))) for name in WHO}
    assert found == {"head": 1, "vice": 1, "dean": 0, "teacher": 0}
    leave.withdraw(cast.dean, own.id, NOW)
    assert to_decide(cast.vice) == []


def test_a_deputy_who_is_to_decide_reads_the_reason(cast):
    _ask(cast, "1005")
    assert [each.reason for each in leave.leaves(cast.vice)] == ["偏头痛"]


def test_a_teacher_and_a_leader_do_not_see_everybodys(cast):
    for actor in (cast.teacher, cast.leader):
        with pytest.raises(Refused, match="权限"):
            leave.leaves(actor)


def test_ones_own_leaves_are_only_ones_own(cast):
    _ask(cast, "1002")
    mine = _ask(cast, "1001")
    assert [each.id for each in leave.my_leaves(cast.teacher, cast.term.id)] == [mine.id]
    assert leave.my_leaves(an_actor(cast.zhou), cast.term.id) == []


def test_the_operator_has_no_leave_of_their_own(cast):
    with pytest.raises(Refused, match="权限"):
        leave.my_leaves(OPERATOR, cast.term.id)


def test_the_latest_stand_first_and_only_in_the_states_asked_for(cast):
    first, second = _ask(cast), _ask(cast, days=1)
    third = _ask(cast, days=2)
    leave.withdraw(cast.dean, second.id, NOW)
    assert [each.id for each in leave.leaves(cast.dean)] == [third.id, second.id, first.id]
    waiting = leave.leaves(cast.dean, states=(LeaveState.ASKED,))
    assert [each.id for each in waiting] == [third.id, first.id]


def test_a_term_shows_the_leave_that_falls_in_it(cast):
    other = Term.create(
        name="2026—2027学年第二学期",
        starts_on=date(2027, 2, 22),
        ends_on=date(2027, 7, 9),
        regulation=cast.term.regulation,
    )
    inside, after = _ask(cast), _ask(cast, days=150)
    holidays = _ask(cast, days=110)
    for found in (leave.leaves, leave.my_leaves):
        actor = cast.dean if found is leave.leaves else cast.teacher
        assert [each.id for each in found(actor, cast.term.id)] == [holidays.id, inside.id]
        assert [each.id for each in found(actor, other.id)] == [after.id]


def test_what_waits_or_owes_papers_is_unsettled_in_whatever_term_it_falls(cast):
    other = Term.create(
        name="2025—2026学年第二学期",
        starts_on=date(2026, 2, 23),
        ends_on=date(2026, 7, 10),
        regulation=cast.term.regulation,
    )
    waits = _ask(cast, days=-130)
    withdrawn, proved = _ask(cast, days=-120), _ask(cast, days=-110)
    leave.withdraw(cast.dean, withdrawn.id, NOW)
    for paper in proved.owed_kinds:
        leave.receive_evidence(cast.dean, proved.id, paper, NOW)
    leave.approve(cast.head, proved.id, NOW)
    mine = leave.my_leaves(cast.teacher, cast.term.id, unsettled=True)
    assert [each.id for each in mine] == [waits.id]
    assert len(leave.my_leaves(cast.teacher, other.id)) == 3


def test_a_long_list_takes_no_more_queries_than_a_short_one(cast, memory):
    def queries():
        statements = []
        memory.query_hooks.append(lambda event: statements.append(event.sql))
        leave.leaves(cast.dean)
        memory.query_hooks.clear()
        return len(statements)

    _ask(cast)
    few = queries()
    for day in range(1, 12):
        _ask(cast, days=day, staff_no=f"100{1 + day % 4}")
    assert queries() == few <= 5
