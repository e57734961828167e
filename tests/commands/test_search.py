"""``yanxiu search``: the operator finds whatever was written."""

import json

import pytest

from tests.builders import NOW
from tests.services.cast import a_cast
from yanxiu_tui.services import manuscripts


@pytest.fixture
def written(memory):
    """A reflection 苏慧 has handed in and a plan of 语文组's; the reflection's number."""
    cast, day = a_cast(), NOW.date()
    manuscripts.begin(
        manuscripts.SHARED_PLAN, cast.term.id, "散文单元", day, NOW, group_id=cast.group.id,
        texts={"aims": "读懂父亲的背影"},
    )  # fmt: skip
    reflection = manuscripts.begin(
        manuscripts.REFLECTION, cast.term.id, "《背影》教后反思", day, NOW, author_id=cast.su.id,
        texts={"success": "分层作业有效"},
    ).id  # fmt: skip
    manuscripts.close(reflection, NOW)
    return reflection


def test_every_word_must_be_there(yanxiu, written):
    (row,) = json.loads(yanxiu("search", "背影", "分层", "--format", "json").out)
    assert row == {
        "编号": str(written), "种类": "反思与叙事", "标题": "《背影》教后反思", "作者或组": "苏慧",
        "日期": "2026-10-14", "摘录": "【分层】作业有效",
    }  # fmt: skip


def test_a_kind_narrows_it_and_nothing_found_is_said(yanxiu, written):
    said = yanxiu("search", "背影", "--kind", "共性教案")
    assert "读懂父亲的【背影】" in said.out and "分层" not in said.out
    assert "没有记录" in yanxiu("search", "背影", "--kind", "听课记录").out
    assert yanxiu("search", "背影", "--kind", "小说").code == 2


def test_there_is_a_word_on_how_to_see_more(yanxiu, written):
    said = yanxiu("search", "背影", "--limit", "1")
    assert "《背影》教后反思" in said.out
    assert said.err == "还有更多，加 --skip 1 看下一页。\n"
    assert "散文单元" in yanxiu("search", "背影", "--skip", "1").out


def test_signs_alone_are_refused_kindly_and_no_word_is_wrong_usage(yanxiu, written):
    said = yanxiu("search", '"*')
    assert (said.code, said.err) == (1, "标点和符号找不到文稿，请输入要找的字或词。\n")
    assert yanxiu("search").code == 2
