"""What the made-up staff handed in: most in time, some late, incomplete, waiting or still owed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from random import Random
from typing import Any

from db.models import Claim, Group, Term
from yanxiu_tui.clock import instant, local
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.applies import Person as Judged
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.rules.submissions import Debt, last_minute, owed, title_of
from yanxiu_tui.services.demo.calendar import working_day
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import insert, trace
from yanxiu_tui.services.demo.writings import Writing, write
from yanxiu_tui.services.manuscripts import PAPER
from yanxiu_tui.services.school import view
from yanxiu_tui.services.submission_debts import papers

_WRITTEN_HERE = 6
# How the first of each kind fare, so that even a small school shows each.
_FATES = ("late", "incomplete", "waiting", "owed", "late")
_PLAN = {
    "guiding": "围绕学校本学期的研修主题，把集体备课做实。",
    "focus": "单元整体教学；分层作业；青年教师过关课。",
    "measures": "每次集体备课定中心发言人、定主题，记录当天写好；每月互相听一节、评一节。",
    "schedule": "第三周说课标，第六周研究课，第十一周分析期中试卷，第十七周交流总结。",
}


def hand_in_papers(
    staff: Sequence[Person],
    regulation: Regulation,
    term: Term,
    now: datetime,
    diligence: Mapping[str, float],
) -> list[dict[str, Any]]:
    """What was due by now, as these people hand things in; returns the traces."""
    people = [Judged(one.id, one.staff_no) for one in staff]
    groups = {row.id: row for row in Group.select().order_by(Group.id)}
    kinds = [(row.id, row.kind) for row in groups.values()]
    desk = _Desk(staff, groups, regulation, now, diligence)
    for paper in papers(regulation, view(term)):
        if paper.due_at < now:
            desk.take(term.id, owed([paper], people, kinds))
    desk.write(term.id)
    return desk.traces


class _Desk:
    """Gathers what is handed in, then it is written all at once."""

    def __init__(
        self,
        staff: Sequence[Person],
        groups: Mapping[int, Group],
        regulation: Regulation,
        now: datetime,
        diligence: Mapping[str, float],
    ) -> None:
        self.groups, self.regulation, self.now = groups, regulation, now
        self.diligence, self.clerk, self.dean = diligence, staff[3], staff[2]
        self.rng = Random(len(staff))
        self.by_id = {one.id: one for one in staff}
        self.leaders = {place: one for one in staff for place in one.leads}
        self.rows: list[dict[str, Any]] = []
        self.traces: list[dict[str, Any]] = []

    def take(self, term_id: int, debts: Sequence[Debt]) -> None:
        """The papers of one kind: the first fare as told, the others as diligent as they are."""
        for debt, fate in zip(debts, self._fates(), strict=False):
            group = self.groups.get(debt.group_id or 0)
            one = self.by_id.get(debt.teacher_id or 0)
            if group:
                one = self.leaders.get((GroupKind(group.kind), group.name))
            elif one is None:
                one, fate = self.dean, ""
            if one is None or fate == "owed" or not self._comes(one, fate, debt):
                continue
            self.rows.append(self._row(term_id, debt, group, one, fate))

    def _fates(self) -> Iterator[str]:
        yield from _FATES
        while True:
            yield "late" if self.rng.random() < 0.06 else ""

    def _comes(self, one: Person, fate: str, debt: Debt) -> bool:
        sure = bool(fate) or debt.teacher_id is None
        return sure or self.rng.random() < 0.95 * self.diligence[one.staff_no]

    def _row(
        self, term_id: int, debt: Debt, group: Group | None, one: Person, fate: str
    ) -> dict[str, Any]:
        at = self._came_at(debt, fate)
        day = local(at).date()
        waits = fate == "waiting"
        alone = one is self.clerk or (debt.teacher_id, debt.group_id) == (None, None)
        decider = self.dean if alone else self.clerk
        received = min(at + timedelta(hours=3), self.now - timedelta(minutes=30))
        kind = self.regulation.claim_kind(debt.kind)
        name = kind.name if kind else ""
        self.traces.append(trace(one.id, "hand_in", "claim", None, at, kind=debt.kind))
        return {
            "term": term_id, "teacher": one.id, "group": debt.group_id, "kind": debt.kind,
            "title": title_of(group.name, name) if group else name, "first": day, "last": day,
            "amount": Decimal(1), "due_at": debt.due_at,
            "due_on": local(last_minute(debt.due_at)).date(),
            "handed_at": at, "copies": 1, "complete": fate != "incomplete",
            "missing": "第三部分" if fate == "incomplete" else "",
            "where_kept": "教导处文件柜二", "manuscript": None,
            "state": str(ClaimState.ASKED if waits else ClaimState.GRANTED),
            "asked_at": at, "asked_by": one.id,
            "decided_at": None if waits else received,
            "decided_by": None if waits else decider.id,
        }  # fmt: skip

    def _came_at(self, debt: Debt, fate: str) -> datetime:
        if fate == "waiting":
            return self.now - timedelta(hours=self.rng.randint(2, 20))
        due = local(last_minute(debt.due_at)).date()
        days = self.rng.randint(1, 5) if fate == "late" else -self.rng.randint(0, 4)
        day = due + timedelta(days=days)
        if fate == "late":
            day = working_day(day)
        return min(instant(day, time(self.rng.randint(9, 11), self.rng.randint(0, 59))), self.now)

    def write(self, term_id: int) -> None:
        """All of it, and what some groups wrote here."""
        plans = (row for row in self.rows if row["kind"] == "group_plan" and row["complete"])
        chosen = list(islice(plans, _WRITTEN_HERE))
        writings = [
            Writing(
                PAPER, row["title"], row["first"], _PLAN, row["handed_at"], group=row["group"],
                closed_at=row["handed_at"], editor=row["asked_by"],
            )
            for row in chosen
        ]  # fmt: skip
        write(term_id, writings)
        for row, writing in zip(chosen, writings, strict=True):
            row["manuscript"], row["where_kept"] = writing.id, ""
        insert(Claim, self.rows)
