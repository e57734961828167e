"""What the demo's staff wrote and heard: in step with its meetings, and nowhere at odds."""

import json
import re
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from peewee import JOIN, fn

from db.connection import database
from db.models import (
    Activity,
    Claim,
    Group,
    LessonSignUp,
    Manuscript,
    Membership,
    Observation,
    OpenLesson,
    Passage,
    PersonalPlan,
    PlanCheck,
    PlanVersion,
    PrepSession,
    PrepUnit,
    Reflection,
    Remark,
    Supervision,
    Teacher,
)
from tests.builders import MACHINE, NOW, OPERATOR
from yanxiu_tui.clock import local
from yanxiu_tui.rules.measures import RECORDED
from yanxiu_tui.services import (
    credentials,
    observation_conflicts,
    prep_views,
    quotas,
    ranking,
    school,
    search,
    search_index,
)
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.plan_versions import standing

TODAY = local(NOW).date()


@pytest.fixture
def term(demo_term):
    """The term of a whole demo, to be looked at."""
    return demo_term


def _actor(staff_no):
    return credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)


def _sessions():
    """Each session with its activity and its unit."""
    query = PrepSession.select(PrepSession, Activity, PrepUnit).join(Activity)
    return list(query.switch(PrepSession).join(PrepUnit).order_by(Activity.starts_at))


def test_what_the_terminal_records_nobody_claims(term):
    assert not Claim.select().where(Claim.kind.in_(list(RECORDED))).exists()


def test_every_prep_group_has_ten_units_one_after_the_other(term):
    by_group = defaultdict(list)
    for unit in PrepUnit.select().order_by(PrepUnit.number):
        by_group[unit.group_id].append(unit)
    prep = {group.id for group in Group.select().where(Group.kind == "prep")}
    assert prep <= set(by_group)
    for units in by_group.values():
        weeks = [(unit.first_week, unit.last_week) for unit in units]
        assert weeks == [(2 * at + 1, 2 * at + 2) for at in range(10)]
        assert len({unit.title for unit in units}) == 10


def test_nobody_speaks_twice_before_all_the_others_have(term):
    spoken = defaultdict(Counter)
    for unit in PrepUnit.select().order_by(PrepUnit.group, PrepUnit.number):
        spoken[unit.group_id][unit.keynote_id] += 1
        assert max(spoken[unit.group_id].values()) - 1 <= 10 // len(spoken[unit.group_id])
    for turns in spoken.values():
        assert max(turns.values()) - min(turns.values()) <= 1


def test_a_session_is_a_meeting_of_its_group_about_its_unit(term):
    for session in _sessions():
        assert session.activity.kind == "集体备课"
        assert session.activity.group_id == session.unit.group_id
        assert session.activity.title == f"{session.unit.title}集体备课"
        assert session.keynote_id == session.unit.keynote_id


def test_every_meeting_of_that_kind_prepares_a_unit(term):
    held = Activity.select().where(Activity.kind == "集体备课")
    assert {row.id for row in held} == {session.activity_id for session in _sessions()}


def test_what_was_prepared_is_written_in_every_section_and_what_is_far_off_in_none(term):
    sections = {each.id for each in school.regulation_of(term.regulation_id).lesson_prep.sections}
    filled = defaultdict(set)
    for passage in Passage.select().where(Passage.text != ""):
        filled[passage.manuscript_id].add(passage.section)
    states = Counter()
    over = {each.unit_id for each in _sessions() if each.activity.ended_at}
    for unit in PrepUnit.select():
        written = filled[unit.plan_id]
        states["all" if written == sections else "some" if written else "none"] += 1
        assert (written == sections) == (unit.id in over)
    assert min(states["all"], states["some"], states["none"]) > 0


def test_work_is_divided_between_two_where_there_are_two(term):
    shared = [
        re.findall(r"(?:^|，)(\S+?)老师", row.text)
        for row in Passage.select().where(Passage.section == "division")
    ]
    both = [names for names in shared if len(names) == 2]
    assert both and all(one != other for one, other in both)


def test_minutes_are_signed_but_for_the_latest(term):
    sessions = _sessions()
    for session in sessions:
        assert session.signed_at is None or session.activity.ended_at < session.signed_at
        assert (session.signed_at is None) == (session.notes.closed_at is None)
    over = [session for session in sessions if session.activity.ended_at]
    assert {session.signed_at is None for session in over} == {True, False}


def test_what_was_adopted_stands_in_the_plan_with_the_name(term):
    query = Remark.select(Remark, Teacher, PrepSession, PrepUnit).join(Teacher, on=Remark.teacher)
    found = list(query.switch(Remark).join(PrepSession).join(PrepUnit))
    assert {row.adopted for row in found} == {"adopted", "declined", ""}
    for row in (each for each in found if each.adopted == "adopted"):
        text = Passage.get(
            Passage.manuscript == row.session.unit.plan_id, Passage.section == row.section
        ).text
        assert f"{row.words}（{row.teacher.name}）" in text
        assert row.teacher_id != row.session.keynote_id


def test_a_plan_stands_as_its_last_version_has_it(term):
    last = PlanVersion.select(fn.MAX(PlanVersion.id)).group_by(PlanVersion.unit)
    for version in PlanVersion.select().where(PlanVersion.id.in_(last)):
        assert standing(OPERATOR, version.unit_id) == json.loads(version.sections)
    assert {version.number for version in PlanVersion.select()} == {1, 2}


def test_a_personal_plan_is_its_version_but_for_a_word_on_the_class(term):
    query = PersonalPlan.select(PersonalPlan, PlanVersion).join(PlanVersion)
    plans = list(query)
    assert len(plans) > 20
    for plan in plans:
        whole = json.loads(plan.version.sections)
        passages = Passage.select().where(Passage.manuscript == plan.manuscript_id)
        changed = [each for each in passages if whole[each.section] != each.text]
        assert len(changed) == 1
        assert changed[0].text.startswith(whole[changed[0].section])


def test_reflections_were_handed_in_once_the_unit_was_over(term):
    query = Reflection.select(Reflection, PrepUnit, Manuscript).join(Manuscript)
    found = list(query.switch(Reflection).join(PrepUnit, JOIN.LEFT_OUTER))
    assert {row.kind for row in found} == {"reflection", "narrative"}
    for row in found:
        assert row.handed_on < TODAY
        assert local(row.manuscript.closed_at).date() == row.handed_on
        if row.unit:
            friday = term.starts_on + timedelta(weeks=row.unit.last_week - 1, days=4)
            assert row.handed_on >= friday


def test_plans_are_checked_by_the_leader_and_by_who_supervises(term):
    leads = {row.group_id: row.teacher_id for row in Membership.select().where(Membership.leads)}
    heads = {row.group_id: row.teacher_id for row in Supervision.select()}
    checks = list(PlanCheck.select())
    assert {check.span for check in checks} == {"week", "school_month"}
    assert {check.result for check in checks} == {"good", "improve", "missing"}
    for check in checks:
        by = leads if check.span == "week" else heads
        assert check.checked_by_id == by[check.group_id]
        assert check.teacher_id != check.checked_by_id


def test_hundreds_of_lessons_were_heard_and_most_are_confirmed(term):
    records = list(Observation.select())
    assert len(records) > 600
    states = Counter(
        "unfinished" if not row.completed_at else "confirmed" if row.confirmed_at else "waiting"
        for row in records
    )
    assert states["confirmed"] > states["waiting"] > states["unfinished"] > 0
    assert {row.late_entry for row in records} == {True, False}
    assert all(row.observer_id != row.taught_by_id for row in records)
    assert all(row.day < TODAY and row.day.weekday() < 5 for row in records)


def test_a_complete_record_has_its_process_and_a_comment(term):
    texts = defaultdict(set)
    for passage in Passage.select().join(Manuscript).where(Manuscript.kind == "observation"):
        texts[passage.manuscript_id].add(passage.section)
    for row in Observation.select(Observation, Manuscript).join(Manuscript):
        comment = {"strengths", "weaknesses", "advice"} & texts[row.manuscript_id]
        assert "process" in texts[row.manuscript_id]
        assert bool(comment) == (row.completed_at is not None)
        assert row.manuscript.closed_at == row.completed_at


def test_nobody_hears_a_lesson_while_giving_another_but_for_one_wrong_record(term):
    assert len(observation_conflicts.in_term(term.id, Observation.term == term.id)) == 1
    given = {(row.taught_by_id, row.day, row.period) for row in Observation.select()}
    given |= {(row.teacher_id, row.day, row.period) for row in OpenLesson.select()}
    assert not {(row.observer_id, row.day, row.period) for row in Observation.select()} & given


def test_open_lessons_are_past_and_to_come_with_those_who_will(term):
    lessons = {row.id: row for row in OpenLesson.select()}
    heard = Counter(row.lesson_id for row in Observation.select() if row.lesson_id)
    coming = Counter(row.lesson_id for row in LessonSignUp.select())
    past = [row for row in lessons.values() if row.day < TODAY]
    ahead = [row for row in lessons.values() if row.day > TODAY]
    assert len(past) > len(ahead) > 2
    assert all(row.announced_at < NOW for row in lessons.values())
    assert sum(heard[row.id] > 0 for row in past) > len(past) / 2
    assert any(coming[row.id] for row in ahead)
    assert all(heard[row.id] <= coming[row.id] for row in lessons.values())
    assert all(row.seats is None or coming[row.id] <= row.seats for row in lessons.values())
    assert {row.kind for row in past} >= {"open_lesson", "demonstration_lesson", "parallel_lesson"}
    assert sum(row.cancelled_at is not None for row in lessons.values()) == 1
    assert not any(heard[row.id] for row in lessons.values() if row.cancelled_at)
    series = Counter(row.series for row in lessons.values() if row.series)
    assert min(series.values()) > 1


def test_a_record_of_an_open_lesson_is_of_that_lesson(term):
    rows = Observation.select(Observation, OpenLesson).join(OpenLesson)
    for row in rows:
        lesson = row.lesson
        assert (row.taught_by_id, row.day, row.period) == (
            lesson.teacher_id, lesson.day, lesson.period,
        )  # fmt: skip
        assert (row.topic, row.class_name) == (lesson.topic, lesson.class_name)


def test_nothing_was_written_in_the_future(term):
    for column in (
        Manuscript.created_at, Manuscript.closed_at, Passage.edited_at, Remark.at,
        PlanVersion.kept_at, PlanCheck.checked_at, PrepSession.signed_at, LessonSignUp.at,
        Observation.started_at, Observation.completed_at, Observation.confirmed_at,
        OpenLesson.announced_at, OpenLesson.cancelled_at,
    ):  # fmt: skip
        assert column.model.select(fn.MAX(column)).scalar() <= NOW, column


def test_all_that_was_written_is_found_by_what_it_says(term):
    query = "SELECT * FROM manuscript_words ORDER BY rowid"
    before = database.execute_sql(query).fetchall()
    assert len(before) == Manuscript.select().count()
    with database.atomic() as changes:
        for row in Manuscript.select(Manuscript.id):
            search_index.put(row.id)
        again = database.execute_sql(query).fetchall()
        changes.rollback()
    assert again == before


def test_a_teacher_finds_their_own_words_again(term):
    mine = Reflection.select().join(Manuscript).where(Manuscript.author.is_null(False)).first()
    text = Passage.get(Passage.manuscript == mine.manuscript_id).text
    found = search.search(_actor(mine.teacher.staff_no), text[:8], limit=200)
    assert mine.manuscript_id in {each.manuscript_id for each in found.hits}


def test_a_leader_sees_the_plan_of_the_group(term):
    leader = Membership.select().join(Group).where(Membership.leads, Group.kind == "prep").first()
    actor = _actor(leader.teacher.staff_no)
    plan = prep_views.plan_of_term(actor, leader.group_id, term.id)
    assert len(plan.units) == 10
    assert plan.may_plan
    assert plan.units[0].filled == plan.units[0].sections == 9


def test_the_figures_come_from_the_records(term):
    view = ranking.ranking(OPERATOR, term.id, TODAY)
    heard = Counter(
        row.observer_id for row in Observation.select() if row.completed_at and not row.voided_at
    )
    at = [item.id for item in view.scheme.items].index("observations")
    for line in view.lines:
        assert line.ranked.result.items[at].figure[0] == heard[line.staff.id]
    gaps = {gap.quota.id: gap for gap in quotas.my_gap(_actor("1020"), term.id, NOW)}
    teacher = credentials.find_teacher("1020")
    assert gaps["observations"].progress.done == heard[teacher.id]
    assert gaps["keynotes"].progress.done == sum(
        session.keynote_id == teacher.id and session.activity.state == State.CLOSED
        for session in _sessions()
    )
