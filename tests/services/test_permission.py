"""Who may do what: the whole table, allowed where it says so and denied everywhere else."""

import pytest

from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach, require

GROUP, OTHER_GROUP = 1, 2
OFFICE = "dean academic_office training_officer"
LEADERS = "research_group_leader prep_group_leader grade_group_leader"
MACHINE = "resource_teacher operator"
HEADS = "principal vice_principal steering_head"

# Act: (who may for the whole school, who may for the group they lead, whether its host may).
EXPECTED = {
    Act.IMPORT_ROSTER: (f"{OFFICE} {MACHINE}", "", False),
    Act.VIEW_ROSTER: (f"{OFFICE} {HEADS} {MACHINE}", LEADERS, False),
    Act.ISSUE_CODES: (f"{OFFICE} {MACHINE}", "", False),
    Act.UNLOCK_PIN: (f"{OFFICE} {MACHINE}", "", False),
    Act.PLAN_ACTIVITY: (f"{OFFICE} {MACHINE} vice_principal", LEADERS, False),
    Act.RUN_ACTIVITY: (f"{OFFICE} {MACHINE} vice_principal", LEADERS, True),
    Act.REOPEN_ACTIVITY: (f"{OFFICE} vice_principal operator", "", False),
    Act.CALL_ROLL: (f"{OFFICE} vice_principal", LEADERS, True),
    Act.VIEW_SHEET: (f"{OFFICE} {HEADS} {MACHINE}", LEADERS, True),
    Act.CORRECT_ATTENDANCE: (f"{OFFICE} vice_principal", "", False),
    Act.ENTER_PAPER: (OFFICE, LEADERS, False),
    Act.ASK_LEAVE: ("teacher", "", False),
    Act.ASK_LEAVE_FOR_OTHERS: (f"{OFFICE} vice_principal", "", False),
    Act.RECEIVE_EVIDENCE: (OFFICE, "", False),
    Act.DECIDE_LEAVE: ("steering_head principal", "", False),
    Act.VIEW_LEAVE: (f"{OFFICE} {HEADS} operator", "", False),
    Act.CONFIRM_MAKEUP: (OFFICE, LEADERS, False),
    Act.EDIT_CALENDAR: (f"{OFFICE} vice_principal operator", "", False),
    Act.ADOPT_REGULATION: ("principal vice_principal operator", "", False),
    Act.CLAIM: ("teacher", "", False),
    Act.CLAIM_FOR_GROUP: (OFFICE, LEADERS, False),
    Act.CLAIM_FOR_OTHERS: (OFFICE, "", False),
    Act.DECIDE_CLAIM: (OFFICE, "", False),
    Act.VIEW_CLAIMS: (f"{OFFICE} {HEADS} operator", LEADERS, False),
    Act.RUN_EVALUATION: (f"{OFFICE} vice_principal operator", "", False),
    Act.EVALUATE: ("teacher", "", False),
    Act.VIEW_EVALUATION: (f"{OFFICE} {HEADS} operator", "", False),
    Act.VETO: ("principal", "", False),
    Act.VIEW_RANKING: (f"{OFFICE} {HEADS} operator", LEADERS, False),
    Act.FREEZE_RANKING: (f"{OFFICE} vice_principal operator", "", False),
    Act.PUBLISH_RANKING: ("principal vice_principal", "", False),
    Act.OBJECT: ("teacher", "", False),
    Act.ANSWER_OBJECTION: (f"{OFFICE} vice_principal", "", False),
    Act.DECIDE_AWARD: ("principal vice_principal steering_head", "", False),
    Act.VIEW_PREP: (f"{OFFICE} {HEADS} operator", f"{LEADERS} teacher supervising_leader", False),
    Act.PLAN_PREP: (f"{OFFICE} vice_principal", LEADERS, False),
    Act.WRITE_PREP: ("", f"{LEADERS} teacher", True),
    Act.SIGN_PREP: (f"{OFFICE} vice_principal", LEADERS, False),
    Act.WRITE_OWN: ("teacher", "", False),
    Act.VIEW_WRITINGS: (f"{OFFICE} {HEADS} operator", f"{LEADERS} supervising_leader", False),
    Act.CHECK_PLANS: (OFFICE, LEADERS, False),
    Act.SUPERVISE_PLANS: ("principal vice_principal dean", "supervising_leader", False),
    Act.ASSIGN_SUPERVISION: (f"{OFFICE} principal vice_principal", "", False),
    Act.FREEZE_MONTH: (f"{OFFICE} vice_principal operator", "", False),
    Act.OBSERVE: ("teacher", "", False),
    Act.VIEW_OBSERVATIONS: (f"{OFFICE} {HEADS} operator", LEADERS, False),
    Act.VOID_OBSERVATION: (f"{OFFICE} vice_principal", "", False),
    Act.ANNOUNCE_LESSON: ("teacher", "", False),
    Act.ANNOUNCE_FOR_OTHERS: (OFFICE, LEADERS, False),
    Act.DRAFT_PAIRING: (f"{OFFICE} vice_principal principal", "", False),
    Act.SIGN_PAIRING: ("teacher", "", False),
    Act.SIGN_FOR_SCHOOL: ("principal vice_principal dean", "", False),
    Act.LOG_PAIRING: ("teacher", "", False),
    Act.ASSESS_PAIRING: (f"{OFFICE} vice_principal", "", False),
    Act.END_PAIRING: ("principal vice_principal dean", "", False),
    Act.VIEW_PAIRINGS: (f"{OFFICE} {HEADS} operator", LEADERS, False),
    Act.RUN_PHONE_PAGE: (f"{OFFICE} resource_teacher operator", "", False),
    Act.OWN_PHONE: ("teacher", "", False),
    Act.MANAGE_PHONES: (f"{OFFICE} resource_teacher operator", "", False),
    Act.ISSUE_BADGES: (f"{OFFICE} resource_teacher operator", "", False),
    Act.CHECK_PROXY: (f"{OFFICE} {HEADS} operator", LEADERS, True),
    Act.VERIFY_AUDIT: (f"{OFFICE} {HEADS} resource_teacher operator", "", False),
    Act.KEEP_BACKUPS: ("resource_teacher operator", "", False),
    Act.OWN_PERSONAL_DATA: ("teacher", "", False),
    Act.VIEW_PERSONAL_DATA: (f"{OFFICE} operator", "", False),
    Act.REMOVE_PERSONAL_DATA: ("principal vice_principal dean operator", "", False),
    Act.HAND_IN_FOR_SCHOOL: (f"{OFFICE} vice_principal", "", False),
    Act.OWN_ARCHIVE: ("teacher", "", False),
    Act.VIEW_ARCHIVES: (f"{OFFICE} {HEADS} operator", LEADERS, False),
    Act.KEEP_ARCHIVES: (f"{OFFICE} vice_principal", "", False),
    Act.CHECK_ARCHIVES: (f"{OFFICE} vice_principal", "", False),
    Act.BUILD_PACK: (f"{OFFICE} {HEADS} operator", "", False),
    Act.ASK_LOAN: ("teacher", "", False),
    Act.LEND: (OFFICE, "", False),
    Act.VIEW_LOANS: (f"{OFFICE} {HEADS} operator", "", False),
    Act.ASK_OUT_STUDY: ("teacher", "", False),
    Act.ENTER_OUT_STUDY: (f"{OFFICE} vice_principal", "", False),
    Act.DECIDE_OUT_STUDY: ("steering_head principal", "", False),
    Act.SETTLE_OUT_STUDY: (OFFICE, "", False),
    Act.VIEW_OUT_STUDY: (f"{OFFICE} {HEADS} operator", LEADERS, False),
    Act.OWN_SKILLS: ("teacher", "", False),
    Act.RUN_SKILLS: (f"{OFFICE} vice_principal", "", False),
    Act.VIEW_SKILLS: (f"{OFFICE} {HEADS} operator", LEADERS, False),
    Act.KEEP_STEERING: (f"{OFFICE} {HEADS}", "", False),
    Act.VIEW_STEERING: (f"{OFFICE} {HEADS} operator", "", False),
    Act.MEND_FINDING: (f"{OFFICE} {HEADS}", LEADERS, False),
    Act.ENTER_CERTIFICATE: (OFFICE, "", False),
    Act.VIEW_CERTIFICATES: (f"{OFFICE} {HEADS} operator", "", False),
    Act.ROLL_OVER: ("principal vice_principal dean operator", "", False),
}
# Nobody holds ``host`` as an office: it comes with the activity.
ROLES = [role for role in Role if role is not Role.HOST]


def _actor(*roles, leads=(GROUP,), supervises=(GROUP,), belongs=(GROUP,)):
    return Actor(
        7, "苏慧", "测试机", frozenset(roles), frozenset(leads), "1007",
        frozenset(supervises), frozenset(belongs),
    )  # fmt: skip


def test_the_table_here_knows_every_act():
    assert set(EXPECTED) == set(Act)


def _school(act):
    return {Role(role) for role in EXPECTED[act][0].split()}


def _own_group(act):
    return {Role(role) for role in EXPECTED[act][1].split()}


def _those_allowed(act, group_id=None, hosting=False):
    return {role for role in ROLES if allowed(_actor(role), act, group_id, hosting)}


@pytest.mark.parametrize("act", Act)
def test_the_whole_school_is_open_to_these_and_to_nobody_else(act):
    assert _those_allowed(act) == _school(act)


@pytest.mark.parametrize("act", Act)
def test_the_group_one_leads_is_open_to_these_and_to_nobody_else(act):
    assert _those_allowed(act, GROUP) == _school(act) | _own_group(act)


@pytest.mark.parametrize("act", Act)
def test_a_group_one_does_not_lead_is_as_far_as_the_whole_school(act):
    assert _those_allowed(act, OTHER_GROUP) == _school(act)


@pytest.mark.parametrize("act", Act)
def test_hosting_opens_only_what_a_host_does(act):
    may_host = EXPECTED[act][2]
    assert _those_allowed(act, hosting=True) == (set(ROLES) if may_host else _school(act))


@pytest.mark.parametrize("act", Act)
def test_how_far_a_role_reaches_is_what_the_table_says(act):
    assert {role for role in ROLES if reach(_actor(role), act) is Scope.SCHOOL} == _school(act)
    own_group = {role for role in ROLES if reach(_actor(role), act) is Scope.OWN_GROUP}
    assert own_group == _own_group(act)


@pytest.mark.parametrize("act", Act)
def test_requiring_says_the_same_as_asking(act):
    for role in _school(act):
        assert require(_actor(role), act) is None
    for role in set(ROLES) - _school(act):
        with pytest.raises(Refused, match="苏慧没有办理这件事的权限") as refusal:
            require(_actor(role), act)
        assert refusal.value.reason == "not_allowed"


@pytest.mark.parametrize("act", Act)
def test_somebody_without_a_role_may_do_nothing(act):
    assert not allowed(_actor(), act, GROUP)
    assert reach(_actor(), act) is Scope.NONE


@pytest.mark.parametrize("act", Act)
def test_a_leader_who_leads_no_group_may_do_nothing_for_one(act):
    assert not allowed(_actor(Role.RESEARCH_GROUP_LEADER, leads=()), act, GROUP)


@pytest.mark.parametrize(
    ("role", "none"),
    [
        (Role.RESEARCH_GROUP_LEADER, {"leads": ()}),
        (Role.SUPERVISING_LEADER, {"supervises": ()}),
        (Role.TEACHER, {"belongs": ()}),
    ],
)
def test_each_role_reaches_only_the_groups_it_is_held_in(role, none):
    assert allowed(_actor(role), Act.VIEW_PREP, GROUP)
    assert not allowed(_actor(role, **none), Act.VIEW_PREP, GROUP)


def test_of_several_roles_the_one_that_reaches_furthest_counts():
    both = _actor(Role.RESEARCH_GROUP_LEADER, Role.DEAN)
    assert reach(both, Act.CALL_ROLL) is Scope.SCHOOL
    assert allowed(both, Act.CALL_ROLL, OTHER_GROUP)
