"""Who may keep the roster, the codes, the badges, the phones, the calendar and the backups."""

from datetime import date
from pathlib import Path

from tests.builders import NOW
from tests.services.cells import Row, of_group, row
from yanxiu_tui.regulation.loader import preset_source
from yanxiu_tui.roster.model import Reading
from yanxiu_tui.rules.calendar import Exempt
from yanxiu_tui.services import (
    adoption,
    audit,
    backups,
    badges,
    credentials,
    enrolment_codes,
    personal_data,
    personal_removal,
    phone_pages,
    phones,
    regulation,
    school,
    supervision,
    teachers,
)
from yanxiu_tui.services.permission import Act
from yanxiu_tui.services.phone_pages import Place

WHY = "核对过了"
# A file is no folder: nothing is written there.
NOWHERE = Path(__file__) / "school.backup"
DAY = date(2026, 10, 20)

ROWS: list[Row] = [
    row(Act.IMPORT_ROSTER, teachers.plan_import, lambda w: (Reading(()),)),
    row(Act.IMPORT_ROSTER, teachers.import_roster, lambda w: (Reading(()), NOW)),
    row(Act.IMPORT_ROSTER, teachers.mark_left, lambda w: (w.member.staff_no, WHY, NOW)),
    row(Act.IMPORT_ROSTER, teachers.mark_returned, lambda w: (w.member.staff_no, WHY, NOW)),
    row(Act.VIEW_ROSTER, teachers.teachers, lambda w: ()),
    of_group(Act.VIEW_ROSTER, teachers.teachers, lambda w: (w.group.id,)),
    row(Act.ISSUE_CODES, enrolment_codes.issue_codes, lambda w: (NOW, [w.host.staff_no])),
    row(Act.UNLOCK_PIN, credentials.unlock, lambda w: (w.member.staff_no, NOW)),
    row(Act.ISSUE_BADGES, badges.issue, lambda w: (NOW, [w.host.staff_no])),
    row(Act.ISSUE_BADGES, badges.revoke, lambda w: (w.member.staff_no, WHY, NOW)),
    row(Act.ISSUE_BADGES, badges.badges, lambda w: ()),
    row((Act.MANAGE_PHONES, Act.OWN_PHONE), phones.phones, lambda w: ()),
    row(
        Act.MANAGE_PHONES, phones.phones, lambda w: (),
        owner=lambda w: w.member.id, shows=lambda found, w: w.phone in {each.id for each in found},
    ),
    row(
        Act.MANAGE_PHONES, phones.revoke, lambda w: (w.phone, NOW), owner=lambda w: w.member.id
    ),
    row(Act.RUN_PHONE_PAGE, phone_pages.switch, lambda w: (True, NOW)),
    row(Act.RUN_PHONE_PAGE, phone_pages.set_place, lambda w: (Place("127.0.0.1"), NOW)),
    row(Act.EDIT_CALENDAR, school.add_exempt_days, lambda w: (w.term, DAY, DAY, "校运会", NOW)),
    row(
        Act.EDIT_CALENDAR, school.remove_exempt_days,
        lambda w: (w.term, Exempt(DAY, DAY, "校运会"), NOW),
    ),
    row(
        Act.ADOPT_REGULATION, regulation.adopt,
        lambda w: (w.term, preset_source("pingfang"), WHY, NOW),
    ),
    row(
        Act.ADOPT_REGULATION, adoption.effect,
        lambda w: (w.term, preset_source("pingfang"), date(2026, 10, 13)),
    ),
    row(Act.ASSIGN_SUPERVISION, supervision.supervised, lambda w: ()),
    row(
        Act.ASSIGN_SUPERVISION, supervision.assign, lambda w: (w.group.id, w.host.staff_no, NOW)
    ),
    row(
        Act.ASSIGN_SUPERVISION, supervision.remove, lambda w: (w.group.id, w.host.staff_no, NOW)
    ),
    row(Act.VERIFY_AUDIT, audit.verify, lambda w: ()),
    # Whoever asks for the outsider's asks for their own.
    row(
        (Act.OWN_PERSONAL_DATA, Act.VIEW_PERSONAL_DATA), personal_data.kept_on,
        lambda w: (w.outsider.id,),
    ),
    row(Act.VIEW_PERSONAL_DATA, personal_data.kept_on, lambda w: (w.member.id,)),
    row(
        Act.VIEW_PERSONAL_DATA, personal_data.export, lambda w: (w.member.id, print, NOW),
        owner=lambda w: w.member.id,
    ),
    row(
        Act.REMOVE_PERSONAL_DATA, personal_removal.remove, lambda w: (w.member.staff_no, WHY, NOW)
    ),
    row(Act.KEEP_BACKUPS, backups.write, lambda w: (NOWHERE,)),
    row(
        Act.KEEP_BACKUPS, backups.set_aside_damaged,
        lambda w: ("sqlite:///nowhere/school.db", NOWHERE, NOW),
    ),
    row(Act.KEEP_BACKUPS, backups.restore, lambda w: (NOWHERE, NOW)),
    row(Act.KEEP_BACKUPS, backups.move, lambda w: ("sqlite:nowhere",)),
]  # fmt: skip
