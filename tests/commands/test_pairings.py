"""``yanxiu pairings``: the list, one agreement on paper, the register."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from tests.services.cast import a_cast
from tests.services.pairing import drafted, signed


@pytest.fixture
def cast(memory):
    """A school with one pair under way and one drafted."""
    found = a_cast()
    signed(found)
    drafted(found, mentor_no="1004", apprentice_no="1001")
    return found


def test_the_pairs_are_listed_drafts_first(yanxiu, cast):
    rows = list(csv.DictReader(io.StringIO(yanxiu("pairings", "list", "--format", "csv").out)))
    assert [(row["师傅"], row["徒弟"], row["状态"]) for row in rows] == [
        ("何静", "苏慧", "拟定"),
        ("周敏", "林远", "培养中"),
    ]
    assert rows[1]["师傅本学期"] == "听徒弟的课 0/8，指导 0/8"
    assert rows[1]["备注"] == "43 天没有记录"
    assert len(json.loads(yanxiu("pairings", "list", "--format", "json").out)) == 2


def test_without_any_pair_it_says_so(yanxiu, memory):
    a_cast()
    assert "没有记录" in yanxiu("pairings", "list").out


def test_the_agreement_is_written_and_never_over_a_file(yanxiu, cast, tmp_path):
    from docx import Document

    path = tmp_path / "协议书.docx"
    said = yanxiu("pairings", "agreement", 1, path)
    assert said.out == f"协议书已写入「{path}」，请打印三份。\n"
    assert Document(path).tables[0].rows[0].cells[1].text == "周敏（工号 1003）"
    said = yanxiu("pairings", "agreement", 2, path)
    assert (said.code, "已经有了" in said.err) == (1, True)


def test_a_pair_that_is_not_there_is_refused_and_a_wrong_number_is_wrong_usage(
    yanxiu, cast, tmp_path
):
    path = tmp_path / "无.docx"
    said = yanxiu("pairings", "agreement", 99, path)
    assert (said.code, "没有编号为 99 的师徒结对" in said.err) == (1, True)
    assert yanxiu("pairings", "agreement", "三", path).code == 2
    assert not path.exists()


def test_the_register_is_written_for_the_printer(yanxiu, cast, tmp_path):
    path = tmp_path / "登记表.xlsx"
    said = yanxiu("pairings", "register", path)
    assert said.out == f"师徒结对登记表已写入「{path}」，共 2 对。\n"
    assert load_workbook(path).active["A1"].value == "示范中学师徒结对登记表"
    said = yanxiu("pairings", "register", tmp_path / "没有这个夹" / "表.xlsx")
    assert (said.code, "写不进去" in said.err) == (1, True)
