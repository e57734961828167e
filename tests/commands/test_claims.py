"""``yanxiu claims``: listed without a PIN, decided with the right person's."""

import json
from datetime import date
from decimal import Decimal

import pytest

from db.models import Claim, RegulationVersion, Term
from tests.builders import NOW, PIN
from tests.services.cast import a_cast
from tests.services.regulations import adopt
from yanxiu_tui.services import claims
from yanxiu_tui.services.claims import ClaimDraft

DAY = date(2026, 10, 12)


@pytest.fixture
def claim(memory):
    """A 自学研修 of 苏慧 (1001), four hours asked; 何静 (1004) is dean."""
    cast = a_cast()
    adopt(cast.term)
    draft = ClaimDraft("self_study", "读《课程标准》", DAY, DAY, hours=Decimal(4))
    return claims.claim(cast.teacher, draft, NOW)


def test_the_list_needs_no_pin(yanxiu, claim):
    (row,) = json.loads(yanxiu("claims", "list", "--format", "json").out)
    assert (row["姓名"], row["类别"], row["数量"], row["申报学时"], row["认定学时"]) == (
        "苏慧", "自学研修", "1项", "4", "",
    )  # fmt: skip


def test_the_list_may_be_narrowed_to_what_waits(yanxiu, claim):
    assert "读《课程标准》" in yanxiu("claims", "list", "--state", "待审核").out
    assert "没有记录" in yanxiu("claims", "list", "--state", "已通过").out
    assert "没有记录" in yanxiu("claims", "list", "--skip", "1").out


def test_the_list_may_be_of_an_earlier_term(yanxiu, claim):
    spring = Term.create(
        name="上学期",
        starts_on=date(2026, 2, 23),
        ends_on=date(2026, 7, 10),
        regulation=RegulationVersion.get(),
    )
    Claim.update(term=spring).execute()
    assert "没有记录" in yanxiu("claims", "list").out
    assert "读《课程标准》" in yanxiu("claims", "list", "--term", "上").out


def test_the_office_grants_the_hours_asked(yanxiu, claim):
    said = yanxiu("claims", "grant", claim.id, "--as", "1004", "--pin-stdin", stdin=PIN)
    assert said.out == (
        f"已通过：编号 {claim.id}，苏慧，自学研修「读《课程标准》」，认定 4 学时。\n"
    )
    assert Claim.get().decided_by.staff_no == "1004"


def test_fewer_hours_and_an_incomplete_paper_may_be_granted(yanxiu, claim):
    said = yanxiu(
        "claims", "grant", claim.id, "--hours", "1.5", "--incomplete", "--opinion", "缺笔记",
        "--as", "1004", "--pin-stdin", stdin=PIN,
    )  # fmt: skip
    assert "认定 1.5 学时，材料不完整" in said.out
    assert (Claim.get().opinion, Claim.get().complete) == ("缺笔记", False)


def test_refusing_needs_a_reason(yanxiu, claim):
    assert yanxiu("claims", "refuse", claim.id, "--as", "1004").code == 2
    said = yanxiu(
        "claims", "refuse", claim.id, "--opinion", "没有笔记", "--as", "1004", "--pin-stdin",
        stdin=PIN,
    )  # fmt: skip
    assert said.out.startswith("未通过：")
    assert Claim.get().opinion == "没有笔记"


def test_a_teacher_decides_nothing(yanxiu, claim):
    said = yanxiu("claims", "grant", claim.id, "--as", "1002", "--pin-stdin", stdin=PIN)
    assert said.code == 1
    assert "没有办理这件事的权限" in said.err


def test_what_is_no_number_of_hours_and_what_is_no_claim_are_told(yanxiu, claim):
    said = yanxiu("claims", "grant", claim.id, "--hours", "两", "--as", "1004")
    assert (said.code, "不是学时数" in said.err) == (2, True)
    said = yanxiu("claims", "grant", 99, "--as", "1004", "--pin-stdin", stdin=PIN)
    assert (said.code, "没有编号为 99 的申报" in said.err) == (1, True)
