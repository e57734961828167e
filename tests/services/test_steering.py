"""领导小组: meetings and inspections kept, finished, withdrawn; what a term still owes (D1, D4)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from db.models import SteeringRecord, Term, Trace
from tests.builders import NOW, a_term_after
from tests.services.cast import a_cast
from tests.services.test_races import at_once
from yanxiu_tui.clock import end_of, local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.steering import INSPECTION, MEETING
from yanxiu_tui.services import manuscripts, minutes, rollover_views, steering, steering_views
from yanxiu_tui.services.steering import RecordDraft

MEETING_DRAFT = RecordDraft(
    MEETING, "期初工作会", date(2026, 9, 4), "会议室", "1005", ("1004", "1005", "1006"), "beginning"
)
TOMORROW = local(NOW).date() + timedelta(days=1)
INSPECTION_DRAFT = RecordDraft(INSPECTION, "期中督查", date(2026, 10, 13), present=("1004",))


@pytest.fixture
def cast(memory):
    return a_cast("dadong")


def _written(cast, record_id, section="decided", text="各组第二周交计划。"):
    written_in = steering_views.record(cast.dean, record_id).minutes_id
    manuscripts.write(cast.dean, written_in, section, text, 0, NOW)


def test_a_meeting_is_kept_with_who_was_there_and_owed_until_it_is_finished(cast):
    kept = steering.keep(cast.dean, MEETING_DRAFT, NOW)
    board = steering_views.board(cast.head, cast.term.id)
    (record,) = board.records
    assert (record.id, record.chair, [name for _, name in record.present]) == (
        kept, "钱立", ["何静", "钱立", "孙正"],
    )  # fmt: skip
    assert [(each.name, each.begun) for each in board.owed] == [
        ("期初会议", True), ("第 1 次督查", False), ("期中会议", False), ("期末会议", False),
        ("第 2 次督查", False),
    ]  # fmt: skip
    assert [each.id for each in steering_views.sections_of(cast.dean, kept)] == [
        "agenda", "said", "decided",
    ]  # fmt: skip
    assert Trace.get().act == "keep_steering"
    _written(cast, kept)
    steering.finish(cast.dean, kept, NOW)
    owed = steering_views.board(cast.head, cast.term.id).owed
    assert "期初会议" not in [each.name for each in owed]


def test_the_same_meeting_is_not_kept_twice_even_at_once(cast):
    done = at_once([lambda: steering.keep(cast.dean, MEETING_DRAFT, NOW)] * 3)
    assert [each.reason for each in done if isinstance(each, Refused)] == ["phase_taken"] * 2
    assert SteeringRecord.select().count() == 1


def test_nothing_written_is_not_finished_and_what_is_finished_is_written_no_more(cast):
    kept = steering.keep(cast.dean, MEETING_DRAFT, NOW)
    for act in (steering.to_finish, steering.finish):
        with pytest.raises(Refused, match="记录还是空的"):
            act(cast.dean, kept, NOW)
    _written(cast, kept)
    steering.finish(cast.dean, kept, NOW)
    assert steering_views.record(cast.dean, kept).finished_at == NOW
    with pytest.raises(Refused, match="已经定稿"):
        _written(cast, kept, "said")
    with pytest.raises(Refused, match="已经办结"):
        steering.change(cast.dean, kept, MEETING_DRAFT, NOW)


def test_nothing_is_finished_that_nobody_came_to(cast):
    kept = steering.keep(cast.dean, replace(MEETING_DRAFT, present=()), NOW)
    _written(cast, kept)
    with pytest.raises(Refused, match="还没有写谁到会"):
        steering.finish(cast.dean, kept, NOW)
    steering.change(cast.dean, kept, MEETING_DRAFT, NOW)
    steering.finish(cast.dean, kept, NOW)


def test_nothing_is_finished_before_its_day(cast):
    kept = steering.keep(cast.dean, replace(MEETING_DRAFT, day=TOMORROW), NOW)
    _written(cast, kept)
    with pytest.raises(Refused, match=f"在 {TOMORROW}，到那一天再办结"):
        steering.finish(cast.dean, kept, NOW)
    steering.finish(cast.dean, kept, NOW + timedelta(days=1))


def test_what_was_forgotten_is_kept_and_finished_in_the_term_it_belongs_to(cast):
    old, spring = cast.term, date(2027, 3, 1)
    Term.create(name="下学期", starts_on=spring, ends_on="2027-07-09", regulation=old.regulation)
    later = NOW + timedelta(days=150)
    day = date(2027, 1, 15)
    draft = RecordDraft(MEETING, "期末总结会", day, present=("1004",), phase="end")
    kept = steering.keep(cast.dean, draft, later, old.id)
    board = steering_views.board(cast.dean, old.id)
    assert [(each.kind_name, each.late_entry) for each in board.records] == [("期末会议", True)]
    assert minutes.minutes(cast.dean, kept).under[0] == "2027年1月15日（补录）"
    said = [each.words for each in steering_views.to_do(cast.dean, later)]
    assert "以前学期的「期末总结会」的记录还没有办结" in said
    _written(cast, kept)
    steering.finish(cast.dean, kept, later)
    owed = steering_views.board(cast.dean, old.id).owed
    assert "期末会议" not in [each.name for each in owed]


def test_what_was_kept_is_changed_while_it_is_not_finished(cast):
    kept = steering.keep(cast.dean, MEETING_DRAFT, NOW)
    later = RecordDraft(MEETING, "期初会", date(2026, 9, 7), present=("1001",), phase="beginning")
    steering.change(cast.vice, kept, later, NOW)
    record = steering_views.record(cast.dean, kept)
    assert (record.title, record.day, record.chair, record.present) == (
        "期初会", date(2026, 9, 7), "", (("1001", "苏慧"),),
    )  # fmt: skip


def test_one_withdrawn_stays_on_record_and_is_owed_again(cast):
    kept = steering.keep(cast.dean, MEETING_DRAFT, NOW)
    steering.withdraw(cast.dean, kept, "日期记错了", NOW)
    board = steering_views.board(cast.dean, cast.term.id)
    assert not board.records
    assert board.owed[0].name == "期初会议"
    assert SteeringRecord.get_by_id(kept).withdrawn_at == NOW
    steering.keep(cast.dean, MEETING_DRAFT, NOW)


def test_what_cannot_be_is_refused_and_leaves_nothing_behind(cast):
    wrong = [
        ({"day": date(2025, 9, 4)}, "outside_term"),
        ({"phase": "nonsense"}, "no_phase"),
        ({"kind": INSPECTION}, "no_phase"),
        ({"kind": "party"}, "no_kind"),
        ({"title": " "}, "empty"),
        ({"present": ("1001", "7777")}, "no_teacher"),
        ({"chair_no": "7777"}, "unknown_teacher"),
    ]
    for values, reason in wrong:
        with pytest.raises(Refused) as refused:
            steering.keep(cast.dean, replace(MEETING_DRAFT, **values), NOW)
        assert refused.value.reason == reason
    assert not SteeringRecord.select().exists()


def test_the_office_is_reminded_a_fortnight_ahead_and_of_what_is_not_finished(cast):
    kept = steering.keep(cast.dean, INSPECTION_DRAFT, NOW)
    said = [each.words for each in steering_views.to_do(cast.dean, NOW)]
    assert said == ["领导小组期初会议还没有办", "「期中督查」的记录还没有办结"]
    assert not steering_views.to_do(cast.teacher, NOW)
    _written(cast, kept, "found", "教案齐全。")
    steering.finish(cast.dean, kept, NOW)
    later = [each.words for each in steering_views.to_do(cast.head, NOW + timedelta(days=21))]
    assert later == ["领导小组期初会议还没有办", "领导小组期中会议还没有办"]


def test_what_is_only_kept_is_to_do_by_the_day_it_is_owed(cast):
    steering.keep(cast.dean, MEETING_DRAFT, NOW)
    steering.keep(cast.dean, INSPECTION_DRAFT, NOW)
    steering.keep(cast.dean, replace(MEETING_DRAFT, title="碰头会", phase=""), NOW)
    assert {each.words: each.due_at for each in steering_views.to_do(cast.dean, NOW)} == {
        "「期初工作会」的记录还没有办结": end_of(date(2026, 9, 11)),
        "「碰头会」的记录还没有办结": None,
        "「期中督查」的记录还没有办结": end_of(date(2026, 11, 10)),
    }


def test_what_is_still_owed_is_told_before_the_next_term_is_begun(cast):
    steering.keep(cast.dean, MEETING_DRAFT, NOW)
    *_, last = rollover_views.prepare(cast.dean, NOW).open
    owed = "领导小组还没有办：第 1 次督查、期中会议、期末会议、第 2 次督查"
    assert (last.room, last.words) == ("steering", owed)


def test_where_the_school_says_nothing_nothing_is_owed(memory):
    cast = a_cast("zhanghong")
    assert not steering_views.board(cast.dean, cast.term.id).owed
    assert not steering_views.to_do(cast.dean, NOW)


def test_in_the_first_weeks_of_a_term_what_the_last_one_owes_is_still_to_do(cast):
    a_term_after(cast.term)
    spring = datetime(2027, 2, 24, 3, tzinfo=UTC)
    steering.keep(cast.dean, MEETING_DRAFT, NOW)
    found = steering_views.to_do(cast.dean, spring)
    assert [each.term_id for each in found] == [None] + [cast.term.id] * 5
    assert [each.words for each in found] == [
        "领导小组期初会议还没有办",
        "领导小组上学期的第 1 次督查还没有办",
        "领导小组上学期的期中会议还没有办",
        "领导小组上学期的期末会议还没有办",
        "领导小组上学期的第 2 次督查还没有办",
        "以前学期的「期初工作会」的记录还没有办结",
    ]
    later = [each.words for each in steering_views.to_do(cast.dean, spring + timedelta(days=60))]
    assert not any("上学期的" in each for each in later)
