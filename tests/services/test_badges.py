"""工牌: handed out once, good until lost, and enough to sign in where the regulation says so."""

from datetime import timedelta

import pytest

from db.models import AttendanceFact, Badge, Credential, RegulationVersion, Teacher, Trace
from tests.builders import (
    MACHINE,
    NOW,
    OPERATOR,
    PIN,
    a_group,
    a_school,
    a_teacher,
    an_activity,
    an_actor,
)
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.rules.badges import is_number
from yanxiu_tui.services import badges, credentials
from yanxiu_tui.services.attendance_history import REASON_NAMES
from yanxiu_tui.services.badges import Bearer
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.services.sign_in import sign_in

LATER = NOW + timedelta(minutes=3)
ASKS, ENOUGH = "zhanghong", "dadong"


def _school(preset):
    """语文组 with 苏慧 and 林远, 数学组 with 周敏."""
    term = a_school(preset)
    a_teacher("1001", "苏慧", group=a_group())
    a_teacher("1002", "林远", group=a_group())
    a_teacher("1003", "周敏", group=a_group("数学组"))
    return term


@pytest.fixture
def school(memory):
    """A school whose regulation lets a badge be enough."""
    return _school(ENOUGH)


def _opened(term, **values):
    activity = an_activity(term, **values)
    open_activity(OPERATOR, activity.id, NOW)
    return activity


def _number(staff_no="1001"):
    (made,) = badges.issue(OPERATOR, NOW, [staff_no])
    return made.number


def _scan(number, preferred=None, now=NOW):
    return badges.scan(number, now, MACHINE, preferred)


def _refused(number, preferred=None):
    """The reason a scan was refused for, and how it is kept: of whom, by what means, in words."""
    with pytest.raises(Refused) as refusal:
        _scan(number, preferred)
    fact = AttendanceFact.get(AttendanceFact.kind == FactKind.REFUSED)
    assert fact.detail == refusal.value.reason
    owner = fact.teacher.staff_no if fact.teacher else ""
    return refusal.value.reason, owner, fact.means, REASON_NAMES[fact.detail]


def _good():
    query = Badge.select(Badge, Teacher).join(Teacher, on=Badge.teacher)
    return sorted(each.teacher.staff_no for each in query.where(Badge.revoked_at.is_null()))


def test_everybody_without_a_badge_gets_one_and_nobody_a_second(school):
    first = badges.issue(OPERATOR, NOW, ["1002"])
    rest = badges.issue(OPERATOR, NOW)
    assert [each.staff_no for each in rest] == ["1001", "1003"]
    assert (rest[0].name, rest[0].group_name, rest[0].replaces) == ("苏慧", "语文组", False)
    assert badges.issue(OPERATOR, NOW) == []
    assert _good() == ["1001", "1002", "1003"]
    assert all(is_number(each.number) for each in [*first, *rest])
    assert len({each.number for each in [*first, *rest]}) == 3


def test_the_badges_of_one_group_are_for_its_members_who_have_none(school):
    _number("1002")
    made = badges.issue(OPERATOR, NOW, group_id=a_group().id)
    assert [each.staff_no for each in made] == ["1001"]


def test_somebody_named_gets_another_and_the_earlier_one_is_void(school):
    _opened(school)
    lost, (again,) = _number(), badges.issue(OPERATOR, LATER, ["１００１"])
    assert again.replaces
    assert _refused(lost) == ("badge_revoked", "1001", "badge", "工牌已挂失或换发")
    assert _scan(again.number).name == "苏慧"
    old = Badge.get(Badge.revoked_at.is_null(False))
    assert (old.revoked_at, old.reason) == (LATER, "换发新工牌")


def test_an_unknown_number_gives_nobody_a_badge(school):
    with pytest.raises(Refused, match="没有找到工号：9999"):
        badges.issue(OPERATOR, NOW, ["1001", "9999"])
    assert Badge.select().count() == 0


def test_those_who_left_get_none(school):
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1003").execute()
    assert [each.staff_no for each in badges.issue(OPERATOR, NOW)] == ["1001", "1002"]


def test_a_number_is_kept_nowhere(school):
    number = _number()
    assert number not in str([*Badge.select().dicts(), *Trace.select().dicts()])


def test_issuing_takes_as_many_statements_for_three_as_for_thirty(school, queries):
    with queries() as few:
        badges.issue(OPERATOR, NOW)
    for staff_no in range(2001, 2031):
        a_teacher(str(staff_no), "教师", pin="")
    with queries() as many:
        badges.issue(OPERATOR, NOW)
    assert len(many) == len(few)


def test_it_is_traced_who_got_one(school):
    badges.issue(OPERATOR, NOW, ["1001"])
    kept = Trace.get(Trace.act == "issue_badges")
    assert kept.detail == f'{{"teachers": [{Teacher.get(staff_no="1001").id}], "replaced": []}}'


def test_a_lost_badge_is_stopped_with_a_reason(school):
    _opened(school)
    number = _number()
    assert badges.revoke(OPERATOR, "1001", " 丢在\n操场 ", LATER) == "苏慧"
    assert _refused(number)[0] == "badge_revoked"
    (view,) = badges.badges(OPERATOR)
    assert (view.staff_no, view.revoked_at, view.reason) == ("1001", LATER, "丢在 操场")
    assert Trace.select().where(Trace.act == "revoke_badge").count() == 1


def test_without_a_reason_or_a_badge_nothing_is_stopped(school):
    _number()
    for staff_no, reason in (("1001", "  "), ("1002", "丢了"), ("9999", "丢了")):
        with pytest.raises(Refused):
            badges.revoke(OPERATOR, staff_no, reason, NOW)
    assert _good() == ["1001"]


def test_a_teacher_neither_issues_nor_stops_nor_lists_them(school):
    teacher = an_actor(Teacher.get(staff_no="1001"))
    for act in (
        lambda: badges.issue(teacher, NOW),
        lambda: badges.revoke(teacher, "1001", "丢了", NOW),
        lambda: badges.badges(teacher),
    ):
        with pytest.raises(Refused, match="权限"):
            act()


def test_the_list_has_the_latest_of_each_first(school):
    badges.issue(OPERATOR, NOW)
    badges.issue(OPERATOR, LATER, ["1001"])
    listed = badges.badges(OPERATOR)
    assert [(each.staff_no, each.issued_at, bool(each.revoked_at)) for each in listed] == [
        ("1001", LATER, False),
        ("1001", NOW, True),
        ("1002", NOW, False),
        ("1003", NOW, False),
    ]


def test_where_it_is_enough_one_scan_signs_in(school):
    meeting = _opened(school)
    done = _scan(_number(), meeting.id)
    assert (done.name, done.first, done.at) == ("苏慧", True, NOW)
    fact = AttendanceFact.get(AttendanceFact.kind == FactKind.SIGN_IN)
    assert (fact.teacher.staff_no, fact.means, fact.machine) == ("1001", "badge", MACHINE)
    assert fact.recorded_by == fact.teacher


def test_the_number_is_read_in_any_width(school):
    _opened(school)
    wide = _number().translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert _scan(f" {wide}\n").first


def test_a_second_scan_is_the_same_sign_in(school):
    meeting, number = _opened(school), _number()
    _scan(number, meeting.id)
    again = _scan(number, meeting.id, LATER)
    assert (again.first, again.at) == (False, NOW)


def test_the_bearer_signs_in_where_they_are_expected(school):
    mine = _opened(school)
    theirs = _opened(school, group=a_group("数学组"))
    done = _scan(_number("1003"), theirs.id)
    assert done.title == theirs.title
    assert {fact.activity_id for fact in AttendanceFact.select()} == {theirs.id}
    _scan(_number("1001"), theirs.id)
    assert {fact.activity_id for fact in AttendanceFact.select()} == {theirs.id, mine.id}


def test_where_the_regulation_asks_the_pin_must_follow(memory):
    meeting = _opened(_school(ASKS))
    bearer = _scan(_number(), meeting.id)
    assert bearer == Bearer("1001", "苏慧", meeting.id)
    assert AttendanceFact.select().count() == 0
    sign_in(meeting.id, "1001", PIN, NOW, badges.MEANS, MACHINE)
    assert AttendanceFact.get().means == "badge"


def test_the_regulation_the_meeting_was_opened_under_decides(school):
    meeting = _opened(school)
    other = RegulationVersion.create(
        name="张洪", source=_source(ASKS), adopted_at=LATER, reason="换了"
    )
    school.regulation = other
    school.save()
    assert _scan(_number(), meeting.id).first


def _source(preset):
    from yanxiu_tui.regulation.loader import preset_source

    return preset_source(preset)


def test_nobody_s_number_is_refused_and_kept(school):
    meeting = _opened(school)
    assert _refused("501800000009", meeting.id) == (
        "unknown_badge",
        "",
        "badge",
        "没有这张工牌",
    )


@pytest.mark.parametrize("number", ["", "1001", "x" * 400, "\x00", "\udcff", "' OR 1=1 --"])
def test_what_is_no_number_is_nobody_s(school, number):
    _opened(school)
    assert _refused(number)[0] == "unknown_badge"


def test_the_badge_of_somebody_who_left_is_refused_and_kept(school):
    _opened(school)
    number = _number()
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1001").execute()
    assert _refused(number) == ("teacher_left", "1001", "badge", "已经离岗")


def test_with_nothing_open_the_scan_is_kept(school):
    assert _refused(_number()) == ("nothing_open", "1001", "badge", "没有开放签到的活动")


def test_a_badge_scanned_for_a_pin_is_no_guess(school):
    meeting, number = _opened(school), _number("1002")
    wide = number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for typed in (number, wide):
        with pytest.raises(Refused, match="请输入口令"):
            sign_in(meeting.id, "1001", typed, NOW, "keyboard", MACHINE)
    assert Credential.get(teacher=Teacher.get(staff_no="1001")).failures == 0
    assert {fact.detail for fact in AttendanceFact.select()} == {"badge_for_pin"}
    assert credentials.enter("1001", PIN, NOW, MACHINE).name == "苏慧"
