"""Leave asked for where leave is tested: 苏慧 is away around NOW."""

from datetime import timedelta

from tests.builders import NOW
from yanxiu_tui.services import leave
from yanxiu_tui.services.leave import LeaveDraft

HOUR = timedelta(hours=1)


def a_draft(kind="personal", staff_no="1001", **values):
    """Leave from an hour before NOW until four hours after."""
    asked = {
        "staff_no": staff_no,
        "kind": kind,
        "reason": "家中有事",
        "starts_at": NOW - HOUR,
        "ends_at": NOW + 4 * HOUR,
    }
    return LeaveDraft(**{**asked, **values})


def asked_for(cast, kind="personal", **values):
    """A leave of 苏慧, entered by the office with every paper its kind needs."""
    papers = {
        "personal": ("slip",),
        "official": ("official_notice",),
        "sick": ("hospital_certificate", "written_application"),
    }
    return leave.ask(cast.dean, a_draft(kind, **{"evidence": papers[kind], **values}), NOW)
