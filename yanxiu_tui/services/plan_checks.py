"""教案检查签字: a week's plans by the leader, a 学月's by the 包组领导, in one pass (Z17)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, chunked, fn

from db.connection import transaction
from db.models import Group, PlanCheck, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.periods import Period
from yanxiu_tui.rules.plan_checks import CHECKED_KINDS, Finding
from yanxiu_tui.services import plans_due, prep_groups, school, school_weeks, trace
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.plans_due import Due
from yanxiu_tui.services.prep_groups import GroupView
from yanxiu_tui.services.school_weeks import MONTH, WEEK
from yanxiu_tui.services.texts import clean

_ACTS = {WEEK: Act.CHECK_PLANS, MONTH: Act.SUPERVISE_PLANS}
_LONGEST = 200
_BATCH = 50


@dataclass(frozen=True)
class CheckView:
    """What a check found, and who gave it."""

    finding: Finding
    words: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Line:
    """One member: what there is to check, and the check that stands, if any.

    ``proposed`` is what to begin from; None where no unit was planned for these weeks.
    """

    teacher_id: int
    name: str
    due: Due
    check: CheckView | None

    @property
    def proposed(self) -> Finding | None:
        """合格 where a plan exists, 缺 where one is due and there is none."""
        if self.check is not None:
            return self.check.finding
        if self.due.plans:
            return Finding.GOOD
        return Finding.MISSING if self.due.units else None


@dataclass(frozen=True)
class Sheet:
    """A group's plans of a week or a 学月. ``left_out`` says that one does not check one's own.

    ``over`` is one of a term that is over.
    """

    term_id: int
    over: bool
    group: GroupView
    span: str
    period: Period
    lines: tuple[Line, ...]
    may_sign: bool
    left_out: bool


def groups(actor: Actor) -> list[GroupView]:
    """The groups whose plans this person looks after: those led, those supervised, or all."""
    seen = prep_groups.my_groups(actor)
    return [each for each in seen if allowed(actor, Act.VIEW_WRITINGS, each.id)]


def sheet(
    actor: Actor, group_id: int, term_id: int, span: str, number: int, now: datetime
) -> Sheet:
    """Everybody's plans with the check that stands; a handful of queries.

    Of a term that is over also of those who have left the group since, and nobody signs it.
    """
    require(actor, Act.VIEW_WRITINGS, group_id)
    group = Group.get_or_none(Group.id == group_id)
    if group is None or group.kind not in CHECKED_KINDS:
        raise Refused("no_group", "没有这个教研组或备课组，请重新选择。")
    term, running = school.term_view(term_id), school.current_term(now).id == term_id
    weeks = school_weeks.weeks(term)
    period = school_weeks.begun(school_weeks.spans(term, span), number, local(now).date())
    checks = standing(term.id, span, [number], [group_id])
    people = {each.teacher_id: each.name for each in prep_groups.members(group_id, term)}
    if not running:
        people |= _names(who for _, _, who in checks)
    due = plans_due.due(term, list(people), period, school_weeks.within(weeks, period))
    lines = [
        Line(who, name, due[who], checks.get((group_id, number, who)))
        for who, name in people.items()
        if who != actor.teacher_id
    ]
    return Sheet(
        term_id=term.id,
        over=not running,
        group=prep_groups.view_of(group),
        span=span,
        period=period,
        lines=tuple(lines),
        may_sign=running and allowed(actor, _ACTS[span], group_id),
        left_out=len(lines) < len(people),
    )


def sign(
    actor: Actor,
    group_id: int,
    term_id: int,
    span: str,
    number: int,
    findings: Mapping[int, tuple[Finding, str]],
    now: datetime,
) -> int:
    """Sign what was found of these teachers' plans, all at once; how many.

    A later signing stands instead of an earlier one, which stays on record. Nobody signs their
    own, nor anything of a term that is over.
    """
    require(actor, _ACTS[span], group_id)
    if not findings:
        raise Refused("nothing", "还没有给任何人检查结果，请先标合格、需改进或缺。")
    if actor.teacher_id in findings:
        raise Refused("own_plans", "自己的教案不能自己签，由包组领导检查。")
    term = school.running_term(term_id, now)
    school_weeks.begun(school_weeks.spans(term, span), number, local(now).date())
    words = {who: clean(said, "检查意见", _LONGEST, False) for who, (_, said) in findings.items()}
    with transaction():
        # Of two who sign at once, the whole of the later one stands.
        prep_groups.hold(group_id)
        members = {each.teacher_id for each in prep_groups.members(group_id, term)}
        if not members.issuperset(findings):
            raise Refused("not_member", "名单里有人已经不在这个组，请退出重新打开再签。")
        rows = [
            {
                "term": term.id, "group": group_id, "teacher": who, "span": span, "number": number,
                "result": finding, "words": words[who], "checked_at": now,
                "checked_by": actor.teacher_id,
            }
            for who, (finding, _) in findings.items()
        ]  # fmt: skip
        for batch in chunked(rows, _BATCH):
            PlanCheck.insert_many(batch).execute()
        trace.write(
            actor, "check_plans", "group", group_id, now, span=span, number=number, of=len(rows)
        )
    return len(rows)


def _names(teacher_ids: Iterable[int]) -> dict[int, str]:
    rows = Teacher.select(Teacher.id, Teacher.name).where(Teacher.id.in_(list(teacher_ids)))
    return {row.id: row.name for row in rows.order_by(Teacher.staff_no)}


def standing(
    term_id: int, span: str, numbers: Sequence[int], group_ids: Sequence[int]
) -> dict[tuple[int, int, int], CheckView]:
    """The checks that stand, by group, number and teacher: the last given of each; one query."""
    last = PlanCheck.select(fn.MAX(PlanCheck.id)).where(
        PlanCheck.term == term_id,
        PlanCheck.span == span,
        PlanCheck.number.in_(list(numbers)),
        PlanCheck.group.in_(list(group_ids)),
    )
    last = last.group_by(PlanCheck.group, PlanCheck.number, PlanCheck.teacher)
    query: Any = PlanCheck.select(PlanCheck, Teacher).join(
        Teacher, JOIN.LEFT_OUTER, on=PlanCheck.checked_by
    )
    return {
        (row.group_id, row.number, row.teacher_id): CheckView(
            Finding(row.result),
            row.words,
            row.checked_at,
            row.checked_by.name if row.checked_by else "",
        )
        for row in query.where(PlanCheck.id.in_(last))
    }
