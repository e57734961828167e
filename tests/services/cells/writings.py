"""Who may plan, write, read, sign and check lesson preparation and what teachers write alone."""

from datetime import timedelta
from typing import Any

from tests.builders import NOW
from tests.services.cells import Row, of_group, own, reaching, row, something
from tests.services.cells.world import World
from yanxiu_tui.services import (
    bulletins,
    manuscript_rights,
    manuscripts,
    monthly_reports,
    own_units,
    personal_changes,
    personal_plans,
    plan_checks,
    plan_versions,
    prep_groups,
    prep_keynotes,
    prep_records,
    prep_session_views,
    prep_sessions,
    prep_units,
    prep_views,
    reading,
    reflections,
    remarks,
    school,
    school_weeks,
    search,
)
from yanxiu_tui.services.permission import Act
from yanxiu_tui.services.plan_checks import MONTH, WEEK, Finding
from yanxiu_tui.services.prep_session_views import SessionDraft
from yanxiu_tui.services.prep_units import UnitDraft

WHY = "核对过了"
SESSION = SessionDraft(NOW + timedelta(days=30), NOW + timedelta(days=30, hours=2), "办公室")
FIT = Finding.GOOD


def _member(world: World) -> int:
    return world.member.id


def _month(_: World) -> Any:
    return school_weeks.months(school.current_term(NOW))[0]


def _of(number: str) -> Any:
    return lambda found, w: getattr(w, number).id in {each.id for each in found}


ROWS: list[Row] = [
    of_group(
        Act.VIEW_PREP, prep_groups.my_groups, lambda w: (),
        shows=lambda found, w: w.group.id in {each.id for each in found},
    ),
    of_group(Act.VIEW_PREP, prep_groups.may_see, lambda w: (w.group.id,), shows=something),
    of_group(Act.VIEW_PREP, prep_groups.refuse_unseen, lambda w: (w.group.id,)),
    of_group(Act.VIEW_PREP, prep_views.units, lambda w: (w.group.id, w.term)),
    row(Act.VIEW_PREP, prep_views.units_of_school, lambda w: (w.term,)),
    of_group(Act.VIEW_PREP, prep_views.unit, lambda w: (w.unit.id,), reasons=("no_unit",)),
    of_group(Act.VIEW_PREP, prep_views.plan_of_term, lambda w: (w.group.id, w.term)),
    of_group(
        Act.VIEW_PREP, prep_session_views.session, lambda w: (w.session.id,),
        host=True, reasons=("no_session",),
    ),
    of_group(
        Act.VIEW_PREP, prep_session_views.sessions, lambda w: (w.unit.id,), reasons=("no_unit",)
    ),
    of_group(
        Act.VIEW_PREP, prep_session_views.sessions_of_term, lambda w: (w.term, w.group.id)
    ),
    row(Act.VIEW_PREP, prep_session_views.sessions_of_term, lambda w: (w.term,)),
    of_group(Act.VIEW_PREP, prep_session_views.to_take_up, lambda w: (w.group.id, w.term)),
    of_group(
        Act.VIEW_PREP, prep_session_views.defaults, lambda w: (w.unit.id, NOW),
        reasons=("no_unit",),
    ),
    of_group(
        Act.VIEW_PREP, prep_session_views.presence, lambda w: (w.session.id,),
        host=True, reasons=("no_session",),
    ),
    of_group(
        Act.VIEW_PREP, prep_records.record, lambda w: (w.session.id,),
        host=True, reasons=("no_session",),
    ),
    of_group(
        Act.VIEW_PREP, remarks.remarks, lambda w: (w.session.id,),
        host=True, reasons=("no_session",),
    ),
    of_group(
        Act.VIEW_PREP, plan_versions.versions, lambda w: (w.plan.unit_id,), reasons=("no_unit",)
    ),
    of_group(Act.VIEW_PREP, plan_versions.version, lambda w: (w.version,), reasons=("no_unit",)),
    of_group(
        Act.VIEW_PREP, plan_versions.standing, lambda w: (w.unit.id,),
        host=True, reasons=("no_unit",),
    ),
    of_group(
        Act.VIEW_PREP, manuscript_rights.may_read, lambda w: (w.shared.id,),
        host=True, shows=something,
    ),
    of_group(Act.VIEW_PREP, manuscripts.manuscript, lambda w: (w.shared.id,), host=True),
    of_group(Act.VIEW_PREP, manuscripts.set_aside, lambda w: (w.shared.id,), host=True),
    of_group(Act.VIEW_PREP, reading.reading, lambda w: (w.shared.id,), host=True),
    of_group(
        Act.VIEW_PREP, search.search, lambda w: (w.shared.title, "shared_plan"),
        host=True,
        shows=lambda found, w: w.shared.id in {each.manuscript_id for each in found.hits},
    ),
    of_group(
        Act.PLAN_PREP, prep_units.add, lambda w: (w.group.id, w.term, UnitDraft("综合性学习"), NOW)
    ),
    of_group(Act.PLAN_PREP, prep_units.change, lambda w: (w.unit.id, UnitDraft("新单元"), NOW)),
    of_group(Act.PLAN_PREP, prep_units.move, lambda w: (w.unit.id, 1, NOW)),
    of_group(Act.PLAN_PREP, prep_units.drop, lambda w: (w.unit.id, NOW, WHY)),
    of_group(Act.PLAN_PREP, prep_units.hold, lambda w: (w.unit.id,)),
    of_group(Act.PLAN_PREP, prep_keynotes.propose, lambda w: (w.group.id, w.term)),
    of_group(Act.PLAN_PREP, prep_keynotes.accept, lambda w: (w.group.id, w.term, {}, NOW)),
    of_group(Act.PLAN_PREP, prep_sessions.plan, lambda w: (w.unit.id, SESSION, NOW)),
    of_group(Act.PLAN_PREP, prep_sessions.take_up, lambda w: (w.planned, w.unit.id, NOW)),
    of_group(Act.SIGN_PREP, prep_sessions.sign, lambda w: (w.session.id, NOW)),
    of_group(Act.SIGN_PREP, prep_sessions.unsign, lambda w: (w.signed.id, WHY, NOW)),
    of_group(
        Act.WRITE_PREP, manuscript_rights.may_write, lambda w: (w.shared,),
        host=True, shows=something,
    ),
    of_group(
        Act.WRITE_PREP, manuscripts.write, lambda w: (w.shared.id, "goals", "新", 99, NOW),
        host=True,
    ),
    of_group(
        Act.WRITE_PREP, manuscripts.append, lambda w: (w.shared.id, "goals", "新", NOW), host=True
    ),
    of_group(
        Act.WRITE_PREP, manuscripts.write_over, lambda w: (w.shared.id, "goals", "新", NOW),
        host=True,
    ),
    of_group(
        Act.WRITE_PREP, plan_versions.keep, lambda w: (w.unit.id, "试讲后", NOW), host=True
    ),
    of_group(
        Act.WRITE_PREP, remarks.add,
        lambda w: (w.session.id, w.member.staff_no, "再慢一点", NOW), host=True,
    ),
    of_group(
        Act.WRITE_PREP, remarks.change,
        lambda w: (w.remark.id, w.member.staff_no, "再快一点", 1, NOW), host=True,
    ),
    of_group(
        Act.WRITE_PREP, remarks.decide, lambda w: (w.remark.id, "adopted", 1, NOW), host=True
    ),
    of_group(Act.WRITE_PREP, remarks.strike, lambda w: (w.remark.id, 1, NOW), host=True),
    of_group(
        Act.WRITE_OWN, personal_plans.begin, lambda w: (w.plan.unit_id, "九（9）", NOW),
        needs=(Act.VIEW_PREP,),
    ),
    of_group(
        Act.WRITE_OWN, reflections.begin, lambda w: (w.plan.unit_id, NOW), needs=(Act.VIEW_PREP,)
    ),
    row(Act.WRITE_OWN, reflections.begin_narrative, lambda w: ("一堂课", NOW)),
    of_group(
        Act.VIEW_WRITINGS, personal_plans.find, lambda w: (w.plan.id,),
        owner=_member, reasons=("no_plan",),
    ),
    of_group(
        Act.VIEW_WRITINGS, personal_plans.of_group, lambda w: (w.group.id, w.term),
        owner=_member, shows=_of("plan"),
    ),
    of_group(
        Act.VIEW_WRITINGS, personal_changes.changes, lambda w: (w.plan.id,),
        owner=_member, reasons=("no_plan",),
    ),
    of_group(
        Act.VIEW_WRITINGS, personal_changes.news, lambda w: (w.plan.id,),
        owner=_member, reasons=("no_plan",),
    ),
    own(
        personal_changes.take, lambda w: (w.plan.id, "goals", NOW), _member,
        "no_plan", "not_allowed",
    ),
    own(personal_changes.follow, lambda w: (w.plan.id, NOW), _member, "not_yours"),
    own(personal_plans.mine, lambda w: (w.term,), _member, shows=_of("plan")),
    of_group(
        Act.VIEW_WRITINGS, reflections.find, lambda w: (w.reflection.id,),
        owner=_member, reasons=("no_reflection",),
    ),
    of_group(
        Act.VIEW_WRITINGS, reflections.of_group, lambda w: (w.group.id, w.term),
        owner=_member, shows=_of("reflection"),
    ),
    own(reflections.mine, lambda w: (w.term,), _member, shows=_of("reflection")),
    own(reflections.hand_in, lambda w: (w.reflection.id, NOW), _member, "no_reflection"),
    own(reflections.take_back, lambda w: (w.reflection.id, NOW), _member, "no_reflection"),
    own(
        manuscripts.write, lambda w: (w.plan.manuscript_id, "goals", "新", 99, NOW), _member,
        "not_allowed",
    ),
    own(own_units.own_classes, lambda w: (), _member, shows=something),
    of_group(
        Act.VIEW_WRITINGS, plan_checks.groups, lambda w: (),
        shows=lambda found, w: w.group.id in {each.id for each in found},
    ),
    of_group(Act.VIEW_WRITINGS, plan_checks.sheet, lambda w: (w.group.id, w.term, WEEK, 1, NOW)),
    of_group(
        Act.CHECK_PLANS, plan_checks.sign,
        lambda w: (w.group.id, w.term, WEEK, 1, {w.member.id: (FIT, "")}, NOW),
    ),
    of_group(
        Act.SUPERVISE_PLANS, plan_checks.sign,
        lambda w: (w.group.id, w.term, MONTH, 1, {w.member.id: (FIT, "")}, NOW),
    ),
    row(Act.VIEW_WRITINGS, bulletins.draft, lambda w: (w.term, 1, NOW)),
    reaching(Act.VIEW_WRITINGS, bulletins.bulletins, lambda w: (w.term,)),
    row(Act.FREEZE_MONTH, bulletins.freeze, lambda w: (w.term, 1, WHY, NOW)),
    row(
        Act.FREEZE_MONTH, monthly_reports.keep,
        lambda w: (w.term, "plan_checks", _month(w), "[]", WHY, NOW),
    ),
]  # fmt: skip
