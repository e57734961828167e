"""What was changed in a 个性化教案, and in the group's plan since: the teacher decides (Z15)."""

import json
from collections.abc import Mapping
from datetime import datetime

from db.connection import held, transaction
from db.models import PersonalPlan, PlanVersion
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.difference import Comparison, compared
from yanxiu_tui.services import manuscripts, trace
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.personal_plans import PersonalPlanView, find, newest, sections


def changes(actor: Actor, plan_id: int) -> Comparison:
    """What the teacher changed against the version it was made from (必要的补充和调整)."""
    plan, row = find(actor, plan_id), PersonalPlan.get_by_id(plan_id)
    written = manuscripts.manuscript(actor, plan.manuscript_id).passages
    mine = {section: passage.text for section, passage in written.items()}
    title = f"{plan.title}：对照共性教案第 {plan.version} 版"
    return _compared(title, row, _sections(row.version), mine)


def news(actor: Actor, plan_id: int) -> Comparison:
    """What the group changed since, from the version it was made from to the newest."""
    plan, row = find(actor, plan_id), PersonalPlan.get_by_id(plan_id)
    title = f"{plan.unit_title}：共性教案从第 {plan.version} 版到第 {plan.newest} 版"
    return _compared(title, row, _sections(row.version), _sections(_newest(row)))


def take(actor: Actor, plan_id: int, section: str, now: datetime) -> None:
    """Let the newest version's text of one section stand; one's own stays on record."""
    find(actor, plan_id)
    row = PersonalPlan.get_by_id(plan_id)
    text = _sections(_newest(row)).get(section, "")
    manuscripts.write_over(actor, row.manuscript_id, section, text, now)


def follow(actor: Actor, plan_id: int, now: datetime) -> PersonalPlanView:
    """From now on compare with the newest version; nothing that was written changes."""
    with transaction():
        row = held(PersonalPlan.select().where(PersonalPlan.id == plan_id), PersonalPlan).first()
        if row is None or row.teacher_id != actor.teacher_id:
            raise Refused("not_yours", "只能改自己的个性化教案。")
        latest = _newest(row)
        if latest.id != row.version_id:
            PersonalPlan.update(version=latest).where(PersonalPlan.id == plan_id).execute()
            trace.write(
                actor, "follow_version", "personal_plan", plan_id, now, version=latest.number
            )
    return find(actor, plan_id)


def _newest(row: PersonalPlan) -> PlanVersion:
    return newest(row.unit_id) or row.version


def _sections(version: PlanVersion) -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads(version.sections)
    return found


def _compared(
    title: str, row: PersonalPlan, old: Mapping[str, str], new: Mapping[str, str]
) -> Comparison:
    names = {section.id: section.name for section in sections(row.id)}
    return compared(title, names, old, new)
