"""师徒结对: drafted within the rules, changed until it is signed, ended once."""

from dataclasses import replace
from datetime import date

import pytest

from db.models import Pairing, Teacher, Trace
from tests.builders import MACHINE, NOW, PIN, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.pairing import BEGUN, drafted, signed
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import credentials, pairing_views, pairings

TODAY = date(2026, 10, 14)


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def mentor(cast):
    """周敏 at the desk."""
    return credentials.actor_for(cast.zhou, MACHINE)


# Drafting


def test_the_office_drafts_from_the_template_and_it_is_on_record(cast):
    begun = pairings.template(cast.dean, NOW, "1003", "1002")
    made = pairings.draft(cast.dean, replace(begun, subject="语文"), NOW)
    assert (made.mentor_name, made.apprentice_name, made.state_name) == ("周敏", "林远", "拟定")
    assert (made.first, made.last) == (TODAY, date(2027, 10, 13))
    assert made.aims.startswith("以老带新") and len(made.quotas) == 4
    assert made.drafted_by == "何静"
    assert Trace.get(Trace.act == "draft_pairing").subject_id == made.id


def test_the_template_of_a_leap_day_ends_a_day_before_the_first_of_march(cast):
    leap = NOW.replace(year=2028, month=2, day=29)
    assert pairings.template(cast.dean, leap).last == date(2029, 2, 28)


def test_a_teacher_and_a_leader_draft_nothing(cast):
    for actor in (cast.teacher, cast.leader):
        for act in (
            lambda actor: pairings.draft(actor, BEGUN, NOW),
            lambda actor: pairings.template(actor, NOW),
            lambda actor: pairings.warnings(actor, BEGUN, NOW),
        ):
            with pytest.raises(Refused, match="没有办理这件事的权限"):
                act(actor)
    assert not Pairing.select().exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"apprentice_no": "1003"}, "不能是同一个人"),
        ({"mentor_no": ""}, "请选定师傅"),
        ({"apprentice_no": "9999"}, "徒弟的工号「9999」没有找到"),
        ({"mentor_no": "10\u202803"}, "没有找到"),
        ({"last": date(2026, 8, 31)}, "到期日期早于开始日期"),
        ({"subject": "  "}, "请填写学科"),
        ({"aims": " \n"}, "请填写培养目标"),
        ({"mentor_duties": ""}, "请填写师傅职责"),
        ({"apprentice_duties": "长" * 501}, "徒弟职责请控制在 500 字以内"),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused(cast, change, said):
    with pytest.raises(Refused, match=said):
        drafted(cast, **change)
    assert not Pairing.select().exists()


def test_a_quota_beyond_reason_is_refused_and_one_of_nothing_is_left_out(cast):
    first, *rest = BEGUN.quotas
    with pytest.raises(Refused, match="「听徒弟的课」请写 0 到 200"):
        drafted(cast, quotas=(_least(first, 201), *rest))
    made = drafted(cast, quotas=(_least(first, 0), *rest))
    assert [each.id for each in made.quotas] == ["guides", "apprentice_hears", "opens"]


def _least(quota, least):
    return type(quota)(
        id=quota.id, name=quota.name, side=quota.side, counts=quota.counts, least=least
    )


def test_nobody_without_the_standing_the_regulation_asks_is_a_mentor(cast):
    Teacher.update(joined="2020-08").where(Teacher.staff_no == "1003").execute()
    with pytest.raises(Refused, match="周敏老师不够做师傅的条件（形式2）"):
        drafted(cast)
    Teacher.update(backbone_level="县级").where(Teacher.staff_no == "1003").execute()
    assert drafted(cast).mentor_name == "周敏"


def test_what_ought_to_be_thought_over_is_said_and_does_not_forbid(cast):
    Teacher.update(subject="数学").where(Teacher.staff_no == "1003").execute()
    Teacher.update(joined="2010").where(Teacher.staff_no == "1002").execute()
    assert pairings.warnings(cast.dean, BEGUN, NOW) == [
        "名册里周敏老师的资料不全，看不出够不够做师傅的条件。",
        "林远老师不在制度规定要拜师的人里（形式2）。",
        "周敏老师教数学，不教语文。",
    ]
    assert drafted(cast)


def test_a_fitting_pair_gives_nothing_to_think_over(cast):
    Teacher.update(subject="语文、历史", joined="2001").where(Teacher.staff_no == "1003").execute()
    Teacher.update(joined="2025-08").where(Teacher.staff_no == "1002").execute()
    assert pairings.warnings(cast.dean, BEGUN, NOW) == []


def test_days_outside_service_are_refused(cast):
    Teacher.update(joined="2026-09-15").where(Teacher.staff_no == "1002").execute()
    with pytest.raises(Refused, match="林远老师 2026-09-15 才参加工作"):
        drafted(cast)
    assert drafted(cast, first=date(2026, 9, 15))


def test_nobody_is_paired_beyond_the_day_they_left(cast):
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1003").execute()
    with pytest.raises(Refused, match="周敏老师 2026-10-14 已经离岗"):
        drafted(cast)
    assert drafted(cast, last=TODAY)


# How many at once


def test_an_apprentice_has_one_mentor_at_a_time(cast):
    drafted(cast, last=date(2026, 12, 31))
    with pytest.raises(Refused, match="林远老师 2026-09-01 至 2026-12-31 已是周敏老师的徒弟"):
        drafted(cast, mentor_no="1001", first=date(2026, 12, 31))
    assert drafted(cast, mentor_no="1001", first=date(2027, 1, 1))


def test_a_mentor_has_no_more_apprentices_than_the_regulation_says(cast):
    drafted(cast)
    drafted(cast, apprentice_no="1001")
    with pytest.raises(Refused, match="周敏老师这段时间已带 2 位徒弟，不能再多（形式2）"):
        drafted(cast, apprentice_no="1006")
    assert drafted(cast, apprentice_no="1006", first=date(2027, 9, 1), last=date(2027, 9, 2))


def test_what_was_withdrawn_or_has_ended_makes_room(cast):
    pairings.withdraw_draft(cast.dean, drafted(cast).id, "选错了人", NOW)
    pairings.dissolve(cast.vice, signed(cast).id, "调离年级", NOW)
    with pytest.raises(Refused, match="至 2026-10-13 已是周敏老师的徒弟"):
        drafted(cast)
    assert drafted(cast, first=TODAY)


@pytest.mark.parametrize("limit", ["apprentice", "mentor"])
def test_of_two_pairs_made_at_once_only_one_is_kept(cast, limit):
    others = [a_teacher(str(2000 + each), "教师", pin="") for each in range(4)]
    if limit == "mentor":
        drafted(cast, apprentice_no="1001")
    changes = [
        {"apprentice_no": each.staff_no} if limit == "mentor" else {"mentor_no": each.staff_no}
        for each in others
    ]
    done = at_once([lambda change=change: drafted(cast, **change) for change in changes])
    assert sum(isinstance(each, Refused) for each in done) == 3


# Changing and withdrawing


def test_a_draft_is_changed_until_somebody_has_signed(cast, mentor):
    made = drafted(cast)
    made = pairings.change(cast.vice, made.id, replace(BEGUN, aims="两年成骨干。"), NOW)
    assert made.aims == "两年成骨干。"
    pairings.sign(mentor, made.id, PIN, NOW)
    with pytest.raises(Refused, match="已经有人签字，不能再改"):
        pairings.change(cast.dean, made.id, BEGUN, NOW)


def test_a_change_is_held_to_the_limits_but_not_by_itself(cast):
    made = drafted(cast)
    drafted(cast, mentor_no="1001", apprentice_no="1006")
    assert pairings.change(cast.dean, made.id, replace(BEGUN, subject="历史"), NOW)
    with pytest.raises(Refused, match=r"孙正老师 .* 已是苏慧老师的徒弟"):
        pairings.change(cast.dean, made.id, replace(BEGUN, apprentice_no="1006"), NOW)


def test_a_withdrawn_draft_stays_on_record_and_can_be_drafted_anew(cast):
    made = drafted(cast)
    gone = pairings.withdraw_draft(cast.dean, made.id, "选错了人", NOW)
    assert (gone.state_name, gone.end_reason, gone.ended_by) == ("已撤回", "选错了人", "何静")
    assert pairings.draft_of(cast.dean, made.id) == BEGUN
    with pytest.raises(Refused, match="已经签好或了结"):
        pairings.change(cast.dean, made.id, BEGUN, NOW)
    with pytest.raises(Refused, match="请填写撤回的原因"):
        pairings.withdraw_draft(cast.dean, drafted(cast).id, " ", NOW)


# Ending


def test_an_apprentice_graduates_perhaps_with_a_level(cast):
    made = signed(cast)
    done = pairings.graduate(cast.head, made.id, NOW, "县级", "教学基本功扎实")
    assert (done.state_name, done.ended_on, done.promoted_to) == ("出师", TODAY, "县级")
    assert (done.end_reason, done.ended_by) == ("教学基本功扎实", "钱立")
    with pytest.raises(Refused, match="已经了结"):
        pairings.dissolve(cast.head, made.id, "弄错", NOW)


def test_a_pair_is_dissolved_with_a_reason_even_before_it_began(cast):
    made = signed(cast, first=date(2026, 11, 1))
    with pytest.raises(Refused, match="还不能出师"):
        pairings.graduate(cast.head, made.id, NOW)
    with pytest.raises(Refused, match="请填写解除的原因"):
        pairings.dissolve(cast.head, made.id, "", NOW)
    done = pairings.dissolve(cast.head, made.id, "师傅调离", NOW)
    assert (done.state_name, done.end_reason) == ("解除", "师傅调离")
    assert drafted(cast, first=date(2026, 11, 1))


def test_only_a_head_ends_a_pair_and_never_their_own(cast):
    made = signed(cast)
    for actor in (cast.leader, an_actor(cast.lin)):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            pairings.graduate(actor, made.id, NOW)
    own = drafted(cast, mentor_no="1006", apprentice_no="1001")
    for actor in (cast.vice, cast.teacher, cast.head):
        pairings.sign(actor, own.id, PIN, NOW)
    for act in (
        lambda: pairings.graduate(cast.vice, own.id, NOW, "市级"),
        lambda: pairings.dissolve(cast.vice, own.id, "太忙", NOW),
    ):
        with pytest.raises(Refused, match="要由他人办理"):
            act()
    with pytest.raises(Refused, match="还没签好"):
        pairings.dissolve(cast.head, drafted(cast, apprentice_no="1004").id, "不要了", NOW)


def test_an_ending_made_by_mistake_is_taken_back_with_a_reason(cast):
    made = signed(cast)
    with pytest.raises(Refused, match="没有办过出师或解除"):
        pairings.resume(cast.head, made.id, "办错了", NOW)
    pairings.graduate(cast.head, made.id, NOW, "县级")
    assert pairing_views.pairing(cast.vice, made.id, NOW).may_resume
    with pytest.raises(Refused, match="请填写撤销的原因"):
        pairings.resume(cast.vice, made.id, "", NOW)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        pairings.resume(an_actor(cast.lin), made.id, "办错了", NOW)
    made = pairings.resume(cast.vice, made.id, "选错了人", NOW)
    assert (made.state_name, made.ended_on, made.promoted_to) == ("培养中", None, "")
    assert "县级" in Trace.get(Trace.act == "resume_pairing").detail


def test_an_ending_is_not_taken_back_once_the_apprentice_has_another_mentor(cast):
    made = signed(cast)
    pairings.dissolve(cast.head, made.id, "调离", NOW)
    drafted(cast, mentor_no="1001", first=TODAY)
    with pytest.raises(Refused, match="已是苏慧老师的徒弟"):
        pairings.resume(cast.head, made.id, "又回来了", NOW)


def test_of_two_who_end_a_pair_at_once_one_does(cast):
    made = signed(cast)
    done = at_once(
        [
            lambda: pairings.graduate(cast.head, made.id, NOW),
            lambda: pairings.dissolve(cast.vice, made.id, "调离", NOW),
        ]
    )
    assert sum(isinstance(each, Refused) for each in done) == 1


def test_a_number_no_pair_has_is_refused(cast):
    for act in (
        lambda: pairings.change(cast.dean, 99, BEGUN, NOW),
        lambda: pairings.draft_of(cast.dean, 99),
        lambda: pairings.withdraw_draft(cast.dean, 99, "无", NOW),
        lambda: pairings.sign(cast.vice, 99, PIN, NOW),
        lambda: pairings.graduate(cast.vice, 99, NOW),
    ):
        with pytest.raises(Refused, match="没有编号为 99 的师徒结对"):
            act()
