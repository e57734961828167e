"""备课 and 听课 in a 制度 file: what makes no sense is named by its place."""
# ruff: noqa: E501  (each mistake is read in one line)

import pytest

from tests.regulation.changed import PINGFANG, ZHANGHONG, refused
from yanxiu_tui.regulation.loader import load


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('activity_kind = "集体备课"', 'activity_kind = "集体备可"', "lesson_prep.activity_kind「集体备可」不在 activity_kinds 之中，是不是想写 集体备课"),
        ('place = "备课组长办公室"', f'place = "{"室" * 65}"', "lesson_prep.place 应为 1 至 64 个字"),
        ('id = "textbook"', 'id = "standards"', "lesson_prep.sections[1].id 与前面重复"),
        ('name = "教材解读"', 'name = "课标要求"', "lesson_prep.sections[1].name 与前面重复"),
        ('name = "教材解读"', 'name = ""', "lesson_prep.sections[1].name 应为 1 至 64 个字"),
        ('id = "textbook"', 'id = ""', "lesson_prep.sections[1].id 应为 1 至 32 个字"),
        ('id = "textbook"', f'id = "{"x" * 33}"', "lesson_prep.sections[1].id 应为 1 至 32 个字"),
        ('id = "failure"', 'id = "success"', "lesson_prep.prompts[1].id 与前面重复"),
        ('name = "败笔之处"', 'name = " "', "lesson_prep.prompts[1].name 应为 1 至 64 个字"),
        ("late_after_days = 14", "late_after_days = -1", "lesson_prep.late_after_days 应为 0 至 366 的整数"),
        ('grades = ["优"', 'grades = ["良"', "observing.grades[1] 与前面重复"),
        ('grades = ["优"', 'grades = [""', "observing.grades[0] 应为 1 至 16 个字"),
        ("periods = 10", "periods = 0", "observing.periods 应为 1 至 20 的整数"),
        ("periods = 10", "periods = 21", "observing.periods 应为 1 至 20 的整数"),
        ("late_after_days = 7", "late_after_days = -1", "observing.late_after_days 应为 0 至 366 的整数"),
        ("periods = 10", 'sheet = [{ id = "a", name = "目标", full = 0 }]', "observing.sheet[0].full 应为正数"),
        ("periods = 10", 'sheet = [{ id = "a", name = "", full = 9 }]', "observing.sheet[0].name 应为 1 至 64 个字"),
        (
            "periods = 10",
            'sheet = [{ id = "a", name = "目标", full = 9 }, { id = "a", name = "效果", full = 9 }]',
            "observing.sheet[1].id 与前面重复",
        ),
    ],
)  # fmt: skip
def test_lesson_prep_and_observing_are_named_by_their_place(old, new, says):
    assert says in refused(ZHANGHONG, old, new)


@pytest.mark.parametrize("field", ["sections", "prompts"])
def test_there_is_something_to_write_under(field):
    start = ZHANGHONG.index(f"{field} = [")
    end = ZHANGHONG.index("\n]\n", start) + 3
    says = f"lesson_prep.{field} 至少要有一项"
    assert says in refused(ZHANGHONG, ZHANGHONG[start:end], f"{field} = []\n")


def test_a_school_that_says_nothing_of_preparing_together_need_not_have_that_activity():
    assert "集体备课" not in load(PINGFANG).activity_kinds
    silent = PINGFANG.replace('activity_kind = "学科研修"\n', "")
    assert load(silent).lesson_prep.activity_kind == "集体备课"
