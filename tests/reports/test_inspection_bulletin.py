"""督查通报 as a Word file: what was found, and names only where the office ticks them (D4)."""

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from db.models import InspectionFinding, Teacher
from tests.builders import NOW, an_actor
from tests.services.cast import a_cast
from tests.services.test_steering import INSPECTION_DRAFT
from yanxiu_tui.reports.inspection_bulletin import write_bulletin
from yanxiu_tui.rules.plan_checks import Finding
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import bulletins, inspection_mending, inspections, plan_checks, steering
from yanxiu_tui.services.inspections import FindingDraft
from yanxiu_tui.services.school_weeks import WEEK


@pytest.fixture
def told(sqlite_memory):
    """A finished inspection, beside a frozen 通报 of plan checks in which 苏慧 lacked a plan."""
    cast = a_cast("dadong")
    checks = {cast.su.id: (Finding.MISSING, ""), cast.lin.id: (Finding.GOOD, "")}
    plan_checks.sign(cast.leader, cast.group.id, cast.term.id, WEEK, 6, checks, NOW)
    bulletins.freeze(cast.dean, cast.term.id, 2, "", NOW)
    kept = steering.keep(cast.dean, INSPECTION_DRAFT, NOW)
    for draft in (
        FindingDraft("集体备课记录完整", True, group_id=cast.group.id),
        FindingDraft("缺两次听课评语", False, staff_no="1001"),
    ):
        inspections.add(cast.dean, kept, draft, NOW)
    steering.finish(cast.dean, kept, NOW)

    def bulletin(names):
        inspections.publish(cast.dean, kept, names, NOW)
        return inspections.bulletin(cast.dean, kept, NOW)

    return bulletin


def _text(path):
    made = Document(path)
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in made.paragraphs), *cells])


@pytest.mark.parametrize("names", [False, True])
def test_it_names_those_to_mend_only_where_ticked(told, tmp_path, names):
    path = tmp_path / "通报.docx"
    write_bulletin(path, told(names))
    text = _text(path)
    for words in (
        "示范中学校本研修督查通报",
        "集体备课记录完整",
        "教案检查（第 2 学月）",
        "语文组",
    ):
        assert words in text
    assert ("苏慧" in text) is names
    assert ("这里不点名" in text) is not names


@pytest.mark.parametrize(("mended", "words"), [(False, "未整改"), (True, "已整改")])
def test_it_tells_of_what_is_to_mend_whether_it_was_mended(told, tmp_path, mended, words):
    if mended:
        dean = an_actor(Teacher.get(staff_no="1004"), Role.DEAN)
        finding = InspectionFinding.get(words="缺两次听课评语")
        inspection_mending.mend(dean, finding.id, "评语补齐了", NOW)
    path = tmp_path / "通报.docx"
    write_bulletin(path, told(True))
    good, lacking, _ = Document(path).tables
    assert [cell.text for cell in lacking.rows[1].cells] == ["苏慧老师", "缺两次听课评语", words]
    assert len(good.columns) == 2


def test_it_is_signed_at_the_right_and_each_part_stands_apart(told, tmp_path):
    path = tmp_path / "通报.docx"
    write_bulletin(path, told(False))
    *_, before, office, day = Document(path).paragraphs
    assert (before.text, office.text, day.text) == ("", "教导处", "2026年10月14日")
    assert {office.alignment, day.alignment} == {WD_ALIGN_PARAGRAPH.RIGHT}
    parts = [each for each in Document(path).paragraphs if each.text == "需要整改的"]
    assert [each.paragraph_format.space_before.pt for each in parts] == [14]
