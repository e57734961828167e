"""Twelve weeks of meetings: rosters, facts, standings, what is to be made up, papers, traces."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from db.models import ActivityDocument, AttendanceFact, Attendee, MakeupTask
from yanxiu_tui.clock import instant
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules import standings as rule
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.rules.standings import Fact, Standing
from yanxiu_tui.services.demo.absences import Slip, covering
from yanxiu_tui.services.demo.agenda import Plan
from yanxiu_tui.services.demo.calendar import working_day
from yanxiu_tui.services.demo.fates import Fate, Fates, expected_at
from yanxiu_tui.services.demo.meetings import Meeting, Setting
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import insert, trace

_PAPERS = {"plan": "活动方案", "newsletter": "简报", "summary": "总结"}
_MADE_UP = ("已看会议录像并写学习笔记", "已向主讲人补听并交笔记", "已自学会议材料并交体会")
_LONG_AGO = timedelta(days=40)


class History:
    """Gathers the rows of the past meetings, then writes them all at once."""

    def __init__(
        self, rng: Random, staff: Sequence[Person], regulation: Regulation, now: datetime
    ) -> None:
        self.rng, self.staff, self.regulation, self.now = rng, staff, regulation, now
        self.by_number = {one.staff_no: one for one in staff}
        self.attendees: list[dict[str, Any]] = []
        self.facts: list[dict[str, Any]] = []
        self.makeups: list[dict[str, Any]] = []
        self.papers: list[dict[str, Any]] = []
        self.traces: list[dict[str, Any]] = []

    def tell(self, plans: Sequence[Plan], slips: Sequence[Slip], fates: Fates) -> None:
        """Let every past meeting of the agenda take place."""
        past = [plan for plan in plans if plan.ended_at]
        in_groups = [plan for plan in past if plan.group]
        # Once the power was off, and a group signed on paper.
        on_paper = in_groups[len(in_groups) // 3] if in_groups else None
        for number, plan in enumerate(past):
            befell = fates.get(number, {})
            chance = self.rng.random() < 0.5 or Fate.LATE in befell.values()
            setting = Setting(
                plan=plan,
                people=expected_at(plan, self.staff),
                leaves=covering(slips, plan),
                fates=befell,
                keeper=self.by_number[plan.host_no if plan.group else plan.recorder_no],
                dean=self.staff[2],
                called=not plan.group or chance,
                on_paper=plan is on_paper,
            )
            self._take_place(setting)

    def write(self) -> None:
        """Into the memory, in batches."""
        insert(Attendee, self.attendees)
        insert(AttendanceFact, self.facts)
        insert(MakeupTask, self.makeups)
        insert(ActivityDocument, self.papers)

    def _take_place(self, setting: Setting) -> None:
        meeting = Meeting(self.rng, setting)
        self.facts += meeting.facts
        self.traces += meeting.traces
        standings = _standings(setting, meeting.facts, self.regulation)
        for one in setting.people:
            slip = setting.leaves.get(one.id)
            self.attendees.append(self._attendee(setting, one, slip, standings[one.id]))
            if slip and standings[one.id].status is Status.OFFICIAL_LEAVE:
                self._owe(setting.plan, one)
        self._run(setting)
        if setting.plan.large:
            self._hand_in(setting)

    def _attendee(
        self, setting: Setting, person: Person, slip: Slip | None, standing: Standing
    ) -> dict[str, Any]:
        kind = self.regulation.leave_kind(slip.kind) if slip else None
        return {
            "activity": setting.plan.id,
            "teacher": person.id,
            "group_name": person.research_group,
            "leave": slip.id if slip else None,
            "leave_status": str(kind.status) if kind else "",
            "status": str(standing.status),
            "signed_in_at": standing.signed_in_at,
            "departure": str(standing.departure or ""),
            "departed_at": standing.departed_at,
            "conflict": standing.conflict,
            "by_hand": standing.by_hand,
            "late_entry": setting.on_paper and standing.signed_in_at is not None,
        }

    def _owe(self, plan: Plan, person: Person) -> None:
        """「培训内容自行后补」 (Z28): done in time by most, what is recent still owed."""
        long_ago = self.now - plan.starts_at > _LONG_AGO
        head, dean, clerk = self.staff[0], self.staff[2], self.staff[3]
        done = long_ago if person is head else self.rng.random() < (0.85 if long_ago else 0.3)
        day = working_day(plan.day + timedelta(days=self.rng.randint(2, 12)))
        at = instant(day, time(self.rng.randint(9, 16), self.rng.randint(0, 59)))
        confirmer = clerk if person is dean else dean
        done = done and at < self.now
        self.makeups.append(
            {
                "teacher": person.id,
                "activity": plan.id,
                "done_at": at if done else None,
                "note": self.rng.choice(_MADE_UP) if done else "",
                "confirmed_by": confirmer.id if done else None,
            }
        )
        if done:
            self._trace(confirmer, "confirm_makeup", plan, at, teacher=person.id)

    def _run(self, setting: Setting) -> None:
        """Opened by whoever has the machine, or the group's leader; closed by the keeper."""
        plan = setting.plan
        opener = setting.keeper if plan.group else self.staff[4]
        self._trace(opener, "open_activity", plan, plan.opened_at, expected=len(setting.people))
        if plan.ended_at != plan.closed_at:
            self._trace(setting.keeper, "end_activity", plan, plan.ended_at)
        self._trace(setting.keeper, "close_activity", plan, plan.closed_at)

    def _hand_in(self, setting: Setting) -> None:
        """方案 the day before, 简报 and 总结 before it was closed (Z8)."""
        plan, keeper = setting.plan, setting.keeper
        before = plan.closed_at or plan.ends_at
        times = {
            "plan": plan.starts_at - timedelta(hours=self.rng.randint(20, 30)),
            "newsletter": before - timedelta(minutes=self.rng.randint(12, 25)),
            "summary": before - timedelta(minutes=self.rng.randint(2, 9)),
        }
        for kind, at in times.items():
            self.papers.append(
                {
                    "activity": plan.id,
                    "kind": kind,
                    "where_kept": f"教导处研修档案柜，{plan.day}《{plan.title}》{_PAPERS[kind]}",
                    "received_at": at,
                    "received_by": keeper.id,
                }
            )
            self._trace(keeper, "hand_in", plan, at, document=kind)

    def _trace(self, by: Person, act: str, plan: Plan, at: datetime | None, **detail: Any) -> None:
        if at is not None:
            self.traces.append(trace(by.id, act, "activity", plan.id, at, **detail))


def _standings(
    setting: Setting, facts: Sequence[dict[str, Any]], regulation: Regulation
) -> dict[int, Standing]:
    """What the facts of a closed meeting make of each teacher, by the same rule as everywhere."""
    by_teacher: dict[int, list[Fact]] = defaultdict(list)
    ended: dict[int, datetime] = {}
    for row in facts:
        kind = FactKind(row["kind"])
        if kind is FactKind.ROLL_ENDED:
            ended[row["roll"]] = row["at"]
        elif kind is not FactKind.ROLL_STARTED:
            by_teacher[row["teacher"]].append(Fact(kind, row["at"], row["roll"], row["detail"]))
    meeting = rule.Meeting(setting.plan.starts_at, True, ended)
    standings = {}
    for one in setting.people:
        slip = setting.leaves.get(one.id)
        kind_of_leave = regulation.leave_kind(slip.kind) if slip else None
        standings[one.id] = rule.stand(
            by_teacher[one.id],
            meeting,
            regulation.attendance.rule(),
            kind_of_leave.status if kind_of_leave else None,
        )
    return standings
