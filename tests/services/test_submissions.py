"""上交: what is due is written, handed in, entered by the office and taken back (Z7, Z9, D2)."""

from datetime import date, time, timedelta

import pytest

from db.models import Claim, Manuscript, StoredFile, Term
from tests.builders import NOW, OPERATOR, an_actor
from tests.services.handing_in import (
    MINUTE,
    NOON,
    ON_PAPER,
    OWN_DUE,
    a_cast_that_hands_in,
    a_prep_leader,
    hand_in_plan,
    papers_of,
    the_next_term,
    write_own,
)
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.submissions import Standing
from yanxiu_tui.services import claim_views, claims, manuscripts, submissions
from yanxiu_tui.services.submission_receipts import Receipt
from yanxiu_tui.services.submissions import HandIn


@pytest.fixture
def cast(memory):
    return a_cast_that_hands_in()


@pytest.fixture
def prep_leader(cast):
    return a_prep_leader()


@pytest.fixture
def next_term(cast):
    return the_next_term(cast)


def test_on_the_day_but_after_the_hour_is_late(cast, prep_leader):
    actor, group = prep_leader
    early = submissions.hand_in(actor, "bundle", ON_PAPER, NOON, group.id)
    assert (early.late, early.due_at) == (False, NOON + MINUTE)
    submissions.withdraw(actor, early.claim_id, NOON)
    late = submissions.hand_in(actor, "bundle", ON_PAPER, NOON + MINUTE, group.id)
    assert late.late
    row = Claim.get_by_id(late.claim_id)
    assert (row.handed_at, row.due_at) == (NOON + MINUTE, NOON + MINUTE)
    assert (row.due_on, row.last) == (date(2027, 1, 11), date(2027, 1, 11))


def test_what_has_no_end_but_the_day_may_come_until_midnight(cast):
    last = OWN_DUE - timedelta(seconds=1)
    assert not submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, last).late
    assert submissions.hand_in(an_actor(cast.lin), "own_plan", ON_PAPER, OWN_DUE).late


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        (HandIn(), "交的是什么？请交在终端上写的，或写明"),
        (HandIn(where_kept="柜", copies=0), "份数应为 1 至 50"),
        (HandIn(path="/没有/这个.docx"), "没有找到"),
        (HandIn(written=True), "还没有写"),
        (HandIn(where_kept="长" * 201), "存放处太长"),
    ],
)
def test_what_cannot_be_handed_in_so_is_refused_and_nothing_is_kept(cast, paper, said):
    with pytest.raises(Refused, match=said):
        submissions.hand_in(cast.teacher, "own_plan", paper, NOW)
    assert not Claim.select().exists()


def test_nobody_is_told_to_write_here_what_cannot_be_written_here(cast):
    for act in (
        lambda: submissions.hand_in(cast.leader, "two_copies", HandIn(), NOW, cast.group.id),
        lambda: submissions.enter(
            cast.dean, "own_plan", HandIn(), date(2026, 10, 12), NOW, staff_no="1001"
        ),
    ):
        with pytest.raises(Refused, match="交的是什么？请写明纸质的放在哪里、文件的路径"):
            act()
    assert not Claim.select().exists()


def test_a_paper_is_handed_in_by_whom_it_is_due_from_and_nobody_else(cast, prep_leader):
    other, group = prep_leader
    for act, said in (
        (lambda: hand_in_plan(cast.teacher, NOW, cast), "没有办理这件事的权限"),
        (lambda: hand_in_plan(other, NOW, cast), "没有办理这件事的权限"),
        (lambda: submissions.hand_in(cast.head, "own_plan", ON_PAPER, NOW), "不用钱立老师交"),
        (
            lambda: submissions.hand_in(other, "two_copies", ON_PAPER, NOW, group.id),
            "不用七年级语文交",
        ),
        (lambda: submissions.hand_in(cast.leader, "school_plan", ON_PAPER, NOW), "没有办理"),
        (lambda: submissions.hand_in(OPERATOR, "own_plan", ON_PAPER, NOW), "没有办理"),
        (lambda: submissions.hand_in(cast.teacher, "self_study", ON_PAPER, NOW), "没有这种要上交"),
        (lambda: submissions.hand_in(cast.dean, "group_plan", ON_PAPER, NOW), "请选组"),
    ):
        with pytest.raises(Refused, match=said):
            act()


def test_the_same_paper_handed_in_twice_at_once_is_one_paper(cast):
    done = at_once([lambda: submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)] * 4)
    assert sum(isinstance(each, Refused) for each in done) == 3
    assert Claim.select().count() == 1


def test_two_leaders_at_once_hand_in_for_the_group_once(cast):
    second = an_actor(cast.lin, Role.RESEARCH_GROUP_LEADER, leads=(cast.group,))
    done = at_once(
        [lambda each=each: hand_in_plan(each, NOW, cast) for each in (cast.leader, second)] * 2
    )
    assert sum(isinstance(each, Refused) for each in done) == 3


def test_a_file_is_copied_in_and_called_as_it_was(cast, tmp_path):
    path = tmp_path / "计划.docx"
    path.write_bytes(b"plan")
    submissions.hand_in(cast.teacher, "own_plan", HandIn(path=str(path)), NOW)
    handed = papers_of(cast, cast.teacher)["own_plan"].handed
    assert (handed.file_name, handed.file_id) == ("计划.docx", StoredFile.get().id)
    taken = submissions.take_out(cast.dean, handed.claim_id, tmp_path / "取出.docx")
    assert taken.read_bytes() == b"plan"
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        submissions.take_out(an_actor(cast.lin), handed.claim_id, tmp_path / "偷.docx")


def test_the_schools_own_is_received_when_it_is_entered_and_may_be_taken_back(cast):
    done = submissions.hand_in(cast.vice, "school_plan", ON_PAPER, NOW)
    assert (done.state, done.standing) == (ClaimState.GRANTED, Standing.ON_TIME)
    assert submissions.withdraw(cast.vice, done.claim_id, NOW).state is ClaimState.WITHDRAWN
    assert papers_of(cast, cast.dean)["school_plan"].owing


def test_what_is_written_here_is_begun_once_and_closed_by_handing_it_in(cast):
    first, second = write_own(cast.teacher), submissions.write_here(cast.teacher, "own_plan", NOW)
    assert first.manuscript_id == second.manuscript_id
    assert [section.name for section in first.sections] == ["专业发展目标", "具体措施"]
    assert papers_of(cast, cast.teacher)["own_plan"].owing
    submissions.hand_in(cast.teacher, "own_plan", HandIn(written=True), NOW)
    assert Manuscript.get().closed_at == NOW
    assert Claim.select().count() == 1
    assert papers_of(cast, cast.teacher)["own_plan"].handed.written
    with pytest.raises(Refused, match="已经定稿"):
        manuscripts.write(cast.teacher, first.manuscript_id, "aims", "再改", 1, NOW)
    assert manuscripts.manuscript(cast.dean, first.manuscript_id).text("aims") == "读三本书"


def test_sections_left_blank_are_counted_and_never_refused(cast):
    write_own(cast.teacher)
    done = submissions.hand_in(cast.teacher, "own_plan", HandIn(written=True), NOW)
    assert done.blank == 1


def test_what_is_taken_back_is_written_on_where_one_left_off(cast):
    writing = write_own(cast.teacher)
    done = submissions.hand_in(cast.teacher, "own_plan", HandIn(written=True), NOW)
    with pytest.raises(Refused, match="已经交了，等待接收"):
        submissions.write_here(cast.teacher, "own_plan", NOW)
    submissions.withdraw(cast.teacher, done.claim_id, NOW)
    again = submissions.write_here(cast.teacher, "own_plan", NOW)
    assert again.manuscript_id == writing.manuscript_id
    manuscripts.write(cast.teacher, again.manuscript_id, "aims", "读四本书", 1, NOW)


def test_blanks_alone_are_nothing_written(cast):
    write_own(cast.teacher, text=" \n ")
    with pytest.raises(Refused, match="还没有写"):
        submissions.hand_in(cast.teacher, "own_plan", HandIn(written=True), NOW)


def test_a_draft_is_nobodys_claim_and_shown_to_nobody(cast):
    write_own(cast.teacher)
    assert claims.claims(cast.dean, cast.term.id) == []
    assert claims.my_claims(cast.teacher, cast.term.id) == []
    with pytest.raises(Refused, match="没有这份文稿"):
        manuscripts.manuscript(cast.dean, Manuscript.get().id)


def test_only_ones_own_or_ones_groups_is_taken_back_while_it_waits(cast):
    done = hand_in_plan(cast.leader, NOW, cast)
    with pytest.raises(Refused, match="只能撤回自己或本组"):
        submissions.withdraw(cast.teacher, done.claim_id, NOW)
    submissions.receive(cast.dean, done.claim_id, Receipt(), NOW)
    with pytest.raises(Refused, match="不能撤回"):
        submissions.withdraw(cast.leader, done.claim_id, NOW)


def test_the_office_enters_the_day_and_the_hour_a_paper_came(cast, prep_leader):
    _, group = prep_leader
    now, day = NOON + timedelta(hours=5), date(2027, 1, 11)
    late = submissions.enter(
        cast.dean, "bundle", ON_PAPER, day, now, time(12, 1), group_id=group.id
    )
    assert (late.state, late.standing) == (ClaimState.GRANTED, Standing.LATE)
    submissions.send_back(cast.dean, late.claim_id, "钟点记错", now)
    found = submissions.enter(cast.dean, "bundle", ON_PAPER, day, now, group_id=group.id)
    assert found.standing is Standing.ON_TIME
    assert Claim.get_by_id(found.claim_id).teacher.name == "吴越"


def test_what_the_office_enters_may_be_incomplete_and_is_never_its_own(cast, prep_leader):
    _, group = prep_leader
    found = submissions.enter(
        cast.dean, "bundle", ON_PAPER, date(2026, 10, 12), NOW, group_id=group.id,
        missing=["听课记录", "封面"],
    )  # fmt: skip
    assert (found.standing, found.missing) == (Standing.INCOMPLETE, "听课记录、封面")
    for staff_no, said in (("1004", "自己的请用「交」"), ("", "请选姓名")):
        with pytest.raises(Refused, match=said):
            submissions.enter(
                cast.dean, "own_plan", ON_PAPER, date(2026, 10, 12), NOW, staff_no=staff_no
            )
    with pytest.raises(Refused, match="最晚是今天"):
        submissions.enter(cast.dean, "own_plan", ON_PAPER, date(2026, 10, 15), NOW, staff_no="1001")


def test_what_has_a_deadline_is_not_claimed(cast):
    draft = claims.ClaimDraft("own_plan", "计划", date(2026, 10, 12), date(2026, 10, 12))
    for act in (
        lambda: claims.claim(cast.teacher, draft, NOW),
        lambda: claims.enter_for(cast.dean, "1001", draft, NOW),
    ):
        with pytest.raises(Refused, match="请到「上交」里交"):
            act()


def test_what_is_handed_in_waits_for_no_decision_among_the_claims(cast):
    done = submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    assert claims.to_decide(cast.dean) == 0
    for act in (
        lambda: claims.refuse(cast.dean, done.claim_id, "不行", NOW),
        lambda: claims.withdraw(cast.teacher, done.claim_id, NOW),
        lambda: claim_views.view(cast.teacher, done.claim_id),
    ):
        with pytest.raises(Refused, match="没有编号为"):
            act()


def test_what_the_last_term_is_still_owed_may_come_late_in_the_next(cast, next_term):
    own = submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, next_term, term_id=cast.term.id)
    day = date(2027, 2, 26)
    group = submissions.enter(
        cast.dean, "group_plan", ON_PAPER, day, next_term,
        group_id=cast.group.id, term_id=cast.term.id,
    )  # fmt: skip
    assert own.late and group.late
    assert {row.term_id for row in Claim.select()} == {cast.term.id}


def test_nothing_is_handed_in_for_a_term_that_has_not_begun(cast, next_term):
    following = Term.get(Term.name == "第二学期").id
    with pytest.raises(Refused, match="还没有开始"):
        submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW, term_id=following)
