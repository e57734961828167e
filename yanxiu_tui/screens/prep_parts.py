"""What a unit consists of, line by line, and its record as a Word file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.services import personal_plans, prep_sessions, prep_units, reflections, school
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.personal_plans import PersonalPlanView
from yanxiu_tui.services.prep_sessions import SessionView
from yanxiu_tui.services.prep_units import UnitView
from yanxiu_tui.services.reflections import ReflectionView
from yanxiu_tui.widgets.prep_words import standing_of, when_of

_STYLES = {State.OPEN: "bold yellow", State.PLANNED: "dim"}


@dataclass(frozen=True)
class Part:
    """A line: ``thing`` is what Enter opens, or the word for what it begins."""

    key: str
    name: str
    about: str
    state: str
    thing: SessionView | PersonalPlanView | ReflectionView | str
    style: str = ""


@dataclass
class UnitRead(Message):
    """The unit, and everything that belongs to it; ``of_term`` names another term than ours."""

    unit: UnitView
    parts: Sequence[Part]
    of_term: str


def read_unit(actor: Actor, unit_id: int) -> UnitRead:
    """Read it in a worker: a fixed number of queries."""
    unit = prep_units.unit(actor, unit_id)
    parts = [*_shared(unit), *map(_session, prep_sessions.sessions(actor, unit_id))]
    current = school.current_term(clock.now())
    of_term = "" if unit.term_id == current.id else school.term_view(unit.term_id).name
    return UnitRead(unit, [*parts, *_own(actor, unit)], of_term)


def print_record(actor: Actor, session_id: int) -> Path:
    """Write the paper form into the user's documents, else the home folder; called in a worker."""
    from yanxiu_tui.reports.prep_record import write_record
    from yanxiu_tui.screens.paper_files import new_file
    from yanxiu_tui.services import prep_records

    record = prep_records.record(actor, session_id)
    day = clock.local(record.starts_at)
    path = new_file(f"集体备课记录_{day:%Y%m%d}_{record.title}", "docx")
    write_record(path, record)
    return path


def _shared(unit: UnitView) -> Iterable[Part]:
    written = f"{unit.sections} 节，写了 {unit.filled} 节"
    whole = unit.filled == unit.sections
    state = "写齐了" if whole else "没写齐" if unit.filled else "还没写"
    yield Part("plan", "共性教案", written, state, "plan", "green" if whole else "")
    kept = f"存了 {unit.versions} 版，可以比较" if unit.versions else "存一版以后可以比较"
    yield Part("versions", "历次版本", kept, f"{unit.versions} 版", "versions")


def _session(session: SessionView) -> Part:
    about = "，".join(filter(None, (session.place, session.keynote_name)))
    style = "green" if session.signed_at else _STYLES.get(session.state, "")
    name = f"备课 {when_of(session)}"
    return Part(f"session{session.id}", name, about, standing_of(session), session, style)


def _own(actor: Actor, unit: UnitView) -> Iterable[Part]:
    """One's own plans and reflections; who teaches in the group may begin more."""
    if actor.teacher_id is None:
        return
    for plan in personal_plans.mine(actor, unit.term_id):
        if plan.unit_id == unit.id:
            name = f"我的教案 {plan.class_name}"
            news = "有新版" if plan.outdated else ""
            newest = f"，共性教案已有第 {plan.newest} 版" if plan.outdated else ""
            about = f"依据第 {plan.version} 版{newest}"
            yield Part(f"personal{plan.id}", name, about, news, plan, "yellow")
    if unit.may_write:
        about = "从共性教案做，按本班补充调整"
        yield Part("new_personal", "做我的教案", about, "", "new_personal", "dim")
    for each in reflections.mine(actor, unit.term_id):
        if each.unit_id == unit.id:
            state = f"{each.handed_on:%m-%d} 已交" if each.handed_on else "没交"
            late = "（补录）" if each.late_entry else ""
            yield Part(
                f"reflection{each.id}", "我的反思", each.title, f"{state}{late}", each,
                "green" if each.handed_on else "yellow",
            )  # fmt: skip
    if unit.may_write:
        about = "教完了写几句，长短不限"
        yield Part("new_reflection", "写教后反思", about, "", "new_reflection", "dim")
