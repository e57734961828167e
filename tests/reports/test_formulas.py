"""Whatever was typed, no sheet and no CSV runs it: every writer, read back by two programs."""

import dataclasses
import importlib
import inspect
import pkgutil
import re

import msgspec
import pytest
from openpyxl import load_workbook

from db.connection import connect
from tests.builders import NOW
from tests.conftest import copied_sqlite
from tests.reports import papers, test_bulletin, test_hours, test_observation_statistics
from tests.reports.office import converted, needs_calc
from tests.reports.pairs import a_pair, ended, half_done
from tests.services.frozen_school import a_school_to_freeze
from tests.services.ranked import TODAY, a_ranked_school
from yanxiu_tui import reports
from yanxiu_tui.reports.tables import render
from yanxiu_tui.services import publishing
from yanxiu_tui.services.enrolment_codes import EnrolmentCode
from yanxiu_tui.services.explaining import explain_all
from yanxiu_tui.services.pairing_papers import Register, RegisterLine

SIGNS = ("=1+1&", "+1+1&", "-1+1&", "@SUM(1,1)&", "\t=1+1&", "\r=1+1&", "＝1+1&", "\ufffe=1+1&")


def spoilt(value, sign):
    """The same with every text in it beginning as a formula does; the program's words stay."""
    if type(value) is str:
        return value if re.fullmatch("[a-z_]+", value) else f"{sign}{value}"
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value) if field.init]
        return dataclasses.replace(value, **{n: spoilt(getattr(value, n), sign) for n in names})
    if isinstance(value, msgspec.Struct):
        held = msgspec.structs.asdict(value)
        return msgspec.structs.replace(value, **{n: spoilt(v, sign) for n, v in held.items()})
    if type(value) in (list, tuple):
        return type(value)(spoilt(each, sign) for each in value)
    return value


@pytest.fixture(scope="module")
def given(request, tmp_path_factory):
    """What each writer of a sheet takes after the path."""
    opened = connect(copied_sqlite(request, tmp_path_factory.mktemp("ranked")))
    school = a_ranked_school()
    view, explanations = explain_all(school.dean, school.term_id, TODAY)
    opened.close()
    opened = connect(copied_sqlite(request, tmp_path_factory.mktemp("frozen")))
    frozen = a_school_to_freeze()
    notice = publishing.notice(frozen.dean, frozen.published("teacher").id)
    opened.close()
    board = papers.a_board(papers.a_line(), papers.a_line(2, "林远"))
    pairs = tuple(RegisterLine(pair, half_done(), 18) for pair in (a_pair(), ended()))
    month = test_observation_statistics
    return {
        "attendance.write_sheet": (board, papers.LETTERHEAD),
        "attendance.write_blank": (papers.a_view(), list(board.lines), papers.LETTERHEAD),
        "bulletin.write_bulletin": (test_bulletin.BULLETIN, test_bulletin.LETTERHEAD),
        "enrolment.write_slips": (
            [EnrolmentCode("1001", "苏慧", "语文", "23456789")], "示范中学", NOW,
        ),
        "hours.write_forms": (
            [test_hours._form("1001", test_hours.HEARD, test_hours.READ)], test_hours.LETTERHEAD,
        ),
        "notice.write_notice": (notice,),
        "observation_statistics.write_statistics": (
            month._month(month._line(), frozen_at=NOW), month.LETTERHEAD,
        ),
        "pairing_register.write_register": (Register("示范中学", "第一学期", "教导处", pairs),),
        "ranking_sheets.write_ranking": ("示范中学", view, explanations, "语文组"),
    }  # fmt: skip


def writers():
    """Every function that writes a sheet, so that none is forgotten here."""
    for each in pkgutil.iter_modules(reports.__path__):
        module = importlib.import_module(f"yanxiu_tui.reports.{each.name}")
        if hasattr(module, "a4") and each.name != "sheets":
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if name.startswith("write_") and function.__module__ == module.__name__:
                    yield f"{each.name}.{name}", function


def cells(path):
    """Every cell that holds something."""
    for page in load_workbook(path):
        yield from (cell for row in page.iter_rows() for cell in row if cell.value is not None)


@pytest.mark.parametrize(("name", "write"), writers())
def test_no_cell_of_any_sheet_is_a_formula(given, tmp_path, name, write):
    for number, sign in enumerate(SIGNS):
        path = tmp_path / f"{number}.xlsx"
        write(path, *spoilt(given[name], sign))
        texts = [cell for cell in cells(path) if isinstance(cell.value, str)]
        assert {cell.data_type for cell in texts} == {"s"}
        typed = [cell for cell in texts if cell.value.lstrip().startswith(tuple("=+-@＝"))]
        assert typed and all(cell.quotePrefix for cell in typed)


def test_a_text_that_is_a_spreadsheets_error_stays_a_text(tmp_path):
    lines = [dataclasses.replace(papers.a_line(), name="#N/A")]
    papers_path = tmp_path / "错.xlsx"
    dict(writers())["attendance.write_blank"](
        papers_path, papers.a_view(), lines, papers.LETTERHEAD
    )
    assert ("s", "#N/A") in {(cell.data_type, cell.value) for cell in cells(papers_path)}


@needs_calc
def test_libreoffice_shows_what_was_typed_and_runs_nothing(given, tmp_path):
    sheet, table = tmp_path / "签到表.xlsx", tmp_path / "名册.csv"
    dict(writers())["attendance.write_sheet"](sheet, *spoilt(given["attendance.write_sheet"], "="))
    names = [f"{sign}A1" for sign in SIGNS if sign.isprintable()]
    rows = [(name, "-2.50") for name in names]
    table.write_text(f"\ufeff{render(('=1+1', '得分'), rows, 'csv')}\n", encoding="utf-8")
    shown = list(cells(converted(sheet, "xlsx")))
    assert "=苏慧" in [cell.value for cell in shown]
    assert {cell.data_type for cell in shown} == {"s", "n"}
    opened = list(cells(converted(table, "xlsx")))
    assert {cell.data_type for cell in opened} == {"s", "n"}
    assert [cell.value for cell in opened if cell.data_type == "n"] == [-2.5] * len(names)
