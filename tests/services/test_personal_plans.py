"""个性化教案: made from the group's plan for a class, what was changed, what came since (Z15)."""

from datetime import timedelta

import pytest

from db.models import Passage, PersonalPlan, PlanVersion
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.races import at_once
from tests.services.writings import AIMS, a_unit, lin, su
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import manuscripts, personal_changes, personal_plans, plan_versions

LATER = NOW + timedelta(days=1)


@pytest.fixture
def cast(memory):
    return a_cast()


def group_writes(cast, unit, section, text):
    """The group writes a section of its plan and keeps the version."""
    before = manuscripts.revisions(unit.plan_id).get(section, 0)
    manuscripts.write(lin(cast), unit.plan_id, section, text, before, LATER)
    plan_versions.keep(cast.leader, unit.id, "再备", LATER)


def test_it_begins_with_what_the_group_wrote(cast):
    unit = a_unit(cast)
    plan = personal_plans.begin(su(cast), unit.id, "七（1）班", NOW)
    assert (plan.title, plan.version, plan.outdated) == ("第一单元（七（1）班）", 1, False)
    kept = manuscripts.manuscript(su(cast), plan.manuscript_id)
    assert (kept.text("aims"), kept.may_write, kept.title) == (AIMS, True, plan.title)
    assert personal_changes.changes(su(cast), plan.id).changed == 0


def test_it_begins_with_the_newest_version_not_with_what_is_half_written(cast):
    unit = a_unit(cast)
    plan_versions.keep(cast.leader, unit.id, "定稿", NOW)
    manuscripts.write(lin(cast), unit.plan_id, "aims", "写到一半", 1, NOW)
    plan = personal_plans.begin(su(cast), unit.id, "七1", NOW)
    assert manuscripts.manuscript(su(cast), plan.manuscript_id).text("aims") == AIMS
    assert PlanVersion.select().count() == 1


def test_what_was_changed_is_shown_section_by_section(cast):
    unit = a_unit(cast)
    plan = personal_plans.begin(su(cast), unit.id, "七1", NOW)
    manuscripts.write(su(cast), plan.manuscript_id, "aims", AIMS + "背诵第六段。", 1, NOW)
    manuscripts.write(su(cast), plan.manuscript_id, "students", "本班基础弱。", 0, NOW)
    told = personal_changes.changes(su(cast), plan.id)
    changed = {each.name: each.pieces for each in told.sections if each.changed}
    assert list(changed) == ["学情分析", "教学目标"]
    assert [(piece.kind, piece.text) for piece in changed["教学目标"]] == [
        ("same", AIMS), ("added", "背诵第六段。"),
    ]  # fmt: skip
    assert told.title == "第一单元（七1）：对照共性教案第 1 版"


def test_a_newer_version_is_said_and_shown_and_merged_by_nobody(cast):
    unit = a_unit(cast)
    plan = personal_plans.begin(su(cast), unit.id, "七1", NOW)
    group_writes(cast, unit, "homework", "分三层。")
    plan = personal_plans.find(su(cast), plan.id)
    assert (plan.version, plan.newest, plan.outdated) == (1, 2, True)
    news = personal_changes.news(su(cast), plan.id)
    assert [each.name for each in news.sections if each.changed] == ["作业分层"]
    assert manuscripts.manuscript(su(cast), plan.manuscript_id).text("homework") == ""


def test_the_teacher_takes_a_section_over_and_the_own_text_stays_on_record(cast):
    unit = a_unit(cast)
    plan = personal_plans.begin(su(cast), unit.id, "七1", NOW)
    manuscripts.write(su(cast), plan.manuscript_id, "homework", "抄写两遍。", 0, NOW)
    group_writes(cast, unit, "homework", "分三层。")
    personal_changes.take(su(cast), plan.id, "homework", LATER)
    assert manuscripts.manuscript(su(cast), plan.manuscript_id).text("homework") == "分三层。"
    (aside,) = manuscripts.set_aside(su(cast), plan.manuscript_id)
    assert aside.text == "抄写两遍。"


def test_following_the_newest_version_changes_no_text(cast):
    unit = a_unit(cast)
    plan = personal_plans.begin(su(cast), unit.id, "七1", NOW)
    group_writes(cast, unit, "aims", "只读一遍。")
    plan = personal_changes.follow(su(cast), plan.id, LATER)
    assert (plan.version, plan.outdated) == (2, False)
    told = personal_changes.changes(su(cast), plan.id)
    assert [each.name for each in told.sections if each.changed] == ["教学目标"]
    assert manuscripts.manuscript(su(cast), plan.manuscript_id).text("aims") == AIMS


def test_one_class_has_one_plan_even_when_begun_twice_at_once(cast):
    unit = a_unit(cast)
    plan_versions.keep(cast.leader, unit.id, "定稿", NOW)
    done = at_once([lambda: personal_plans.begin(su(cast), unit.id, "七1", NOW)] * 4)
    assert sum(isinstance(each, Refused) for each in done) == 3
    assert PersonalPlan.select().count() == PlanVersion.select().count() == 1
    personal_plans.begin(su(cast), unit.id, "七2", NOW)
    personal_plans.begin(lin(cast), unit.id, "七1", NOW)
    assert [each.class_name for each in personal_plans.mine(su(cast), cast.term.id)] == [
        "七1", "七2",
    ]  # fmt: skip


def test_an_unwritten_or_unknown_unit_and_an_unnamed_class_are_refused(cast):
    empty = a_unit(cast, title="第二单元", aims="  ")
    for unit_id, class_name, said in (
        (empty.id, "七1", "共性教案还没有写"),
        (99, "七1", "没有这个单元"),
        (empty.id, " ", "请填写班级"),
        (empty.id, "班" * 33, "班级太长"),
    ):
        with pytest.raises(Refused, match=said):
            personal_plans.begin(su(cast), unit_id, class_name, NOW)
    assert not PersonalPlan.select().exists()


def test_who_may_not_read_the_groups_plan_makes_none_of_it(cast):
    unit = a_unit(cast)
    stranger = an_actor(
        a_teacher("1020", "马丽", group=a_group("数学组")), belongs=(a_group("数学组"),)
    )
    with pytest.raises(Refused, match="没有查看的权限"):
        personal_plans.begin(stranger, unit.id, "七1", NOW)
    with pytest.raises(Refused, match="没有办理"):
        personal_plans.begin(OPERATOR, unit.id, "七1", NOW)
    assert not PlanVersion.select().exists()


def test_leaders_read_it_colleagues_do_not_and_nobody_else_writes_it(cast):
    unit = a_unit(cast)
    plan = personal_plans.begin(su(cast), unit.id, "七1", NOW)
    for reader in (cast.leader, cast.dean, cast.head):
        assert personal_plans.find(reader, plan.id).id == plan.id
        assert len(personal_plans.of_group(reader, cast.group.id, cast.term.id)) == 1
        with pytest.raises(Refused):
            personal_changes.take(reader, plan.id, "aims", NOW)
        with pytest.raises(Refused, match="只能改自己的"):
            personal_changes.follow(reader, plan.id, NOW)
    assert personal_plans.of_group(lin(cast), cast.group.id, cast.term.id) == []
    with pytest.raises(Refused, match="没有查看的权限"):
        personal_plans.find(lin(cast), plan.id)
    assert Passage.select().where(Passage.manuscript == plan.manuscript_id).count() == 1


def test_the_list_takes_the_same_queries_for_one_plan_as_for_ten(cast, queries):
    unit = a_unit(cast)
    personal_plans.begin(su(cast), unit.id, "七1", NOW)
    with queries() as one:
        personal_plans.mine(su(cast), cast.term.id)
    for number in range(2, 11):
        personal_plans.begin(su(cast), unit.id, f"七{number}", NOW)
    with queries() as ten:
        assert len(personal_plans.mine(su(cast), cast.term.id)) == 10
    assert len(one) == len(ten) == 2
