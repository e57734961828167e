"""The tables, one file a subject."""

from db.models.activities import Activity, ActivityDocument
from db.models.attendance import AttendanceFact, Attendee
from db.models.base import Table
from db.models.claims import Claim
from db.models.credentials import Credential
from db.models.evaluation import EvaluationStage, Mark
from db.models.leave import Leave, LeaveEvidence, MakeupTask
from db.models.people import Group, Membership, Office, Teacher
from db.models.rankings import Award, Objection, Ranking, RankingLine, Veto
from db.models.school import Adoption, ExemptDays, RegulationVersion, School, Term
from db.models.trace import Trace

ALL: list[type[Table]] = [
    School, RegulationVersion, Teacher, Term, Adoption, ExemptDays,
    Group, Membership, Office, Credential,
    Activity, ActivityDocument, Leave, LeaveEvidence, MakeupTask,
    Attendee, AttendanceFact, Claim, EvaluationStage, Mark,
    Ranking, RankingLine, Objection, Veto, Award, Trace,
]  # fmt: skip

__all__ = [
    "ALL", "Activity", "ActivityDocument", "Adoption", "AttendanceFact", "Attendee", "Award",
    "Claim", "Credential", "EvaluationStage", "ExemptDays", "Group", "Leave", "LeaveEvidence",
    "MakeupTask", "Mark", "Membership", "Objection", "Office", "Ranking", "RankingLine",
    "RegulationVersion", "School", "Table", "Teacher", "Term", "Trace", "Veto",
]  # fmt: skip
