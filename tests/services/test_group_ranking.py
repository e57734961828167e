"""The ranking of groups: hand-worked totals, and each point down to its records (Z3, Z7, Z19)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import Attendee, Claim, Membership, Teacher, Veto
from tests.builders import NOW, a_group
from tests.services.ranked import SCHEME, TODAY, adopt, principal_of
from tests.services.ranked_groups import DUE, SUMMARY_DUE, a_school_of_groups, hand_in
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.rules.scoring import State
from yanxiu_tui.services.group_ranking import explained, group_ranking, records


@pytest.fixture
def school(memory):
    """Two 教研组 that are ranked, as tests/services/ranked_groups works them out."""
    return a_school_of_groups()


def _view(school, actor=None, last=TODAY, kind=GroupKind.RESEARCH):
    return group_ranking(actor or school.dean, school.term_id, kind, last)


def _line(view, name):
    return next(line for line in view.lines if line.group_name == name)


def _item(view, name, item_id):
    return next(item for item in _line(view, name).items if item.id == item_id)


def _records(school, name, item_id, actor=None):
    group_id = a_group(name).id
    return records(actor or school.dean, school.term_id, group_id, item_id, TODAY)


def test_totals_and_places_are_those_worked_out_by_hand(school):
    view = _view(school)
    assert [
        (line.ranked.place, line.group_name, line.members, str(line.score)) for line in view.lines
    ] == [(1, "语文组", 3, "78.24"), (2, "数学组", 2, "58.87")]


def test_the_points_of_each_item_are_those_worked_out_by_hand(school):
    view = _view(school)
    points = {
        line.group_name: [str(each.points) for each in line.ranked.result.items]
        for line in view.lines
    }
    assert points == {
        "语文组": ["25.37", "18.18", "16.00", "10.00", "0.00"],
        "数学组": ["22.33", "15.00", "10.00", "5.00", "0.00"],
    }


def test_only_weeks_that_are_over_are_missed(school):
    assert _item(_view(school), "数学组", "meetings").points == 10
    assert _item(_view(school, last=date(2026, 10, 18)), "数学组", "meetings").points == 8
    assert _item(_view(school, last=date(2026, 9, 6)), "数学组", "meetings").points == 20


def test_a_busy_week_makes_up_for_no_other(school):
    # 语文组 met five times in the six weeks, but only in four of them.
    assert _item(_view(school), "语文组", "meetings").points == 16


def test_a_paper_that_is_not_due_yet_is_left_out(school):
    view = _view(school)
    assert _item(view, "语文组", "summary").state is State.LEFT_OUT
    assert _item(view, "语文组", "plan").state is State.COUNTED


def test_once_it_is_due_a_paper_that_is_missing_gives_nothing_and_counts(school):
    hand_in(school, a_group("语文组"), "周敏", "group_summary", SUMMARY_DUE, SUMMARY_DUE)
    view = _view(school, last=SUMMARY_DUE)
    assert _item(view, "语文组", "summary").points == 10
    missing = _item(view, "数学组", "summary")
    assert (missing.state, missing.points) == (State.COUNTED, 0)


def test_a_paper_handed_in_before_it_is_due_counts_for_that_group_alone(school):
    hand_in(school, a_group("数学组"), "吴越", "group_summary", TODAY, SUMMARY_DUE)
    view = _view(school)
    assert _item(view, "数学组", "summary").points == 10
    assert _item(view, "语文组", "summary").state is State.LEFT_OUT


def test_a_late_paper_gives_less_and_an_incomplete_one_less_still(school):
    assert _item(_view(school), "数学组", "plan").points == 5
    Claim.delete().where(Claim.kind == "group_plan", Claim.last > DUE).execute()
    maths = a_group("数学组")
    hand_in(school, maths, "吴越", "group_plan", DUE - timedelta(days=3), DUE, complete=False)
    assert _item(_view(school), "数学组", "plan").points == 3


def test_members_under_a_veto_do_not_count(school):
    Veto.create(term=school.term_id, teacher=school.teachers["苏慧"], reason="师德", at=NOW)
    line = _line(_view(school), "语文组")
    # (79.25 + 76) / 2 / 89.33, the highest of those that count.
    assert (line.members, line.items[0].points) == (2, Decimal("26.07"))
    listed = [each.title for each in _records(school, "语文组", "members")]
    assert listed == ["林远", "周敏", "全校最高分"]


def test_each_kind_of_group_is_ranked_by_itself(school):
    view = _view(school, kind=GroupKind.PREP)
    assert [(line.group_name, line.members) for line in view.lines] == [("七年级语文", 1)]
    assert _view(school, kind=GroupKind.GRADE).lines == ()


def test_the_office_the_heads_and_the_leaders_see_all_the_groups(school):
    for actor in (school.dean, principal_of(school), school.cast.leader):
        assert len(_view(school, actor).lines) == 2


def test_a_teacher_sees_no_ranking_of_groups(school):
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        _view(school, school.actor("苏慧"))
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        _records(school, "语文组", "members", school.actor("苏慧"))


def test_a_leader_reads_the_records_of_the_own_group_only(school):
    assert _records(school, "语文组", "members", school.cast.leader)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        _records(school, "数学组", "members", school.cast.leader)


def test_a_school_without_a_scheme_for_groups_is_told_so(school):
    adopt(school.cast, SCHEME)
    with pytest.raises(Refused, match="还没有各组的评分细则"):
        _view(school)


def test_the_explanation_adds_up_to_the_score_exactly(school):
    view = _view(school)
    for line in view.lines:
        one = explained(view, line)
        points = sum((item.points for item in one.items), one.base)
        assert points + one.bonus_cut + one.rescaled == one.score == line.score
        assert (one.staff.name, one.place, one.of) == (line.group_name, line.ranked.place, 2)
    assert explained(view, view.lines[0]).rescaled == Decimal("8.69")


def test_an_item_says_how_its_points_came_and_by_which_clause(school):
    meetings = _item(_view(school), "数学组", "meetings")
    assert "缺 5 次" in meetings.working
    assert (meetings.best, meetings.clause.id) == (20, "Z3")


def test_members_scores_are_explained_by_the_score_of_each(school):
    found = [
        (each.title, each.detail, each.amount) for each in _records(school, "语文组", "members")
    ]
    assert found == [
        ("苏慧", "第 1/6 名", Decimal("101.00")),
        ("林远", "第 3/6 名", Decimal("79.25")),
        ("周敏", "第 4/6 名", Decimal("76.00")),
        ("全校最高分", "平均分除以它", Decimal("101.00")),
    ]


def test_members_attendance_is_explained_by_the_rate_of_each_official_leave_apart(school):
    found = [
        (each.title, each.detail, each.amount) for each in _records(school, "语文组", "attendance")
    ]
    assert found == [
        ("苏慧", "实到 4 应到 4", 1),
        ("林远", "实到 3 应到 3", 1),
        ("周敏", "实到 3 应到 4", Decimal("0.75")),
    ]


def test_whoever_was_expected_nowhere_is_not_among_the_rates(school):
    Attendee.delete().where(Attendee.teacher == school.teachers["林远"]).execute()
    assert [each.title for each in _records(school, "语文组", "attendance")] == ["苏慧", "周敏"]


def test_namesakes_are_told_apart_in_the_records(school):
    Teacher.update(name="苏慧").where(Teacher.name == "林远").execute()
    assert [each.title for each in _records(school, "语文组", "members")][:2] == [
        "苏慧1001", "苏慧1002",
    ]  # fmt: skip
    assert [each.title for each in _records(school, "语文组", "attendance")] == [
        "苏慧1001", "苏慧1002", "周敏",
    ]  # fmt: skip


def test_meetings_and_papers_are_explained_by_the_very_ones(school):
    assert [each.title for each in _records(school, "数学组", "meetings")] == ["数学组研修 09-03"]
    (paper,) = _records(school, "数学组", "plan")
    assert (paper.day, paper.detail) == (DUE + timedelta(days=2), "迟交")
    assert _records(school, "数学组", "summary") == []


def test_an_item_that_does_not_exist_is_refused(school):
    with pytest.raises(Refused, match="没有「dance」这一项"):
        _records(school, "语文组", "dance")


def test_the_records_of_the_members_take_as_many_queries_however_many_they_are(school, queries):
    with queries() as few:
        _records(school, "语文组", "attendance")
    for number in range(30):
        one = Teacher.create(
            staff_no=f"2{number:03}", name=f"新{number}", initials="x", created_at=NOW
        )
        Membership.create(group=a_group("语文组"), teacher=one)
    with queries() as many:
        _records(school, "语文组", "attendance")
    assert len(many) == len(few)
