"""The regulation is data: what ships is right, and what is wrong is named by its place."""

import pytest

from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import PRESETS, load, pinned, preset_source
from yanxiu_tui.rules.attendance import Status

ZHANGHONG = preset_source("zhanghong")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_loads_and_knows_its_own_name(name):
    assert load(preset_source(name)).name == name


def test_zhanghong_calls_the_roll_twice_in_the_clause_s_own_words():
    attendance = load(ZHANGHONG).attendance
    assert (attendance.late_by, attendance.roll_calls) == ("roll_calls", 2)
    assert (attendance.clause.id, attendance.clause.words) == (
        "Z31",
        "培训学习两次点名后未到者，记迟到一次",
    )


def test_the_third_school_tests_no_lateness_and_knows_one_kind_of_leave():
    third = load(preset_source("third"))
    assert third.attendance.late_by == "never"
    assert [kind.name for kind in third.leave] == ["请假"]


def test_a_large_activity_owes_three_papers_at_one_school_and_two_at_another():
    assert load(ZHANGHONG).large_activity.documents == ["plan", "newsletter", "summary"]
    assert load(preset_source("third")).large_activity.documents == ["plan", "summary"]


def test_maternity_leave_counts_as_official_leave_and_leaves_a_makeup_task():
    kind = load(ZHANGHONG).leave_kind("maternity")
    assert (kind.status, kind.makeup) == (Status.OFFICIAL_LEAVE, True)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("roll_calls = 2", "roll_calls = 0", "attendance.roll_calls 应为 1 至 9"),
        ("roll_calls = 2", "roll_calls = 10", "attendance.roll_calls 应为 1 至 9"),
        ("roll_calls = 2", "roll_calls = 2\nlate_after_minutes = 601", "应为 0 至 600"),
        ("roll_calls = 2", "roll_calls = 2\nlate_after_minutes = -1", "应为 0 至 600"),
        ("roll_calls = 2", 'roll_calls = "两"', "attendance.roll_calls"),
        ('office = "教导处"\n', "", "缺少 office"),
        ('title = "', 'titel = "x"\ntitle = "', "titel 无法识别"),
        ('counts_as = "sick_leave"', 'counts_as = "holiday"', r"leave\[.*\].counts_as"),
        ('id = "maternity"', 'id = "official"', r"leave\[1\].id 与前面重复"),
        ('evidence = ["slip"]', 'evidence = ["letter"]', "letter"),
        ("name = ", "name ==", "TOML"),
    ],
)
def test_a_mistake_is_named_by_its_place(old, new, says):
    assert old in ZHANGHONG
    with pytest.raises(Refused, match=says):
        load(ZHANGHONG.replace(old, new, 1))


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("zhanghong", "zhanghong"),
        ("张洪中学", "zhanghong"),
        ("校本研修管理制度（通用）", "default"),
    ],
)
def test_a_preset_is_found_by_its_name_its_title_or_its_school(called, name):
    assert pinned(preset_source(called)).name == name


def test_what_stands_in_several_titles_names_none_of_them():
    with pytest.raises(Refused, match=r"可选：default（校本研修管理制度（通用））、zhanghong（"):
        preset_source("校本研修")


def test_an_unknown_preset_lists_the_known_ones():
    with pytest.raises(Refused, match="zhanghong"):
        preset_source("nowhere")


def test_a_version_adopted_earlier_is_read_even_where_it_would_be_refused_today():
    refused = ZHANGHONG.replace("roll_calls = 2", "roll_calls = 10", 1)
    with pytest.raises(Refused):
        load(refused)
    assert pinned(refused).attendance.roll_calls == 10
