"""听课 in the made-up school: lessons announced, who came, what was written of lessons heard."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from db.models import LessonSignUp, Observation, OpenLesson
from yanxiu_tui.clock import instant, local
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.observations import Mode, late
from yanxiu_tui.services.demo import bank
from yanxiu_tui.services.demo.calendar import Calendar
from yanxiu_tui.services.demo.pairs import Company
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import insert, inserted, trace
from yanxiu_tui.services.demo.timetable import LENGTH, Lesson, Timetable
from yanxiu_tui.services.demo.writings import Writing, write
from yanxiu_tui.services.manuscripts import OBSERVATION
from yanxiu_tui.services.observation_drafts import title_of

_OPEN, _BACKBONE, _CAME, _CONFIRMED, _UNFINISHED = 0.3, 0.8, 0.8, 0.75, 0.3
_PARTNER = 0.45
_DAYS_AHEAD, _JUST_NOW = 12, timedelta(days=3)
_PLACES = ("录播教室", "多媒体教室", "本班教室")
_GRADES = ("优", "优", "良", "良", "良", "")


class Lessons:
    """Gathers what was announced and what was heard, then writes it all at once."""

    def __init__(
        self,
        rng: Random,
        staff: Sequence[Person],
        regulation: Regulation,
        term: Calendar,
        term_id: int,
        now: datetime,
        company: Company,
    ) -> None:
        self.rng, self.staff, self.term, self.term_id = rng, staff, term, term_id
        self.rule, self.now, self.company = regulation.observing, now, company
        self.timetable = Timetable(rng, term, company.apart)
        yesterday = term.today - timedelta(days=1)
        self.gone = self.timetable.days(term.starts_on, yesterday)
        self.ahead = self.timetable.days(
            term.today + timedelta(days=1),
            min(term.ends_on, term.today + timedelta(days=_DAYS_AHEAD)),
        )
        self.open: list[dict[str, Any]] = []
        self.sign_ups: list[dict[str, Any]] = []
        self.heard: list[tuple[dict[str, Any], Writing]] = []
        self.traces: list[dict[str, Any]] = []
        self._done: dict[int, int] = {}

    def take_place(self, diligence: Mapping[str, float]) -> None:
        """The open lessons and who came; then whatever else each went to hear."""
        self._announce()
        for one in self.staff:
            aim = self._aim(one, diligence[one.staff_no]) - self._done.get(one.id, 0)
            others = [each for each in self.staff if each is not one]
            near = [each for each in others if each.research_group == one.research_group]
            for _ in range(max(0, aim)):
                teacher = self._to_hear(one, near, others)
                lesson = self.timetable.lesson(teacher, self.gone, one)
                if lesson:
                    self._hear(one, lesson, None)
        self._contradict()

    def write(self) -> None:
        """Into the memory, in the order in which it came about."""
        numbers = inserted(OpenLesson, self.open)
        rows = [{**row, "lesson": numbers[row["lesson"]]} for row in self.sign_ups]
        insert(LessonSignUp, rows)
        self.heard.sort(key=lambda each: each[0]["started_at"])
        write(self.term_id, [writing for _, writing in self.heard])
        records = [
            {
                **row,
                "manuscript": writing.id,
                "lesson": None if row["lesson"] is None else numbers[row["lesson"]],
            }
            for row, writing in self.heard
        ]
        for number, row in zip(inserted(Observation, records), records, strict=True):
            if row["completed_at"]:
                by, at = row["observer"], row["completed_at"]
                self.traces.append(trace(by, "complete_observation", "observation", number, at))

    def _announce(self) -> None:
        """Some in the past and a few to come; three of one subject teach the same (同课异构)."""
        staff = [one for one in self.staff if one.id not in self.company.quiet]
        for one in staff:
            often = one.backbone_level or one.id in self.company.opening
            if self.rng.random() < (_BACKBONE if often else _OPEN):
                kind = "demonstration_lesson" if one.backbone_level else "open_lesson"
                self._open(one, self.gone, kind)
        for one in self.rng.sample(staff, max(2, len(staff) // 12)):
            self._open(one, self.ahead, "open_lesson")
        first = staff[5 % len(staff)]
        same = [one for one in staff if one.subject == first.subject][:3]
        series = str(UUID(int=self.rng.getrandbits(128), version=4))
        for one in same if len(same) > 1 else ():
            self._open(
                one, self.gone, "parallel_lesson", series, bank.lesson(Random(1), one.subject)
            )
        if self.ahead and self.open:
            at = self.now - timedelta(hours=5)
            self.open[-1 - len(same)] |= {
                "cancelled_at": at,
                "cancel_reason": "与期中质量分析会冲突",
            }

    def _open(
        self, one: Person, days: list[date], kind: str, series: str = "", topic: str = ""
    ) -> None:
        lesson = self.timetable.lesson(one, days, None) if days else None
        if lesson is None:
            return
        seats = self.rng.choice((None, None, 12, 20))
        announced = instant(lesson.day - timedelta(days=self.rng.randint(3, 6)), time(11, 20))
        announced = min(announced, self.now - timedelta(hours=30))
        number = len(self.open)
        self.open.append(
            {
                "term": self.term_id,
                "teacher": one.id,
                "group": None,
                "kind": kind,
                "subject": one.subject,
                "topic": topic or lesson.topic,
                "class_name": lesson.class_name,
                "day": lesson.day,
                "period": lesson.period,
                "place": self.rng.choice(_PLACES),
                "seats": seats,
                "series": series,
                "note": "",
                "announced_at": announced,
                "announced_by": one.id,
                "cancelled_at": None,
                "cancel_reason": "",
            }
        )
        self._come(lesson, number, announced)

    def _come(self, lesson: Lesson, number: int, announced: datetime) -> None:
        """Colleagues of the 教研组 sign up, and others; most come and write."""
        near = [one for one in self.staff if one.research_group == lesson.teacher.research_group]
        far = self.rng.sample(list(self.staff), min(3, len(self.staff)))
        wanted = [one for one in near if self.rng.random() < 0.6] + far
        for turn, one in enumerate(dict.fromkeys(wanted[:10])):
            if not self.timetable.hear(one, lesson):
                continue
            at = announced + timedelta(minutes=7 * turn + 5)
            self.sign_ups.append({"lesson": number, "teacher": one.id, "at": at})
            if lesson.begins < self.now and self.rng.random() < _CAME:
                self._hear(one, lesson, number)

    def _to_hear(self, one: Person, near: Sequence[Person], others: Sequence[Person]) -> Person:
        """Mentor and apprentice each other often, else mostly somebody of the 教研组."""
        partner = self.company.partners.get(one.id)
        if partner and self.rng.random() < _PARTNER:
            return partner
        return self.rng.choice(near if near and self.rng.random() < 0.7 else others)

    def _aim(self, one: Person, diligence: float) -> int:
        """How many lessons somebody of this diligence has heard by now."""
        leads = one.leads or one.posts[:1] == ["校长"]
        return round(len(self.gone) / 5 * diligence * (1.8 if leads else 1.15))

    def _hear(self, one: Person, lesson: Lesson, number: int | None) -> None:
        rng, begins = self.rng, lesson.begins
        self._done[one.id] = self._done.get(one.id, 0) + 1
        recent = self.now - begins < _JUST_NOW
        completed = begins + LENGTH + timedelta(minutes=rng.randint(5, 300))
        if rng.random() < 0.03:
            completed += timedelta(days=rng.randint(8, 12))
        done = completed < self.now and not (recent and rng.random() < _UNFINISHED)
        confirmed = completed + timedelta(minutes=rng.randint(30, 2000))
        seen = done and not recent and rng.random() < _CONFIRMED and confirmed < self.now
        topic = self.open[number]["topic"] if number is not None else lesson.topic
        row = {
            "term": self.term_id,
            "observer": one.id,
            "taught_by": lesson.teacher.id,
            "lesson": number,
            "subject": lesson.teacher.subject,
            "class_name": lesson.class_name,
            "topic": topic,
            "day": lesson.day,
            "period": lesson.period,
            "place": "" if number is None else self.open[number]["place"],
            "mode": Mode.DROP_IN if number is None else Mode.CONCENTRATED,
            "grade": rng.choice(_GRADES) if done else "",
            "started_at": begins,
            "completed_at": completed if done else None,
            "late_entry": done and late(lesson.day, local(completed).date(), self.rule),
            "confirmed_at": confirmed if seen else None,
            "answer": rng.choice(bank.ANSWERS) if seen and rng.random() < 0.2 else "",
        }
        title = title_of(lesson.teacher.name, topic, lesson.class_name)
        writing = Writing(
            OBSERVATION, title, lesson.day, self._texts(done), begins, author=one.id,
            about=lesson.teacher.id, closed_at=completed if done else None,
        )  # fmt: skip
        self.heard.append((row, writing))

    def _texts(self, done: bool) -> dict[str, str]:
        rng = self.rng
        texts = {"process": rng.choice(bank.PROCESS)}
        if rng.random() < 0.6:
            texts["side_notes"] = rng.choice(bank.SIDE_NOTES)
        if done:
            texts["strengths"] = rng.choice(bank.STRENGTHS)
            if rng.random() < 0.4:
                texts["weaknesses"] = rng.choice(bank.WEAKNESSES)
            if rng.random() < 0.4:
                texts["advice"] = rng.choice(bank.ADVICE)
        return texts

    def _contradict(self) -> None:
        """Once somebody wrote down the wrong class: two records that cannot both be right."""
        kept = [
            each for each in self.heard if each[0]["completed_at"] and each[0]["lesson"] is None
        ]
        for row, writing in kept[len(kept) // 2 :][:1]:
            free = (
                one for one in self.staff
                if self.timetable.is_free(one, row["day"], row["period"])
            )  # fmt: skip
            if other := next(free, None):
                wrong = f"{row['class_name'][0]}（9）班"
                title = writing.title.replace(row["class_name"], wrong)
                again = {"observer": other.id, "class_name": wrong, "confirmed_at": None}
                copied = replace(writing, title=title, author=other.id)
                self.heard.append(({**row, **again, "answer": ""}, copied))
