"""The services that take the actor and yet ask no permission of their own, each with the reason."""

ASKED_BY = "a part that services call once they have asked"
RULES = "the permissions themselves"
OWN = "shows or changes nothing but what is one's own"
EVERYBODY = "open to everybody in the school"
EXPECTED = "whoever is expected at the meeting may sign in; the list says who is"
WRITES = "writes what a service that asked has done"

FREE = {
    "deciding.may_decide": ASKED_BY,
    "loan_views.in_reach": ASKED_BY,
    "official_leave.grant": ASKED_BY,
    "official_leave.take_back": ASKED_BY,
    "out_study_drafts.make": ASKED_BY,
    "permission.reach": RULES,
    "permission.groups_within": RULES,
    "permission.allowed": RULES,
    "permission.require": RULES,
    "groups.within_reach": RULES,
    "groups.members_within_reach": RULES,
    "manuscript_rights.readable": RULES,
    "archive_views.require_view": RULES,
    "observation_views.within_reach": RULES,
    "trace.write": WRITES,
    "trace.write_each": WRITES,
    "standings.record": WRITES,
    "claim_lines.keep": WRITES,
    "claim_lines.keep_all": WRITES,
    "claim_decisions.write_decision": WRITES,
    "activities.run_by": ASKED_BY,
    "pairing_views.own": ASKED_BY,
    "pairing_parts.side_of": ASKED_BY,
    "pairing_parts.view_of": ASKED_BY,
    "observation_drafts.checked": ASKED_BY,
    "observation_decisions.may_void": "only offers the key; voiding asks again",
    "sign_in.record_sign_in": EXPECTED,
    "sign_in.record_within": EXPECTED,
    "credentials.change_pin": "the old PIN is the permission",
    "desk.waiting": OWN,
    "todo.todos": OWN,
    "my_attendance.my_attendance": OWN,
    "quotas.my_gap": "one's own and one's groups'; the school's only for those who see the ranking",
    "evaluation.due": OWN,
    "archive_checks.to_do": OWN,
    "submission_views.to_do": OWN,
    "submission_debts.answerable": ASKED_BY,
    "own_units.own_units": OWN,
    "prep_session_views.run_by_me": OWN,
    "pairing_progress.mine": OWN,
    "pairing_views.to_sign": OWN,
    "pairing_assessments.due": OWN,
    "open_lessons.withdraw": OWN,
    "open_lesson_views.lessons": EVERYBODY,
    "open_lesson_views.lesson": EVERYBODY,
    "open_lesson_views.parallels": EVERYBODY,
    "publishing.published": EVERYBODY,
    "school.found_school": "there is no school yet, and nobody in it",
}
