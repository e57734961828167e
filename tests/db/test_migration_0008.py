"""A paper handed in before hours were told keeps its day: in time until midnight, then late."""

import shutil
from datetime import UTC, date, datetime

import pytest

from db.connection import connect
from db.migrate import MIGRATIONS, upgrade
from db.models import Claim, RegulationVersion, School, Teacher, Term
from tests.builders import NOW

DUE = date(2026, 9, 7)


@pytest.fixture
def upgraded(nothing_yet, tmp_path):
    """A school of the seventh version in which papers were handed in, opened by this one."""
    seventh = tmp_path / "seventh"
    seventh.mkdir()
    for script in sorted(MIGRATIONS.glob("000[1-7]_*.py")):
        shutil.copy(script, seventh)
    opened = connect(nothing_yet)
    upgrade(opened, seventh)
    School.create(name="示范中学", created_at=NOW)
    _old_claims(opened)
    assert upgrade(opened)
    yield opened
    opened.close()


def _old_claims(opened):
    version = RegulationVersion.create(name="old", source="", adopted_at=NOW, reason="建校")
    term = Term.create(
        name="上学期", starts_on=date(2026, 9, 1), ends_on=date(2027, 1, 20), regulation=version
    )
    teacher = Teacher.create(staff_no="1001", name="苏慧", initials="sh", created_at=NOW)
    for title, last, due in (
        ("按时", "2026-09-07", "'2026-09-07'"),
        ("迟交", "2026-09-08", "'2026-09-07'"),
        ("申报", "2026-09-08", "NULL"),
    ):
        opened.execute_sql(
            "INSERT INTO claim (term_id, teacher_id, kind, title, organiser, first, last, amount,"
            " level, hours_asked, hours_granted, due_on, complete, where_kept, state, asked_at,"
            f" opinion) VALUES ({term.id}, {teacher.id}, 'plan', '{title}', '', '{last}',"
            f" '{last}', 1, '', 0, 0, {due}, '1', '', 'granted', '2026-09-07', '')"
        )


def test_an_old_paper_is_late_from_the_midnight_after_its_day(upgraded):
    found = {row.title: row for row in Claim.select()}
    midnight = datetime(2026, 9, 7, 16, 0, tzinfo=UTC)
    assert found["按时"].due_at == found["迟交"].due_at == midnight
    assert found["按时"].handed_at < midnight <= found["迟交"].handed_at
    assert (found["申报"].due_at, found["申报"].handed_at) == (None, None)
    late = Claim.select().where(Claim.handed_at >= Claim.due_at)
    assert [row.title for row in late] == ["迟交"]


def test_after_it_the_same_columns_hold_what_is_new(upgraded):
    old = Claim.get(Claim.title == "按时")
    assert (old.copies, old.missing, old.origin, old.file_name) == (1, "", "", "")
    assert (old.manuscript_id, old.file_id, old.due_on) == (None, None, DUE)
