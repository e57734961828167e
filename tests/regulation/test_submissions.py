"""What a 制度 says of papers that are due: its presets, its words, its faults (Z7, Z18, T3, D2)."""

import pytest

from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.regulation.words import describe

ZHANGHONG = preset_source("zhanghong")
BUNDLE = ["校本研修手册", "听课记录", "教研会议记录", "阳光教研资料"]


def _due(name):
    return {kind.id: kind for kind in load(preset_source(name)).claims if kind.handed_in}


def test_zhanghong_asks_its_groups_for_plans_topics_records_and_the_bundle_of_four():
    due = _due("zhanghong")
    assert set(due) == {
        "group_plan", "topic_plan", "plan_exchange", "activity_record", "group_summary",
        "prep_bundle",
    }  # fmt: skip
    both = {"group_plan", "topic_plan", "plan_exchange", "activity_record", "group_summary"}
    assert all(due[each].group_kinds == ["research", "prep"] for each in both)
    assert due["prep_bundle"].group_kinds == ["prep"]
    assert due["prep_bundle"].parts == BUNDLE  # Z18
    assert not due["activity_record"].sections
    assert [each.name for each in due["group_plan"].sections][:2] == ["指导思想", "工作重点"]  # X1


def test_dadong_asks_for_plans_and_summaries_at_three_levels_in_its_own_words():
    due = _due("dadong")
    names = {kind: [each.name for each in found.sections] for kind, found in due.items()}
    assert names["school_plan"] == ["目标", "任务", "实施要求"]  # D2
    assert names["group_plan"] == ["研修主题", "研修内容"]
    assert names["personal_plan"][0] == "专业发展目标"
    by = {kind: found.by for kind, found in due.items()}
    assert by["school_plan"] == by["school_summary"] == "school"
    assert by["group_plan"] == by["group_summary"] == "leader"
    assert by["personal_plan"] == by["personal_summary"] == by["report_book"] == "teacher"


def test_the_third_school_asks_its_research_groups_for_two_copies():
    due = _due("third")
    assert {tuple(kind.group_kinds) for kind in due.values()} == {("research",)}
    regulation = load(preset_source("third"))
    assert regulation.deadline(due["group_plan"].deadline).copies == 2  # T3


def test_what_zhanghong_sets_no_day_for_is_claimed_as_before():
    assert {"personal_plan", "personal_summary"}.isdisjoint(_due("zhanghong"))
    assert {"personal_plan", "personal_summary"} < set(_due("default"))
    assert set(_due("pingfang")) == {"school_plan", "school_summary"}


def test_it_says_who_hands_in_what_belongs_to_it_and_how_it_is_written_here():
    said = "\n".join(describe(load(ZHANGHONG)))
    assert (
        f"备课组学期材料：备课组由组长上交，期限见「备课组学期材料」，要有{'、'.join(BUNDLE)}"
        in said
    )
    assert "可以在终端上写，分指导思想、工作重点、具体措施、活动安排" in said
    dadong = "\n".join(describe(load(preset_source("dadong"))))
    assert "学校研修计划：学校（教导处）上交，期限见「研修计划」" in dadong
    assert "个人研修计划：每位老师上交" in dadong


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('by = "leader"\ndeadline = "term_end"', 'by = "school"', "学校上交的要写期限"),
        ('group_kinds = ["prep"]', 'group_kinds = ["prep", "prep"]', "group_kinds"),
        ('group_kinds = ["prep"]', 'who = [{ sex = "男" }]', "who 只能用于有期限、由老师本人"),
        ('"听课记录", "教研会议记录"', '"听课记录", "听课记录"', "parts"),
        ('id = "aims", name = "研究目标"', 'id = "topic", name = "研究目标"', "sections"),
        (
            'id = "self_study"',
            'id = "self_study"\ndeadline = "term_end"',
            "不能再写 hours、levels",
        ),
        (
            'id = "self_study"',
            'id = "self_study"\nparts = ["笔记"]',
            "parts 只能用于有期限、要上交的",
        ),
    ],
)
def test_what_makes_no_sense_of_a_paper_is_named(old, new, says):
    assert old in ZHANGHONG
    with pytest.raises(Refused, match=says):
        load(ZHANGHONG.replace(old, new, 1))
