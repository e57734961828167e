"""Who may do what: one table of act × role × scope, and the one question asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import Role


class Act(StrEnum):
    """Everything a person may be allowed to do at the desk or at the command line."""

    IMPORT_ROSTER = "import_roster"
    VIEW_ROSTER = "view_roster"
    ISSUE_CODES = "issue_codes"
    UNLOCK_PIN = "unlock_pin"
    PLAN_ACTIVITY = "plan_activity"
    RUN_ACTIVITY = "run_activity"
    REOPEN_ACTIVITY = "reopen_activity"
    CALL_ROLL = "call_roll"
    VIEW_SHEET = "view_sheet"
    CORRECT_ATTENDANCE = "correct_attendance"
    ENTER_PAPER = "enter_paper"
    ASK_LEAVE = "ask_leave"
    ASK_LEAVE_FOR_OTHERS = "ask_leave_for_others"
    RECEIVE_EVIDENCE = "receive_evidence"
    DECIDE_LEAVE = "decide_leave"
    VIEW_LEAVE = "view_leave"
    CONFIRM_MAKEUP = "confirm_makeup"
    EDIT_CALENDAR = "edit_calendar"
    ADOPT_REGULATION = "adopt_regulation"
    CLAIM = "claim"
    CLAIM_FOR_GROUP = "claim_for_group"
    CLAIM_FOR_OTHERS = "claim_for_others"
    DECIDE_CLAIM = "decide_claim"
    VIEW_CLAIMS = "view_claims"
    RUN_EVALUATION = "run_evaluation"
    EVALUATE = "evaluate"
    VIEW_EVALUATION = "view_evaluation"
    VETO = "veto"
    VIEW_RANKING = "view_ranking"
    FREEZE_RANKING = "freeze_ranking"
    PUBLISH_RANKING = "publish_ranking"
    OBJECT = "object"
    ANSWER_OBJECTION = "answer_objection"
    DECIDE_AWARD = "decide_award"


class Scope(IntEnum):
    """How far an act reaches."""

    NONE = 0
    OWN_GROUP = 1
    SCHOOL = 2


@dataclass(frozen=True)
class Actor:
    """Who is at the desk. ``teacher_id`` is None for the operator at the command line."""

    teacher_id: int | None
    name: str
    machine: str
    roles: frozenset[Role] = frozenset()
    leads: frozenset[int] = field(default_factory=frozenset)
    staff_no: str = ""


_OFFICE = {Role.DEAN, Role.ACADEMIC_OFFICE, Role.TRAINING_OFFICER}
_HEADS = {Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.STEERING_HEAD}
_LEADERS = {Role.RESEARCH_GROUP_LEADER, Role.PREP_GROUP_LEADER, Role.GRADE_GROUP_LEADER}


def _row(school: set[Role], own_group: set[Role] = frozenset()) -> Mapping[Role, Scope]:  # type: ignore[assignment]
    return {
        **dict.fromkeys(own_group, Scope.OWN_GROUP),
        **dict.fromkeys(school, Scope.SCHOOL),
    }


_MACHINE = {Role.RESOURCE_TEACHER, Role.OPERATOR}

TABLE: Mapping[Act, Mapping[Role, Scope]] = {
    Act.IMPORT_ROSTER: _row(_OFFICE | _MACHINE),
    Act.VIEW_ROSTER: _row(_OFFICE | _HEADS | _MACHINE, _LEADERS),
    Act.ISSUE_CODES: _row(_OFFICE | _MACHINE),
    Act.UNLOCK_PIN: _row(_OFFICE | _MACHINE),
    Act.PLAN_ACTIVITY: _row(_OFFICE | _MACHINE | {Role.VICE_PRINCIPAL}, _LEADERS),
    Act.RUN_ACTIVITY: _row(_OFFICE | _MACHINE | {Role.VICE_PRINCIPAL}, _LEADERS | {Role.HOST}),
    Act.REOPEN_ACTIVITY: _row(_OFFICE | {Role.VICE_PRINCIPAL, Role.OPERATOR}),
    # Z27: 全校的研修活动由教导处，组内的由组长做好考勤登记。
    Act.CALL_ROLL: _row(_OFFICE | {Role.VICE_PRINCIPAL}, _LEADERS | {Role.HOST}),
    Act.VIEW_SHEET: _row(_OFFICE | _HEADS | _MACHINE, _LEADERS | {Role.HOST}),
    Act.CORRECT_ATTENDANCE: _row(_OFFICE | {Role.VICE_PRINCIPAL}),
    Act.ENTER_PAPER: _row(_OFFICE, _LEADERS),
    Act.ASK_LEAVE: _row({Role.TEACHER}),
    Act.ASK_LEAVE_FOR_OTHERS: _row(_OFFICE | {Role.VICE_PRINCIPAL}),
    Act.RECEIVE_EVIDENCE: _row(_OFFICE),
    # Z29: 经校本研修领导组组长同意.
    Act.DECIDE_LEAVE: _row({Role.STEERING_HEAD, Role.PRINCIPAL}),
    Act.VIEW_LEAVE: _row(_OFFICE | _HEADS | {Role.OPERATOR}),
    Act.CONFIRM_MAKEUP: _row(_OFFICE, _LEADERS),
    Act.EDIT_CALENDAR: _row(_OFFICE | {Role.VICE_PRINCIPAL, Role.OPERATOR}),
    # Z1: 副校长负责校本研修制度的制定及考核管理。
    Act.ADOPT_REGULATION: _row({Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.OPERATOR}),
    Act.CLAIM: _row({Role.TEACHER}),
    Act.CLAIM_FOR_GROUP: _row(_OFFICE, _LEADERS),
    Act.CLAIM_FOR_OTHERS: _row(_OFFICE),
    Act.DECIDE_CLAIM: _row(_OFFICE),
    Act.VIEW_CLAIMS: _row(_OFFICE | _HEADS | {Role.OPERATOR}, _LEADERS),
    Act.RUN_EVALUATION: _row(_OFFICE | {Role.VICE_PRINCIPAL, Role.OPERATOR}),
    Act.EVALUATE: _row({Role.TEACHER}),
    Act.VIEW_EVALUATION: _row(_OFFICE | _HEADS | {Role.OPERATOR}),
    # Z39: a named person's decision, the first in charge (Z1).
    Act.VETO: _row({Role.PRINCIPAL}),
    Act.VIEW_RANKING: _row(_OFFICE | _HEADS | {Role.OPERATOR}, _LEADERS),
    Act.FREEZE_RANKING: _row(_OFFICE | {Role.VICE_PRINCIPAL, Role.OPERATOR}),
    Act.PUBLISH_RANKING: _row({Role.PRINCIPAL, Role.VICE_PRINCIPAL}),
    Act.OBJECT: _row({Role.TEACHER}),
    Act.ANSWER_OBJECTION: _row(_OFFICE | {Role.VICE_PRINCIPAL}),
    Act.DECIDE_AWARD: _row({Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.STEERING_HEAD}),
}


def reach(actor: Actor, act: Act) -> Scope:
    """How far this person may do this; the screens ask it to know what to offer."""
    row = TABLE[act]
    return max((row.get(role, Scope.NONE) for role in actor.roles), default=Scope.NONE)


def allowed(actor: Actor, act: Act, group_id: int | None = None, hosting: bool = False) -> bool:
    """Whether the act is permitted for the whole school (``group_id`` None) or for one group.

    ``hosting`` says that the actor hosts or records the very activity in question.
    """
    row = TABLE[act]
    if hosting and row.get(Role.HOST, Scope.NONE):
        return True
    scope = reach(actor, act)
    return scope is Scope.SCHOOL or (scope is Scope.OWN_GROUP and group_id in actor.leads)


def require(actor: Actor, act: Act, group_id: int | None = None, hosting: bool = False) -> None:
    """Raise Refused unless the act is permitted."""
    if not allowed(actor, act, group_id, hosting):
        raise Refused("not_allowed", f"{actor.name}没有办理这件事的权限，请找教导处或组长。")
