"""档案 in a 制度: the seed schools' own classes, faults by their place, everything in words."""

import pytest

from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.regulation.words import describe


def _preset(name):
    return load(preset_source(name))


def test_zhanghong_has_four_classes_and_three():
    archives = _preset("zhanghong").archives
    assert [each.name for each in archives.school] == [
        "校本研修计划", "校本研修课程资源", "校本研修实施情况", "教育科研成果",
    ]  # fmt: skip
    assert [each.name for each in archives.teacher] == ["自修计划", "参训过程", "参训成效"]


def test_pingfang_has_eight_classes_and_nine_in_the_words_of_its_rules():
    archives = _preset("pingfang").archives
    assert [each.name for each in archives.school] == [
        "各级领导职责", "各项规章制度", "研修计划和实施方案", "研修教材", "研修记录", "考核成绩",
        "具体成果", "研修总结",
    ]  # fmt: skip
    assert [each.name for each in archives.teacher] == [
        "学校集体研修", "学科研修情况记录", "个人反思", "理论学习笔记", "教育叙事", "听课记录",
        "优秀教案", "参与课题研究情况", "论文获奖证书复印件",
    ]  # fmt: skip
    words = {each.clause.words for each in (*archives.school, *archives.teacher)}
    assert all(any(each.name in said for said in words) for each in archives.teacher)
    assert archives.checking.id == "P5"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('sources = ["regulation"]', 'sources = ["keynotes"]'), "不归这一种档案"),
        (('claims = ["prize"]', 'claims = ["price"]'), "archives.school[6].claims「price」不在"),
        (("least = 0", "least = -1"), "least 应为 0 至 200"),
        (('name = "各项规章制度"', 'name = "各级领导职责"'), "archives.school"),
        (('id = "duties"', 'id = "duties"\nwho = [{ age_below = 40 }]'), "只用于教师的档案"),
        (('sources = ["regulation"]', 'sources = ["poems"]'), "archives.school[1].sources"),
    ],
)
def test_a_fault_is_named_by_its_place(change, said):
    source = preset_source("pingfang")
    head, _, archives = source.partition("[archives]")
    with pytest.raises(Refused, match=said.replace("[", r"\[")):
        load(f"{head}[archives]{archives.replace(*change, 1)}")


def test_what_files_itself_and_what_must_be_added_is_said_in_words():
    said = describe(_preset("pingfang"))
    assert "【档案】" in said
    assert "总档案「各级领导职责」：手工添加，不少于 1 件" in said
    assert "成长档案「教育叙事」：自动归入教育叙事、「教育叙事（纸质）」，不少于 1 件" in said
    assert "成长档案「参与课题研究情况」：手工添加，有就放，没有不算缺" in said
    assert "检查：每学期由教导处检查一次教师的成长档案" in said


@pytest.mark.parametrize("name", ["default", "zhanghong", "pingfang", "third", "dadong"])
def test_every_paper_that_is_handed_in_has_its_place_in_the_archives(name):
    school = _preset(name)
    classes = (*school.archives.school, *school.archives.teacher)
    filed = {claim for each in classes for claim in each.claims}
    papers = {each.id for each in school.claims if each.deadline and each.by != "office"}
    assert papers <= filed or any("submissions" in each.sources for each in classes)
