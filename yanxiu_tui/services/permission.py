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
    VIEW_PREP = "view_prep"
    PLAN_PREP = "plan_prep"
    WRITE_PREP = "write_prep"
    SIGN_PREP = "sign_prep"
    WRITE_OWN = "write_own"
    VIEW_WRITINGS = "view_writings"
    CHECK_PLANS = "check_plans"
    SUPERVISE_PLANS = "supervise_plans"
    ASSIGN_SUPERVISION = "assign_supervision"
    FREEZE_MONTH = "freeze_month"
    OBSERVE = "observe"
    VIEW_OBSERVATIONS = "view_observations"
    VOID_OBSERVATION = "void_observation"
    ANNOUNCE_LESSON = "announce_lesson"
    ANNOUNCE_FOR_OTHERS = "announce_for_others"
    DRAFT_PAIRING = "draft_pairing"
    SIGN_PAIRING = "sign_pairing"
    SIGN_FOR_SCHOOL = "sign_for_school"
    LOG_PAIRING = "log_pairing"
    ASSESS_PAIRING = "assess_pairing"
    END_PAIRING = "end_pairing"
    VIEW_PAIRINGS = "view_pairings"
    RUN_PHONE_PAGE = "run_phone_page"
    OWN_PHONE = "own_phone"
    MANAGE_PHONES = "manage_phones"
    ISSUE_BADGES = "issue_badges"
    CHECK_PROXY = "check_proxy"
    VERIFY_AUDIT = "verify_audit"
    KEEP_BACKUPS = "keep_backups"
    OWN_PERSONAL_DATA = "own_personal_data"
    VIEW_PERSONAL_DATA = "view_personal_data"
    REMOVE_PERSONAL_DATA = "remove_personal_data"
    HAND_IN_FOR_SCHOOL = "hand_in_for_school"
    OWN_ARCHIVE = "own_archive"
    VIEW_ARCHIVES = "view_archives"
    KEEP_ARCHIVES = "keep_archives"
    CHECK_ARCHIVES = "check_archives"
    BUILD_PACK = "build_pack"
    ASK_LOAN = "ask_loan"
    LEND = "lend"
    VIEW_LOANS = "view_loans"
    ASK_OUT_STUDY = "ask_out_study"
    ENTER_OUT_STUDY = "enter_out_study"
    DECIDE_OUT_STUDY = "decide_out_study"
    SETTLE_OUT_STUDY = "settle_out_study"
    VIEW_OUT_STUDY = "view_out_study"
    OWN_SKILLS = "own_skills"
    RUN_SKILLS = "run_skills"
    VIEW_SKILLS = "view_skills"
    KEEP_STEERING = "keep_steering"
    VIEW_STEERING = "view_steering"
    MEND_FINDING = "mend_finding"
    ENTER_CERTIFICATE = "enter_certificate"
    VIEW_CERTIFICATES = "view_certificates"
    ROLL_OVER = "roll_over"


class Scope(IntEnum):
    """How far an act reaches."""

    NONE = 0
    OWN_GROUP = 1
    SCHOOL = 2


@dataclass(frozen=True)
class Actor:
    """Who is at the desk. ``teacher_id`` is None for the operator at the command line.

    ``leads``, ``supervises`` and ``belongs`` are the groups led, supervised (包组) and belonged to.
    """

    teacher_id: int | None
    name: str
    machine: str
    roles: frozenset[Role] = frozenset()
    leads: frozenset[int] = field(default_factory=frozenset)
    staff_no: str = ""
    supervises: frozenset[int] = field(default_factory=frozenset)
    belongs: frozenset[int] = field(default_factory=frozenset)

    def groups_as(self, role: Role) -> frozenset[int]:
        """The groups that this role of theirs reaches."""
        if role is Role.TEACHER:
            return self.belongs
        return self.supervises if role is Role.SUPERVISING_LEADER else self.leads


_OFFICE = {Role.DEAN, Role.ACADEMIC_OFFICE, Role.TRAINING_OFFICER}
_HEADS = {Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.STEERING_HEAD}
_LEADERS = {Role.RESEARCH_GROUP_LEADER, Role.PREP_GROUP_LEADER, Role.GRADE_GROUP_LEADER}

_CLOSE = {Role.TEACHER, Role.SUPERVISING_LEADER}


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
    Act.VIEW_PREP: _row(_OFFICE | _HEADS | {Role.OPERATOR}, _LEADERS | _CLOSE),
    Act.PLAN_PREP: _row(_OFFICE | {Role.VICE_PRINCIPAL}, _LEADERS),
    # Z14: 形成供全组教师使用的共性教案: the group writes it, whoever its host or recorder is.
    Act.WRITE_PREP: _row(set(), _LEADERS | {Role.TEACHER, Role.HOST}),
    Act.SIGN_PREP: _row(_OFFICE | {Role.VICE_PRINCIPAL}, _LEADERS),
    Act.WRITE_OWN: _row({Role.TEACHER}),
    Act.VIEW_WRITINGS: _row(
        _OFFICE | _HEADS | {Role.OPERATOR}, _LEADERS | {Role.SUPERVISING_LEADER}
    ),
    # Z17: 教案的检查签字由教研组长或备课组长负责，每学月由包组领导集中检查。
    Act.CHECK_PLANS: _row(_OFFICE, _LEADERS),
    Act.SUPERVISE_PLANS: _row(
        {Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.DEAN}, {Role.SUPERVISING_LEADER}
    ),
    Act.ASSIGN_SUPERVISION: _row(_OFFICE | {Role.PRINCIPAL, Role.VICE_PRINCIPAL}),
    # Z24: 每月末教导处将教师的听课情况作认真的检查统计。
    Act.FREEZE_MONTH: _row(_OFFICE | {Role.VICE_PRINCIPAL, Role.OPERATOR}),
    Act.OBSERVE: _row({Role.TEACHER}),
    Act.VIEW_OBSERVATIONS: _row(_OFFICE | _HEADS | {Role.OPERATOR}, _LEADERS),
    Act.VOID_OBSERVATION: _row(_OFFICE | {Role.VICE_PRINCIPAL}),
    Act.ANNOUNCE_LESSON: _row({Role.TEACHER}),
    Act.ANNOUNCE_FOR_OTHERS: _row(_OFFICE, _LEADERS),
    Act.DRAFT_PAIRING: _row(_OFFICE | {Role.VICE_PRINCIPAL, Role.PRINCIPAL}),
    # Both sides sign for themselves, the school last.
    Act.SIGN_PAIRING: _row({Role.TEACHER}),
    Act.SIGN_FOR_SCHOOL: _row({Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.DEAN}),
    Act.LOG_PAIRING: _row({Role.TEACHER}),
    Act.ASSESS_PAIRING: _row(_OFFICE | {Role.VICE_PRINCIPAL}),
    Act.END_PAIRING: _row({Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.DEAN}),
    Act.VIEW_PAIRINGS: _row(_OFFICE | _HEADS | {Role.OPERATOR}, _LEADERS),
    # Z4: 资源教师确保设备运行正常。
    Act.RUN_PHONE_PAGE: _row(_OFFICE | _MACHINE),
    Act.OWN_PHONE: _row({Role.TEACHER}),
    Act.MANAGE_PHONES: _row(_OFFICE | _MACHINE),
    Act.ISSUE_BADGES: _row(_OFFICE | _MACHINE),
    # Z25: 一律不准代签，由教导处负责; Z27: 组内的由组长做好考勤登记。
    Act.CHECK_PROXY: _row(_OFFICE | _HEADS | {Role.OPERATOR}, _LEADERS | {Role.HOST}),
    Act.VERIFY_AUDIT: _row(_OFFICE | _HEADS | _MACHINE),
    Act.KEEP_BACKUPS: _row(_MACHINE),
    Act.OWN_PERSONAL_DATA: _row({Role.TEACHER}),
    Act.VIEW_PERSONAL_DATA: _row(_OFFICE | {Role.OPERATOR}),
    Act.REMOVE_PERSONAL_DATA: _row({Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.DEAN, Role.OPERATOR}),
    Act.HAND_IN_FOR_SCHOOL: _row(_OFFICE | {Role.VICE_PRINCIPAL}),
    # Z32–34: 由专人负责.
    Act.OWN_ARCHIVE: _row({Role.TEACHER}),
    Act.VIEW_ARCHIVES: _row(_OFFICE | _HEADS | {Role.OPERATOR}, _LEADERS),
    Act.KEEP_ARCHIVES: _row(_OFFICE | {Role.VICE_PRINCIPAL}),
    Act.CHECK_ARCHIVES: _row(_OFFICE | {Role.VICE_PRINCIPAL}),
    Act.BUILD_PACK: _row(_OFFICE | _HEADS | {Role.OPERATOR}),
    # Z36: 未经管理员同意不得外借.
    Act.ASK_LOAN: _row({Role.TEACHER}),
    Act.LEND: _row(_OFFICE),
    Act.VIEW_LOANS: _row(_OFFICE | _HEADS | {Role.OPERATOR}),
    # P8: 学校批准的外出学习.
    Act.ASK_OUT_STUDY: _row({Role.TEACHER}),
    Act.ENTER_OUT_STUDY: _row(_OFFICE | {Role.VICE_PRINCIPAL}),
    Act.DECIDE_OUT_STUDY: _row({Role.STEERING_HEAD, Role.PRINCIPAL}),
    Act.SETTLE_OUT_STUDY: _row(_OFFICE),
    Act.VIEW_OUT_STUDY: _row(_OFFICE | _HEADS | {Role.OPERATOR}, _LEADERS),
    Act.OWN_SKILLS: _row({Role.TEACHER}),
    Act.RUN_SKILLS: _row(_OFFICE | {Role.VICE_PRINCIPAL}),
    Act.VIEW_SKILLS: _row(_OFFICE | _HEADS | {Role.OPERATOR}, _LEADERS),
    # D1, D4: 领导小组召开专门会议、定期检查，并做好记录。
    Act.KEEP_STEERING: _row(_OFFICE | _HEADS),
    Act.VIEW_STEERING: _row(_OFFICE | _HEADS | {Role.OPERATOR}),
    Act.MEND_FINDING: _row(_OFFICE | _HEADS, _LEADERS),
    Act.ENTER_CERTIFICATE: _row(_OFFICE),
    Act.VIEW_CERTIFICATES: _row(_OFFICE | _HEADS | {Role.OPERATOR}),
    Act.ROLL_OVER: _row({Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.DEAN, Role.OPERATOR}),
}


def reach(actor: Actor, act: Act) -> Scope:
    """How far this person may do this; the screens ask it to know what to offer."""
    row = TABLE[act]
    return max((row.get(role, Scope.NONE) for role in actor.roles), default=Scope.NONE)


def groups_within(actor: Actor, act: Act) -> frozenset[int]:
    """The groups that this person may do this for, where it is not the whole school."""
    row = TABLE[act]
    own = (role for role in actor.roles if row.get(role) is Scope.OWN_GROUP)
    return frozenset().union(*(actor.groups_as(role) for role in own))


def allowed(actor: Actor, act: Act, group_id: int | None = None, hosting: bool = False) -> bool:
    """Whether the act is permitted for the whole school (``group_id`` None) or for one group.

    ``hosting`` says that the actor hosts or records the very activity in question.
    """
    if hosting and TABLE[act].get(Role.HOST, Scope.NONE):
        return True
    return reach(actor, act) is Scope.SCHOOL or group_id in groups_within(actor, act)


def require(actor: Actor, act: Act, group_id: int | None = None, hosting: bool = False) -> None:
    """Raise Refused unless the act is permitted."""
    if not allowed(actor, act, group_id, hosting):
        raise Refused("not_allowed", f"{actor.name}没有办理这件事的权限，请找教导处或组长。")
