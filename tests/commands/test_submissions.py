"""``yanxiu submissions``: listed without a PIN, received and sent back with the right person's."""

import json

import pytest

from db.models import Claim
from tests.builders import NOW, PIN
from tests.services.cast import a_cast
from tests.services.handing_in import PAPERS
from tests.services.regulations import adopt
from yanxiu_tui import clock
from yanxiu_tui.services import submissions
from yanxiu_tui.services.submissions import HandIn


@pytest.fixture
def paper(memory, monkeypatch):
    """A plan of 苏慧 (1001), waiting; 何静 (1004) is dean."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cast = a_cast()
    adopt(cast.term, PAPERS)
    return submissions.hand_in(cast.teacher, "own_plan", HandIn(where_kept="柜三"), NOW)


def test_the_list_says_who_owes_what_by_when_the_most_urgent_first(yanxiu, paper):
    rows = json.loads(yanxiu("submissions", "list", "--format", "json").out)
    assert (rows[0]["材料"], rows[0]["谁交"], rows[0]["组长"]) == ("教研组计划", "语文组", "周敏")
    assert (rows[0]["期限"], rows[0]["状态"]) == ("2026-09-07 23:59", "过期未交")
    (mine,) = [row for row in rows if row["谁交"] == "苏慧"]
    assert (mine["编号"], mine["状态"], mine["存放"]) == (str(paper.claim_id), "待接收", "柜三")
    assert "苏慧" not in yanxiu("submissions", "list", "--owing").out
    assert "过期未交" not in yanxiu("submissions", "list", "--show", "待收").out


def test_the_office_receives_it_whole_or_with_what_is_missing(yanxiu, paper):
    said = yanxiu(
        "submissions", "receive", paper.claim_id, "--missing", "具体措施",
        "--as", "1004", "--pin-stdin", stdin=PIN,
    )  # fmt: skip
    assert said.out == (f"已收：编号 {paper.claim_id}，个人研修计划，不完整，缺：具体措施。\n")
    said = yanxiu(
        "submissions", "receive", paper.claim_id, "--as", "1004", "--pin-stdin", stdin=PIN
    )
    assert said.out.endswith("，按时。\n")


def test_what_came_on_paper_is_entered_for_a_group_or_a_teacher(yanxiu, paper):
    said = yanxiu(
        "submissions", "enter", "group_plan", "语文组", "--kept", "柜二", "--day", "2026-09-08",
        "--as", "1004", "--pin-stdin", stdin=PIN,
    )  # fmt: skip
    assert said.out.endswith("，语文组教研组计划，迟交。\n")
    said = yanxiu(
        "submissions", "enter", "own_plan", "1002", "--kept", "柜二", "--as", "1004",
        "--pin-stdin", stdin=PIN,
    )  # fmt: skip
    assert said.out.endswith("，个人研修计划，按时。\n")


def test_it_is_sent_back_with_a_reason_and_by_the_office_alone(yanxiu, paper):
    args = ("submissions", "send-back", paper.claim_id, "--reason", "缺页", "--pin-stdin")
    refused = yanxiu(*args, "--as", "1003", stdin=PIN)
    assert (refused.code, "没有办理这件事的权限" in refused.err) == (1, True)
    assert yanxiu(*args, "--as", "1004", stdin=PIN).out.startswith("已退回：")
    assert Claim.get().opinion == "缺页"
