"""What an inspection found before there was 已整改 stays as it is, and can be marked since."""

import shutil
from datetime import date

import pytest

from db.connection import connect
from db.migrate import MIGRATIONS, upgrade
from db.models import (
    InspectionFinding,
    InspectionMending,
    Manuscript,
    RegulationVersion,
    School,
    SteeringRecord,
    Term,
)
from tests.builders import NOW

DAY = date(2026, 10, 13)


@pytest.fixture
def upgraded(nothing_yet, tmp_path):
    """A school of the ninth version that was inspected, opened by this one."""
    ninth = tmp_path / "ninth"
    ninth.mkdir()
    for script in sorted(MIGRATIONS.glob("000*_*.py")):
        shutil.copy(script, ninth)
    opened = connect(nothing_yet)
    upgrade(opened, ninth)
    School.create(name="示范中学", created_at=NOW)
    _inspected()
    assert upgrade(opened)
    yield opened
    opened.close()


def _inspected():
    version = RegulationVersion.create(name="old", source="", adopted_at=NOW, reason="建校")
    term = Term.create(
        name="上学期", starts_on=date(2026, 9, 1), ends_on=date(2027, 1, 20), regulation=version
    )
    minutes = Manuscript.create(kind="steering", term=term, title="督查", day=DAY, created_at=NOW)
    record = SteeringRecord.create(
        term=term, kind="inspection", title="督查", day=DAY, minutes=minutes, kept_at=NOW
    )
    InspectionFinding.create(record=record, good=False, words="缺评语")


def test_an_old_finding_is_not_mended_until_somebody_says_so(upgraded):
    found = InspectionFinding.get()
    assert (found.words, found.mendings.count()) == ("缺评语", 0)
    InspectionMending.create(finding=found, words="补齐了", mended_at=NOW)
    assert found.mendings.get().withdrawn_at is None
