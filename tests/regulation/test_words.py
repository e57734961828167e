"""A 制度 said in words: every part under its heading, with its clause, in nothing but Chinese."""

import re
from decimal import Decimal

import msgspec
import pytest

from yanxiu_tui.regulation.loader import PRESETS, load, preset_source
from yanxiu_tui.regulation.words import describe, says
from yanxiu_tui.rules.observations import SheetLine

ZHANGHONG = load(preset_source("zhanghong"))


@pytest.mark.parametrize("name", PRESETS)
def test_every_item_of_a_preset_is_said_in_full(name):
    regulation = load(preset_source(name))
    lines = describe(regulation)
    for item in (*regulation.scoring.items, *regulation.group_scoring.items):
        assert f"{item.name}：{says(item, regulation)}" in lines


def test_the_parts_of_a_regulation_stand_under_headings():
    lines = describe(load(preset_source("dadong")))
    headings = [line for line in lines if line.startswith("【")]
    assert headings == [
        "【请假】", "【校历和学时】", "【集体备课】", "【听课】", "【师徒结对】",
        "【领导小组】", "【外出学习】", "【档案】", "【借阅】", "【定额】",
        "【上交期限】", "【要上交的】", "【可以申报的】", "【评价】", "【教师计分】",
        "【教研组计分】", "【评优】", "【证书】",
    ]  # fmt: skip
    assert "团队研修：各组每两周活动不少于 1 次" in lines
    assert "研修工作会议：全校每学期活动（研修工作会议）不少于 3 次" in lines
    assert any("教师自评 10%、小组互评 30%" in line for line in lines)


def test_how_lessons_are_prepared_and_heard_is_said_with_their_clauses():
    lines = describe(ZHANGHONG)
    for said, clause in (
        ("备课活动：活动类型为「集体备课」，地点一般在备课组长办公室", "Z11"),
        ("备课组：原则上由同年级、同学科的教师组成，不合的只作提醒", "Z10"),
        (
            "共性教案的各节：课标要求、教材解读、学情分析、教学目标、重难点分析、教法选择、学法指导、"
            "作业分层、检测反馈",
            "Z14",
        ),
        ("教后反思：每人每单元，单元结束 14 天以后才交的记补录", "Z16"),
        ("反思的提示：成功之举、败笔之处、教学机智、学生的创新见解、再教设计，都可以不写", "X1"),
        ("听课记录：写明时间、班级、课题和教学过程才计数，课后 7 天以后才完成的记补录", "Z22"),
        ("评语：必须写简要评语，等级分优、良、中、差", "Z22"),
        ("听课方式：集中、随机；每天 10 节", "Z23"),
    ):
        assert lines[lines.index(said) + 1].startswith(f"    {clause} 「")


def test_how_teachers_are_paired_is_said_with_its_clause():
    lines = describe(ZHANGHONG)
    at = lines.index("【师徒结对】")
    assert lines[at + 1] == (
        "结对：师傅限县级、市级、省级骨干，或教龄第 11 年起，徒弟限教龄 3 年以内；"
        "一位师傅同时最多带 2 人，一般结对 1 年"
    )
    assert lines[at + 2].startswith("    形式2 「开展“师徒结对”、青蓝工程")
    assert "师徒记录：指导、试讲、交流，对方签认才计数" in lines
    assert (
        "每学期：师傅听徒弟的课不少于 8 节、指导不少于 8 次；"
        "徒弟听师傅的课不少于 8 节、公开课不少于 2 节"
    ) in lines
    assert "学期末考核：师徒互评，教导处评两人，权重为师傅 3、徒弟 3、教导处 4" in lines


def test_a_school_that_says_nothing_of_pairing_pairs_as_is_usual():
    said = describe(load(preset_source("third")))
    at = said.index("【师徒结对】")
    assert said[at + 1].startswith("结对：师傅不限，徒弟不限；")
    assert said[at + 2].startswith("    默认 「")
    assert "学期末考核：师徒互评，教务处评两人" in said


def test_a_side_that_owes_nothing_is_not_named():
    rule = ZHANGHONG.pairing
    kept = tuple(quota for quota in rule.quotas if quota.side == "apprentice")
    pairing = msgspec.structs.replace(rule, quotas=kept)
    said = describe(msgspec.structs.replace(ZHANGHONG, pairing=pairing))
    assert "每学期：徒弟听师傅的课不少于 8 节、公开课不少于 2 节" in said
    pairing = msgspec.structs.replace(rule, quotas=())
    said = describe(msgspec.structs.replace(ZHANGHONG, pairing=pairing))
    assert not any(line.startswith("每学期：") for line in said)


def test_a_school_without_grades_and_with_a_sheet_says_so():
    observing = msgspec.structs.replace(
        ZHANGHONG.observing,
        grades=(),
        sheet=(
            SheetLine(id="aims", name="教学目标", full=Decimal(20)),
            SheetLine(id="effect", name="教学效果", full=Decimal("12.5")),
        ),
    )
    prep = msgspec.structs.replace(
        ZHANGHONG.lesson_prep, place="", same_grade=False, same_subject=False
    )
    said = describe(msgspec.structs.replace(ZHANGHONG, observing=observing, lesson_prep=prep))
    assert "评语：必须写简要评语，评分表：教学目标 20 分、教学效果 12.5 分" in said
    assert "备课活动：活动类型为「集体备课」" in said
    assert "备课组：组成不限" in said


def test_work_that_the_terminal_records_is_called_so_and_not_by_its_paper():
    lines = describe(load(preset_source("pingfang")))
    assert "骨干教师观摩课：每周观摩课不少于 1 节，限市级、区级骨干" in lines
    assert "课堂观摩教学（纸质）：按节计，教导处登记" in lines


def test_a_deadline_says_week_day_hour_and_copies():
    said = "\n".join(describe(ZHANGHONG))
    assert "备课组学期材料：学期倒数第 2 周周一 12:00 截止" in said
    assert "活动记录本和学科组总结：学期最后一周周五截止" in said
    third = "\n".join(describe(load(preset_source("third"))))
    assert "学科组工作计划：第 2 周周一截止，一式 2 份" in third


@pytest.mark.parametrize("name", PRESETS)
def test_who_is_hardly_expected_is_said_to_get_no_place(name):
    regulation = load(preset_source(name))
    assert regulation.scoring.least_expected == 1
    assert "应到不足 1 次的（新来的、一直公假的）不排名次" in describe(regulation)


def test_grades_and_what_is_not_asked_for_read_like_speech():
    said = describe(load(preset_source("dadong")))
    assert "等次：优秀 90 分起，良好 80 分起，合格 60 分起，其余为不合格" in said
    assert "大型活动：不要求交材料" in said
    assert "缺项和不适用的不计，其余各项按比例折算到总分" in said


@pytest.mark.parametrize("name", PRESETS)
def test_nothing_but_chinese_is_said_of_a_preset(name):
    said = [line for line in describe(load(preset_source(name))) if not line.startswith("    ")]
    assert not re.search("[A-Za-z]|None", "".join(said))


def test_a_quota_may_be_asked_of_a_school_year():
    asked = 'every = "week"\nleast = 1\nunit = "节"'
    source = preset_source("zhanghong")
    yearly = load(source.replace(asked, 'every = "school_year"\nleast = 40\nunit = "节"'))
    assert "青年教师听课：每学年听课不少于 40 节" in str(describe(yearly))
