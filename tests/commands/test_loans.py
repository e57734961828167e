"""``yanxiu loans``: lent with two PINs, the register saved, what is overdue listed."""

import json
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from db.models import Term
from tests.builders import NOW, PIN, a_term_after
from tests.services.cast import a_cast
from yanxiu_tui.services import loans
from yanxiu_tui.services.loans import LoanDraft


@pytest.fixture
def loan(memory):
    """What 苏慧 (1001) asks for; 何静 (1004) is dean."""
    draft = LoanDraft("写总结参考", date(2026, 10, 21), title="优秀教案汇编", number="研-07")
    return loans.ask(a_cast().teacher, draft, NOW).id


def test_it_is_lent_with_both_pins_extended_and_brought_back(yanxiu, loan, at, tmp_path):
    done = yanxiu("loans", "approve", loan, "--as", 1004, unseen=(PIN,))
    assert done.out == "待领取：编号 1，苏慧，「优秀教案汇编」，应还 2026-10-21。\n"
    stdin = f"{PIN}\n{PIN}\n"
    assert (
        "借出：" in yanxiu("loans", "hand-out", loan, "--as", 1004, "--pin-stdin", stdin=stdin).out
    )
    at(NOW + timedelta(days=9))
    (row,) = json.loads(yanxiu("loans", "list", "--overdue", "--format", "json").out)
    assert (row["过期天数"], row["状态"]) == ("2", "借出")
    longer = ("--until", "2026-10-30", "--reason", "没写完", "--as", 1004)
    assert "应还 2026-10-30" in yanxiu("loans", "extend", loan, *longer, unseen=(PIN,)).out
    assert "已归还" in yanxiu("loans", "back", loan, "--as", 1004, unseen=(PIN,)).out
    assert "（1 条）" in yanxiu("loans", "register", tmp_path / "登记.xlsx").out
    assert load_workbook(tmp_path / "登记.xlsx").active.cell(4, 1).value == "苏慧"
    a_term_after(Term.get())
    of_spring = ("--term", "第二学期")
    assert "（0 条）" in yanxiu("loans", "register", tmp_path / "春.xlsx", *of_spring).out


def test_who_may_not_is_refused_with_exit_one(yanxiu, loan):
    done = yanxiu("loans", "approve", loan, "--as", 1001, unseen=(PIN,))
    assert (done.code, done.err) == (1, "自己的借阅要由别的管理员办理。\n")
    said = yanxiu("loans", "refuse", loan, "--opinion", "整理中", "--as", 1004, unseen=(PIN,)).out
    assert "未批准" in said
