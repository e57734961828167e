"""迎检材料 tell whether what an inspection found was mended; the 通报 as it was told (D4)."""

from datetime import timedelta

import pytest

from tests.builders import NOW
from tests.reports.test_word import words_of
from tests.services.cast import a_cast
from tests.services.test_steering import INSPECTION_DRAFT
from yanxiu_tui.reports.pack import build
from yanxiu_tui.services import inspection_mending, inspections, steering
from yanxiu_tui.services.inspections import FindingDraft


@pytest.fixture
def cast(sqlite_memory):
    return a_cast("dadong")


def _words(folder, name):
    (path,) = folder.rglob(f"*{name}*.docx")
    return "\n".join(words_of(path))


def test_what_is_mended_since_makes_the_record_anew_and_not_the_bulletin(cast, tmp_path):
    folder, later = tmp_path / "a", NOW + timedelta(days=1)
    kept = steering.keep(cast.dean, INSPECTION_DRAFT, NOW)
    found = inspections.add(cast.dean, kept, FindingDraft("缺分工", False), NOW)
    steering.finish(cast.dean, kept, NOW)
    inspections.publish(cast.dean, kept, False, NOW)
    build(cast.dean, folder, cast.term.id, NOW)
    assert "缺分工（未整改）" in _words(folder, "督查记录")
    inspection_mending.mend(cast.dean, found.id, "各组都分了工", later)
    assert build(cast.dean, folder, cast.term.id, NOW).made == 1
    assert "缺分工（已整改：各组都分了工）" in _words(folder, "督查记录")
    assert "未整改" in _words(folder, "督查通报")
