"""``yanxiu steering``: lists, what is owed, and the minutes as a Word file."""

import pytest

from tests.builders import NOW
from tests.services.cast import a_cast
from tests.services.test_steering import INSPECTION_DRAFT, MEETING_DRAFT
from yanxiu_tui.services import inspections, manuscripts, steering, steering_views
from yanxiu_tui.services.inspections import FindingDraft


@pytest.fixture
def cast(sqlite_memory):
    found = a_cast("dadong")
    kept = steering.keep(found.dean, INSPECTION_DRAFT, NOW)
    draft = FindingDraft("缺两次听课评语", False, staff_no="1001")
    inspections.add(found.dean, kept, draft, NOW)
    steering.finish(found.dean, kept, NOW)
    return found


@pytest.fixture
def yanxiu(sqlite_memory, command_line, tmp_path):
    return lambda *words: command_line("--db", f"sqlite:///{tmp_path}/school.db", *words)


def test_records_findings_and_what_is_owed_are_listed(yanxiu, cast):
    assert "期中督查" in yanxiu("steering", "list").out
    found = yanxiu("steering", "findings", "--format", "csv").out
    assert "苏慧老师,未整改,缺两次听课评语,2026-10-28 前" in found
    owed = yanxiu("steering", "owed").out
    assert "期初会议     2026-09-11  已过期" in owed
    assert "第 1 次督查" not in owed
    for words in ("list", "owed"):
        assert yanxiu("steering", words, "--term", "没有的").code == 1


def test_the_minutes_are_saved_for_word(yanxiu, cast, tmp_path):
    from docx import Document

    kept = steering.keep(cast.dean, MEETING_DRAFT, NOW)
    minutes = steering_views.record(cast.dean, kept).minutes_id
    manuscripts.write(cast.dean, minutes, "decided", "各组第二周交计划。", 0, NOW)
    path = tmp_path / "期初会.docx"
    assert yanxiu("steering", "record", kept, path).code == 0
    text = "\n".join(each.text for each in Document(path).paragraphs)
    for words in ("期初工作会", "主持：钱立", "到会：何静、钱立、孙正", "各组第二周交计划。"):
        assert words in text
    assert "逐条情况" not in text
    assert yanxiu("steering", "record", 99, tmp_path / "无.docx").code == 1
