"""上交: what is due is handed in, received, found incomplete and mended (Z7, Z9, Z18, T3, D2)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from db.models import Claim, Manuscript, StoredFile, Teacher, Term, Trace
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.handing_in import NOON, OWN_DUE, PAPERS
from tests.services.regulations import adopt
from tests.services.test_races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.rules.submissions import Standing
from yanxiu_tui.services import claim_views, claims, manuscripts, regulation, submissions
from yanxiu_tui.services.submission_receipts import Receipt
from yanxiu_tui.services.submissions import HandIn

ON_PAPER = HandIn(where_kept="档案柜三")
MINUTE = timedelta(minutes=1)
LONG_BEFORE = datetime(2026, 9, 3, 2, 0, tzinfo=UTC)


@pytest.fixture
def cast(memory):
    found = a_cast()
    adopt(found.term, PAPERS)
    return found


@pytest.fixture
def prep_leader(cast):
    """周敏 also leads the 备课组 of 七年级语文."""
    group = a_group("七年级语文", GroupKind.PREP)
    teacher = a_teacher("1010", "吴越", Role.PREP_GROUP_LEADER, group=group)
    return an_actor(teacher, Role.PREP_GROUP_LEADER, leads=(group,)), group


def _mine(cast, actor, now=NOW):
    return {each.kind: each for each in submissions.mine(actor, cast.term.id, now)}


def _board(cast, now=NOW, show="all", actor=None):
    found = submissions.board(actor or cast.dean, cast.term.id, now, show)
    return [(each.kind, each.whose, each.standing) for each in found.lines]


def _plan(actor, now, cast, paper=ON_PAPER):
    return submissions.hand_in(actor, "group_plan", paper, now, cast.group.id)


# Who owes what


def test_a_teacher_owes_their_own_and_a_leader_the_groups_too(cast):
    assert list(_mine(cast, cast.teacher)) == ["own_plan"]
    assert list(_mine(cast, cast.leader)) == ["group_plan", "own_plan", "two_copies"]
    assert list(_mine(cast, cast.head)) == []
    assert list(_mine(cast, cast.vice)) == ["school_plan"]


def test_each_says_when_it_is_due_to_the_minute_and_by_which_clause(cast):
    mine = _mine(cast, cast.leader)
    assert mine["group_plan"].due_at == datetime(2026, 9, 7, 16, 0, tzinfo=UTC)
    assert mine["group_plan"].standing is Standing.OVERDUE
    assert (mine["own_plan"].due_at, mine["own_plan"].standing) == (OWN_DUE, Standing.NOT_YET)
    assert (mine["own_plan"].clause.id, mine["two_copies"].copies_due) == ("D2", 2)


def test_the_board_shows_the_whole_school_the_most_urgent_first(cast, prep_leader):
    _, group = prep_leader
    assert _board(cast)[0] == ("group_plan", "语文组", Standing.OVERDUE)
    assert ("bundle", group.name, Standing.NOT_YET) in _board(cast)
    assert ("school_plan", "学校", Standing.NOT_YET) in _board(cast)
    assert sum(kind == "own_plan" for kind, _, _ in _board(cast)) == 5
    (plan, *_) = submissions.board(cast.dean, cast.term.id, NOW).lines
    assert plan.leaders == "周敏"


def test_leaders_see_their_groups_and_their_members_only(cast, prep_leader):
    other, group = prep_leader
    seen = {whose for _, whose, _ in _board(cast, actor=cast.leader)}
    assert seen == {"语文组", "苏慧", "林远", "周敏"}
    assert {whose for _, whose, _ in _board(cast, actor=other)} == {group.name, "吴越"}
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        submissions.board(cast.teacher, cast.term.id, NOW)


def test_the_board_is_narrowed_to_what_is_owed_waits_or_is_late(cast):
    submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    done = _plan(cast.leader, NOW, cast)
    submissions.receive(cast.dean, done.claim_id, Receipt(), NOW)
    assert _board(cast, show="waiting") == [("own_plan", "苏慧", Standing.WAITING)]
    assert _board(cast, show="late") == [("group_plan", "语文组", Standing.LATE)]
    assert {standing for _, _, standing in _board(cast, show="owing")} == {Standing.NOT_YET}
    counts = {each.kind_name: each for each in submissions.board(cast.dean, 1, NOW).counts}
    plan = counts["教研组计划"]
    assert (plan.total, plan.received, plan.late, plan.waiting) == (1, 1, 1, 0)
    assert (counts["个人研修计划"].total, counts["个人研修计划"].waiting) == (4, 1)


def test_reading_takes_the_same_queries_however_many_there_are(cast, memory):
    def queries():
        statements = []
        memory.query_hooks.append(lambda event: statements.append(event.sql))
        submissions.board(cast.dean, cast.term.id, NOW)
        memory.query_hooks.clear()
        return len(statements)

    few = queries()
    for number in range(5):
        group = a_group(f"第{number}组")
        teacher = a_teacher(f"20{number}", "新人", Role.RESEARCH_GROUP_LEADER, group=group)
        actor = an_actor(teacher, Role.RESEARCH_GROUP_LEADER, leads=(group,))
        submissions.hand_in(actor, "group_plan", ON_PAPER, NOW, group.id)
        submissions.write_here(actor, "own_plan", NOW)
    assert queries() == few


# Handing in


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
        (HandIn(), "交的是什么"),
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


def test_a_paper_is_handed_in_by_whom_it_is_due_from_and_nobody_else(cast, prep_leader):
    other, group = prep_leader
    for act, said in (
        (lambda: _plan(cast.teacher, NOW, cast), "没有办理这件事的权限"),
        (lambda: _plan(other, NOW, cast), "没有办理这件事的权限"),
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
    done = at_once([lambda each=each: _plan(each, NOW, cast) for each in (cast.leader, second)] * 2)
    assert sum(isinstance(each, Refused) for each in done) == 3


def test_a_file_is_copied_in_and_called_as_it_was(cast, tmp_path):
    path = tmp_path / "计划.docx"
    path.write_bytes(b"plan")
    submissions.hand_in(cast.teacher, "own_plan", HandIn(path=str(path)), NOW)
    handed = _mine(cast, cast.teacher)["own_plan"].handed
    assert (handed.file_name, handed.file_id) == ("计划.docx", StoredFile.get().id)
    taken = submissions.take_out(cast.dean, handed.claim_id, tmp_path / "取出.docx")
    assert taken.read_bytes() == b"plan"
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        submissions.take_out(an_actor(cast.lin), handed.claim_id, tmp_path / "偷.docx")


def test_the_schools_own_is_received_when_it_is_entered_and_may_be_taken_back(cast):
    done = submissions.hand_in(cast.vice, "school_plan", ON_PAPER, NOW)
    assert (done.state, done.standing) == (ClaimState.GRANTED, Standing.ON_TIME)
    assert submissions.withdraw(cast.vice, done.claim_id, NOW).state is ClaimState.WITHDRAWN
    assert _mine(cast, cast.dean)["school_plan"].owing


# Written here


def _write(actor, now=NOW, text="读三本书"):
    writing = submissions.write_here(actor, "own_plan", now)
    manuscripts.write(actor, writing.manuscript_id, "aims", text, 0, now)
    return writing


def test_what_is_written_here_is_begun_once_and_closed_by_handing_it_in(cast):
    first, second = _write(cast.teacher), submissions.write_here(cast.teacher, "own_plan", NOW)
    assert first.manuscript_id == second.manuscript_id
    assert [section.name for section in first.sections] == ["专业发展目标", "具体措施"]
    assert _mine(cast, cast.teacher)["own_plan"].owing
    submissions.hand_in(cast.teacher, "own_plan", HandIn(written=True), NOW)
    assert Manuscript.get().closed_at == NOW
    assert Claim.select().count() == 1
    assert _mine(cast, cast.teacher)["own_plan"].handed.written
    with pytest.raises(Refused, match="已经定稿"):
        manuscripts.write(cast.teacher, first.manuscript_id, "aims", "再改", 1, NOW)
    assert manuscripts.manuscript(cast.dean, first.manuscript_id).text("aims") == "读三本书"


def test_sections_left_blank_are_counted_and_never_refused(cast):
    _write(cast.teacher)
    done = submissions.hand_in(cast.teacher, "own_plan", HandIn(written=True), NOW)
    assert done.blank == 1


def test_what_is_taken_back_is_written_on_where_one_left_off(cast):
    writing = _write(cast.teacher)
    done = submissions.hand_in(cast.teacher, "own_plan", HandIn(written=True), NOW)
    with pytest.raises(Refused, match="已经交了，等待接收"):
        submissions.write_here(cast.teacher, "own_plan", NOW)
    submissions.withdraw(cast.teacher, done.claim_id, NOW)
    again = submissions.write_here(cast.teacher, "own_plan", NOW)
    assert again.manuscript_id == writing.manuscript_id
    manuscripts.write(cast.teacher, again.manuscript_id, "aims", "读四本书", 1, NOW)


def test_blanks_alone_are_nothing_written(cast):
    _write(cast.teacher, text=" \n ")
    with pytest.raises(Refused, match="还没有写"):
        submissions.hand_in(cast.teacher, "own_plan", HandIn(written=True), NOW)


def test_a_draft_is_nobodys_claim_and_shown_to_nobody(cast):
    _write(cast.teacher)
    assert claims.claims(cast.dean, cast.term.id) == []
    assert claims.my_claims(cast.teacher, cast.term.id) == []
    with pytest.raises(Refused, match="没有这份文稿"):
        manuscripts.manuscript(cast.dean, Manuscript.get().id)


# Received


def test_the_office_receives_what_waits_and_never_its_own(cast):
    done = submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    for actor in (cast.leader, cast.teacher):
        with pytest.raises(Refused):
            submissions.receive(actor, done.claim_id, Receipt(), NOW)
    received = submissions.receive(cast.dean, done.claim_id, Receipt(), NOW)
    assert received.standing is Standing.ON_TIME
    with pytest.raises(Refused, match="不在等待接收"):
        submissions.receive(cast.dean, done.claim_id, Receipt(), NOW)
    own = submissions.hand_in(cast.dean, "own_plan", ON_PAPER, NOW)
    with pytest.raises(Refused, match="由他人审核"):
        submissions.receive(cast.dean, own.claim_id, Receipt(), NOW)
    assert Trace.select().where(Trace.act == "receive").count() == 1


def test_of_a_bundle_what_is_not_ticked_is_missing(cast, prep_leader):
    actor, group = prep_leader
    done = submissions.hand_in(actor, "bundle", ON_PAPER, NOON, group.id)
    there = ["校本研修手册", "听课记录", "教研会议记录"]
    found = submissions.receive(cast.dean, done.claim_id, Receipt(there), NOON)
    assert (found.standing, found.missing) == (Standing.INCOMPLETE, "阳光教研资料")
    assert _mine(cast, actor, NOON)["bundle"].owing
    # What was missing is brought after the noon of Z18: complete by now, and late.
    whole = submissions.receive(cast.dean, done.claim_id, Receipt(), NOON + MINUTE)
    assert (whole.standing, whole.missing) == (Standing.LATE, "")


def test_too_few_copies_are_incomplete_until_the_rest_is_handed_in(cast):
    give = lambda copies: submissions.hand_in(  # noqa: E731
        cast.leader, "two_copies", HandIn(where_kept="柜", copies=copies), NOW, cast.group.id
    )
    first = give(1)
    found = submissions.receive(cast.dean, first.claim_id, Receipt(), NOW)
    assert (found.standing, found.missing) == (Standing.INCOMPLETE, "少 1 份")  # T3
    second = give(2)
    assert submissions.receive(cast.dean, second.claim_id, Receipt(), NOW).standing is (
        Standing.ON_TIME
    )
    counted = [row.id for row in Claim.select() if row.state == ClaimState.GRANTED]
    assert counted == [second.claim_id]
    with pytest.raises(Refused, match="也收了，不用再交"):
        give(2)


def test_a_pile_is_received_in_one_pass_and_the_rest_is_named(cast, prep_leader):
    leader, group = prep_leader
    made = [
        submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW),
        submissions.hand_in(cast.dean, "own_plan", ON_PAPER, NOW),
        submissions.hand_in(leader, "bundle", ON_PAPER, NOW, group.id),
        submissions.hand_in(cast.leader, "two_copies", ON_PAPER, NOW, cast.group.id),
    ]
    pile = submissions.receive_many(cast.dean, [each.claim_id for each in made], NOW)
    assert pile.received == 1
    assert pile.left == (
        "「个人研修计划」是自己交的，要由他人接收。",
        "「七年级语文备课组学期材料」要逐项点收，请单独收。",
        "「语文组学科组计划」少 1 份，请单独收。",
    )


def test_what_is_sent_back_says_why_and_is_handed_in_again(cast):
    _write(cast.teacher)
    done = submissions.hand_in(cast.teacher, "own_plan", HandIn(written=True), NOW)
    with pytest.raises(Refused, match="请填写退回的原因"):
        submissions.send_back(cast.dean, done.claim_id, " ", NOW)
    submissions.send_back(cast.dean, done.claim_id, "没有措施", NOW)
    mine = _mine(cast, cast.teacher)["own_plan"]
    assert (mine.sent_back, mine.owing, mine.handed) == ("没有措施", True, None)
    submissions.write_here(cast.teacher, "own_plan", NOW)
    submissions.hand_in(cast.teacher, "own_plan", HandIn(written=True), NOW)
    assert _mine(cast, cast.teacher)["own_plan"].sent_back == ""


def test_two_who_receive_and_send_back_at_once_do_not_both_succeed(cast):
    other = an_actor(a_teacher("1007", "韩梅", Role.DEAN), Role.DEAN)
    done = submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    found = at_once(
        [
            lambda: submissions.receive(cast.dean, done.claim_id, Receipt(), NOW),
            lambda: submissions.receive(other, done.claim_id, Receipt(), NOW),
            lambda: submissions.withdraw(cast.teacher, done.claim_id, NOW),
        ]
    )
    assert sum(isinstance(each, Refused) for each in found) == 2


def test_only_ones_own_or_ones_groups_is_taken_back_while_it_waits(cast):
    done = _plan(cast.leader, NOW, cast)
    with pytest.raises(Refused, match="只能撤回自己或本组"):
        submissions.withdraw(cast.teacher, done.claim_id, NOW)
    submissions.receive(cast.dean, done.claim_id, Receipt(), NOW)
    with pytest.raises(Refused, match="不能撤回"):
        submissions.withdraw(cast.leader, done.claim_id, NOW)


# Entered by the office


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


# What is to be done


def test_what_presses_is_to_be_done_and_no_more_once_it_is_handed_in(cast):
    week_before = OWN_DUE - timedelta(days=7)
    assert submissions.to_do(cast.teacher, week_before - MINUTE) == []
    (todo,) = submissions.to_do(cast.teacher, week_before)
    assert (todo.words, todo.due_at, todo.room) == (
        "交个人研修计划",
        OWN_DUE - MINUTE,
        "submissions",
    )
    (plan,) = submissions.to_do(cast.leader, NOW)
    assert plan.words == "交语文组教研组计划"
    submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, week_before)
    assert submissions.to_do(cast.teacher, week_before) == []


def test_the_office_is_told_how_many_wait_and_how_many_are_overdue(cast):
    submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    submissions.hand_in(cast.dean, "own_plan", ON_PAPER, NOW)
    words = [each.words for each in submissions.to_do(cast.dean, NOW)]
    assert words == ["1 份上交的材料等您接收", "1 份材料过期还没有交"]
    assert submissions.to_do(cast.head, NOW) == []


def test_what_somebody_handed_in_who_has_left_since_stays_on_the_board(cast):
    done = submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    submissions.receive(cast.dean, done.claim_id, Receipt(), NOW)
    Teacher.update(left_at=NOW).where(Teacher.id.in_([cast.su.id, cast.lin.id])).execute()
    assert ("own_plan", "苏慧", Standing.ON_TIME) in _board(cast)
    assert "林远" not in {whose for _, whose, _ in _board(cast)}


def test_nobody_owes_what_was_due_before_they_came(cast):
    late = OWN_DUE + timedelta(days=3)
    Teacher.update(created_at=OWN_DUE).where(Teacher.id == cast.su.id).execute()
    assert "own_plan" not in _mine(cast, cast.teacher, late)
    submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, late)
    assert _mine(cast, cast.teacher, late)["own_plan"].standing is Standing.WAITING


# Beside what is claimed


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


def test_what_waits_stays_on_the_board_when_a_new_regulation_no_longer_asks_for_it(cast):
    done = submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    kept, rest = PAPERS.split('[[claims]]\nid = "own_plan"')
    source = kept + rest[rest.index("[[claims]]") :]
    regulation.adopt(cast.head, cast.term.id, source, "不再交", NOW + timedelta(hours=1))
    assert ("own_plan", "苏慧", Standing.WAITING) in _board(cast)
    assert submissions.receive(cast.dean, done.claim_id, Receipt(), NOW).standing is (
        Standing.ON_TIME
    )


@pytest.fixture
def next_term(cast):
    """The term after this one has begun; everything here happens in its second week."""
    Term.create(
        name="第二学期", starts_on=date(2027, 2, 22), ends_on=date(2027, 7, 2),
        regulation=Term.get_by_id(cast.term.id).regulation,
    )  # fmt: skip
    return datetime(2027, 3, 1, 2, 0, tzinfo=UTC)


def test_what_the_last_term_is_still_owed_may_come_late_in_the_next(cast, next_term):
    own = submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, next_term, term_id=cast.term.id)
    day = date(2027, 2, 26)
    group = submissions.enter(
        cast.dean, "group_plan", ON_PAPER, day, next_term,
        group_id=cast.group.id, term_id=cast.term.id,
    )  # fmt: skip
    assert own.late and group.late
    assert {row.term_id for row in Claim.select()} == {cast.term.id}


def test_in_the_first_weeks_of_a_term_the_last_one_s_papers_are_still_to_do(cast, next_term):
    submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    words = [each.words for each in submissions.to_do(cast.dean, next_term)]
    assert "1 份上学期的材料等您接收" in words
    assert any("上学期的" in each.words for each in submissions.to_do(cast.leader, next_term))
    later = next_term + timedelta(days=60)
    assert not any("上学期的" in each.words for each in submissions.to_do(cast.dean, later))


def test_nothing_is_handed_in_for_a_term_that_has_not_begun(cast, next_term):
    following = Term.get(Term.name == "第二学期").id
    with pytest.raises(Refused, match="还没有开始"):
        submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW, term_id=following)
