"""证书登记 and 历年评优: who earned what, entered and printed; awards of all terms."""

import pytest
from docx import Document
from openpyxl import load_workbook
from textual.widgets import Input, Static

from db.models import Award, Certificate, Claim, Teacher, Term
from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.pairs import actor_of
from tests.screens.seen import rows, status
from tests.services.certifying import CERTIFICATE
from tests.services.regulations import SOURCE, adopt
from yanxiu_tui.screens.archives import ArchivesScreen
from yanxiu_tui.screens.awards import AwardsScreen
from yanxiu_tui.screens.certificates import CertificatesScreen

DEAN, PRINCIPAL, TEACHER = "1002", "1001", "1005"


@pytest.fixture
def school(school, tmp_path, monkeypatch):
    """1005 and 1007 have 22 学时; what is printed goes to a folder of the test's."""
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    term = Term.get()
    adopt(term, SOURCE + CERTIFICATE)
    for staff_no in (TEACHER, "1007"):
        for kind, title, hours in (("self_study", "读《学记》", 12), ("out_study", "省培", 10)):
            Claim.create(
                term=term, teacher=Teacher.get(Teacher.staff_no == staff_no), kind=kind,
                title=title, first=term.starts_on, last=term.starts_on, hours_asked=hours,
                hours_granted=hours, state="granted", asked_at=NOW,
            )  # fmt: skip
    return school


def said(app, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Static).content)


async def _open(app, pilot, staff_no, screen=CertificatesScreen):
    await at_desk(pilot, staff_no)
    app.push_screen(screen(actor_of(staff_no)))
    await settle(pilot)


async def test_those_who_earned_it_are_entered_at_one_key_and_the_register_is_printed(
    app, tmp_path
):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        assert "可登记 2" in said(app, "summary")
        await type_keys(pilot, "", "f6", "enter")
        assert "已登记 2" in said(app, "summary")
        await type_keys(pilot, "", "f3", "f3")
        assert len(rows(app)) == 2
        await type_keys(pilot, "", "f8")
        assert "登记册已存为" in status(app)
    page = load_workbook(next(tmp_path.glob("*.xlsx"))).active
    assert page["A1"].value == "示范中学继续教育证书登记册"


async def test_one_is_entered_put_right_and_taken_back(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f5", "ctrl+s")
        assert app.screen.query_one("#note", Input).has_focus
        app.screen.query_one("#number", Input).value = "JX-1"
        app.screen.query_one("#note", Input).value = "支教"
        await type_keys(pilot, "", "ctrl+s")
        assert Certificate.get().number == "JX-1"
        await type_keys(pilot, "", "f7")
        app.screen.query_one("#number", Input).value = "JX-2"
        app.screen.query_one("#reason", Input).value = "抄错"
        await type_keys(pilot, "", "ctrl+s")
        assert "JX-2" in rows(app)[0]
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "cuo", "enter")
        assert "已撤销" in status(app)
        assert "已登记 0" in said(app, "summary")


async def test_the_report_book_of_whom_one_points_at_is_printed(app, tmp_path):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f3", "f9")
        assert "《报告册》已存为" in status(app)
    made = Document(next(tmp_path.glob("*.docx")))
    words = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "二、学时　合计 22 学时" in words
    assert "本人总结" in made.tables[-1].rows[0].cells[0].text


async def test_a_head_reads_it_and_enters_nothing(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, PRINCIPAL)
        await type_keys(pilot, "", "f5", "f6", "f7", "delete", "left", "right")
        assert isinstance(app.screen, CertificatesScreen)
        assert Certificate.select().count() == 0
        await type_keys(pilot, "", "enter")
        assert app.screen.is_modal


@pytest.mark.parametrize("size", SIZES)
async def test_awards_of_all_terms_are_ordered_and_printed(app, size, tmp_path):
    for staff_no, name in ((TEACHER, "先进个人"), (TEACHER, "满勤奖"), ("1007", "先进个人")):
        teacher = Teacher.get(Teacher.staff_no == staff_no)
        Award.create(term=Term.get(), award=name, name=name, teacher=teacher, decided_at=NOW)
    async with app.run_test(size=size) as pilot:
        await _open(app, pilot, TEACHER, AwardsScreen)
        await type_keys(pilot, "", "f6", "f3")
        assert len(rows(app)) == 3
        assert "3 项，2 个人和组" in said(app, "summary")
        await type_keys(pilot, "", "f9")
        assert next(tmp_path.glob("*.xlsx")).name == "历年评优.xlsx"


async def test_a_teacher_prints_their_own_report_book_from_their_archive(app, tmp_path):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER, ArchivesScreen)
        await type_keys(pilot, "", "f9")
        assert ".docx" in status(app)
    assert len(list(tmp_path.glob("*报告册.docx"))) == 1
