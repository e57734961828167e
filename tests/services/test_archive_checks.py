"""The term's check of growth archives: by the figures, with an opinion, all at once (P5)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from db.models import ArchiveCheck, Claim, Trace
from tests.builders import NOW, a_term_after, an_actor
from tests.services.cast import a_cast
from tests.services.test_archives import PAPER
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import archive_checks, archives

NEAR = datetime(2027, 1, 8, 3, tzinfo=UTC)


@pytest.fixture
def cast(memory):
    return a_cast("pingfang")


def test_what_was_missing_is_written_down_from_the_figures(cast):
    found = archive_checks.check(cast.dean, cast.term.id, cast.su.id, "请补听课记录", NOW)
    assert not found.complete
    assert found.missing == (
        "学校集体研修、学科研修情况记录、个人反思、理论学习笔记、教育叙事、听课记录、优秀教案"
    )
    assert found.opinion == "请补听课记录"
    assert Trace.get(Trace.act == "check_archive").subject_id == cast.su.id


def test_the_check_is_a_line_of_the_claims_that_counts_once_the_archive_is_complete(cast):
    archive_checks.check(cast.dean, cast.term.id, cast.su.id, "", NOW)
    line = Claim.get(Claim.kind == "archive")
    assert (line.teacher_id, line.state, line.complete) == (cast.su.id, "granted", False)
    archive_checks.check(
        cast.dean, cast.term.id, cast.su.id, "纸质材料都看过，齐了", NOW, complete=True
    )
    assert Claim.get(Claim.kind == "archive").complete
    assert (Claim.select().count(), ArchiveCheck.select().count()) == (1, 1)


def test_who_finds_otherwise_than_the_figures_says_why(cast):
    with pytest.raises(Refused, match="请在意见里写明为什么"):
        archive_checks.check(cast.dean, cast.term.id, cast.su.id, " ", NOW, complete=True)
    assert not ArchiveCheck.select().exists()


def test_nobody_checks_their_own_archive_nor_without_the_office(cast):
    with pytest.raises(Refused, match="请由别人检查"):
        archive_checks.check(cast.dean, cast.term.id, cast.dean.teacher_id, "", NOW)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        archive_checks.check(cast.leader, cast.term.id, cast.su.id, "", NOW)


def test_everybody_is_checked_in_one_pass_but_those_left_out_and_those_checked(cast, queries):
    archive_checks.check(cast.dean, cast.term.id, cast.lin.id, "单独看过", NOW)
    with queries() as made:
        done = archive_checks.check_all(cast.dean, cast.term.id, NOW, leave_out=[cast.su.id])
    assert (done.checked, done.complete) == (3, 0)
    assert len(made) < 45
    found = {line.staff.name: line.checked for line in _lines(cast)}
    assert found["苏慧"] is None and found["何静"] is None
    assert found["林远"].opinion == "单独看过"
    assert archive_checks.check_all(cast.dean, cast.term.id, NOW).checked == 1


def test_a_term_that_is_over_is_looked_over_and_not_checked(cast):
    archive_checks.check(cast.dean, cast.term.id, cast.su.id, "请补听课记录", NEAR)
    a_term_after(cast.term)
    spring = datetime(2027, 4, 1, 3, tzinfo=UTC)
    for act in (
        lambda: archive_checks.check(cast.dean, cast.term.id, cast.lin.id, "", spring),
        lambda: archive_checks.check_all(cast.dean, cast.term.id, spring),
    ):
        with pytest.raises(Refused, match="现在是2026—2027学年第二学期，别的学期的不能再办"):
            act()
    assert ArchiveCheck.select().count() == 1
    found = archives.growth_overview(cast.dean, cast.term.id, spring)
    assert {line.staff.name: line.checked for line in found}["苏慧"].opinion == "请补听课记录"


def test_in_the_first_weeks_of_a_term_the_last_one_s_archives_are_still_checked(cast):
    archive_checks.check(cast.dean, cast.term.id, cast.su.id, "", NEAR)
    a_term_after(cast.term)
    spring = datetime(2027, 2, 24, 3, tzinfo=UTC)
    told = "上学期的成长档案还有 4 份没有检查"
    terms = {each.words: each.term_id for each in archive_checks.to_do(cast.dean, spring)}
    assert terms[told] == cast.term.id
    assert archive_checks.check_all(cast.dean, cast.term.id, spring).checked == 4
    assert told not in [each.words for each in archive_checks.to_do(cast.dean, spring)]
    claims = Claim.select().where(Claim.kind == "archive")
    assert {(row.term_id, row.last) for row in claims} == {
        (cast.term.id, NEAR.date()), (cast.term.id, cast.term.ends_on),
    }  # fmt: skip


def test_the_office_hears_of_the_check_when_it_is_near(cast):
    assert not [each for each in archive_checks.to_do(cast.dean, NOW) if "检查" in each.words]
    (due, own) = archive_checks.to_do(cast.dean, NEAR)
    assert (due.room, due.words) == ("archives", "成长档案还有 5 份没有检查")
    assert due.due_at.date() == date(2027, 1, 15)
    assert own.words.startswith("成长档案还缺")
    archive_checks.check_all(cast.dean, cast.term.id, NEAR)
    assert [each.words for each in archive_checks.to_do(cast.dean, NEAR)] == [own.words]


def test_a_teacher_hears_of_what_they_must_add_themselves_and_of_nothing_else(cast):
    teacher = cast.teacher
    assert [each.words for each in archive_checks.to_do(teacher, NOW)] == [
        "成长档案还缺：理论学习笔记"
    ]
    note = replace(PAPER, archive_class="notes", teacher_id=cast.su.id, title="读书笔记")
    archives.add(teacher, note, NOW)
    assert archive_checks.to_do(teacher, NOW) == []
    assert archive_checks.to_do(an_actor(cast.su), NEAR) == []


def _lines(cast):
    return archives.growth_overview(cast.dean, cast.term.id, NOW)
