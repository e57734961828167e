"""Figures of work: what the terminal records and what was granted on paper come to one sum."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from db.models import Term
from tests.builders import NOW
from tests.services.measures.figures import (
    a_claim,
    a_meeting,
    a_reflection,
    a_remark,
    a_scene,
    a_session,
    an_observation,
    an_open_lesson,
)
from tests.services.pairs import a_pair, an_entry
from yanxiu_tui.clock import instant
from yanxiu_tui.rules.measures import WORK
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.services import measures
from yanxiu_tui.services.measures.asking import Ask

DAY = date(2026, 10, 12)


@pytest.fixture
def scene(memory):
    """The school, with nothing done yet."""
    return a_scene()


def figure(scene, measure, who, *, last=date(2026, 12, 31), **ask):
    """A figure that is one number."""
    (number,) = scene.figure(Ask(measure, **ask), who, last)
    return number


def told(scene, measure, who, **ask):
    """The day, title and detail of each record behind a figure, which must come to it."""
    records = scene.records(Ask(measure, **ask), who)
    assert sum(record.amount for record in records) == figure(scene, measure, who, **ask)
    return [(record.day, record.title, record.detail) for record in records]


@pytest.mark.parametrize(
    ("measure", "kind"), [(name, kind) for name, kinds in WORK.items() for kind in kinds]
)
def test_each_kind_of_work_feeds_its_measure(scene, measure, kind):
    a_claim(scene, scene.cast.su, kind, DAY, amount=Decimal("1.5"))
    assert scene.figure(Ask(measure), scene.cast.su) == (Decimal("1.5"),)
    assert [record.amount for record in scene.records(Ask(measure), scene.cast.su)] == [
        Decimal("1.5")
    ]


@pytest.mark.parametrize("state", ["asked", "refused", "withdrawn"])
def test_what_is_not_granted_counts_for_nothing(scene, state):
    a_claim(scene, scene.cast.su, "observation", DAY, state=state)
    assert scene.figure(Ask("observations_given"), scene.cast.su) == (Decimal(0),)
    assert scene.records(Ask("observations_given"), scene.cast.su) == []


def test_amounts_of_the_named_kinds_add_up(scene):
    a_claim(scene, scene.cast.su, "reading_notes", DAY, amount=3200)
    a_claim(scene, scene.cast.su, "reading_notes", DAY, amount=Decimal("1800.5"))
    a_claim(scene, scene.cast.su, "courseware", DAY)
    assert scene.figure(Ask("claims", ("reading_notes",)), scene.cast.su) == (Decimal("5000.5"),)


def test_a_mean_is_of_what_was_granted_and_says_of_how_many(scene):
    asked = Ask("claims_mean", ("paper",))
    assert scene.figure(asked, scene.cast.su) is None
    for marks, complete in ((50, True), (Decimal("66.5"), True), (70, True), (90, False)):
        a_claim(scene, scene.cast.su, "paper", DAY, amount=marks, complete=complete)
    a_claim(scene, scene.cast.su, "paper", DAY, amount=99, state="asked")
    a_claim(scene, scene.cast.lin, "paper", DAY, amount=70, complete=False)
    assert scene.figure(asked, scene.cast.su) == (Decimal("62.17"), 3)
    assert scene.figure(asked, scene.cast.lin) is None
    told = sorted(record.amount for record in scene.records(asked, scene.cast.su))
    assert told == [0, 50, Decimal("66.5"), 70]


def test_of_levels_it_is_told_how_many_there_are_of_each(scene):
    for level in ("县级", "县级", "省级"):
        a_claim(scene, scene.cast.su, "paper", DAY, level=level)
    asked = Ask("claims", ("paper",), ("县级", "市级", "省级"))
    assert scene.figure(asked, scene.cast.su) == (Decimal(2), Decimal(0), Decimal(1))
    assert scene.figure(asked, scene.cast.lin) == (Decimal(0),) * 3


def test_what_the_office_found_incomplete_counts_for_nothing(scene):
    a_claim(scene, scene.cast.su, "observation", DAY, complete=False)
    assert scene.figure(Ask("observations_given"), scene.cast.su) == (Decimal(0),)
    (record,) = scene.records(Ask("observations_given"), scene.cast.su)
    assert (record.amount, record.detail) == (0, "不完整，不计")


def test_a_lesson_heard_counts_for_both_who_heard_and_who_taught(scene):
    su, lin = scene.cast.su, scene.cast.lin
    an_observation(scene, su, DAY, taught_by=lin)
    assert told(scene, "observations_given", su) == [(DAY, "八（2）班 《背影》", "林远")]
    assert told(scene, "observations_taken", lin) == [(DAY, "八（2）班 《背影》", "苏慧")]
    assert figure(scene, "observations_given", lin) == figure(scene, "observations_taken", su) == 0


def test_a_lesson_heard_at_another_school_counts_for_who_heard_it(scene):
    an_observation(scene, scene.cast.su, DAY, taught_by_name="许明", school_name="实验中学")
    assert told(scene, "observations_given", scene.cast.su) == [
        (DAY, "实验中学八（2）班 《背影》", "")
    ]


def test_a_record_that_is_not_complete_counts_for_nobody(scene):
    an_observation(scene, scene.cast.su, DAY, taught_by=scene.cast.lin, completed_at=None)
    assert told(scene, "observations_given", scene.cast.su) == []
    assert told(scene, "observations_taken", scene.cast.lin) == []


def test_a_record_the_office_voided_counts_for_nobody(scene):
    voided = {"confirmed_at": NOW, "voided_at": NOW, "void_reason": "同一节课记了两次"}
    an_observation(scene, scene.cast.su, DAY, taught_by=scene.cast.lin, **voided)
    for measure in ("observations_given", "observations_reviewed"):
        assert told(scene, measure, scene.cast.su) == []
    assert told(scene, "observations_taken", scene.cast.lin) == []


def test_a_review_is_given_once_the_one_who_taught_has_seen_it(scene):
    an_observation(scene, scene.cast.su, DAY, taught_by=scene.cast.lin)
    an_observation(scene, scene.cast.su, DAY, taught_by=scene.cast.zhou, confirmed_at=NOW)
    assert told(scene, "observations_reviewed", scene.cast.su) == [
        (DAY, "八（2）班 《背影》", "周敏")
    ]


def test_a_paper_record_and_one_made_here_come_to_one_figure(scene):
    a_claim(scene, scene.cast.su, "observation", DAY, title="听《故乡》", amount=Decimal(2))
    an_observation(scene, scene.cast.su, DAY + timedelta(days=1), taught_by=scene.cast.lin)
    assert told(scene, "observations_given", scene.cast.su) == [
        (DAY, "听《故乡》", ""),
        (DAY + timedelta(days=1), "八（2）班 《背影》", "林远"),
    ]
    assert figure(scene, "observations_given", scene.cast.su) == 3


def test_records_made_here_are_counted_week_by_week(scene):
    for ahead in (0, 1, 7):
        an_observation(scene, scene.cast.su, DAY + timedelta(days=ahead))
    weekly = {"every": "week", "need": Decimal(1)}
    assert figure(scene, "observations_given", scene.cast.su, **weekly) == 2
    assert len(told(scene, "observations_given", scene.cast.su, **weekly)) == 3


def test_an_open_lesson_counts_once_somebody_has_heard_it(scene):
    su, lin = scene.cast.su, scene.cast.lin
    lesson = an_open_lesson(scene, su, DAY)
    assert told(scene, "open_lessons", su) == []
    an_observation(scene, lin, DAY, lesson=lesson, completed_at=None)
    an_observation(scene, lin, DAY, lesson=lesson, voided_at=NOW)
    assert told(scene, "open_lessons", su) == []
    for observer in (lin, scene.cast.zhou):
        an_observation(scene, observer, DAY, lesson=lesson, taught_by=su)
    assert told(scene, "open_lessons", su) == [(DAY, "八（1）班 《社戏》", "")]


def test_a_lesson_that_was_called_off_counts_for_nothing(scene):
    lesson = an_open_lesson(scene, scene.cast.su, DAY, cancelled_at=NOW)
    an_observation(scene, scene.cast.lin, DAY, lesson=lesson)
    assert told(scene, "open_lessons", scene.cast.su) == []


def test_a_demonstration_is_counted_where_a_rule_asks_for_that_kind_alone(scene):
    for kind in ("open_lesson", "demonstration_lesson"):
        lesson = an_open_lesson(scene, scene.cast.su, DAY, kind=kind)
        an_observation(scene, scene.cast.lin, DAY, lesson=lesson)
    assert figure(scene, "claims", scene.cast.su, of=("demonstration_lesson",)) == 1
    assert figure(scene, "open_lessons", scene.cast.su) == 2


@pytest.mark.parametrize(
    ("hour", "minute"), [(0, 0), (7, 0), (8, 0), (23, 59)], ids=lambda number: f"{number:02}"
)
def test_a_keynote_is_of_the_day_the_school_s_clock_shows(scene, hour, minute):
    starts_at = instant(DAY, time(hour, minute))
    meeting = a_meeting(scene, DAY, title="第一单元集体备课", starts_at=starts_at)
    session = a_session(scene, meeting, keynote=scene.cast.su)
    a_remark(session, scene.cast.lin, adopted="adopted")
    assert told(scene, "prep_sessions_led", scene.cast.su) == [(DAY, "第一单元集体备课", "")]
    assert told(scene, "additions_made", scene.cast.lin) == [(DAY, "第一单元集体备课", "")]
    before = DAY - timedelta(days=1)
    assert figure(scene, "prep_sessions_led", scene.cast.su, last=DAY) == 1
    assert figure(scene, "prep_sessions_led", scene.cast.su, last=before) == 0


def test_at_a_meeting_that_is_not_over_nobody_has_led_or_added_yet(scene):
    meeting = a_meeting(scene, DAY, ended_at=None, state="open")
    a_remark(a_session(scene, meeting, keynote=scene.cast.su), scene.cast.lin, adopted="adopted")
    assert told(scene, "prep_sessions_led", scene.cast.su) == []
    assert told(scene, "additions_made", scene.cast.lin) == []


def test_only_what_was_put_forward_for_the_plan_and_not_struck_out_is_an_addition(scene):
    session = a_session(scene, a_meeting(scene, DAY))
    for values in (
        {"adopted": "adopted"},
        {"adopted": "declined"},
        {"adopted": ""},
        {"adopted": "adopted", "struck_at": NOW},
    ):
        a_remark(session, scene.cast.lin, **values)
    assert figure(scene, "additions_made", scene.cast.lin) == 2


def test_a_reflection_counts_from_the_day_it_is_handed_in(scene):
    a_reflection(scene, scene.cast.su, None)
    a_reflection(scene, scene.cast.su, DAY)
    a_reflection(scene, scene.cast.su, DAY + timedelta(days=3), kind="narrative")
    assert figure(scene, "reflections", scene.cast.su, last=DAY) == 1
    assert [day for day, _, _ in told(scene, "reflections", scene.cast.su)] == [
        DAY,
        DAY + timedelta(days=3),
    ]


def test_an_apprentice_who_became_a_backbone_teacher_counts_for_the_mentor(scene):
    done = {"state": PairingState.GRADUATED, "ended_on": DAY}
    a_pair(scene.cast, **done, promoted_to="县级")
    a_pair(scene.cast, apprentice=scene.cast.lin, **done)
    ended = {"state": PairingState.DISSOLVED, "ended_on": DAY}
    a_pair(scene.cast, apprentice=scene.cast.lin, **ended, promoted_to="县级")
    assert told(scene, "mentees_promoted", scene.cast.zhou) == [(DAY, "县级", "苏慧")]
    assert figure(scene, "mentees_promoted", scene.cast.su) == 0


def test_what_a_pair_did_counts_for_both_once_the_other_has_signed(scene):
    pair = a_pair(scene.cast)
    an_entry(pair, DAY)
    an_entry(pair, DAY, signed_at=None)
    an_entry(pair, DAY, struck_at=NOW)
    for one in (scene.cast.zhou, scene.cast.su):
        assert figure(scene, "pairing_duties", one) == 1


def test_all_kinds_of_work_of_everybody_take_one_query(scene, queries):
    an_observation(scene, scene.cast.su, DAY, taught_by=scene.cast.lin)
    whose = [scene.cast.su.id, scene.cast.lin.id]
    seen = scene.window()
    with queries() as made:
        measures.read([Ask(measure) for measure in WORK], seen, scene.regulation, whose)
    assert len(made) == 1


def test_another_term_s_records_are_left_out(scene):
    other = Term.create(
        name="第二学期", starts_on=date(2027, 2, 20), ends_on=date(2027, 7, 1),
        regulation=scene.term.regulation,
    )  # fmt: skip
    an_observation(scene, scene.cast.su, DAY, term=other)
    a_session(scene, a_meeting(scene, DAY, term=other), keynote=scene.cast.su)
    assert told(scene, "observations_given", scene.cast.su) == []
    assert told(scene, "prep_sessions_led", scene.cast.su) == []
