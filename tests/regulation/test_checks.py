"""A file that can be read but makes no sense is refused, naming what is senseless and where."""
# ruff: noqa: E501  (each mistake is read in one line)

import pytest

from tests.regulation.changed import CLAUSE, DADONG, PINGFANG, ZHANGHONG, refused, with_item
from yanxiu_tui.regulation.loader import load, preset_source


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("school_month_weeks = 4", "school_month_weeks = 0", "calendar.school_month_weeks 应为 1 至 10"),
        ("school_month_weeks = 4", "school_month_weeks = 11", "应为 1 至 10 的整数"),
        ("school_month_weeks = 4", "exempt_weeks = [0]", "calendar.exempt_weeks[0] 应为 1 至 60"),
        ("per_term = 36", "per_term = -1", "hours.per_term 不能小于 0"),
        ("per_term = 36", "late = 1.1", "hours.late 应在 0 与 1 之间"),
        ("cycle_years = 5", "cycle_years = 0", "hours.cycle_years 应为 1 至 20"),
        ("cycle_starts = 2024", "cycle_starts = 24", "hours.cycle_starts 应为 1990 至 2100"),
        ("week = 2\n", "week = 0\n", "deadlines[0].week 应为 1 至 30"),
        ("week = -2", "week = -31", "deadlines[2].week 应为 1 至 30"),
        ("weekday = 1", "weekday = 8", "deadlines[0].weekday 应为 1 至 7"),
        ("weekday = 1", "weekday = 1\ncopies = 0", "deadlines[0].copies 应为 1 至 20"),
        ('id = "plan_exchange"', 'id = "group_plan"', "deadlines[1].id 与前面重复"),
        ('id = "lesson_review"', 'id = "observation"', "claims[1].id 与前面重复"),
        ('deadline = "group_plan"', 'deadline = "group_plam"', "是不是想写 group_plan"),
        ("most_hours = 6", "most_hours = 0", "claims[7].most_hours 应为正数"),
        ("hours = true\nmost_hours = 6", "most_hours = 6", "claims[7].most_hours"),
        ('levels = ["县级", "市级"', 'levels = ["县级", "县级"', "claims[9].levels[1] 与前面重复"),
        ('id = "early_observations"', 'id = "observations"', "quotas[2].id 与前面重复"),
        ("least = 15", "least = 0", "quotas[1].least 应为正数"),
        ("least = 30", "least = -1", "quotas[1].cases[0].least 应为正数"),
        (
            'measure = "observations_given"',
            'measure = "observation_given"',
            "quotas[1].measure「observation_given」不是已有的指标，是不是想写 observations_given",
        ),
        ('measure = "meetings_held"', 'measure = "attended"', "「attended」是教师的指标，这里要用教研组的指标"),
        ('measure = "training_hours"\nleast', 'measure = "attendance_rate"\nleast', "不能用作定额"),
        ('measure = "training_hours"\nleast', 'measure = "claims"\nleast', "quotas[5].of 至少要有一项"),
        ('measure = "training_hours"\nleast', 'measure = "submissions"\nof = ["prize"]\nleast', "punctuality"),
        ('measure = "training_hours"\nleast', 'measure = "training_hours"\nevery = "week"\nleast', "quotas[5].every 不能用"),
        ('measure = "reflections"\nleast', 'measure = "reflections"\nof = ["prize"]\nleast', "quotas[3].of 不能用"),
        ("least = 4", 'least = 4\nadds_to = "reflections"', "quotas[3].adds_to「reflections」不在其他 quotas"),
        ("least = 4", 'least = 4\nadds_to = "observations"', "应与本项用同一个 measure"),
        ("who = [{ teaching_year_most = 3", "who = [{ teaching_year_most = 0", "quotas[2].who[0].teaching_year_most 应为 1 至 120"),
        ("who = [{ teaching_year_most = 3 }", "who = [{ }", "quotas[2].who[0] 没有写明任何条件"),
        ("who = [{ teaching_year_most = 3 }", "who = [{ age_least = 40, age_below = 40 }", "age_least 应小于 age_below"),
        (
            "who = [{ teaching_year_most = 3 }",
            'who = [{ roles = ["dean"], not_roles = ["dean"] }',
            "quotas[2].who[0].not_roles「dean」同时写在 roles 里",
        ),
        ("at_least = 80 }", "at_least = 90 }", "scoring.bands[1].at_least 应由高到低排列"),
        ('{ name = "不合格", share = 1 }', '{ name = "不合格" }', "scoring.bands[3] 应写明 at_least 或 share"),
        ('{ name = "不合格", share = 1 }', '{ name = "合格", share = 1 }', "scoring.bands[3].name 与前面重复"),
        ('{ name = "不合格", share = 1 }', '{ name = "不合格", share = 2 }', "scoring.bands[3].share 应大于 0"),
        ('by = ["attendance"', 'by = ["attendence"', "scoring.ties.by[0]「attendence」不在 items 之中，是不是想写 attendance"),
        ("bonus_most = 5", "bonus_most = 0", "scoring.bonus_most 应为正数"),
        ("bonus_most = 5", "full = -1", "scoring.full 应为正数"),
        ("bonus_most = 5", 'units = { "课时" = 0 }', "scoring.units.课时 应为正数"),
        ('id = "absent"', 'id = "attendance"', "scoring.items[1].id 与前面重复"),
        ('measure = "members_score"', 'measure = "absent"', "group_scoring.items[0].measure「absent」是教师的指标"),
        ('of = ["group_plan"]', 'of = ["grup_plan"]', "group_scoring.items[3].of[0]「grup_plan」不在 claims 之中，是不是想写 group_plan"),
        ("top = 5", "top = 0", "awards[1].top 应为正数"),
        ("top = 5", "top = 5\nshare = 0.1", "awards[1] 的 top 和 share 只能写一个"),
        ("share = 0.1", "share = 1.5", "awards[0].share 应大于 0，不超过 1"),
        ('{ measure = "absent", at_most = 0 }', '{ measure = "absent" }', "awards[0].conditions[0] 应写明 at_least 或 at_most"),
        ('{ measure = "absent", at_most = 0 }', '{ measure = "absence", at_most = 0 }', "awards[0].conditions[0].measure「absence」不是已有的指标"),
        ('{ measure = "absent", at_most = 0 }', '{ measure = "absent", at_least = 2, at_most = 0 }', "at_least 不应大于 at_most"),
        ('id = "out_study"\nname = "外出学习优先"', 'id = "outstanding"\nname = "外出"', "awards[1].id 与前面重复"),
        ('words = "保证每周一次的校本研修"', 'words = " "', "calendar.clause.words 不能为空"),
        ('name = "缺席"', 'name = ""', "scoring.items[1].name 应为 1 至 64 个字"),
        ('activity_kinds = ["集体备课"', 'activity_kinds = [""', "activity_kinds[0] 应为 1 至 32 个字"),
        ('activity_kinds = ["集体备课"', 'activity_kinds = ["说课"', "activity_kinds[1] 与前面重复"),
        ('office = "教导处"', 'office = " "', "office 应为 1 至 64 个字"),
        ('office = "教导处"', f'office = "{"教" * 65}"', "office 应为 1 至 64 个字"),
        ('title = "', f'title = "{"张" * 60}', "title 应为 1 至 64 个字"),
        ('name = "缺席"', f'name = "{"缺" * 65}"', "scoring.items[1].name 应为 1 至 64 个字"),
        ('name = "听课记录（纸质）"', 'name = ""', "claims[0].name 应为 1 至 64 个字"),
        ('name = "每周一次研修"', 'name = " "', "quotas[0].name 应为 1 至 64 个字"),
        ('name = "校本研修工作先进个人"', 'name = ""', "awards[0].name 应为 1 至 64 个字"),
        ('slip = "请假条"', 'slip = ""', "evidence_names.slip 应为 1 至 64 个字"),
        ('{ name = "优秀", at_least = 90 }', '{ name = "", at_least = 90 }', "scoring.bands[0].name 应为 1 至 64 个字"),
        ('{ name = "优秀", at_least = 90 }', '{ name = "一票否决", at_least = 90 }', "scoring.bands[0].name「一票否决」不是按分数评的等次"),
        ('{ name = "不合格", share = 1 }', '{ name = "未计分", share = 1 }', "scoring.bands[3].name「未计分」不是按分数评的等次"),
        ("bonus_most = 5", "base = 1001", "scoring.base 应在 -1000 与 1000 之间"),
        ("bonus_most = 5", "base = -1001", "scoring.base 应在 -1000 与 1000 之间"),
        ("least_expected = 1", "least_expected = -1", "scoring.least_expected 应为 0 至 100"),
        ("least_expected = 1", "least_expected = 101", "scoring.least_expected 应为 0 至 100"),
        ("who = [{ teaching_year_most = 3 }", 'who = [{ groups = [""] }', "quotas[2].who[0].groups[0] 应为 1 至 64 个字"),
        ("who = [{ teaching_year_most = 3 }", 'who = [{ subjects = ["语文", " "] }', "quotas[2].who[0].subjects[1] 应为 1 至 64 个字"),
        ("who = [{ teaching_year_most = 3 }", 'who = [{ roles = ["operator"] }', "quotas[2].who[0].roles[0]「operator」不是教师的职务"),
        ("who = [{ teaching_year_most = 3 }", 'who = [{ not_roles = ["host"] }', "quotas[2].who[0].not_roles[0]「host」不是教师的职务"),
        ('of = ["group_plan"]', 'of = ["group_plan", "prep_bundle"]', "group_scoring.items[3].of 的期限不同，请分成几项"),
        ('of = ["group_plan"]', 'of = ["group_plan", "prize"]', "group_scoring.items[3].of 的期限不同，请分成几项"),
        ('office = "教导处"', 'office = "教导处"\nearly_career_years = 0', "early_career_years 应为 1 至 40"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_named_by_its_place(old, new, says):
    assert says in refused(ZHANGHONG, old, new)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "subject"', 'id = "school"', "hours.projects[1].id 与前面重复"),
        ("planned = 20", "planned = -1", "hours.projects[0].planned 不能小于 0"),
        ("most = 20", "most = 9", "hours.projects[3].most 应为正数，不小于 planned"),
        ('"学校集体研修", "外出学习汇报"]\nplanned', '"晨会"]\nplanned', "hours.projects[0].activity_kinds「晨会」"),
        ('"学科研修", "课堂观摩"]\nplanned', '"学校集体研修"]\nplanned', "hours.projects[1] 中的「学校集体研修」已归入前面"),
        ('claims = ["self_study"', 'claims = ["narrative"', "hours.projects[3].claims「narrative」不是可申报学时"),
    ],
)  # fmt: skip
def test_a_project_that_makes_no_sense_is_named_by_its_place(old, new, says):
    assert says in refused(PINGFANG, old, new)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("weight = 10", "weight = 0", "evaluation.stages[0].weight 应为正数"),
        ('id = "peer"', 'id = "self"', "evaluation.stages[1].id 与前面重复"),
        ('["teacher", "group", "leader"]', "[]", "evaluation.subjects 至少要有一项"),
        ('"group", "leader"]', '"group", "group"]', "evaluation.subjects[2] 与前面重复"),
        ('missing_stage = "pending"', 'missing_stage = "pending"\nfull = 0', "evaluation.full 应为 1 至 1000"),
        ('missing_stage = "pending"\n', "", "scoring.items[6].missing 应与 evaluation.missing_stage 一致，写 \"left_out\""),
        ('missing = "pending"\n', "", "scoring.items[6].missing 应与 evaluation.missing_stage 一致，写 \"pending\""),
        ('name = "教师自评"', 'name = ""', "evaluation.stages[0].name 应为 1 至 64 个字"),
        ('name = "集体研修"', 'name = ""', "hours.projects[1].name 应为 1 至 64 个字"),
        ('of = ["self"]\nleast', 'of = ["slef"]\nleast', "quotas[3].of[0]「slef」不在 hours.projects 之中，是不是想写 self"),
    ],
)  # fmt: skip
def test_an_evaluation_that_makes_no_sense_is_named_by_its_place(old, new, says):
    assert says in refused(DADONG, old, new)


def test_a_quota_may_come_on_top_of_another_of_the_same_measure():
    source = ZHANGHONG.replace(
        'every = "week"\nleast = 1\nunit = "节"',
        'every = "week"\nleast = 1\nunit = "节"\nadds_to = "observations"',
    )
    assert load(source).quotas[2].adds_to == "observations"


def test_what_comes_on_top_of_a_terms_quota_is_not_asked_of_a_school_year():
    yearly = 'every = "school_year"\nleast = 1\nunit = "节"\nadds_to = "observations"'
    says = refused(ZHANGHONG, 'every = "week"\nleast = 1\nunit = "节"', yearly)
    assert "quotas[2].adds_to「observations」应与本项都按学年，或都不按学年" in says


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('measure = "attended"', 'measure = "prizes"', "scoring.items[0]"),
        ("[scoring]", '[[quotas]]\nid = "q"\nname = "获奖"\nmeasure = "prizes"\nleast = 1\nunit = "项"\n'
         f"{CLAUSE}\n[scoring]", "quotas[0]"),
        ("[scoring]", f'[[awards]]\nid = "a"\nname = "成果奖"\n{CLAUSE}\n'
         'conditions = [{ measure = "prizes", at_least = 1 }]\n[scoring]', "awards[0].conditions[0]"),
    ],
)  # fmt: skip
def test_work_that_nobody_can_claim_is_counted_nowhere(old, new, place):
    said = refused(preset_source("changgui"), old, new)
    assert f"{place}.measure「prizes」没有可以计数的申报，claims 里应有 prize" in said


def test_what_the_terminal_records_needs_no_claim_to_be_counted():
    source = preset_source("changgui").replace('measure = "attended"', 'measure = "additions_made"')
    assert load(source).scoring.items[0].measure == "additions_made"
    heard = 'rule = "per_event"\nmeasure = "claims"\nof = ["demonstration_lesson"]\neach = 1'
    assert load(with_item(heard)).scoring.items[0].of == ["demonstration_lesson"]
