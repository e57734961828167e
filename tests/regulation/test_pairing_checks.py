"""师徒结对 in a 制度 file: what makes no sense is named by its place."""
# ruff: noqa: E501  (each mistake is read in one line)

import pytest

from tests.regulation.changed import ZHANGHONG, refused


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('mentors = [{ backbone', 'mentors = [{}, { backbone', "pairing.mentors[0] 没有写明任何条件"),
        ("apprentices = [{ teaching_year_most = 3 }]", 'apprentices = [{ roles = ["host"] }]', "pairing.apprentices[0].roles[0]「host」不是教师的职务"),
        ("most_apprentices = 2", "most_apprentices = 0", "pairing.most_apprentices 应为 1 至 20 的整数"),
        ("years = 1\n", "years = 11\n", "pairing.years 应为 1 至 10 的整数"),
        ("silent_days = 14", "silent_days = 0", "pairing.silent_days 应为 1 至 366 的整数"),
        ('aims = "以老带新', f'aims = "{"以" * 500}', "pairing.aims 应为 1 至 500 个字"),
        ('id = "trial_lesson"', 'id = "guidance"', "pairing.entry_kinds[1].id 与前面重复"),
        ('name = "试讲"', 'name = "指导"', "pairing.entry_kinds[1].name 与前面重复"),
        ('id = "trial_lesson"', 'id = "heard"', "pairing.entry_kinds[1].id「heard」另有记录，请换一个"),
        ('id = "trial_lesson"', f'id = "{"x" * 33}"', "pairing.entry_kinds[1].id 应为 1 至 32 个字"),
        ('id = "guides"', 'id = "mentor_hears"', "pairing.quotas[1].id 与前面重复"),
        ('counts = "guidance"', 'counts = "guidence"', "pairing.quotas[1].counts「guidence」没有这种记录，是不是想写 guidance"),
        ('counts = "guidance"', 'counts = "x"', "没有这种记录，可选：heard、opened、guidance、trial_lesson、exchange"),
        ('counts = "guidance", least = 8', 'counts = "guidance", least = 0', "pairing.quotas[1].least 应为 1 至 200 的整数"),
        ('least = 2, unit = "节"', 'least = 2, unit = ""', "pairing.quotas[3].unit 应为 1 至 64 个字"),
        ("weights = { mentor = 3", "weights = { mentor = 0", "pairing.weights.mentor 应为正数"),
        ("weights = { mentor = 3, apprentice = 3, ", "weights = { ", "pairing.weights 还缺 mentor、apprentice，三方都要写"),
    ],
)  # fmt: skip
def test_a_pairing_rule_that_makes_no_sense_is_named_by_its_place(old, new, says):
    assert says in refused(ZHANGHONG, old, new)


def test_a_pair_writes_down_something():
    start = ZHANGHONG.index("entry_kinds = [")
    end = ZHANGHONG.index("\n]\n", start) + 3
    assert "pairing.entry_kinds 至少要有一项" in refused(
        ZHANGHONG, ZHANGHONG[start:end], "entry_kinds = []\n"
    )
