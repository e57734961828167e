"""A person is found by initials, name or number, whatever the width and the input method."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.names import Named, fold_width, initials, rank, single_words, told_apart

PEOPLE = [
    Named("1001", "王小明", initials("王小明")),
    Named("1002", "王小敏", initials("王小敏")),
    Named("1003", "单晓", initials("单晓")),
    Named("1004", "买买提·艾力", initials("买买提·艾力")),
    Named("1005", "刘䶮", initials("刘䶮")),
    Named("wxm9", "万先明", initials("万先明")),
]


def _names(typed: str) -> list[str]:
    return [person.name for person in rank(typed, PEOPLE)]


def test_initials_find_everybody_they_may_mean():
    assert _names("wxm") == ["王小明", "王小敏", "万先明"]


def test_school_based_is_read_as_schools_read_it():
    assert initials("校本研修").split()[0] == "xbyx"


def test_the_beginning_of_the_initials_is_enough():
    assert "买买提·艾力" in _names("mmt")


def test_a_staff_number_in_full_comes_first():
    assert _names("1002")[0] == "王小敏"
    assert _names("wxm9") == ["万先明"]


def test_full_width_and_upper_case_are_the_same():
    assert _names("ＷＸＭ") == _names("wxm")
    assert _names("１００２")[0] == "王小敏"


def test_the_name_or_a_part_of_it_finds_the_teacher():
    assert _names("小敏") == ["王小敏"]
    assert _names("艾力") == ["买买提·艾力"]


def test_a_surname_is_read_as_a_surname():
    assert _names("sx") == ["单晓"]
    assert initials("曾康").split()[0] == "zk"


def test_a_rare_character_is_found():
    assert _names("ly") == ["刘䶮"]
    assert _names("䶮") == ["刘䶮"]


def test_a_name_of_many_readings_is_spelled_at_once():
    # One by one they would be two to the power of sixty.
    assert initials("行" * 60).split()[0] == "x" * 60


def test_at_most_four_readings_are_kept_the_likeliest_first():
    assert initials("单行长重").split() == ["sxzz", "sxzc", "sxcz", "sxcc"]


def test_no_reading_is_cut_in_the_middle():
    assert {len(reading) for reading in initials("行" * 50).split()} == {50}
    assert len(initials("行" * 200)) == 160


@pytest.mark.parametrize("typed", ["", " ", "　", "不存在", "\x00"])
def test_nothing_typed_or_nobody_meant_finds_nobody(typed):
    assert _names(typed) == []


@given(st.text(max_size=20))
def test_any_text_at_all_is_answered(typed):
    assert all(person in PEOPLE for person in rank(typed, PEOPLE))
    assert fold_width(fold_width(typed)) == fold_width(typed)


def test_namesakes_are_told_apart_by_their_numbers():
    people = [*PEOPLE[:2], Named("1042", "王小明", "wxm")]
    assert told_apart(people) == {"1001": "王小明1001", "1002": "王小敏", "1042": "王小明1042"}


def test_in_a_list_with_blanks_between_each_is_one_word_that_means_nobody_else():
    people = [*PEOPLE[:2], Named("1042", "王小明", "wxm"), Named("1043", "Anna Smith", "as")]
    assert list(single_words(people).values()) == ["1001", "王小敏", "1042", "1043"]


def test_a_rarer_reading_comes_after_the_usual_ones():
    people = [Named("1", "于冰", "yb wb"), Named("2", "王兵", "wb yb")]
    assert [person.name for person in rank("wb", people)] == ["王兵", "于冰"]
