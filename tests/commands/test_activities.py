"""``yanxiu activities``: plan, open, end, close, reopen and list (Z5–Z8)."""

import json
from datetime import date

import pytest

from db.models import Activity, ActivityDocument, ExemptDays
from tests.builders import NOW, a_group, a_school, a_teacher, an_activity

PLAN = (
    "activities", "plan", "--title", "单元整体教学", "--kind", "校本培训", "--start", "14:30",
    "--end", "16:30", "--place", "多媒体教室", "--presenter", "苏慧",
)  # fmt: skip


@pytest.fixture
def term(memory):
    """A school with one teacher in one group."""
    made = a_school()
    a_teacher("1001", "苏慧", group=a_group())
    return made


def test_the_list_says_what_where_and_how_it_stands(yanxiu, term):
    an_activity(term)
    said = yanxiu("activities", "list", "--format", "json")
    assert json.loads(said.out) == [
        {
            "编号": "1",
            "日期": "2026-10-14 周三",
            "时间": "14:30-16:30",
            "内容": "新课标下的单元整体教学",
            "类型": "校本培训",
            "范围": "全校",
            "地点": "多媒体教室",
            "主讲人": "苏慧",
            "状态": "计划",
        }
    ]


def test_an_empty_list_says_so(yanxiu, term):
    assert yanxiu("activities", "list").out == "（没有记录）\n"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_no_school_speaks_of_is_refused_in_words(yanxiu, term, day):
    said = yanxiu(*PLAN, "--date", day)
    assert said.code == 2
    assert "2000 至 2100 年" in said.err


def test_before_there_is_a_school_the_way_to_one_is_told(yanxiu):
    said = yanxiu("activities", "list")
    assert (said.code, said.out) == (1, "")
    assert "yanxiu init" in said.err


def test_a_meeting_is_opened_ended_and_closed(yanxiu, term):
    activity = an_activity(term)
    assert "应到 1 人" in yanxiu("activities", "open", activity.id).out
    assert "已散会" in yanxiu("activities", "end", activity.id).out
    assert "已结束" in yanxiu("activities", "close", activity.id).out
    assert Activity.get().state == "closed"


def test_opening_twice_is_refused(yanxiu, term):
    activity = an_activity(term)
    yanxiu("activities", "open", activity.id)
    said = yanxiu("activities", "open", activity.id)
    assert (said.code, said.out) == (1, "")
    assert "不能再开放签到" in said.err


def test_reopening_needs_a_reason(yanxiu, term):
    activity = an_activity(term, state="closed", ended_at=NOW)
    assert yanxiu("activities", "reopen", activity.id).code == 2
    assert yanxiu("activities", "reopen", activity.id, "--reason", "漏签").code == 0
    assert Activity.get().state == "open"


def test_a_large_meeting_closes_once_its_papers_are_registered(yanxiu, term):
    activity = an_activity(term, large=True)
    yanxiu("activities", "open", activity.id)
    assert "还缺活动方案、简报、总结" in yanxiu("activities", "close", activity.id).err
    for kind in ("方案", "简报", "summary"):
        assert yanxiu("activities", "document", activity.id, kind, "档案柜二层").code == 0
    assert yanxiu("activities", "close", activity.id).code == 0
    assert ActivityDocument.select().count() == 3


def test_a_paper_of_another_kind_is_refused(yanxiu, term):
    said = yanxiu("activities", "document", an_activity(term).id, "照片", "网盘")
    assert said.code == 1
    assert "三种" in said.err


def test_one_activity_is_planned_with_the_four_fixed_things(yanxiu, term):
    said = yanxiu(*PLAN, "--date", "2026年10月21日", "--host", "1001", "--hours", "1.5", "--large")
    assert said.code == 0
    assert "单元整体教学" in said.out
    made = Activity.get()
    assert (str(made.starts_at), float(made.hours)) == ("2026-10-21 06:30:00+00:00", 1.5)
    assert (made.host.staff_no, made.large, made.group_id) == ("1001", True, None)


def test_a_groups_activity_is_planned_by_the_groups_name(yanxiu, term):
    yanxiu(*PLAN, "--date", "2026-10-21", "--group", "语文组")
    assert Activity.get().group.name == "语文组"
    said = yanxiu(*PLAN, "--date", "2026-10-21", "--group", "天文组")
    assert said.code == 1
    assert "没有名为「天文组」的组" in said.err


def test_a_weekly_series_tells_which_days_it_took_and_which_it_skipped_and_why(yanxiu, term):
    first, last = date(2026, 11, 2), date(2026, 11, 6)
    ExemptDays.create(term=term, first=first, last=last, reason="期中考试")
    said = yanxiu(*PLAN, "--date", "2026-10-21", "--weekly", "--until", "2026-11-11")
    assert "已安排 3 次" in said.out
    assert "2026-10-21 周三" in said.out
    assert "2026-11-04 周三  期中考试" in said.out
    assert Activity.select().count() == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--date", "2026-13-01"), "不是日期"),
        (("--date", "2026-10-21", "--start", "25:00"), "不是时间"),
        (("--date", "2026-10-21", "--hours", "nan"), "不是数字"),
        (("--date", "2026-10-21", "--until", "2026-11-11"), "--weekly"),
        ((), "缺少 --date"),
    ],
)
def test_wrong_usage_is_said_in_chinese_and_plans_nothing(yanxiu, term, words, says):
    said = yanxiu(*PLAN, *words)
    assert said.code == 2
    assert says in said.err
    assert not Activity.select().exists()


def test_a_day_outside_the_term_is_refused(yanxiu, term):
    said = yanxiu(*PLAN, "--date", "2027-03-03")
    assert said.code == 1
    assert "不在本学期" in said.err
