"""``yanxiu badges``: cards into a Word file, once; who has one; a lost one stopped."""

import json

import docx
import pytest

from db.models import Badge
from tests.builders import a_group, a_school, a_teacher


@pytest.fixture
def school(memory):
    """苏慧 and 林远 in 语文组, 周敏 in 数学组; nobody has a badge yet."""
    a_school()
    for number, (name, group) in enumerate(
        [("苏慧", "语文组"), ("林远", "语文组"), ("周敏", "数学组")]
    ):
        a_teacher(str(1001 + number), name, group=a_group(group))


def _names(path):
    cells = [cell for row in docx.Document(str(path)).tables[0].rows for cell in row.cells[::2]]
    return [cell.paragraphs[1].text for cell in cells if cell.text]


def test_everybody_without_one_gets_a_card(yanxiu, school, tmp_path):
    said = yanxiu("badges", "issue", "--word", tmp_path / "a.docx")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("3 张工牌已写入")
    assert _names(tmp_path / "a.docx") == ["苏慧", "林远", "周敏"]
    again = yanxiu("badges", "issue", "--word", tmp_path / "b.docx")
    assert "不用发" in again.err
    assert not (tmp_path / "b.docx").exists()


def test_a_group_gets_its_own(yanxiu, school, tmp_path):
    yanxiu("badges", "issue", "--group", "语文组", "--word", tmp_path / "a.docx")
    assert _names(tmp_path / "a.docx") == ["苏慧", "林远"]


def test_those_named_get_another_and_are_told_that_the_old_one_is_void(yanxiu, school, tmp_path):
    yanxiu("badges", "issue", "--word", tmp_path / "a.docx")
    said = yanxiu("badges", "issue", "１００１", "--word", tmp_path / "b.docx")
    assert said.err == "其中 1 人以前的工牌已作废，请收回。\n"
    assert _names(tmp_path / "b.docx") == ["苏慧"]
    assert Badge.select().where(Badge.revoked_at.is_null()).count() == 3


def test_badges_that_could_not_be_handed_out_are_not_made(yanxiu, school, tmp_path):
    (tmp_path / "有.docx").write_text("原有", encoding="utf-8")
    for path in ("没有/a.docx", "有.docx", "a.txt"):
        assert yanxiu("badges", "issue", "--word", tmp_path / path).code == 1
    assert Badge.select().count() == 0


def test_an_unknown_number_or_group_gives_nobody_one(yanxiu, school, tmp_path):
    for words in (["1001", "9999"], ["--group", "体育组"]):
        said = yanxiu("badges", "issue", *words, "--word", tmp_path / "a.docx")
        assert said.code == 1
    assert Badge.select().count() == 0


def test_a_group_beside_numbers_is_wrong_usage(yanxiu, school, tmp_path):
    words = ("1001", "--group", "语文组", "--word", tmp_path / "a.docx")
    assert yanxiu("badges", "issue", *words).code == 2
    assert yanxiu("badges", "issue").code == 2


def test_a_lost_one_is_stopped_and_the_list_says_why(yanxiu, school, tmp_path):
    yanxiu("badges", "issue", "1001", "1003", "--word", tmp_path / "a.docx")
    said = yanxiu("badges", "revoke", "1001", "--reason", "丢在操场")
    assert said.out.startswith("苏慧老师的工牌已挂失")
    listed = json.loads(yanxiu("badges", "list", "--format", "json").out)
    assert [tuple(row.values()) for row in listed] == [
        ("1001", "苏慧", "语文组", "2026-10-14", "2026-10-14 作废", "丢在操场"),
        ("1003", "周敏", "数学组", "2026-10-14", "在用", ""),
    ]
    teachers = json.loads(yanxiu("teachers", "list", "--format", "json").out)
    assert [row["工牌"] for row in teachers] == ["无", "无", "有"]
    assert yanxiu("badges", "revoke", "1001", "--reason", "又丢").code == 1
