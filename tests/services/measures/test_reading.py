"""Reading many measures at once: every name has a query, and one query does for a table."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import Claim, EvaluationStage, Mark
from tests.builders import NOW
from tests.services.measures.figures import LAST, a_claim, a_meeting, a_scene, attends
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.measures import MEASURES
from yanxiu_tui.services import measures
from yanxiu_tui.services.measures.asking import Ask
from yanxiu_tui.services.measures.sources import SCHOOL

DAY = date(2026, 10, 12)
# The ranking of groups makes it of the teachers' own scores.
NOT_READ = {"members_score"}


@pytest.fixture
def scene(memory):
    """The school, with nothing on record yet."""
    return a_scene()


def instant(day):
    """Noon of that day."""
    return NOW.replace(year=day.year, month=day.month, day=day.day, hour=4)


def _asks():
    for measure in MEASURES.values():
        if measure.name not in NOT_READ:
            of = ("self_study",) if measure.takes == "claims" else ()
            yield Ask(measure.name, of)
            if measure.by_period:
                yield Ask(measure.name, of, every="fortnight", need=Decimal(1))


@pytest.mark.parametrize("ask", _asks(), ids=lambda ask: f"{ask.measure}-{ask.every}")
def test_somebody_without_a_record_has_nothing_or_zero_and_no_records(scene, ask):
    figure = scene.figure(ask, scene.cast.su)
    if MEASURES[ask.measure].may_be_missing:
        assert figure is None
    else:
        assert figure is not None
        assert set(figure) == {Decimal(0)}
    assert scene.records(ask, scene.cast.su) == []


def test_all_the_attendance_figures_of_everybody_take_one_query(scene, queries):
    attends(a_meeting(scene, DAY), scene.cast.su, Status.PRESENT)
    asks = [Ask(name) for name in ("attended", "absent", "late", "attendance_rate")]
    whose = [scene.cast.su.id, scene.cast.lin.id]
    seen = scene.window()
    with queries() as made:
        found = measures.read(asks, seen, scene.regulation, whose)
    assert len(made) == 1
    assert found[asks[0]] == {scene.cast.su.id: (Decimal(1),), scene.cast.lin.id: (Decimal(0),)}


def test_the_order_in_which_records_were_written_changes_nothing(scene):
    days = [DAY + timedelta(days=number) for number in (3, 1, 2)]
    for day in days:
        a_claim(scene, scene.cast.su, "observation", day)
    for day in sorted(days):
        a_claim(scene, scene.cast.lin, "observation", day)
    asked = Ask("observations_given", every="week", need=Decimal(2))
    assert scene.figure(asked, scene.cast.su) == scene.figure(asked, scene.cast.lin)
    told = [record.day for record in scene.records(asked, scene.cast.su)]
    assert told == sorted(days)


def test_a_group_s_meetings_are_its_own_and_the_school_s_are_nobody_else_s(scene):
    group = scene.cast.group
    a_meeting(scene, DAY, group=group, host=scene.cast.zhou)
    a_meeting(scene, DAY)
    a_meeting(scene, DAY, "专题讲座")
    assert scene.figure(Ask("meetings_held"), group.id) == (Decimal(1),)
    assert scene.figure(Ask("meetings_held"), SCHOOL) == (Decimal(2),)
    assert scene.figure(Ask("meetings_held", ("专题讲座",)), SCHOOL) == (Decimal(1),)
    assert scene.figure(Ask("sessions_led"), scene.cast.zhou) == (Decimal(1),)
    assert len(scene.records(Ask("meetings_held"), group.id)) == 1


def test_evaluation_weighs_the_means_of_closed_stages_only(scene):
    closed = {"self": NOW, "peer": NOW, "panel": None}
    for stage, at in closed.items():
        row = EvaluationStage.create(
            term=scene.term, subject="teacher", stage=stage, opened_at=NOW, closed_at=at
        )
        for marker, score in ((scene.cast.zhou, 80), (scene.cast.lin, 91)):
            Mark.create(
                stage=row, marker=marker, teacher=scene.cast.su, score=score + (stage == "self"),
                at=NOW,
            )  # fmt: skip
    # 自评 86.5 × 1 + 互评 85.5 × 3, over 4.
    assert scene.figure(Ask("evaluation"), scene.cast.su) == (Decimal("85.75"),)
    told = [
        (record.detail, record.amount) for record in scene.records(Ask("evaluation"), scene.cast.su)
    ]
    assert sorted(amount for _, amount in told) == [Decimal("85.5"), Decimal("86.5")]


def test_a_term_is_never_seen_from_before_its_first_day(scene):
    assert scene.window(date(2020, 1, 1)).last == scene.term.starts_on


def test_what_is_decided_after_the_term_still_belongs_to_it(scene):
    after = date(2027, 1, 25)
    row = EvaluationStage.create(
        term=scene.term, subject="teacher", stage="self", opened_at=NOW, closed_at=instant(after)
    )
    Mark.create(stage=row, marker=scene.cast.su, teacher=scene.cast.su, score=90, at=NOW)
    a_claim(scene, scene.cast.su, "personal_summary", after)
    assert scene.figure(Ask("evaluation"), scene.cast.su, LAST) is None
    assert scene.figure(Ask("evaluation"), scene.cast.su, after) == (Decimal(90),)
    assert scene.figure(Ask("plans"), scene.cast.su, after) == (Decimal(1),)


def test_the_records_of_a_week_come_to_what_the_week_counts(scene):
    for amount in (1, 2, 3):
        a_claim(scene, scene.cast.su, "observation", DAY, amount=amount)
    a_claim(scene, scene.cast.su, "observation", DAY + timedelta(days=7))
    weekly = Ask("observations_given", every="week", need=Decimal(4))
    records = scene.records(weekly, scene.cast.su)
    assert [record.amount for record in records] == [1, 2, 1, 1]
    assert [record.detail for record in records] == ["", "", "这周已够数", ""]
    assert scene.figure(weekly, scene.cast.su) == (Decimal(5),)


def test_a_record_of_a_week_that_is_not_over_yet_says_so(scene):
    a_claim(scene, scene.cast.su, "observation", DAY)
    weekly = Ask("observations_given", every="week", need=Decimal(1))
    (record,) = scene.records(weekly, scene.cast.su, DAY)
    assert (record.amount, record.detail) == (0, "停研或还没有满一段，不计")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.integers(0, 100), max_size=12),
    need=st.integers(1, 3),
    every=st.sampled_from(["", "week", "fortnight", "school_month"]),
)
def test_whatever_is_on_record_its_amounts_come_to_the_figure(scene, days, need, every):
    Claim.delete().execute()
    for day in days:
        a_claim(scene, scene.cast.su, "observation", date(2026, 9, 7) + timedelta(days=day))
    asked = Ask("observations_given", every=every, need=Decimal(need) if every else None)
    total = sum((record.amount for record in scene.records(asked, scene.cast.su)), Decimal(0))
    assert scene.figure(asked, scene.cast.su) == (total,)
