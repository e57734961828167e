"""``yanxiu archives``: shown, filed, taken out and checked, with a PIN where something changes."""

import pytest

from db.models import FilePiece
from tests.builders import NOW, PIN, a_term_after
from tests.services.cast import a_cast
from yanxiu_tui.services import archives
from yanxiu_tui.services.archives import ItemDraft

TITLE = "课题结题证书"


@pytest.fixture
def school(memory):
    return a_cast("pingfang")


@pytest.fixture
def filed(school, yanxiu, tmp_path):
    path = tmp_path / "证书.jpg"
    path.write_bytes(b"picture")
    return yanxiu(
        "archives", "add", "参与课题研究情况", TITLE, "--file", path, "--where", "柜三",
        "--as", "1001", "--pin-stdin", stdin=f"{PIN}\n",
    )  # fmt: skip


def test_what_is_filed_is_shown_and_taken_out_as_a_file(filed, yanxiu, tmp_path):
    assert (filed.code, filed.out) == (0, f"已添加「{TITLE}」。\n")
    shown = yanxiu("archives", "show", "1001", "--format", "csv").out.splitlines()
    assert shown[1] == f"参与课题研究情况,2026-10-14,{TITLE},手工添加,纸质和电子,柜三，证书.jpg,1,1"
    said = yanxiu("archives", "show", "1001")
    assert "苏慧老师的成长档案" in said.out and "完整 0%，缺：学校集体研修" in said.out
    assert yanxiu("archives", "take", "1", tmp_path / "取出.jpg").code == 0
    assert (tmp_path / "取出.jpg").read_bytes() == b"picture"
    assert yanxiu("archives", "take", "1", tmp_path / "取出.jpg").code == 1


def test_what_was_filed_by_mistake_is_removed_with_a_reason(filed, yanxiu):
    removed = yanxiu(
        "archives", "remove", "1", "--reason", "放错了", "--as", "1001", "--pin-stdin",
        stdin=f"{PIN}\n",
    )  # fmt: skip
    assert removed.code == 0
    assert TITLE not in yanxiu("archives", "show", "1001").out


def test_the_office_files_for_the_school_and_checks_everybody(school, yanxiu):
    office = ("--as", "1004", "--pin-stdin")
    plan = yanxiu(
        "archives", "add", "研修计划和实施方案", "五年规划", "--where", "柜一", "--school", *office,
        stdin=f"{PIN}\n",
    )  # fmt: skip
    assert plan.code == 0
    assert "五年规划" in yanxiu("archives", "school").out
    one = yanxiu("archives", "check", "1001", "--opinion", "请补", *office, stdin=f"{PIN}\n")
    assert one.out.startswith("苏慧：不全，缺：学校集体研修、")
    rest = yanxiu("archives", "check", "--all", "--except", "1002", *office, stdin=f"{PIN}\n")
    assert rest.out == "检查了 3 份成长档案，齐全 0 份。\n"
    rows = yanxiu("archives", "overview", "--group", "语文组", "--format", "csv").out.splitlines()
    assert [row.split(",")[1] for row in rows[1:]] == ["苏慧", "林远", "周敏"]
    assert rows[1].endswith("不全,请补") and rows[2].endswith(",,")


def test_what_belongs_to_another_term_is_filed_there_or_refused(school, yanxiu):
    a_term_after(school.term)
    words = (
        "archives",
        "add",
        "个人反思",
        "寒假读书",
        "--where",
        "柜三",
        "--as",
        "1001",
        "--pin-stdin",
    )
    spring = (*words, "--day", "2026-10-12", "--term", "第二学期")
    refused = yanxiu(*spring, stdin=f"{PIN}\n")
    assert refused.code == 1 and "2026-10-12 不在2026—2027学年第二学期" in refused.err
    autumn = (*words, "--day", "2026-10-12", "--term", "第一学期")
    assert yanxiu(*autumn, stdin=f"{PIN}\n").code == 0
    assert "寒假读书" in yanxiu("archives", "show", "1001", "--term", "第一学期").out


def test_one_says_whom_to_check_or_everybody(school, yanxiu):
    assert yanxiu("archives", "check", "--as", "1004").code == 2


def test_a_stored_file_changed_behind_the_program_is_told_by_the_audit(filed, yanxiu):
    assert "存着 1 份文件，都与存入时相符。" in yanxiu("audit", "verify").out
    FilePiece.update(data=b"other").execute()
    said = yanxiu("audit", "verify")
    assert said.code == 1 and "第 1 号与存入时不符" in said.err


def test_an_archive_whose_classes_hold_enough_is_not_said_to_lack_nothing(memory, yanxiu):
    cast = a_cast()
    for each in ("plan", "doings", "results"):
        paper = ItemDraft(each, "读书笔记", NOW.date(), "paper", cast.su.id, "档案柜三")
        archives.add(cast.teacher, paper, NOW)
    said = yanxiu("archives", "show", "1001").out
    assert "完整 100%，各类都够。" in said
