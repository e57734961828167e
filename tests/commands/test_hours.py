"""``yanxiu hours``: everybody's 学时 as a table, one teacher's records, the forms as a file."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from tests.builders import NOW
from tests.services.cast import a_cast
from tests.services.regulations import adopt
from yanxiu_tui.services import claims
from yanxiu_tui.services.claims import ClaimDraft

DAY = date(2026, 10, 12)


@pytest.fixture
def cast(memory):
    """A school in which 苏慧 (1001) was granted four hours."""
    found = a_cast()
    adopt(found.term)
    draft = ClaimDraft("self_study", "读《课程标准》", DAY, DAY, hours=Decimal(4))
    claims.enter_for(found.dean, "1001", draft, NOW)
    return found


def test_everybody_stands_in_the_table_with_their_projects(yanxiu, cast):
    rows = list(csv.DictReader(io.StringIO(yanxiu("hours", "--format", "csv").out)))
    assert len(rows) == 6
    assert (rows[0]["姓名"], rows[0]["自修"], rows[0]["合计"], rows[0]["定额"]) == (
        "苏慧", "4", "4", "60",
    )  # fmt: skip


def test_of_one_teacher_the_records_are_listed(yanxiu, cast):
    said = yanxiu("hours", "1001")
    assert "读《课程标准》" in said.out
    assert said.out.endswith("苏慧：本学期 4 学时，定额 60。\n")
    assert "：2026—2027学年第一学期 4 学时" in yanxiu("hours", "1001", "--term", "第一").out
    assert "没有记录" in yanxiu("hours", "1002").out


def test_the_forms_are_written_for_the_printer(yanxiu, cast, tmp_path):
    path = tmp_path / "学时.xlsx"
    assert yanxiu("hours", "--xlsx", path).out == f"学时登记表已写入「{path}」，共 6 人。\n"
    assert "共 1 人" in yanxiu("hours", "1001", "--xlsx", path).out
    assert load_workbook(path).active["A1"].value == "示范中学教师学时登记表"


def test_an_unknown_teacher_is_told(yanxiu, cast):
    said = yanxiu("hours", "9999")
    assert (said.code, "没有找到" in said.err) == (1, True)
