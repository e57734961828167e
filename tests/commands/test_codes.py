"""``yanxiu codes``: one-time codes for those without a PIN, on the terminal or as slips."""

import json

import pytest
from openpyxl import load_workbook

from db.models import Credential
from tests.builders import a_school, a_teacher


@pytest.fixture
def school(memory):
    """苏慧 has a PIN, 林远 has none yet."""
    a_school()
    a_teacher("1001", "苏慧")
    a_teacher("1002", "林远", pin="")


def test_everybody_without_a_pin_gets_a_code(yanxiu, school):
    (row,) = json.loads(yanxiu("codes", "--format", "json").out)
    assert (row["工号"], row["有效期至"]) == ("1002", "2026-10-28")
    assert len(row["启用码"].replace(" ", "")) == 8


def test_those_named_get_one_in_any_width(yanxiu, school):
    (row,) = json.loads(yanxiu("codes", "１００１", "--format", "json").out)
    assert row["姓名"] == "苏慧"


def test_an_unknown_number_gives_nobody_a_code(yanxiu, school):
    said = yanxiu("codes", "1002", "9999")
    assert said.code == 1
    assert "9999" in said.err
    assert not Credential.select().where(Credential.code_hash != "").exists()


def test_the_slips_are_written_and_the_codes_not_shown(yanxiu, school, tmp_path):
    said = yanxiu("codes", "--xlsx", tmp_path / "c.xlsx")
    assert said.out.startswith("1 张启用码已写入")
    assert load_workbook(tmp_path / "c.xlsx").active["A1"].value == "林远"


def test_codes_that_could_not_be_handed_out_are_not_made(yanxiu, school, tmp_path):
    said = yanxiu("codes", "--xlsx", tmp_path / "没有" / "c.xlsx")
    assert said.code == 1
    assert not Credential.select().where(Credential.code_hash != "").exists()


def test_when_everybody_has_a_pin_it_says_so(yanxiu, school):
    Credential.update(pin_hash="x").execute()
    said = yanxiu("codes")
    assert "不用发启用码" in said.err
