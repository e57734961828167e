"""集体备课 of the made-up school: plans written at meetings, what was said, their versions."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from db.models import Group, PlanVersion, PrepSession, PrepUnit, Remark
from yanxiu_tui.clock import instant
from yanxiu_tui.rules.calendar import week_of_term
from yanxiu_tui.services.demo import bank
from yanxiu_tui.services.demo.agenda import Plan
from yanxiu_tui.services.demo.calendar import Calendar
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import insert, inserted, trace
from yanxiu_tui.services.demo.units import Team, Unit
from yanxiu_tui.services.demo.writings import Writing, write
from yanxiu_tui.services.manuscripts import SESSION, SHARED_PLAN

_VERDICTS = ("adopted", "adopted", "adopted", "declined", "declined", "")
_SECTIONS = tuple(bank.PLAN)
_DRAFTED = 3
_REVISED = 0.3
_UNSIGNED = timedelta(days=4)


class Prep:
    """Gathers what the groups prepared, unit by unit, then writes it all at once."""

    def __init__(
        self,
        rng: Random,
        units: Mapping[Team, Sequence[Unit]],
        plans: Sequence[Plan],
        term: Calendar,
        term_id: int,
        now: datetime,
    ) -> None:
        self.rng, self.term, self.term_id, self.now = rng, term, term_id, now
        self.units = [unit for each in units.values() for unit in each]
        self.meetings = {plan.unit: plan for plan in plans if plan.unit}
        self.groups = {row.name: row.id for row in Group.select(Group.name, Group.id)}
        self.week = week_of_term(term.today, term.starts_on)
        self.begun = instant(term.starts_on, time(10, 0))
        self.versions: dict[Unit, list[dict[str, str]]] = {}
        # The first version of each, which 个性化教案 are made from.
        self.first_version: dict[Unit, int] = {}
        self.traces: list[dict[str, Any]] = []

    def write(self) -> None:
        """Plans and minutes, units and sessions, remarks and versions."""
        remarks = {unit: self._remarks(unit) for unit in self.units if self.held(unit)}
        plans = {unit: self._plan(unit, remarks.get(unit, ())) for unit in self.units}
        notes = {unit: self._notes(unit, remarks.get(unit, ())) for unit in self.meetings}
        write(self.term_id, [*plans.values(), *notes.values()])
        for unit, number in zip(
            self.units,
            inserted(PrepUnit, [self._unit(*each) for each in plans.items()]),
            strict=True,
        ):
            unit.id, unit.plan_id = number, plans[unit].id
        sessions = inserted(PrepSession, [self._session(*each) for each in notes.items()])
        by_unit = dict(zip(notes, sessions, strict=True))
        insert(
            Remark,
            [{**row, "session": by_unit[unit]} for unit, rows in remarks.items() for row in rows],
        )
        self._keep_versions(by_unit)
        self._sign(by_unit)

    def held(self, unit: Unit) -> bool:
        """Whether it has been prepared together."""
        return unit in self.meetings and self.meetings[unit].ended_at is not None

    def taught(self, unit: Unit) -> bool:
        """Whether its weeks are over."""
        return unit.last_week < self.week

    def _plan(self, unit: Unit, remarks: Sequence[dict[str, Any]]) -> Writing:
        whole = bank.plan(self.rng, unit.keynote.subject, unit.about)
        if self.held(unit):
            texts, at = self._prepared(unit, whole, remarks), self.meetings[unit].ended_at
        elif unit.first_week <= self.week + 2:
            drafted = _SECTIONS[:_DRAFTED]
            texts, at = {section: whole[section] for section in drafted}, self._yesterday()
        else:
            texts, at = {}, None
        return Writing(
            SHARED_PLAN, unit.title, self._first_day(unit), texts, at or self.begun,
            group=self.groups[unit.team.name], editor=unit.keynote.id,
        )  # fmt: skip

    def _prepared(
        self, unit: Unit, whole: dict[str, str], remarks: Sequence[dict[str, Any]]
    ) -> dict[str, str]:
        """With what was adopted, and as it was changed once more when it had been taught."""
        names = {one.id: one.name for one in unit.team.members}
        for row in remarks:
            if row["section"]:
                whole[row["section"]] += f"\n{row['words']}（{names[row['teacher']]}）"
        self.versions[unit] = [whole]
        if self.taught(unit) and self.rng.random() < _REVISED:
            again = bank.said(self.rng, bank.REFLECTION["again"], unit=unit.about)
            self.versions[unit].append({**whole, "feedback": f"{whole['feedback']}\n{again}"})
        return self.versions[unit][-1]

    def _notes(self, unit: Unit, remarks: Sequence[dict[str, Any]]) -> Writing:
        meeting = self.meetings[unit]
        texts = {}
        if self.held(unit):
            members = unit.team.members
            one, other = self.rng.choice(members), self.rng.choice(members)
            if other is one:
                other = members[members.index(one) - 1]
            shared = bank.said(self.rng, bank.DIVISION, one=one.name, other=other.name)
            texts["division"] = shared if other is not one else bank.ALONE.format(one=one.name)
            texts["outcome"] = bank.said(self.rng, bank.OUTCOME, unit=unit.about)
        return Writing(
            SESSION, meeting.title, meeting.day, texts, meeting.ended_at or self.begun,
            group=self.groups[unit.team.name], editor=unit.team.leader.id,
            closed_at=self._signed_at(unit), said=[row["words"] for row in remarks],
        )  # fmt: skip

    def _remarks(self, unit: Unit) -> list[dict[str, Any]]:
        """A few words of the others, one after the other while the meeting lasts."""
        meeting = self.meetings[unit]
        others = [one for one in unit.team.members if one is not unit.keynote]
        if not others:
            return []
        rows = []
        for number in range(self.rng.randint(2, 2 + min(6, len(others)))):
            verdict = self.rng.choice(_VERDICTS)
            rows.append(
                {
                    "teacher": self.rng.choice(others).id,
                    "words": self.rng.choice(bank.REMARKS),
                    "section": self.rng.choice(_SECTIONS[3:]) if verdict == "adopted" else "",
                    "adopted": verdict,
                    "at": meeting.starts_at + timedelta(minutes=15 + 4 * number),
                    "recorded_by": unit.team.leader.id,
                }
            )
        return rows

    def _unit(self, unit: Unit, plan: Writing) -> dict[str, Any]:
        return {
            "term": self.term_id,
            "group": plan.group,
            "plan": plan.id,
            "number": unit.number,
            "title": unit.title,
            "first_week": unit.first_week,
            "last_week": unit.last_week,
            "keynote": unit.keynote.id,
        }

    def _session(self, unit: Unit, notes: Writing) -> dict[str, Any]:
        return {
            "activity": self.meetings[unit].id,
            "unit": unit.id,
            "notes": notes.id,
            "keynote": unit.keynote.id,
            "signed_at": notes.closed_at,
            "signed_by": unit.team.leader.id if notes.closed_at else None,
        }

    def _keep_versions(self, sessions: Mapping[Unit, int]) -> None:
        rows, whose = [], []
        for unit, versions in self.versions.items():
            ended = self.meetings[unit].ended_at or self.now
            for number, sections in enumerate(versions, 1):
                at = ended + timedelta(minutes=10) if number == 1 else self._last_day(unit)
                rows.append(
                    {
                        "unit": unit.id,
                        "number": number,
                        "session": sessions[unit] if number == 1 else None,
                        "sections": json.dumps(sections, ensure_ascii=False),
                        "note": "集体备课后定稿" if number == 1 else "教后再改",
                        "kept_at": at,
                        "kept_by": unit.team.leader.id,
                    }
                )
                whose.append((unit, number))
                self._trace(
                    unit.team.leader, "keep_version", "prep_unit", unit.id, at, number=number
                )
        for (unit, number), made in zip(whose, inserted(PlanVersion, rows), strict=True):
            if number == 1:
                self.first_version[unit] = made

    def _sign(self, sessions: Mapping[Unit, int]) -> None:
        for unit, session in sessions.items():
            at = self._signed_at(unit)
            if at:
                self._trace(unit.team.leader, "sign_session", "prep_session", session, at)

    def _signed_at(self, unit: Unit) -> datetime | None:
        """Within the hour; the latest still wait for it."""
        ended = self.meetings[unit].ended_at
        if ended is None or self.now - ended < _UNSIGNED:
            return None
        return ended + timedelta(minutes=30)

    def _first_day(self, unit: Unit) -> Any:
        return self.term.starts_on + timedelta(weeks=unit.first_week - 1)

    def _last_day(self, unit: Unit) -> datetime:
        friday = self._first_day(unit) + timedelta(days=11)
        return instant(friday, time(16, 30))

    def _yesterday(self) -> datetime:
        return instant(self.term.today - timedelta(days=1), time(16, 10))

    def _trace(
        self, by: Person, act: str, subject: str, subject_id: int, at: datetime, **detail: Any
    ) -> None:
        self.traces.append(trace(by.id, act, subject, subject_id, at, **detail))
