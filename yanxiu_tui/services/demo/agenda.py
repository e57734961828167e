"""What the made-up school holds all term: Wednesdays together, each group on a day of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random
from uuid import UUID

from yanxiu_tui.clock import instant
from yanxiu_tui.rules.calendar import week_of_term, weekly
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services.demo.calendar import Calendar
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.units import Team, Unit

# Title, kind, and whether it is a large one (Z8).
_SCHOOL = (
    ("新学期校本研修工作部署", "校本培训", True),
    ("义务教育课程方案与课程标准学习", "理论学习", False),
    ("各教研组学期计划交流会", "专题研讨", False),
    ("课堂提问的设计与追问", "基本功培训", False),
    ("骨干教师示范课展示与评议", "教学展示", True),
    ("作业分层设计与布置", "专题研讨", False),
    ("师徒结对中期交流", "师徒结对", False),
    ("大单元教学案例剖析", "专题研讨", False),
    ("期中质量分析与教学改进", "专题研讨", True),
    ("信息技术与课堂教学融合", "基本功培训", False),
    ("教后反思怎样写", "理论学习", False),
    ("同课异构活动总结", "听课评课", False),
    ("说课比赛", "说课", True),
    ("学生学习习惯的培养", "专题研讨", False),
    ("命题能力培训", "基本功培训", False),
    ("青年教师汇报课", "教学展示", True),
    ("读书交流会", "理论学习", False),
    ("复习课怎样上", "听课评课", False),
    ("课题研究中期汇报", "专题研讨", False),
    ("学期校本研修总结", "校本培训", True),
)
_PREP = "集体备课"
# Where there are 备课组 a 教研组 does something else in the weeks the others prepare in.
_GROUP = (
    (("", _PREP), ("单元作业设计研讨", "专题研讨")),
    (("{group}公开课听课评课", "听课评课"),) * 2,
    (("", _PREP), ("课堂观察与追问研讨", "专题研讨")),
    (("{group}说课与磨课", "说课"),) * 2,
    (("", _PREP), ("学业质量分析", "专题研讨")),
    (("{group}阳光教研课题研讨", "专题研讨"),) * 2,
)
_SCHOOL_PLACES = ("学校多媒体教室", "阶梯教室", "报告厅")
_SCHOOL_HOURS = (time(15, 30), time(17, 0))
_GROUP_DAYS = (0, 1, 3, 4)
_GROUP_HOURS = ((time(14, 30), time(16, 0)), (time(9, 50), time(11, 20)))
_PREP_HOURS = (time(8, 50), time(9, 40))
_OFFICE = "备课组长办公室"


@dataclass
class Plan:
    """One meeting of the term. ``group`` is "" for the whole school's, ``unit`` what it prepares.

    ``id`` is known once the plan has been written down; what is past was opened, ended and closed.
    """

    group: str
    title: str
    kind: str
    day: date
    starts_at: datetime
    ends_at: datetime
    place: str
    presenter: str
    host_no: str
    recorder_no: str
    large: bool
    series: str
    hours: Decimal = Decimal(2)
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    closed_at: datetime | None = None
    unit: Unit | None = None
    id: int = 0


def agenda(
    rng: Random,
    staff: Sequence[Person],
    units: Mapping[Team, Sequence[Unit]],
    term: Calendar,
    now: datetime,
) -> list[Plan]:
    """Every meeting of the term in order of time, holidays skipped, today left free."""
    plans = [*_school_plans(rng, staff, term)]
    groups = dict.fromkeys(person.research_group for person in staff)
    turns = {group: turn for turn, group in enumerate(groups)}
    preparing = {team.name: each for team, each in units.items()}
    for group, turn in turns.items():
        plans += _group_plans(rng, turn, group, staff, term, preparing.get(group, ()))
    for team, each in units.items():
        if team.kind is GroupKind.PREP:
            plans += _prep_plans(rng, turns[team.leader.research_group], team, each, term)
    plans.sort(key=lambda plan: (plan.starts_at, plan.group))
    for plan in plans:
        if plan.day < term.today:
            _hold(rng, plan, now)
    return plans


def _hold(rng: Random, plan: Plan, now: datetime) -> None:
    """It was opened a quarter of an hour before, and a large one closed when its papers came."""
    plan.opened_at = plan.starts_at - timedelta(seconds=rng.randint(660, 1140))
    plan.ended_at = plan.ends_at + timedelta(seconds=rng.randint(-240, 420))
    plan.closed_at = plan.ended_at
    if plan.large:
        day = plan.day + timedelta(days=rng.randint(1, 2))
        came = instant(day, time(rng.randint(9, 16), rng.randint(30, 59)))
        plan.closed_at = max(plan.ended_at, min(came, now - timedelta(minutes=30)))


def _school_plans(rng: Random, staff: Sequence[Person], term: Calendar) -> Iterator[Plan]:
    series = _series(rng)
    speakers = [*staff[1:3], *(one for one in staff[5:] if one.leads)]
    for (title, kind, large), day in zip(cycle(_SCHOOL), _days(term, 2), strict=False):
        starts_at, ends_at = (instant(day, at) for at in _SCHOOL_HOURS)
        yield Plan(
            "", title, kind, day, starts_at, ends_at, rng.choice(_SCHOOL_PLACES),
            rng.choice(speakers).name, staff[2].staff_no, staff[3].staff_no, large, series,
        )  # fmt: skip


def _group_plans(
    rng: Random,
    turn: int,
    group: str,
    staff: Sequence[Person],
    term: Calendar,
    units: Sequence[Unit],
) -> Iterator[Plan]:
    """Weekly; every other week a unit is prepared, where some prepare in the 教研组."""
    series = _series(rng)
    members = [person for person in staff if person.research_group == group]
    leader = next(one for one in members if (GroupKind.RESEARCH, group) in one.leads)
    recorder = _recorder(members, leader)
    hours = _GROUP_HOURS[turn // len(_GROUP_DAYS) % 2]
    days = _days(term, _GROUP_DAYS[turn % len(_GROUP_DAYS)])
    coming = iter(units)
    for week, day in enumerate(days):
        title, kind = _GROUP[week % len(_GROUP)][not units]
        unit = next(coming, None) if kind == _PREP else None
        starts_at, ends_at = (instant(day, at) for at in hours)
        yield Plan(
            group, _about(unit) or title.format(group=group), kind, day,
            starts_at, ends_at, f"{group.removesuffix('组')}教研室",
            (unit.keynote if unit else members[week % len(members)]).name,
            leader.staff_no, recorder.staff_no, False, series, unit=unit,
        )  # fmt: skip


def _prep_plans(
    rng: Random, turn: int, team: Team, units: Sequence[Unit], term: Calendar
) -> Iterator[Plan]:
    """Each unit in the week before it is taught, on another day than the 教研组 meets."""
    series = _series(rng)
    recorder = _recorder(team.members, team.leader)
    days = iter(_days(term, _GROUP_DAYS[(turn + 2) % len(_GROUP_DAYS)]))
    for unit in units:
        day = next(
            (day for day in days if week_of_term(day, term.starts_on) >= unit.first_week - 1), None
        )
        if day is None:
            return
        starts_at, ends_at = (instant(day, at) for at in _PREP_HOURS)
        yield Plan(
            team.name, _about(unit), _PREP, day, starts_at, ends_at, _OFFICE, unit.keynote.name,
            team.leader.staff_no, recorder.staff_no, False, series, hours=Decimal(1), unit=unit,
        )  # fmt: skip


def _about(unit: Unit | None) -> str:
    return f"{unit.title}{_PREP}" if unit else ""


def _recorder(members: Sequence[Person], leader: Person) -> Person:
    return next((one for one in reversed(members) if one is not leader), leader)


def _days(term: Calendar, weekday: int) -> list[date]:
    first = term.starts_on + timedelta(days=weekday)
    days = weekly(first, term.ends_on, [term.exempt]).days
    return [day for day in days if day != term.today]


def _series(rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))
