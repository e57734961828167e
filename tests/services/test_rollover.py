"""新学期: begun from the old one in one act, on any number of terminals once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.connection import database
from db.models import ALL, Activity, Adoption, PrepUnit, RegulationVersion, Term, Trace
from db.moving import hashes
from tests.builders import NOW, OPERATOR, an_activity
from tests.services.cast import a_cast
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import preset_source
from yanxiu_tui.rules.rollover import TermDays
from yanxiu_tui.services import manuscripts, rollover, rollover_views, school
from yanxiu_tui.services.rollover import TermDraft

DRAFT = TermDraft("2026—2027学年第二学期", date(2027, 2, 22), date(2027, 7, 9))
MONTHS_LATER = NOW + timedelta(days=150)


@pytest.fixture
def cast(memory):
    return a_cast()


def _series(cast, count=4, **values):
    for week in range(count):
        starts_at = NOW + timedelta(weeks=week)
        an_activity(
            cast.term, series="a" * 36, group=cast.group, host=cast.zhou, starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            **{name: each(week) if callable(each) else each for name, each in values.items()},
        )  # fmt: skip


def test_until_its_first_day_the_old_term_stays_the_current_one(cast):
    begun = rollover.begin(cast.dean, DRAFT, NOW)
    assert school.current_term(NOW).id == cast.term.id
    assert school.current_term(MONTHS_LATER).id == begun.term.id
    assert begun.term.regulation_id == cast.term.regulation_id
    (adopted,) = Adoption.select().where(Adoption.term == begun.term.id)
    assert (adopted.by_id, adopted.reason) == (cast.dean.teacher_id, "沿用上学期")
    assert Trace.get().act == "begin_term"


def test_on_two_terminals_at_once_it_is_begun_once(cast):
    _series(cast)
    draft = replace(DRAFT, series=("a" * 36,))
    others = replace(draft, name="下学期", starts_on=date(2027, 2, 15))
    done = at_once([lambda: rollover.begin(cast.dean, draft, NOW),
                    lambda: rollover.begin(OPERATOR, others, NOW)] * 2)  # fmt: skip
    assert [each.reason for each in done if isinstance(each, Refused)] == ["prepared"] * 3
    assert Term.select().count() == 2
    begun = next(each for each in done if not isinstance(each, Refused))
    assert Activity.select().where(Activity.term == begun.term.id).count() == begun.planned


def test_a_weekly_series_goes_on_in_the_new_weeks_and_skips_holidays(cast):
    _series(cast, title="备课", presenter=lambda week: f"第{week}人", place="二楼")
    begun = rollover.begin(cast.head, replace(DRAFT, series=("a" * 36,)), NOW)
    rows = list(Activity.select().where(Activity.term == begun.term.id).order_by(Activity.id))
    first = rows[0]
    assert (first.title, first.presenter, first.place, first.state) == (
        "备课", "待定", "二楼", "planned",
    )  # fmt: skip
    assert (first.group_id, first.host_id) == (cast.group.id, cast.zhou.id)
    days = [school.local(row.starts_at).date() for row in rows]
    assert days[0] == date(2027, 2, 24)
    assert {day.weekday() for day in days} == {2}
    assert len({row.series for row in rows}) == 1 and rows[0].series != "a" * 36
    assert begun.planned == len(rows) == 20 - len(begun.skipped)


def test_titles_that_differ_are_to_be_decided_and_who_left_hosts_no_more(cast):
    _series(cast, title=lambda week: f"第{week}讲", kind="集体备课")
    type(cast.zhou).update(left_at=NOW).where(type(cast.zhou).id == cast.zhou.id).execute()
    (found,) = rollover_views.prepare(cast.dean, NOW).series
    assert (found.title, found.when, found.host_id, found.meetings) == (
        "集体备课（内容待定）", "周三 14:30-16:30", None, 4,
    )  # fmt: skip


def test_another_regulation_is_adopted_with_a_reason_by_those_who_may(cast):
    source = preset_source("dadong")
    with pytest.raises(Refused, match="没有办理"):
        rollover.begin(cast.dean, replace(DRAFT, source=source, reason="新学期"), NOW)
    with pytest.raises(Refused, match="采用的原因"):
        rollover.begin(cast.vice, replace(DRAFT, source=source), NOW)
    assert Term.select().count() == RegulationVersion.select().count() == 1
    begun = rollover.begin(cast.vice, replace(DRAFT, source=source, reason="教代会通过"), NOW)
    assert begun.term.regulation_id != cast.term.regulation_id
    assert Term.get_by_id(cast.term.id).regulation_id == cast.term.regulation_id


def test_what_cannot_be_is_refused_and_begins_nothing(cast):
    wrong = [
        ({"name": cast.term.name}, "name_taken"),
        ({"name": " "}, "empty"),
        ({"starts_on": date(2027, 1, 20)}, "overlaps"),
        ({"starts_on": date(2026, 3, 1), "ends_on": date(2026, 7, 1)}, "overlaps"),
        ({"ends_on": date(2027, 2, 1)}, "bad_dates"),
        ({"starts_on": date(2028, 2, 1), "ends_on": date(2028, 7, 1)}, "too_far"),
        ({"series": ("b" * 36,)}, "no_series"),
        ({"source": "name ="}, "bad_regulation"),
    ]
    for values, reason in wrong:
        with pytest.raises(Refused) as refused:
            rollover.begin(cast.vice, replace(DRAFT, **values), NOW)
        assert refused.value.reason == reason, values
    assert Term.select().count() == 1
    assert not Trace.select().exists()
    with pytest.raises(Refused, match="没有办理"):
        rollover.begin(cast.leader, DRAFT, NOW)


def test_units_of_the_same_half_a_year_ago_are_a_beginning_only_if_asked(cast):
    day, kind = date(2026, 9, 1), manuscripts.SHARED_PLAN
    plan = manuscripts.begin(kind, cast.term.id, "第一单元", day, NOW, group_id=cast.group.id)
    PrepUnit.create(term=cast.term, group=cast.group, plan=plan, number=1, title="第一单元",
                    first_week=1, last_week=2, keynote=cast.su)  # fmt: skip
    assert rollover_views.prepare(cast.dean, NOW).units == 0
    assert rollover.begin(cast.dean, replace(DRAFT, units=True), NOW).units == 0
    autumn = TermDraft("2027—2028学年第一学期", date(2027, 9, 1), date(2028, 1, 20), units=True)
    found = rollover_views.prepare(cast.dean, MONTHS_LATER)
    assert (found.units, found.units_from) == (1, cast.term.name)
    begun = rollover.begin(cast.dean, autumn, MONTHS_LATER)
    (unit,) = PrepUnit.select().where(PrepUnit.term == begun.term.id)
    assert (unit.title, unit.group_id, unit.keynote_id, unit.first_week) == (
        "第一单元", cast.group.id, None, None,
    )  # fmt: skip
    assert unit.plan_id != plan.id


def test_not_one_row_of_the_past_changes(cast):
    _series(cast)
    before = {table: list(table.select().order_by(table.id).dicts()) for table in ALL[:-1]}
    told = hashes(database)
    rollover.begin(cast.dean, replace(DRAFT, series=("a" * 36,)), NOW)
    for table, rows in before.items():
        kept = table.select().where(table.id.in_([row["id"] for row in rows])).order_by(table.id)
        if table._meta.table_name != "chain":
            assert list(kept.dicts()) == rows
    changed = {name for name, each in hashes(database).items() if told[name] != each}
    assert changed == {"term", "adoption", "activity", "trace", "chain"}


def test_what_is_still_open_is_told_with_the_room_to_go_to(cast):
    running = an_activity(cast.term, state="open")
    an_activity(cast.term, starts_at=NOW - timedelta(days=3), ends_at=NOW - timedelta(days=3))
    found = rollover_views.prepare(cast.dean, NOW)
    told = [each.room for each in found.open]
    assert told == ["published", "published", "submissions", "activities", "activities"]
    assert "份材料过期还没有交" in found.open[2].words
    assert "1 次活动还没有结束" in found.open[3].words
    assert [(each.name, each.members, each.leaders) for each in found.groups] == [
        ("语文组", 3, "周敏")
    ]
    assert (found.upcoming, found.new_year, found.may_adopt) == (None, False, False)
    assert running.id


def test_those_who_may_are_reminded_when_the_term_draws_to_its_end(cast):
    late = NOW + timedelta(days=90)
    assert not rollover_views.to_do(cast.dean, NOW)
    assert not rollover_views.to_do(cast.teacher, late)
    (told,) = rollover_views.to_do(cast.dean, late)
    assert (told.room, told.due_at.date()) == ("rollover", date(2027, 1, 20))
    rollover.begin(cast.dean, DRAFT, late)
    assert not rollover_views.to_do(cast.dean, late)


def test_the_days_of_a_prepared_term_are_changed_until_it_begins(cast):
    _series(cast)
    days = TermDays("春季学期", date(2027, 3, 1), date(2027, 7, 2))
    with pytest.raises(Refused, match="还没有开好"):
        rollover.change_days(cast.dean, days, NOW)
    begun = rollover.begin(cast.dean, replace(DRAFT, series=("a" * 36,)), NOW)
    for wrong in (replace(days, starts_on=date(2027, 1, 4)), replace(days, name=cast.term.name)):
        with pytest.raises(Refused):
            rollover.change_days(cast.dean, wrong, NOW)
    # 02-24 lies before the first day now, 07-07 after the last.
    assert rollover.change_days(cast.dean, days, NOW) == 2
    kept = Activity.select().where(Activity.term == begun.term.id, Activity.state == "planned")
    assert kept.count() == begun.planned - 2
    assert Term.get_by_id(begun.term.id).name == "春季学期"
    with pytest.raises(Refused, match="还没有开好"):
        rollover.change_days(cast.dean, days, MONTHS_LATER)
