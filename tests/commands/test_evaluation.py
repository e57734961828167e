"""``yanxiu evaluation``: the stages listed, opened, closed, and what they came to."""

import json
from datetime import timedelta

import pytest

from db.models import EvaluationStage
from tests.builders import NOW, a_term_after, an_actor
from tests.services.cast import a_cast
from tests.services.evaluating import evaluated, gives, unevaluated
from yanxiu_tui import clock
from yanxiu_tui.commands import evaluation, main


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """The subject is known to ``yanxiu``."""
    monkeypatch.setitem(main._COMMANDS, "evaluation", evaluation.__name__.rpartition(".")[2])


@pytest.fixture
def cast(memory):
    """A school with 四级评价; 苏慧, 林远 and their leader 周敏 are the Chinese group."""
    cast = a_cast()
    evaluated(cast.term)
    return cast


def test_the_list_tells_every_stage_and_how_much_is_handed_in(yanxiu, cast):
    yanxiu("evaluation", "open", "教师", "互评")
    rows = json.loads(yanxiu("evaluation", "list", "--format", "json").out)
    assert len(rows) == 12
    assert rows[1] == {
        "对象": "教师", "阶段": "互评", "权重": "30%", "状态": "进行中", "已交": "0", "应交": "6",
        "开放": "2026-10-14 14:30", "结束": "",
    }  # fmt: skip


def test_a_stage_no_longer_asked_for_is_listed_until_it_is_closed(yanxiu, cast):
    yanxiu("evaluation", "open", "教师", "互评")
    unevaluated(cast.term)
    (row,) = json.loads(yanxiu("evaluation", "list", "--format", "json").out)
    assert (row["阶段"], row["权重"], row["状态"]) == ("互评", "", "进行中")
    assert yanxiu("evaluation", "close", "教师", "互评").out.startswith("已结束教师互评")


def test_a_stage_is_opened_by_its_words_or_its_ids(yanxiu, cast):
    assert yanxiu("evaluation", "open", "教师", "互评").out == "已开放教师互评，应交 6 项。\n"
    assert yanxiu("evaluation", "open", "group", "self").out == "已开放教研组自评，应交 1 项。\n"


def test_a_name_the_school_does_not_know_is_refused_with_those_it_does(yanxiu, cast):
    said = yanxiu("evaluation", "open", "学生", "互评")
    assert (said.code, "可选：教师、教研组、校领导" in said.err) == (1, True)
    said = yanxiu("evaluation", "open", "教师", "家长评")
    assert (said.code, "可选：自评、互评、导评、审评" in said.err) == (1, True)


def test_a_stage_is_closed_and_reopened_only_with_a_reason(yanxiu, cast):
    assert "教师互评还没有开放" in yanxiu("evaluation", "close", "教师", "互评").err
    yanxiu("evaluation", "open", "教师", "互评")
    assert "已结束教师互评，已交 0/6" in yanxiu("evaluation", "close", "教师", "互评").out
    said = yanxiu("evaluation", "open", "教师", "互评")
    assert (said.code, "--reason" in said.err) == (1, True)
    said = yanxiu("evaluation", "open", "教师", "互评", "--reason", "漏评两位")
    assert "已重新开放教师互评" in said.out
    assert EvaluationStage.get().closed_at is None


def test_the_results_come_only_after_closing(yanxiu, cast):
    yanxiu("evaluation", "open", "教师", "互评")
    stage = EvaluationStage.get().id
    gives(cast.leader, stage, **{f"_{cast.su.id}": "90.5"})
    gives(an_actor(cast.lin), stage, **{f"_{cast.su.id}": "80"})
    assert "还没有结束的阶段" in yanxiu("evaluation", "results", "教师").err
    yanxiu("evaluation", "close", "教师", "互评")
    rows = json.loads(yanxiu("evaluation", "results", "教师", "--format", "json").out)
    found = {row["姓名"]: row for row in rows}
    assert found["苏慧"] == {
        "工号": "1001", "姓名": "苏慧", "教研组": "语文组", "互评": "85.25", "互评人数": "2",
        "综合": "85.25",
    }  # fmt: skip
    assert (found["林远"]["互评"], found["林远"]["综合"]) == ("", "")


def test_an_earlier_terms_stages_and_results_are_read(yanxiu, cast, monkeypatch):
    yanxiu("evaluation", "open", "教师", "互评")
    yanxiu("evaluation", "close", "教师", "互评")
    a_term_after(cast.term)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(weeks=22))
    assert "已结束" not in yanxiu("evaluation", "list").out
    assert "已结束" in yanxiu("evaluation", "list", "--term", "第一学期").out
    assert "还没有结束的阶段" in yanxiu("evaluation", "results", "教师").err
    assert "苏慧" in yanxiu("evaluation", "results", "教师", "--term", "第一学期").out


def test_groups_and_leaders_have_their_own_headings(yanxiu, cast):
    for subject in ("教研组", "校领导"):
        yanxiu("evaluation", "open", subject, "自评")
        yanxiu("evaluation", "close", subject, "自评")
    said = yanxiu("evaluation", "results", "教研组", "--format", "csv")
    assert said.out.splitlines() == ["教研组,组长,自评,自评人数,综合", "语文组,周敏,,0,"]
    said = yanxiu("evaluation", "results", "校领导", "--format", "csv")
    assert said.out.splitlines()[:2] == [
        "工号,姓名,职务,自评,自评人数,综合", "1004,何静,教导主任,,0,",
    ]  # fmt: skip


def test_a_school_without_evaluation_is_told_so(yanxiu, cast):
    unevaluated(cast.term)
    said = yanxiu("evaluation", "list")
    assert (said.code, "没有规定四级评价" in said.err) == (1, True)
