"""The tables, one file a subject."""

from db.models.activities import Activity, ActivityDocument
from db.models.attendance import AttendanceFact, Attendee
from db.models.base import Table
from db.models.credentials import Credential
from db.models.leave import Leave, LeaveEvidence, MakeupTask
from db.models.people import Group, Membership, Office, Teacher
from db.models.school import ExemptDays, RegulationVersion, School, Term
from db.models.trace import Trace

ALL: list[type[Table]] = [
    School, RegulationVersion, Term, ExemptDays,
    Teacher, Group, Membership, Office, Credential,
    Activity, ActivityDocument, Leave, LeaveEvidence, MakeupTask,
    Attendee, AttendanceFact, Trace,
]  # fmt: skip

__all__ = [
    "ALL", "Activity", "ActivityDocument", "AttendanceFact", "Attendee", "Credential", "ExemptDays",
    "Group", "Leave", "LeaveEvidence", "MakeupTask", "Membership", "Office", "RegulationVersion",
    "School", "Table", "Teacher", "Term", "Trace",
]  # fmt: skip
