"""The tables, one file a subject."""

from db.models.activities import Activity, ActivityDocument, ActivityFile
from db.models.archives import ArchiveCheck, ArchiveItem, Loan
from db.models.attendance import AttendanceFact, Attendee
from db.models.badges import Badge
from db.models.base import NoSuchRow, Table
from db.models.claims import Claim
from db.models.credentials import Credential
from db.models.evaluation import EvaluationStage, Mark
from db.models.files import FilePiece, StoredFile
from db.models.leave import Leave, LeaveEvidence, MakeupTask
from db.models.lesson_prep import (
    PersonalPlan,
    PlanVersion,
    PrepSession,
    PrepUnit,
    Reflection,
    Remark,
)
from db.models.manuscripts import Manuscript, Passage, SetAside
from db.models.monthly import MonthlyReport
from db.models.observations import LessonSignUp, Observation, OpenLesson
from db.models.out_study import OutStudy
from db.models.pairings import (
    Pairing,
    PairingAddendum,
    PairingAssessment,
    PairingEntry,
    PairingSignature,
)
from db.models.people import Group, Membership, Office, Teacher
from db.models.phones import Phone, PhonePage
from db.models.plan_checks import PlanCheck, Supervision
from db.models.rankings import Award, Objection, Ranking, RankingLine, Veto
from db.models.school import Adoption, ExemptDays, RegulationVersion, School, Term
from db.models.skills import SkillCandidate, SkillResult, SkillTest
from db.models.steering import (
    Certificate,
    InspectionFinding,
    InspectionMending,
    SteeringPresence,
    SteeringRecord,
)
from db.models.term_staff import (
    KeptMembership,
    KeptOffice,
    KeptTeacher,
    TermMembership,
    TermOffice,
    TermTeacher,
)
from db.models.trace import Chain, Trace
from db.models.work import Work

ALL: list[type[Table]] = [
    School, RegulationVersion, Teacher, Term, Adoption, ExemptDays, Trace, Chain, Group,
    Membership, Office, Credential, Phone, PhonePage, Badge, Activity, ActivityDocument,
    ActivityFile, Leave, LeaveEvidence, MakeupTask, Attendee, AttendanceFact, StoredFile,
    FilePiece, Manuscript, Passage, SetAside, Claim, EvaluationStage, Mark, Ranking,
    RankingLine, Objection, Veto, Award, PrepUnit, PrepSession, Remark, PlanVersion,
    PersonalPlan, Reflection, Supervision, PlanCheck, MonthlyReport, OpenLesson, LessonSignUp,
    Observation, Pairing, PairingAddendum, PairingSignature, PairingEntry, PairingAssessment,
    ArchiveItem, ArchiveCheck, Loan, OutStudy, SkillTest, SkillCandidate, SkillResult,
    SteeringRecord, SteeringPresence, InspectionFinding, InspectionMending, Certificate,
    KeptTeacher, KeptMembership, KeptOffice,
]  # fmt: skip

for _table in ALL:
    _table.DoesNotExist = NoSuchRow

__all__ = [
    "ALL", "Activity", "ActivityDocument", "ActivityFile", "Adoption", "ArchiveCheck",
    "ArchiveItem", "AttendanceFact", "Attendee", "Award", "Badge", "Certificate", "Chain",
    "Claim", "Credential", "EvaluationStage", "ExemptDays", "FilePiece", "Group",
    "InspectionFinding", "InspectionMending", "KeptMembership", "KeptOffice", "KeptTeacher",
    "Leave", "LeaveEvidence", "LessonSignUp", "Loan", "MakeupTask", "Manuscript", "Mark",
    "Membership", "MonthlyReport", "Objection", "Observation", "Office", "OpenLesson",
    "OutStudy", "Pairing", "PairingAddendum", "PairingAssessment", "PairingEntry",
    "PairingSignature", "Passage", "PersonalPlan", "Phone", "PhonePage", "PlanCheck",
    "PlanVersion", "PrepSession", "PrepUnit", "Ranking", "RankingLine", "Reflection",
    "RegulationVersion", "Remark", "School", "SetAside", "SkillCandidate", "SkillResult",
    "SkillTest", "SteeringPresence", "SteeringRecord", "StoredFile", "Supervision", "Table",
    "Teacher", "Term", "TermMembership", "TermOffice", "TermTeacher", "Trace", "Veto", "Work",
]  # fmt: skip
