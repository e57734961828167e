"""A believable made-up school, with a whole term behind it and one meeting open now."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from db import chain
from db.connection import transaction
from db.models import Activity, Credential, Teacher, Term
from yanxiu_tui.clock import instant, local
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import school
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.demo import founding, today
from yanxiu_tui.services.demo.agenda import agenda
from yanxiu_tui.services.demo.archives import file_by_hand
from yanxiu_tui.services.demo.calendar import calendar
from yanxiu_tui.services.demo.evaluations import judge
from yanxiu_tui.services.demo.fates import draw
from yanxiu_tui.services.demo.founding import CODE, PIN
from yanxiu_tui.services.demo.history import History
from yanxiu_tui.services.demo.lessons import Lessons
from yanxiu_tui.services.demo.loans import write_loans
from yanxiu_tui.services.demo.own_writings import write_own
from yanxiu_tui.services.demo.pairings import write_pairs
from yanxiu_tui.services.demo.pairs import company, pair_up
from yanxiu_tui.services.demo.people import FIRST_NUMBER, make_staff
from yanxiu_tui.services.demo.plan_checks import check_plans
from yanxiu_tui.services.demo.prep import Prep
from yanxiu_tui.services.demo.rows import trace
from yanxiu_tui.services.demo.skills import certify, test_skills
from yanxiu_tui.services.demo.steering import steer
from yanxiu_tui.services.demo.submissions import hand_in_papers
from yanxiu_tui.services.demo.trips import write_trips
from yanxiu_tui.services.demo.units import plan_units, teams
from yanxiu_tui.services.demo.works import write_works

__all__ = ["CODE", "FEWEST", "MOST", "NAME", "PIN", "DemoSchool", "build_demo"]

NAME = "示范中学（演示）"
FEWEST, MOST = 8, 2000


@dataclass(frozen=True)
class DemoSchool:
    """What a newcomer is told of the demo. ``built`` is False when it was there before.

    ``staff_no`` signs in with PIN; ``to_enrol`` are the staff numbers that try CODE instead.
    """

    name: str
    term_name: str
    teachers: int
    held: int
    planned: int
    open_title: str
    staff_no: str
    to_enrol: tuple[str, ...]
    built: bool


def build_demo(teachers: int, now: datetime) -> DemoSchool:
    """Build the demo in an empty memory, all of it or nothing; the same number, the same school.

    In a demo's own memory nothing is built again, but today's meeting is opened if none is.
    Raises Refused in the memory of a real school, which stays untouched.
    """
    with transaction():
        name = school.school_name()
        if (name and name != NAME) or (not name and Teacher.select().exists()):
            raise Refused(
                "real_school",
                "这个数据库里是真实的学校，没有改动；请给演示另选一个地址，如 "
                "yanxiu demo --db sqlite:///demo.db。",
            )
        rng = Random(teachers)
        if not name:
            _build(rng, teachers, now)
        if not today.is_open(now):
            today.open_today(rng, now)
        return _told(now, built=not name)


def _build(rng: Random, teachers: int, now: datetime) -> None:
    day = local(now).date()
    staff = make_staff(rng, teachers, day)
    term = calendar(day)
    row: Term = founding.found(NAME, term)
    before_term = instant(term.starts_on - timedelta(days=4), time(9, 30))
    settled = [one for one in staff if not one.newcomer]
    founding.take_in(settled, before_term)
    units = {team: plan_units(team) for team in teams(settled)}
    plans = agenda(rng, settled, units, term, now)
    founding.plan(row, plans, settled, before_term + timedelta(hours=5))
    slips, fates = draw(rng, settled, plans, term, now)
    founding.file_slips(slips, clerk=staff[3])
    regulation = school.regulation_of(row.regulation_id)
    history = History(rng, settled, regulation, now)
    history.tell(plans, slips, fates)
    history.write()
    traces = [*history.traces, *founding.slip_traces(slips, clerk=staff[3])]
    diligence = {one.staff_no: rng.triangular(0.4, 1.15, 0.95) for one in settled}
    traces += write_works(rng, settled, regulation, term, row.id, now)
    traces += hand_in_papers(settled, regulation, row, now, diligence)
    prep = Prep(rng, units, plans, term, row.id, now)
    prep.write()
    traces += [*prep.traces, *write_own(rng, prep, diligence, term, now)]
    traces += check_plans(rng, settled, list(units), prep, regulation, term)
    pairs = pair_up(settled, regulation, term)
    lessons = Lessons(rng, settled, regulation, term, row.id, now, company(pairs))
    lessons.take_place(diligence)
    lessons.write()
    traces += [*lessons.traces, *write_pairs(rng, pairs, settled, regulation, term, row.id, now)]
    traces += judge(rng, settled, row.id, now)
    traces += file_by_hand(settled, regulation, term, row.id, now)
    traces += test_skills(settled, regulation, term, row.id, now)
    certify(settled, term)
    traces += write_trips(rng, settled, slips, regulation, term, row.id, now)
    traces += write_loans(settled, now)
    traces += steer(settled, prep.groups, term, row.id, now)
    chain.append(sorted(traces, key=lambda each: each["at"]))
    chain.cover(trace(None, "build_demo", "attendance_fact", None, now - timedelta(days=1)))
    founding.take_in(staff, now - timedelta(hours=20))
    founding.give_pins(staff, staff[3], now)


def _told(now: datetime, built: bool) -> DemoSchool:
    term = school.current_term(now)
    states = [row.state for row in Activity.select(Activity.state).where(Activity.term == term.id)]
    last = Activity.select(Activity.title).where(Activity.state == State.OPEN)
    without = (
        Teacher.select(Teacher.staff_no)
        .join(Credential)
        .where(Credential.pin_hash == "", Credential.code_hash != "")
        .order_by(Teacher.staff_no)
    )
    return DemoSchool(
        name=NAME,
        term_name=term.name,
        teachers=Teacher.select().where(Teacher.left_at.is_null()).count(),
        held=states.count(State.CLOSED),
        planned=states.count(State.PLANNED),
        open_title=last.order_by(Activity.starts_at.desc()).get().title,
        staff_no=str(FIRST_NUMBER),
        to_enrol=tuple(row.staff_no for row in without),
        built=built,
    )
