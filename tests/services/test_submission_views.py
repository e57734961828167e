"""上交 as people see it: who owes what, the board, what is to be done (Z7, Z18, D2)."""

from datetime import UTC, datetime, timedelta

import pytest

from db.models import Teacher
from tests.builders import NOW, a_group, a_teacher, an_actor
from tests.services.handing_in import (
    MINUTE,
    ON_PAPER,
    OWN_DUE,
    PAPERS,
    a_cast_that_hands_in,
    a_prep_leader,
    board_of,
    hand_in_plan,
    papers_of,
    the_next_term,
)
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.submissions import Standing
from yanxiu_tui.services import regulation, submissions
from yanxiu_tui.services.submission_receipts import Receipt


@pytest.fixture
def cast(memory):
    return a_cast_that_hands_in()


@pytest.fixture
def prep_leader(cast):
    return a_prep_leader()


@pytest.fixture
def next_term(cast):
    return the_next_term(cast)


def test_a_teacher_owes_their_own_and_a_leader_the_groups_too(cast):
    assert list(papers_of(cast, cast.teacher)) == ["own_plan"]
    assert list(papers_of(cast, cast.leader)) == ["group_plan", "own_plan", "two_copies"]
    assert list(papers_of(cast, cast.head)) == []
    assert list(papers_of(cast, cast.vice)) == ["school_plan"]


def test_each_says_when_it_is_due_to_the_minute_and_by_which_clause(cast):
    mine = papers_of(cast, cast.leader)
    assert mine["group_plan"].due_at == datetime(2026, 9, 7, 16, 0, tzinfo=UTC)
    assert mine["group_plan"].standing is Standing.OVERDUE
    assert (mine["own_plan"].due_at, mine["own_plan"].standing) == (OWN_DUE, Standing.NOT_YET)
    assert (mine["own_plan"].clause.id, mine["two_copies"].copies_due) == ("D2", 2)


def test_the_board_shows_the_whole_school_the_most_urgent_first(cast, prep_leader):
    _, group = prep_leader
    assert board_of(cast)[0] == ("group_plan", "语文组", Standing.OVERDUE)
    assert ("bundle", group.name, Standing.NOT_YET) in board_of(cast)
    assert ("school_plan", "学校", Standing.NOT_YET) in board_of(cast)
    assert sum(kind == "own_plan" for kind, _, _ in board_of(cast)) == 5
    (plan, *_) = submissions.board(cast.dean, cast.term.id, NOW).lines
    assert plan.leaders == "周敏"


def test_leaders_see_their_groups_and_their_members_only(cast, prep_leader):
    other, group = prep_leader
    seen = {whose for _, whose, _ in board_of(cast, actor=cast.leader)}
    assert seen == {"语文组", "苏慧", "林远", "周敏"}
    assert {whose for _, whose, _ in board_of(cast, actor=other)} == {group.name, "吴越"}
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        submissions.board(cast.teacher, cast.term.id, NOW)


def test_the_board_is_narrowed_to_what_is_owed_waits_or_is_late(cast):
    submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    done = hand_in_plan(cast.leader, NOW, cast)
    submissions.receive(cast.dean, done.claim_id, Receipt(), NOW)
    assert board_of(cast, show="waiting") == [("own_plan", "苏慧", Standing.WAITING)]
    assert board_of(cast, show="late") == [("group_plan", "语文组", Standing.LATE)]
    assert {standing for _, _, standing in board_of(cast, show="owing")} == {Standing.NOT_YET}
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
    waiting, overdue = submissions.to_do(cast.dean, NOW)
    assert (waiting.words, waiting.due_at) == ("1 份上交的材料等您接收", None)
    assert waiting.place == overdue.place == "submission_board"
    (owed,) = [
        each
        for each in submissions.board(cast.dean, cast.term.id, NOW).lines
        if each.standing is Standing.OVERDUE
    ]
    assert (overdue.words, overdue.due_at) == ("1 份材料过期还没有交", owed.due_at - MINUTE)
    assert submissions.to_do(cast.head, NOW) == []


def test_what_somebody_handed_in_who_has_left_since_stays_on_the_board(cast):
    done = submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    submissions.receive(cast.dean, done.claim_id, Receipt(), NOW)
    Teacher.update(left_at=NOW).where(Teacher.id.in_([cast.su.id, cast.lin.id])).execute()
    assert ("own_plan", "苏慧", Standing.ON_TIME) in board_of(cast)
    assert "林远" not in {whose for _, whose, _ in board_of(cast)}


def test_nobody_owes_what_was_due_before_they_came(cast):
    late = OWN_DUE + timedelta(days=3)
    Teacher.update(created_at=OWN_DUE).where(Teacher.id == cast.su.id).execute()
    assert "own_plan" not in papers_of(cast, cast.teacher, late)
    submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, late)
    assert papers_of(cast, cast.teacher, late)["own_plan"].standing is Standing.WAITING


def test_what_waits_stays_on_the_board_when_a_new_regulation_no_longer_asks_for_it(cast):
    done = submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    kept, rest = PAPERS.split('[[claims]]\nid = "own_plan"')
    source = kept + rest[rest.index("[[claims]]") :]
    regulation.adopt(cast.head, cast.term.id, source, "不再交", NOW + timedelta(hours=1))
    assert ("own_plan", "苏慧", Standing.WAITING) in board_of(cast)
    assert submissions.receive(cast.dean, done.claim_id, Receipt(), NOW).standing is (
        Standing.ON_TIME
    )


def test_in_the_first_weeks_of_a_term_the_last_one_s_papers_are_still_to_do(cast, next_term):
    submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    found = submissions.to_do(cast.dean, next_term)
    assert "1 份上学期的材料等您接收" in [each.words for each in found]
    found += submissions.to_do(cast.leader, next_term)
    assert {("上学期的" in each.words, each.term_id) for each in found} == {
        (True, cast.term.id), (False, None),
    }  # fmt: skip
    later = next_term + timedelta(days=60)
    assert not any("上学期的" in each.words for each in submissions.to_do(cast.dean, later))
