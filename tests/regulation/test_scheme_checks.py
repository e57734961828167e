"""[scoring] in a 制度 file: what makes no sense is named by its place."""
# ruff: noqa: E501  (each mistake is read in one line)

import pytest

from tests.regulation.changed import DADONG, DUOWEN, ZHANGHONG, refused, with_item
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('rule = "threshold"\nmeasure = "absent"\nat_least = 0\nfull = 1', "scoring.items[0].at_least 应为正数"),
        ('rule = "threshold"\nmeasure = "absent"\nat_least = 1\nfull = 0', "scoring.items[0].full 应大于 otherwise"),
        ('rule = "deduction"\nmeasure = "absent"\nfull = 10\neach = 0', "scoring.items[0].each 应为正数"),
        ('rule = "deduction"\nmeasure = "absent"\nfull = 10\neach = -2', "scoring.items[0].each 应为正数"),
        ('rule = "deduction"\nmeasure = "absent"\nfull = 10\neach = 2\nfloor = 10', "scoring.items[0].floor 应小于 full"),
        ('rule = "deduction"\nmeasure = "absent"\nfull = -10\neach = 2\nfloor = -20', "scoring.items[0].full 不能小于 0"),
        ('rule = "deduction"\nmeasure = "absent"\nfull = 10\neach = 2\nneed = 0', "scoring.items[0].need 应为正数"),
        ('rule = "deduction"\nmeasure = "absent"\nfull = 10\neach = 2\nevery = "week"', "every 要和 need 一起写"),
        (
            'rule = "deduction"\nmeasure = "training_hours"\nfull = 10\neach = 2\nneed = 1\nevery = "week"',
            "every 不能用：「training_hours」不能按周或学月分开统计",
        ),
        (
            'rule = "deduction"\nmeasure = "absent"\nfull = 10\neach = 2\ncases = [{ who = [{ sex = "男" }], least = 1 }]',
            "cases 要和 need 一起写",
        ),
        (
            'rule = "deduction"\nmeasure = "attended"\nfull = 10\neach = 2\nneed = 1\nevery = "week"\n'
            'cases = [{ who = [{ sex = "男" }], least = 2 }]',
            "cases 不能和 every 一起写",
        ),
        (
            'rule = "percentage"\nmeasure = "attended"\nfull = 10\nout_of = 9\ncases = [{ who = [], least = 2 }]',
            "scoring.items[0].cases[0].who 至少要有一项",
        ),
        ('rule = "per_event"\nmeasure = "absent"\neach = 0', "scoring.items[0].each 不能为 0"),
        ('rule = "per_event"\nmeasure = "absent"\neach = 1\nmost = 1\nleast = 2', "scoring.items[0].least 不应大于 most"),
        ('rule = "per_event"\nmeasure = "absent"\neach = 1\nunit = "学分"', "scoring.items[0].unit「学分」不在 units 之中"),
        ('rule = "per_event"\nmeasure = "absent"\neach = 1\nof = ["晨会"]', "scoring.items[0].of[0]「晨会」不在 activity_kinds 之中"),
        ('rule = "per_event"\nmeasure = "training_hours"\neach = 1\nof = ["x"]', "scoring.items[0].of[0]「x」不在 hours.projects 之中"),
        ('rule = "per_event"\nmeasure = "claims"\neach = 1\nof = ["prize", "prize"]', "scoring.items[0].of[1] 与前面重复"),
        ('rule = "per_event"\nmeasure = "members_score"\neach = 1', "是教研组的指标，这里要用教师的指标"),
        ('rule = "per_event"\nmeasure = "submissions"\nof = ["prize"]\neach = 1', "与 punctuality 只能一起用"),
        ('rule = "tiers"\nmeasure = "absent"\ntiers = []', "scoring.items[0].tiers 至少要有一项"),
        (
            'rule = "tiers"\nmeasure = "absent"\ntiers = [{ at_least = 1, points = 1 }, { at_least = 1, points = 2 }]',
            "scoring.items[0].tiers[1].at_least 应由高到低排列",
        ),
        ('rule = "rank_table"\nmeasure = "absent"\nplaces = []', "scoring.items[0].places 至少要有一项"),
        ('rule = "rank_table"\nmeasure = "absent"\nplaces = [{ up_to = 0, points = 2 }]', "scoring.items[0].places[0].up_to 应为正数"),
        (
            'rule = "rank_table"\nmeasure = "absent"\nplaces = [{ up_to = 3, points = 2 }, { up_to = 3, points = 1 }]',
            "scoring.items[0].places[1].up_to 应由小到大排列",
        ),
        ('rule = "percentage"\nmeasure = "absent"\nfull = 10\nout_of = 0', "scoring.items[0].out_of 应为正数"),
        ('rule = "percentage"\nmeasure = "absent"\nfull = 0\nout_of = 1', "scoring.items[0].full 应为正数"),
        (
            'rule = "punctuality"\nmeasure = "submissions"\nof = ["prize"]\ndue = 0\non_time = 1\nlate = 0\nincomplete = 0',
            "scoring.items[0].due 应为正数",
        ),
        (
            'rule = "punctuality"\nmeasure = "claims"\nof = ["prize"]\ndue = 1\non_time = 1\nlate = 0\nincomplete = 0',
            "与 punctuality 只能一起用",
        ),
        ('rule = "forfeit"\nmeasure = "absent"\nfull = 5\nat = 0', "scoring.items[0].at 应为正数"),
        ('rule = "group_average"\nmeasure = "absent"\nfull = 5\neach = 0', "scoring.items[0].each 应为正数"),
        ('rule = "highest"\nmeasure = "claims"\nof = ["prize"]\nlevels = []', "scoring.items[0].levels 至少要有一项"),
        (
            'rule = "highest"\nmeasure = "claims"\nof = ["prize"]\nlevels = [{ name = "国级", points = 1 }]',
            "scoring.items[0].levels[0].name「国级」不在这几类 claims 的 levels 之中",
        ),
        (
            'rule = "highest"\nmeasure = "claims"\nof = ["prize"]\nlevels = [{ name = "省级", points = 0 }]',
            "至少要有一项的 points 为正数",
        ),
        (
            'rule = "highest"\nmeasure = "prizes"\nlevels = [{ name = "省级", points = 1 }]',
            "scoring.items[0].measure 应为 claims",
        ),
        (
            'rule = "per_event"\nmeasure = "absent"\neach = 1\nwho = [{ teaching_year_least = 9, teaching_year_most = 3 }]',
            "scoring.items[0].who[0].teaching_year_least 不应大于 teaching_year_most",
        ),
    ],
)  # fmt: skip
def test_an_item_that_makes_no_sense_is_named_by_its_place(text, says):
    with pytest.raises(Refused) as refusal:
        load(with_item(text))
    assert says in str(refusal.value)


def test_shares_count_up_from_the_top():
    bands = 'bands = [{ name = "甲", share = 0.6 }, { name = "乙", share = 0.2 }]\nties'
    source = ZHANGHONG[: ZHANGHONG.index("bands = [")] + ZHANGHONG[ZHANGHONG.index("\nties =") :]
    assert "scoring.bands[1].share 应由小到大" in refused(source, "\nties", f"\n{bands}")


def test_a_ledger_may_have_an_item_that_only_takes_off():
    assert load(DUOWEN).scoring.items[0].each == -10


def test_a_group_s_evaluation_too_is_missing_as_its_stages_are():
    head, tail = DADONG.split("[group_scoring]")
    tail = tail.replace('missing = "pending"\n', "", 1)
    with pytest.raises(Refused, match=r"group_scoring\.items\[0\]\.missing 应与"):
        load(f"{head}[group_scoring]{tail}")


def test_an_evaluation_is_scored_only_where_there_is_one():
    source = with_item('rule = "percentage"\nmeasure = "evaluation"\nfull = 5\nout_of = 100')
    with pytest.raises(
        Refused, match=r"scoring\.items\[0\]\.measure「evaluation」要先写 evaluation"
    ):
        load(source)


@pytest.mark.parametrize(
    ("of", "says"),
    [
        ('"prize", "personal_plan"', "scoring.items[0].of 的单位不同（份、项），不能一起平均"),
        ('"observation_taken"', "scoring.items[0].of[0]「observation_taken」不在 claims 之中"),
        ("", "scoring.items[0].of 至少要有一项"),
    ],
)
def test_a_mean_is_of_marks_in_one_unit(of, says):
    item = f'rule = "percentage"\nmeasure = "claims_mean"\nof = [{of}]\nfull = 9\nout_of = 100'
    with pytest.raises(Refused) as wrong:
        load(with_item(item))
    assert says in str(wrong.value)


def test_what_the_terminal_records_cannot_be_handed_in_late():
    says = "group_scoring.items[3].of[0]「observation_taken」不在 claims 之中"
    assert says in refused(ZHANGHONG, 'of = ["group_plan"]', 'of = ["observation_taken"]')
