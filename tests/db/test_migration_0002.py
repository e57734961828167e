"""A school of the first version is brought to the second: which regulation judged what."""

import shutil
from datetime import date, timedelta

import pytest

from db.connection import connect
from db.migrate import MIGRATIONS, upgrade
from db.models import Activity, Adoption, RegulationVersion, Term
from tests.builders import NOW, an_activity

TITLES = ("开过的培训", "还没开的培训")


@pytest.fixture
def first(tmp_path):
    """The migrations of the first version."""
    directory = tmp_path / "first"
    directory.mkdir()
    shutil.copy(MIGRATIONS / "0001_initial.py", directory)
    return directory


@pytest.fixture
def upgraded(nothing_yet, first):
    """A school of the first version with two terms, opened by this one."""
    opened = connect(nothing_yet)
    upgrade(opened, first)
    _old_school(opened)
    kept = upgrade(opened)
    assert kept
    yield opened
    opened.close()


def _old_school(opened):
    """Two terms; in the second a meeting that was opened and one that is only planned."""
    opened.execute_sql("INSERT INTO school (name, created_at) VALUES ('示范中学', '2026-03-01')")
    for number, name in enumerate(("上学期", "下学期")):
        version = RegulationVersion.create(
            name=f"old{number}", source="", adopted_at=NOW + timedelta(days=number), reason="建校"
        )
        term = Term.create(
            name=name, starts_on=date(2026, 3, 1), ends_on=date(2026, 7, 1), regulation=version
        )
    for title, opened_at in zip(TITLES, (NOW, None), strict=True):
        _old_activity(term, title, opened_at)


def _old_activity(term, title, opened_at):
    """Written without the column that the first version does not have."""
    row = Activity(
        term=term, kind="校本培训", title=title, starts_at=NOW, ends_at=NOW, opened_at=opened_at
    )
    Activity.insert(row.__data__).execute()


def test_each_terms_only_version_becomes_its_first_adoption(upgraded):
    told = [
        (row.term.name, row.regulation.name, row.at, row.by, row.reason)
        for row in Adoption.select().order_by(Adoption.term)
    ]
    assert told == [
        ("上学期", "old0", NOW, None, "建校"),
        ("下学期", "old1", NOW + timedelta(days=1), None, "建校"),
    ]


def test_a_meeting_that_was_opened_keeps_the_terms_regulation_and_a_planned_one_has_none(upgraded):
    held, planned = (Activity.get(Activity.title == title) for title in TITLES)
    assert held.regulation == Term.get(Term.name == "下学期").regulation
    assert planned.regulation is None


def test_after_it_new_rows_can_be_written(upgraded):
    term = Term.get(Term.name == "下学期")
    Adoption.create(term=term, regulation=term.regulation, at=NOW, reason="再次采用")
    assert an_activity(term, regulation=term.regulation).regulation == term.regulation
    assert Adoption.select().count() == 3


def test_a_database_without_a_school_is_brought_up_to_date_too(nothing_yet, first):
    opened = connect(nothing_yet)
    upgrade(opened, first)
    assert upgrade(opened)
    assert Adoption.select().count() == 0
    opened.close()
