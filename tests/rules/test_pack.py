"""迎检材料: numbers that are always the same, and names that any system takes."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.pack import Entry, Part, fit_name, numbered

ODD = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
ENTRIES = st.builds(
    Entry, title=st.text(max_size=80), words=st.text(max_size=40),
    day=st.none() | st.dates(), kind=st.sampled_from(("", "sheet")),
    suffix=st.sampled_from((".docx", ".XLSX", "", ". ", ".很长的后缀")),
)  # fmt: skip
PARTS = st.lists(
    st.builds(
        Part,
        name=st.text(max_size=80),
        entries=st.lists(ENTRIES, max_size=4).map(tuple),
        parts=st.lists(
            st.builds(Part, name=st.text(max_size=9), entries=st.lists(ENTRIES).map(tuple)),
            max_size=2,
        ).map(tuple),
    ),
    max_size=4,
)


@given(PARTS)
def test_every_file_has_a_path_of_its_own_that_any_system_takes(parts):
    found = numbered(parts)
    paths = [each.path.casefold() for each in found if each.path]
    assert len(set(paths)) == len(paths)
    for name in {name for path in paths for name in path.split("/")}:
        assert not ODD.search(name)
        assert name == name.strip(" .") and len(name.encode()) <= 255


@given(PARTS)
def test_numbers_are_different_and_always_the_same(parts):
    numbers = [each.number for each in numbered(parts)]
    assert len(set(numbers)) == len(numbers)
    assert numbers == [each.number for each in numbered(parts)]


def test_an_entry_is_numbered_in_its_folder_and_what_is_not_made_has_no_path():
    sheet = Entry("单元/教学", "签到表", date(2026, 10, 14), "sheet", 7, ".xlsx")
    mine = Part("1001 苏慧", (Entry("目录", kind="growth", suffix=".docx"),))
    parts = [Part("计划", (Entry("五年规划", where="档案柜"), sheet)), Part("成长", (), (mine,))]
    assert [(each.number, each.path) for each in numbered(parts)] == [
        ("02-001", ""),
        ("02-002", "02 计划/02-002 2026-10-14 签到表 单元 教学.xlsx"),
        ("03-001-001", "03 成长/03-001 1001 苏慧/03-001-001 目录.docx"),
    ]


def test_a_name_of_nothing_but_odd_signs_is_still_a_name():
    assert fit_name("?/\\ .") == "未命名"
    assert fit_name("a" * 99) == "a" * 60
