"""迎检材料: what is missing is told in full, each thing once, by one name (Z9, D1, D4, P8)."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.builders import NOW
from tests.services import trips
from tests.services.cast import a_cast
from tests.services.test_steering import INSPECTION_DRAFT, MEETING_DRAFT
from yanxiu_tui.clock import end_of
from yanxiu_tui.rules.submissions import Standing
from yanxiu_tui.services import (
    archives,
    claims,
    manuscripts,
    pack,
    steering,
    steering_views,
    submission_views,
    submissions,
)
from yanxiu_tui.services.archives import ItemDraft
from yanxiu_tui.services.claims import ClaimDraft
from yanxiu_tui.services.submission_receipts import Receipt
from yanxiu_tui.services.submissions import HandIn

DAY = timedelta(days=1)
ON_PAPER = HandIn(where_kept="档案柜二")


@pytest.fixture
def cast(memory):
    return a_cast("default")


def lacks(cast, now=NOW):
    return pack.plan(cast.dean, cast.term.id, now).lacks


def of(cast, whose, now=NOW):
    """What these lack, in words."""
    return [each.what for each in lacks(cast, now) if each.whose == whose]


def test_what_is_due_on_the_last_day_is_missing_once_that_is_over(cast):
    over = end_of(cast.term.ends_on)
    assert "组工作总结过期未交" not in of(cast, "语文组", over - timedelta(seconds=1))
    for now in (over, over + 30 * DAY):
        assert "组工作总结过期未交" in of(cast, "语文组", now)


def test_after_the_term_whatever_the_board_says_is_owing_is_missing(cast):
    late = end_of(cast.term.ends_on) + DAY
    owing = submission_views.board(cast.dean, cast.term.id, late, "owing").lines
    whose = Counter(each.staff_no or each.whose for each in owing)
    told = lacks(cast, late)
    assert sum(whose.values()) == sum(each.what.count("过期未交") for each in told)
    assert {each.standing for each in owing} == {Standing.OVERDUE}


def test_what_waits_is_missing_from_its_day_until_it_is_received(cast):
    day = date(2026, 9, 4)
    made = submissions.hand_in(cast.teacher, "personal_plan", ON_PAPER, NOW)
    (row,) = of(cast, "苏慧（1001）")
    assert row.startswith("参训过程、参训成效、") and "个人自修计划待接收" in row
    submissions.receive(cast.dean, made.claim_id, Receipt(), NOW)
    assert "自修计划" not in of(cast, "苏慧（1001）")[0]
    submissions.enter(cast.dean, "personal_plan", ON_PAPER, day, NOW, staff_no="1002")
    assert "自修计划" not in of(cast, "林远（1002）")[0]


def test_a_paper_is_missed_by_its_own_name_and_not_by_that_of_its_class_too(cast):
    (row,) = of(cast, "林远（1002）")
    assert row == "参训过程、参训成效、个人自修计划过期未交"


def test_things_are_counted_and_not_rows(cast):
    planned = pack.plan(cast.dean, cast.term.id, NOW)
    counts: Counter[str] = Counter()
    for each in planned.lacks:
        counts[each.whose] += each.count
    assert (counts["林远（1002）"], counts["校本研修课程资源"]) == (3, 1)
    assert planned.missing == counts.total() > len(planned.lacks)


def test_a_result_with_neither_a_file_nor_a_place_wants_one(cast):
    day = NOW.date()
    for title, where in (("省级论文", ""), ("市级课件", "档案柜三")):
        draft = ClaimDraft("prize", title, day, day, level="省级", where_kept=where)
        prize = claims.claim(cast.teacher, draft, NOW)
        claims.grant(cast.dean, prize.id, Decimal(0), True, "", NOW)
    assert of(cast, "教育科研成果") == [
        "05-001「论文、课件、案例获奖或发表 苏慧 省级论文」没有文件，也没写放在哪里"
    ]


def test_what_the_school_filed_is_missing_no_more(cast):
    assert of(cast, "校本研修课程资源") == ["还差 1 件（至少 1 件）"]
    book = ItemDraft("resources", "自编教材", NOW.date(), "paper", None, "档案柜二")
    archives.add(cast.dean, book, NOW)
    assert not of(cast, "校本研修课程资源")


def test_a_report_of_a_trip_is_missing_from_the_day_after_it_was_due(cast):
    trip = trips.approved(cast)
    due = end_of(trip.due_on)
    assert "外出学习汇报" not in of(cast, "苏慧（1001）", due - timedelta(seconds=1))[0]
    assert "「省骨干教师培训」的外出学习汇报过期未交" in of(cast, "苏慧（1001）", due)[0]
    trips.handed_in(cast, trip, due)
    assert "外出学习汇报" not in of(cast, "苏慧（1001）", due)[0]


def test_meetings_and_inspections_not_held_by_their_day_are_missing(memory):
    cast = a_cast("dadong")
    assert of(cast, "领导小组") == ["期初会议没有办（最迟 09-11）"]
    steering.keep(cast.dean, INSPECTION_DRAFT, NOW)
    assert of(cast, "领导小组", end_of(cast.term.ends_on)) == [
        "期初会议没有办（最迟 09-11）", "第 1 次督查的记录没有办结（最迟 11-10）",
        "期中会议没有办（最迟 11-13）", "期末会议没有办（最迟 01-20）",
        "第 2 次督查没有办（最迟 01-20）",
    ]  # fmt: skip


def test_a_meeting_is_missing_until_its_record_is_finished(memory):
    cast = a_cast("dadong")
    kept = steering.keep(cast.dean, MEETING_DRAFT, NOW)
    assert of(cast, "领导小组") == ["期初会议的记录没有办结（最迟 09-11）"]
    written_in = steering_views.record(cast.dean, kept).minutes_id
    manuscripts.write(cast.dean, written_in, "decided", "各组第二周交计划。", 0, NOW)
    steering.finish(cast.dean, kept, NOW)
    assert not of(cast, "领导小组")


def test_what_was_not_held_is_not_missed_by_its_class_too(memory):
    cast = a_cast("dadong")
    assert of(cast, "领导小组会议记录") == ["还差 2 件（至少 3 件）"]
    over = end_of(cast.term.ends_on)
    assert not [*of(cast, "领导小组会议记录", over), *of(cast, "督查记录", over)]
    assert len(of(cast, "领导小组", over)) == 5


def test_a_report_that_is_overdue_is_not_missed_by_its_class_too(memory):
    cast = a_cast("pingfang")
    due = end_of(trips.approved(cast).due_on)
    assert "学校集体研修" in of(cast, "苏慧（1001）", due - timedelta(seconds=1))[0]
    (row,) = of(cast, "苏慧（1001）", due)
    assert "学校集体研修" not in row and "外出学习汇报过期未交" in row
