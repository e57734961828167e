"""What ships: every preset is right, says its school's words, and sums to what it should."""

from decimal import Decimal

import msgspec
import pytest

from tests.regulation.figures import a_person
from yanxiu_tui.regulation.loader import PRESETS, load, preset_source
from yanxiu_tui.regulation.words import describe
from yanxiu_tui.rules.applies import applies
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.lesson_prep import PLAN_SECTIONS, REFLECTION_PROMPTS
from yanxiu_tui.rules.measures import MEASURES, RECORDED, WORK
from yanxiu_tui.rules.quotas import least_for
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.submissions import title_of

SCHOOLS = {"zhanghong": "Z", "pingfang": "P", "third": "T", "dadong": "D", "default": "Z"}
EXAMPLES = {"xinzhuang": "S1", "duowen": "S2", "changgui": "S4"}


def clauses(value):
    """Every clause a regulation cites."""
    if isinstance(value, Clause):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from clauses(getattr(value, field))
    elif isinstance(value, list):
        for each in value:
            yield from clauses(each)


def preset(name):
    return load(preset_source(name))


@pytest.mark.parametrize("name", PRESETS)
def test_the_description_of_a_preset_tells_every_clause(name):
    said = "\n".join(describe(preset(name)))
    cited = set(clauses(preset(name)))
    assert len(cited) > 3
    for clause in cited:
        assert f"{clause.id} 「{clause.words}」" in said


@pytest.mark.parametrize(("name", "letter"), list(SCHOOLS.items())[:-1])
def test_a_school_cites_its_own_clauses_only(name, letter):
    """But for the five prompts of a reflection, which a plan template of the same source gives.

    「形式2」 is how 张洪中学 numbers its forms of training.
    """
    cited = {each.id for each in clauses(preset(name)) if each.id not in ("默认", "X1", "形式2")}
    assert {id[0] for id in cited} == {letter}


def test_the_default_takes_its_rules_from_one_school_and_the_four_stages_from_another():
    cited = {each.id for each in clauses(preset("default")) if each.id[0] not in "Z默X形"}
    assert cited == {"D9"}


@pytest.mark.parametrize(("name", "scheme"), EXAMPLES.items())
def test_every_item_of_an_example_cites_its_scheme(name, scheme):
    assert {item.clause.id for item in preset(name).scoring.items} == {scheme}


@pytest.mark.parametrize("name", SCHOOLS)
def test_a_school_scores_teachers_and_groups_out_of_a_hundred(name):
    for scheme in (preset(name).scoring, preset(name).group_scoring):
        assert sum(scheme.best(item) for item in scheme.items if not item.bonus) == 100


@pytest.mark.parametrize("name", PRESETS)
def test_a_figure_of_work_is_recorded_here_or_has_a_kind_of_claim_that_feeds_it(name):
    regulation = preset(name)
    kinds = {*RECORDED, *(kind.id for kind in regulation.claims)}
    items = (*regulation.scoring.items, *regulation.quotas)
    for measure in {each.measure for each in items} & set(WORK):
        assert kinds & set(WORK[measure]), measure


@pytest.mark.parametrize("name", PRESETS)
def test_what_the_terminal_records_is_claimed_for_paper_alone_and_by_the_office(name):
    for kind in preset(name).claims:
        if kind.id in RECORDED:
            assert kind.by == "office"
            assert kind.name.endswith("（纸质）")
        else:
            assert "纸质" not in kind.name


@pytest.mark.parametrize("name", ["zhanghong", "default"])
def test_a_plan_is_written_in_nine_sections_and_a_reflection_under_five_prompts(name):
    prep = preset(name).lesson_prep
    assert (prep.sections[0].name, len(prep.sections)) == ("课标要求", 9)
    assert [section.id for section in prep.sections] == [section.id for section in PLAN_SECTIONS]
    assert [prompt.id for prompt in prep.prompts] == [prompt.id for prompt in REFLECTION_PROMPTS]
    cited = (prep.clause, prep.where, prep.group, prep.reflecting, prep.prompting)
    assert [clause.id for clause in cited] == ["Z14", "Z11", "Z10", "Z16", "X1"]
    observing = preset(name).observing
    assert (observing.clause.id, observing.modes.id) == ("Z22", "Z23")


@pytest.mark.parametrize("name", SCHOOLS)
def test_a_group_prepares_at_an_activity_its_school_has(name):
    assert preset(name).lesson_prep.activity_kind in preset(name).activity_kinds


@pytest.mark.parametrize("name", PRESETS)
def test_whoever_scores_the_ranking_breaks_ties_by_items_there_are(name):
    scheme = preset(name).scoring
    assert set(scheme.ties.by) <= {item.id for item in scheme.items}


@pytest.mark.parametrize("name", PRESETS)
def test_a_paper_is_called_after_its_group_without_naming_groups_twice(name):
    papers = [kind.name for kind in load(preset_source(name)).claims if kind.by == "leader"]
    titles = [title_of("七年级语文备课组", each) for each in papers]
    assert [each for each in titles if each.count("组") > 1] == []


def test_zhanghong_asks_thirty_twenty_and_fifteen_lessons_to_be_heard():
    quotas = {quota.id: quota for quota in preset("zhanghong").quotas}
    heard = quotas["observations"]
    assert heard.clause.id == "Z21"
    assert least_for(heard, a_person(1)) == 15
    assert least_for(heard, a_person(2, Role.RESEARCH_GROUP_LEADER)) == 20
    assert least_for(heard, a_person(3, Role.PRINCIPAL)) == 30
    assert least_for(quotas["early_observations"], a_person(4, teaching_year=3)) == 1
    assert least_for(quotas["early_observations"], a_person(5, teaching_year=4)) is None
    assert quotas["early_observations"].adds_to == ""


def test_zhanghong_counts_a_lesson_heard_as_a_quota_does():
    item = next(each for each in preset("zhanghong").scoring.items if each.id == "observations")
    assert item.aim_for(a_person(1)) == 15
    assert item.aim_for(a_person(2, Role.RESEARCH_GROUP_LEADER)) == 20
    assert item.aim_for(a_person(3, Role.VICE_PRINCIPAL)) == 30


def test_zhanghong_s_papers_are_due_in_week_two_and_before_the_end():
    deadlines = {each.id: each for each in preset("zhanghong").deadlines}
    plan, bundle = deadlines["group_plan"], deadlines["prep_bundle"]
    assert (plan.week, plan.weekday, plan.clause.id) == (2, 1, "Z7")
    assert (bundle.week, bundle.weekday, bundle.at.hour) == (-2, 1, 12)


@pytest.mark.parametrize(
    ("name", "item", "deadline"),
    [
        ("zhanghong", "activity_record", "term_end"),
        ("zhanghong", "prep_bundle", "prep_bundle"),
        ("default", "activity_record", "term_end"),
        ("default", "prep_bundle", "prep_bundle"),
        ("dadong", "group_plan", "plan"),
        ("dadong", "group_summary", "term_end"),
    ],
)
def test_each_paper_of_a_group_is_scored_by_its_own_day(name, item, deadline):
    regulation = preset(name)
    found = next(each for each in regulation.group_scoring.items if each.id == item)
    assert (found.of, found.due) == ([item], 1)
    assert regulation.claim_kind(item).deadline == deadline


def test_pingfang_spreads_sixty_hours_over_its_projects():
    hours = preset("pingfang").hours
    assert hours.per_term == 60
    assert sum(project.planned for project in hours.projects) == 60


def test_pingfang_s_backbone_teachers_give_a_lesson_a_week():
    quota = next(each for each in preset("pingfang").quotas if each.clause.id == "P9")
    assert least_for(quota, a_person(1, backbone="市级")) == 1
    assert least_for(quota, a_person(2, backbone="县级")) is None


def test_the_third_school_wants_its_plan_in_two_copies():
    assert preset("third").deadline("group_plan").copies == 2


def test_dadong_weighs_four_stages_and_adds_them_to_the_routine():
    dadong = preset("dadong")
    assert [stage.id for stage in dadong.evaluation.stages] == [
        "self",
        "peer",
        "principal",
        "panel",
    ]
    assert sum(stage.weight for stage in dadong.evaluation.stages) == 100
    year_end = next(item for item in dadong.scoring.items if item.clause.id == "D12")
    assert (year_end.measure, year_end.full, year_end.missing) == (
        "evaluation",
        Decimal(40),
        "pending",
    )


def test_dadong_s_school_groups_and_teachers_each_owe_their_own():
    owed = {(quota.subject, quota.every, quota.least) for quota in preset("dadong").quotas}
    assert ("school", "", 1) in owed
    assert ("group", "fortnight", 1) in owed
    assert ("teacher", "", 40) in owed


@pytest.mark.parametrize(("name", "clause"), [("zhanghong", "形式2"), ("pingfang", "P9")])
def test_a_school_that_pairs_says_who_and_how_it_judges(name, clause):
    rule = preset(name).pairing
    assert rule.clause.id == clause
    assert applies(rule.mentors, a_person(1, backbone="市级")) is True
    assert applies(rule.apprentices, a_person(2, teaching_year=3)) is True
    assert applies(rule.apprentices, a_person(3, teaching_year=4)) is False
    assert set(rule.weights) == {"mentor", "apprentice", "office"}


def test_zhanghong_lets_the_experienced_teach_the_young():
    rule = preset("zhanghong").pairing
    assert applies(rule.mentors, a_person(1, teaching_year=11)) is True
    assert applies(rule.mentors, a_person(2, teaching_year=10)) is False
    assert preset("default").pairing == rule


@pytest.mark.parametrize("name", ["zhanghong", "default"])
def test_whom_pairing_served_well_are_proposed_by_how_they_were_judged(name):
    awards = {award.name: award for award in preset(name).awards}
    for title, measure in (
        ("优秀师傅", "mentor_assessment"),
        ("优秀徒弟", "apprentice_assessment"),
    ):
        (condition,) = awards[title].conditions
        assert (condition.measure, condition.at_least) == (measure, 90)
        assert awards[title].clause.id == "形式2"


def test_every_measure_is_told_in_words():
    assert all(measure.title and measure.about for measure in MEASURES.values())
