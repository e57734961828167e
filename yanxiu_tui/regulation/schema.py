"""What a 制度 file may say. Every rule carries its clause: the ID and the school's own words."""

from typing import Literal

import msgspec

from yanxiu_tui.regulation.terms import (
    AwardRule,
    Calendar,
    CertificateRule,
    ClaimKind,
    Deadline,
    Evaluation,
    Hours,
    Project,
)
from yanxiu_tui.rules.archives import Archives
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.clauses import UNSAID, Clause
from yanxiu_tui.rules.lesson_prep import LessonPrep
from yanxiu_tui.rules.observations import Observing
from yanxiu_tui.rules.out_study import OutStudyRule
from yanxiu_tui.rules.pairings import PairingRule
from yanxiu_tui.rules.quotas import Quota
from yanxiu_tui.rules.scoring import Scheme
from yanxiu_tui.rules.skills import Skill
from yanxiu_tui.rules.standings import AttendanceRule
from yanxiu_tui.rules.steering import SteeringRule

__all__ = ["Attendance", "Clause", "LargeActivity", "LeaveKind", "Regulation"]


class Attendance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How lateness is told."""

    late_by: Literal["roll_calls", "minutes", "never"]
    clause: Clause
    roll_calls: int = 2
    late_after_minutes: int = 5

    def rule(self) -> AttendanceRule:
        """The same, as the arithmetic wants it."""
        return AttendanceRule(self.late_by, self.roll_calls, self.late_after_minutes)


class LeaveKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class of leave: what it counts as, what papers it needs, what it leaves to be made up."""

    id: str
    name: str
    counts_as: Literal["official_leave", "personal_leave", "sick_leave"]
    clause: Clause
    evidence: list[str] = []
    emergency_may_follow: bool = False
    makeup: bool = False

    @property
    def status(self) -> Status:
        """The standing an approved leave of this kind gives."""
        return Status(self.counts_as)


class LargeActivity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The papers without which a large activity is not closed."""

    documents: list[Literal["plan", "newsletter", "summary"]]
    clause: Clause


class Regulation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One school's regulation.

    ``evidence_by_asking`` are the papers that a request made in person at the terminal, with the
    teacher's own PIN, takes the place of: nobody writes the same slip twice. The first
    ``early_career_years`` of teaching make an early_career_teacher (Z20: 三年内). Where
    ``badge_needs_pin`` a badge says who it is and the PIN proves it (Z25); otherwise it is enough.
    """

    name: str
    title: str
    office: str
    attendance: Attendance
    signature: Clause
    four_fixed: Clause
    large_activity: LargeActivity
    leave: list[LeaveKind]
    evidence_names: dict[str, str]
    evidence_by_asking: list[str]
    activity_kinds: list[str]
    early_career_years: int = 3
    badge_needs_pin: bool = True
    calendar: Calendar = Calendar(clause=UNSAID)
    hours: Hours = Hours(clause=UNSAID)
    scoring: Scheme = Scheme(items=[])
    group_scoring: Scheme = Scheme(items=[])
    quotas: list[Quota] = []
    claims: list[ClaimKind] = []
    deadlines: list[Deadline] = []
    evaluation: Evaluation | None = None
    awards: list[AwardRule] = []
    lesson_prep: LessonPrep = LessonPrep(clause=UNSAID)
    observing: Observing = Observing(clause=UNSAID)
    pairing: PairingRule = PairingRule(clause=UNSAID)
    archives: Archives = Archives(clause=UNSAID)
    out_study: OutStudyRule = OutStudyRule(clause=UNSAID)
    skills: list[Skill] = []
    steering: SteeringRule = SteeringRule(clause=UNSAID)
    certificate: CertificateRule | None = None

    def claim_kind(self, kind: str) -> ClaimKind | None:
        """The claim kind of that ID, if this school has it."""
        return next((known for known in self.claims if known.id == kind), None)

    def deadline(self, name: str) -> Deadline | None:
        """The deadline of that ID, if this school has it."""
        return next((known for known in self.deadlines if known.id == name), None)

    def project(self, name: str) -> Project | None:
        """The 研修项目 of that ID, if this school has it."""
        return next((known for known in self.hours.projects if known.id == name), None)

    def skill(self, name: str) -> Skill | None:
        """The skill test of that ID, if this school has it."""
        return next((known for known in self.skills if known.id == name), None)

    def leave_kind(self, kind: str) -> LeaveKind | None:
        """The leave kind of that ID, if this school has it."""
        return next((known for known in self.leave if known.id == kind), None)
