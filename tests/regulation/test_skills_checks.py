"""业务考核 and 证书 in a 制度 file: what makes no sense is named, what does is said in words."""
# ruff: noqa: E501  (each mistake is read in one line)

import pytest

from tests.regulation.changed import PINGFANG, refused
from yanxiu_tui.regulation.loader import load
from yanxiu_tui.regulation.words import describe

AGE = 'age_on = "09-01"'
WHO = 'who = [{ age_below = 40 }]\nage_on = "09-01"\nclaim = "basic_skills"'
CONDITION = '{ measure = "training_hours", at_least = 120 }'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (AGE, 'age_on = "02-29"', "skills[0].age_on 应写成 09-01 这样的月日"),
        (AGE, 'age_on = "九月"', "skills[0].age_on 应写成 09-01 这样的月日"),
        (AGE, "full = 0", "skills[0].full 应为 1 至 1000 的整数"),
        (AGE, "full = 99.5", "skills[0].full 应为 1 至 1000 的整数"),
        (AGE, "passing = 101", "skills[0].passing 应大于 0，不超过 full"),
        (AGE, "retakes = -1", "skills[0].retakes 应为 0 至 3 的整数"),
        (WHO, "who = [{}]", "skills[0].who[0] 没有写明任何条件"),
        ('claim = "basic_skills"', 'claim = "basic_skill"', "skills[0].claim「basic_skill」不在 claims 之中，是不是想写 basic_skills"),
        ('id = "textbook_methods"', 'id = "basic_skills"', "skills[1].id 与前面重复"),
        (CONDITION, '{ measure = "training_hour", at_least = 120 }', "certificate.conditions[0].measure「training_hour」不是已有的指标"),
        (CONDITION, '{ measure = "training_hours" }', "certificate.conditions[0] 应写明 at_least 或 at_most"),
        (CONDITION, '{ measure = "late", at_least = 2, at_most = 1 }', "certificate.conditions[0].at_least 不应大于 at_most"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_named(old, new, says):
    assert says in refused(PINGFANG, old, new)


def test_the_tests_and_the_certificate_are_said_with_their_clauses():
    lines = describe(load(PINGFANG))
    said = next(line for line in lines if line.startswith("教材教法：不满"))
    assert said == (
        "教材教法：不满 40 岁参加，年龄按学年内 09-01 算，满分 100，60 分合格，"
        "不合格的可补考 1 次，结果登记为「教材教法考核」"
    )
    assert "再不合格者视为考核不合格" in lines[lines.index(said) + 1]
    assert "继续教育证书：每学年登记一次，学时不少于 120" in lines
