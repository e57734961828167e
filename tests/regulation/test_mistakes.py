"""A file of the wrong form is refused with the mistake's place, and what should stand there."""

import pytest

from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load, preset_source

SOURCE = preset_source("zhanghong")


def refusal(source):
    with pytest.raises(Refused) as refused:
        load(source)
    return str(refused.value)


def spoilt(old, new):
    assert old in SOURCE
    return refusal(SOURCE.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('rule = "deduction"', 'rule = "deducton"', "scoring.items[1].rule 没有这种算法，可选："),
        ('rule = "deduction"\n', "", "缺少 scoring.items[1].rule，请补上，可选：threshold、"),
        ('rule = "deduction"', "rule = 3", "scoring.items[1].rule 没有这种算法"),
        ('name = "缺席"\n', "", "缺少 scoring.items[1].name，请补上"),
        (
            'measure = "absent"\n',
            'mesure = "absent"\n',
            "items[1].mesure 无法识别，是不是想写 measure",
        ),
        ("each = 2", "each = 2\neech = 2", "eech 无法识别，是不是想写 each"),
        ("each = 2", "each = 2\nfloors = 2", "是不是想写 floor"),
        ("each = 2", "each = 2\nxyz = 2", "scoring.items[1].xyz 无法识别，请删去或改名"),
        ("each = 2", "each = true", "scoring.items[1].each 应为数字"),
        ("each = 2", 'each = "两分"', "scoring.items[1].each 应为数字"),
        ("each = 2", 'each = "2"', "scoring.items[1].each 应为数字，不要加引号"),
        ("each = 2", "each = nan", "scoring.items[1].each 应为数字，大小不超过 1000000"),
        ("each = 2", "each = inf", "scoring.items[1].each 应为数字"),
        ("each = 2", "each = 1e300", "scoring.items[1].each 应为数字"),
        ("each = 2", "each = 1000001", "大小不超过 1000000"),
        ("each = 2", "each = -1000001", "大小不超过 1000000"),
        ("weekday = 1", "weekday = 1.5", "deadlines[0].weekday 应为整数"),
        ("weekday = 1", 'weekday = "一"', "deadlines[0].weekday 应为整数"),
        ("at = 12:00:00", 'at = "12:00"', "deadlines[2].at 应为时间（如 12:00:00）"),
        ("at = 12:00:00", "at = 2026-10-01", "deadlines[2].at 应为时间"),
        ("hours = true", "hours = 1", "claims[7].hours 应为是非（true 或 false）"),
        ('office = "教导处"', "office = 3", "office 应为文字（写在引号里）"),
        ("top = 5", 'top = "5"', "awards[1].top 应为整数"),
        ("share = 0.1", 'share = "一成"', "awards[0].share 应为数字"),
        ('of = ["prize"]', 'of = "prize"', "scoring.items[13].of 应为列表（写在方括号里）"),
        (
            "who = [{ teaching_year_most = 3 }]",
            "who = { teaching_year_most = 3 }",
            "quotas[2].who 应为列表",
        ),
        (
            "who = [{ teaching_year_most = 3 }]",
            "who = [3]",
            "quotas[2].who[0] 应为一组内容",
        ),
        ("[calendar]", '[calendar]\nwho = "谁"', "calendar.who 无法识别"),
        ('slip = "请假条"', "slip = 3", "evidence_names.slip 应为文字"),
        (
            "bonus_most = 5",
            'bonus_most = 5\nunits = { "课时" = "二" }',
            "scoring.units.课时 应为数字",
        ),
        (
            "bonus_most = 5",
            'bonus_most = 5\nunits = { "课时" = "2" }',
            "scoring.units.课时 应为数字",
        ),
        ("bonus_most = 5", "bonus_most = 5\nunits = 3", "scoring.units 应为一组内容"),
        ('subject = "group"', 'subject = "groop"', "quotas[0].subject 写法不对，可选：group、"),
        ('"research_group_leader"', '"leader"', "roles[0] 写法不对，可选：principal、"),
        ('every = "week"', 'every = "month"', "quotas[0].every 写法不对，可选：fortnight、"),
        (
            "weights = { mentor",
            "weights = { mentr",
            "pairing.weights.mentr 无法识别，是不是想写 mentor",
        ),
        (
            "weights = { mentor",
            "weights = { x",
            "weights.x 无法识别，可选：apprentice、mentor、office",
        ),
        ("weights = { mentor = 3", 'weights = { mentor = "三"', "pairing.weights.mentor 应为数字"),
        ("weights = { mentor = 3", 'weights = { mentor = "3"', "应为数字，不要加引号"),
        ('side = "mentor"', 'side = "office"', "quotas[0].side 写法不对，可选：apprentice、mentor"),
        ('office = "教导处"', 'office = "教导处\\n"', "office 应写成一行，不能有换行或控制字符"),
        ('name = "缺席"', 'name = "缺\\u001b[31m席"', "scoring.items[1].name 应写成一行"),
        ('name = "缺席"', 'name = "缺\\u202e席"', "scoring.items[1].name 应写成一行"),
        ('name = "优秀"', 'name = """优\n秀"""', "scoring.bands[0].name 应写成一行"),
        (
            "bonus_most = 5",
            'bonus_most = 5\nunits = { "课\\n时" = 2 }',
            "scoring.units.课?时 应写成一行",
        ),
    ],
)
def test_a_mistake_of_form_is_named_by_its_place(old, new, says):
    assert says in spoilt(old, new)


def test_a_misspelt_table_is_named_with_what_was_meant():
    assert "quota 无法识别，是不是想写 quotas" in refusal(SOURCE.replace("[[quotas]]", "[[quota]]"))


def test_an_unknown_way_of_scoring_lists_all_ten():
    said = spoilt('rule = "deduction"', 'rule = "magic"')
    rules = said.partition("可选：")[2].rstrip("。").split("、")
    assert sorted(rules) == [
        "deduction", "forfeit", "group_average", "highest", "per_event", "percentage",
        "punctuality", "rank_table", "threshold", "tiers",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("name = ", "末尾"),
        ('a = "1"\nb = = 2', "第 2 行第 5 列"),
        ("x = " + "[" * 5000, "TOML"),
        ("x = " + "9" * 5000, "TOML"),
        ("[a]\n[a]", "第 2 行第 3 列"),
    ],
)
def test_what_is_no_toml_is_named_by_line_and_column(text, place):
    assert place in refusal(text)


def test_an_empty_file_lacks_its_first_field():
    assert refusal("") == "制度文件缺少 name，请补上。"


def test_nothing_but_chinese_is_said():
    assert "Expected" not in spoilt("each = 2", "each = [2]")
    assert "each 应为数字" in spoilt("each = 2", "each = [2]")


def test_what_only_shares_some_letters_is_not_taken_for_what_was_meant():
    said = spoilt("each = 2", "each = 2\nout_of = 2")
    assert "scoring.items[1].out_of 无法识别，请删去或改名" in said


def test_roles_nobody_holds_as_a_teacher_are_not_offered():
    said = spoilt('"research_group_leader"', '"leader"')
    assert "dean" in said
    assert "host" not in said
    assert "operator" not in said
