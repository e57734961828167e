"""``yanxiu skills``, ``certificates`` and ``awards history``: lists, sheets, the report book."""

import json
from datetime import date

import pytest
from openpyxl import load_workbook

from db.models import Award, Certificate, SkillCandidate, SkillResult, SkillTest
from tests.builders import NOW
from tests.services.cast import a_cast


@pytest.fixture
def cast(memory):
    """A closed test, a certificate, an award."""
    found = a_cast("default")
    test = SkillTest.create(
        term=found.term, kind="basic_skills", title="粉笔字过关", held_on=date(2026, 10, 9),
        set_at=NOW, closed_at=NOW,
    )  # fmt: skip
    for teacher, score in ((found.su, 88), (found.lin, None)):
        SkillCandidate.create(test=test, teacher=teacher)
        for attempt in (1, 2) if score is None else (1,):
            SkillResult.create(
                test=test, teacher=teacher, attempt=attempt, score=score, marked_at=NOW
            )
    Certificate.create(
        teacher=found.su, school_year=2026, number="JX-1", result="合格", hours=72, entered_at=NOW
    )
    Award.create(term=found.term, award="star", name="先进个人", teacher=found.su, decided_at=NOW)
    return found


def listed(yanxiu, *words):
    return json.loads(yanxiu(*words, "--format", "json").out)


def test_the_tests_and_their_results_are_listed(yanxiu, cast):
    (row,) = listed(yanxiu, "skills", "list")
    assert (row["名称"], row["状态"]) == ("粉笔字过关", "已结束")
    assert (row["应考"], row["合格"]) == ("2", "1")
    su, lin = listed(yanxiu, "skills", "show", 1)
    assert (su["成绩"], su["结果"], lin["补考"], lin["结果"]) == ("88", "合格", "缺考", "缺考")
    everybody = listed(yanxiu, "skills", "show", 1, "--groups")[0]
    assert (everybody["参加"], everybody["缺考"], everybody["平均分"]) == ("1", "1", "88")
    assert "应考 2 人，参加 1 人" in yanxiu("skills", "show", 1).out
    said = yanxiu("skills", "show", 9)
    assert (said.code, "没有编号为 9 的考核" in said.err) == (1, True)


def test_the_sheet_and_the_register_are_written(yanxiu, cast, tmp_path):
    path = tmp_path / "成绩.xlsx"
    assert "共 2 人" in yanxiu("skills", "sheet", 1, path).out
    page = load_workbook(path).active
    assert (page["A1"].value, page["E4"].value) == ("示范中学粉笔字过关成绩登记表", "88")
    path = tmp_path / "证书.xlsx"
    assert "共 1 人" in yanxiu("certificates", "list", "--xlsx", path).out
    assert load_workbook(path).active["E4"].value == "JX-1"


def test_who_has_an_entry_is_listed_and_a_year_without_terms_is_refused(yanxiu, cast):
    rows = {row["姓名"]: row for row in listed(yanxiu, "certificates", "list")}
    assert (rows["苏慧"]["登记"], rows["林远"]["登记"]) == ("已登记", "未达到")
    said = yanxiu("certificates", "list", "--year", "2020")
    assert (said.code, "还没有学期" in said.err) == (1, True)


def test_the_report_book_is_written_and_never_over_a_file(yanxiu, cast, tmp_path):
    path = tmp_path / "报告册.docx"
    assert "苏慧2026—2027学年的《报告册》" in yanxiu("certificates", "book", "1001", path).out
    said = yanxiu("certificates", "book", "1001", path)
    assert (said.code, "已经有了" in said.err) == (1, True)


def test_the_awards_of_all_terms_or_of_one_teacher_are_listed(yanxiu, cast, tmp_path):
    assert [row["获奖"] for row in listed(yanxiu, "awards", "history")] == ["苏慧"]
    assert listed(yanxiu, "awards", "history", "--teacher", "1002") == []
    path = tmp_path / "评优.xlsx"
    assert "共 1 项" in yanxiu("awards", "history", "--teacher", "1001", "--xlsx", path).out
    assert load_workbook(path).active["A1"].value == "示范中学苏慧老师历年评优"
