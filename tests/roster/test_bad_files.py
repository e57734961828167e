"""Whatever file is handed in, it is read, or refused in one sentence; never half imported."""

import codecs
import io
import re
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from db.connection import connect
from tests.builders import NOW, OPERATOR, a_group, a_school, a_teacher
from tests.conftest import copied_sqlite
from tests.roster.office import TODAY
from tests.wild import KINDLY, WORDS, rows_of, tries, undone
from yanxiu_tui.errors import Refused
from yanxiu_tui.roster.check import read_roster
from yanxiu_tui.services import teachers

HEADINGS = ["工号", "姓名", "性别", "出生年月", "参加工作时间", "学科", "年级", "职务", "教研组",
            "备课组", "骨干级别", "电话"]  # fmt: skip
GOOD = ["1001", "苏慧", "女", "1985-07", "2008-08", "语文", "七年级", "教研组长", "语文组",
        "七年级语文备课组", "县级", "13800000000"]  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
             "big5", "shift_jis")  # fmt: skip
CELLS = st.sampled_from(GOOD) | WORDS
ONE_ODD_CELL = st.builds(
    lambda number, at, word: [str(number), *GOOD[1:at], word, *GOOD[at + 1 :]][:12],
    st.integers(1002, 1020), st.integers(1, 11), WORDS,
)  # fmt: skip
TABLES = st.lists(ONE_ODD_CELL | ONE_ODD_CELL | st.lists(CELLS, max_size=13), max_size=4)
KINDS = st.one_of(
    CELLS,
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.dates(date(1900, 1, 1)),
    st.datetimes(datetime(1900, 1, 1)),
    st.times(),
    st.sampled_from(["=A1", "=1/0", "#N/A", "=SUM(A:A)", time(0), 1e300, 45_000, 45_000.5, 198507]),
)
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(8))
    + b"]><worksheet><sheetData><row><c t='inlineStr'><is><t>&i;</t></is></c></row></sheetData>"
    b"</worksheet>"
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b"<worksheet><sheetData><row><c t='inlineStr'><is><t>&a;</t></is></c></row></sheetData>"
    b"</worksheet>"
)
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def school(request, tmp_path_factory):
    """Takes a file in as the office would, and undoes it; a refusal must leave no mark."""
    folder = tmp_path_factory.mktemp("roster")
    opened = connect(copied_sqlite(request, folder))
    a_school()
    a_teacher("1001", "苏慧", group=a_group())
    before = rows_of(opened)

    def hand_in(data: bytes, suffix: str = "csv") -> None:
        path = folder / f"花名册.{suffix}"
        path.write_bytes(data)
        with undone() as written:
            try:
                reading = read_roster(path, TODAY)
                teachers.import_roster(OPERATOR, reading, NOW)
            except KINDLY as refusal:
                assert str(refusal).endswith("。")
                assert not written() or rows_of(opened) == before

    yield hand_in
    opened.close()


def _workbook(rows, merged=()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append([None if isinstance(cell, str) and _odd(cell) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    # Not by openpyxl, which makes a cell of every one that is covered.
    ranges = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
    sheet = zipfile.ZipFile(out).read(SHEET)
    merges = f"</sheetData><mergeCells>{ranges}</mergeCells>".encode()
    return _with(out.getvalue(), **{SHEET: sheet.replace(b"</sheetData>", merges)})


def _odd(cell: str) -> bool:
    """What no workbook can hold."""
    return bool(re.search("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", cell))


def _with(workbook: bytes, **parts: bytes) -> bytes:
    """The workbook with other words in a part of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
    return out.getvalue()


WHOLE = _workbook([HEADINGS, GOOD, ["1002", "林远", "男", 198507, 45_000, *GOOD[5:]]])
PARTS = tuple(zipfile.ZipFile(io.BytesIO(WHOLE)).namelist())


@tries(300)
@given(data=st.binary(max_size=400))
def test_any_bytes(school, data):
    school(data)


@tries(800)
@given(
    table=TABLES,
    encoding=st.sampled_from(ENCODINGS),
    sign=st.sampled_from(",;\t|"),
    headed=st.just(HEADINGS) | st.permutations(HEADINGS),
    quoted=st.booleans(),
    cut=st.integers(0, 60),
)
def test_a_csv_of_any_words_in_any_encoding(school, table, encoding, sign, headed, quoted, cut):
    rows = [headed, GOOD, *table]
    if quoted:
        rows = [[f'"{cell}"' for cell in row] for row in rows]
    lines = [sign.join(row) for row in rows]
    data = "\n".join(lines).encode(encoding, "replace")
    school(data[: len(data) - cut] if cut < 20 else data)


@tries(120)
@given(mark=st.sampled_from([codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"PK\3\4"]),
       data=st.binary(max_size=200))  # fmt: skip
def test_a_mark_that_promises_what_does_not_follow(school, mark, data):
    school(mark + data)


@tries(150)
@given(
    rows=st.lists(st.lists(KINDS, max_size=13), max_size=5),
    merged=st.lists(st.sampled_from(["A1:L1", "A2:A4", "B2:C9", "A1:XFD1048576"]), max_size=2),
)
def test_a_workbook_of_any_cells(school, rows, merged):
    try:
        data = _workbook([HEADINGS, GOOD, *rows], merged)
    except (ValueError, OverflowError):
        return  # No workbook can hold it.
    school(data, "xlsx")


@tries(200)
@given(data=st.data())
def test_a_workbook_with_bytes_lost_or_altered(school, data):
    broken = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    school(bytes(broken[: data.draw(st.integers(len(broken) // 2, len(broken)))]), "xlsx")


@tries(150)
@given(part=st.sampled_from(PARTS), data=st.data())
def test_a_workbook_whose_parts_are_altered_inside(school, part, data):
    words = bytearray(zipfile.ZipFile(io.BytesIO(WHOLE)).read(part))
    at = data.draw(st.integers(0, len(words) - 1))
    put = data.draw(
        st.binary(max_size=6) | st.sampled_from([b"<", b"&", b'"', b"0", b"-", b"9" * 30])
    )
    words[at : at + data.draw(st.integers(0, 8))] = put
    school(_with(WHOLE, **{part: bytes(words)}), "xlsx")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "words", [b"", b"\0" * 50, BOMB, OUTSIDE, b"<a>" * 50_000, b"<a/>"], ids=range(6)
)
def test_a_workbook_with_a_part_that_is_something_else(school, part, words):
    school(_with(WHOLE, **{part: words}), "xlsx")


def test_a_workbook_that_unpacks_to_more_than_any_roster_is_refused(school, tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in PARTS:
            bomb.writestr(name, zipfile.ZipFile(io.BytesIO(WHOLE)).read(name))
        bomb.writestr("xl/worksheets/sheet2.xml", b" " * 60_000_000)
    path = tmp_path / "炸弹.xlsx"
    path.write_bytes(out.getvalue())
    assert path.stat().st_size < 100_000
    with pytest.raises(Refused, match="内容太多"):
        read_roster(path, TODAY)


def test_nothing_of_another_file_is_read_into_a_cell(tmp_path):
    path = tmp_path / "外.xlsx"
    path.write_bytes(_with(WHOLE, **{SHEET: OUTSIDE}))
    with pytest.raises(Refused) as refused:
        read_roster(path, TODAY)
    assert "root:" not in str(refused.value)
