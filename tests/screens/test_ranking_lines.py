"""The lines of a ranking: only a page of them is built, and they go into a table."""

import platformdirs
import pytest
from openpyxl import load_workbook
from textual.widgets import Input, Static

from tests.screens.conftest import settle, type_keys
from tests.screens.ranked import DEAN, LEADER, a_crowd, about, crowded, open_ranking
from tests.services.ranked import a_ranked_school
from yanxiu_tui.app import YanxiuApp
from yanxiu_tui.screens import ranking_lines
from yanxiu_tui.widgets.ranking_table import PAGE, RankingTable


@pytest.fixture
def app(sqlite_memory):
    """The program at the school of tests/services/ranked."""
    a_ranked_school()
    return YanxiuApp("示范中学")


async def test_of_three_thousand_only_a_page_is_ever_built(app, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await crowded(app, pilot)
        built = []
        add_rows = RankingTable.add_rows

        def counted(table, rows):
            listed = list(rows)
            built.append(len(listed))
            return add_rows(table, listed)

        monkeypatch.setattr(RankingTable, "add_rows", counted)
        await type_keys(pilot, "", "end")
        assert "第 15/15 页 共 3000 人" in about(app)
        assert app.screen.current.ranked.place == 3000
        await type_keys(pilot, "", "home")
        assert "第 1/15 页" in about(app)
        assert built == [PAGE, PAGE]


async def test_moving_over_the_edge_turns_the_page(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await crowded(app, pilot)
        app.screen.go(PAGE - 1)
        await type_keys(pilot, "", "down")
        assert "第 2/15 页" in about(app)
        assert app.screen.current.ranked.place == PAGE + 1
        await type_keys(pilot, "", "pageup")
        assert "第 1/15 页" in about(app)
        await type_keys(pilot, "", "pagedown", "pagedown")
        assert "第 2/15 页" in about(app)


async def test_a_person_is_found_on_whatever_page(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await crowded(app, pilot)
        whose = app.screen.lines[2500].staff
        app.screen.query_one("#typed", Input).value = whose.staff_no
        await settle(pilot)
        assert app.screen.current.staff == whose
        assert "第 13/15 页" in about(app)


async def test_the_ranking_is_written_as_a_table(app, monkeypatch, tmp_path):
    monkeypatch.setattr(ranking_lines, "file_for", lambda *_: tmp_path / "排名.xlsx")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot)
        await type_keys(pilot, "", "f8")
        assert "共 6 人" in str(app.screen.query_one("StatusLine", Static).content)
    assert load_workbook(tmp_path / "排名.xlsx").sheetnames == ["考核排名", "得分说明"]


@pytest.mark.parametrize(
    ("label", "name"),
    [("", "考核排名_20261014_第一学期"), ("语文组", "考核排名_语文组_20261014_第一学期")],
)
def test_the_table_goes_where_documents_are_and_says_whose_it_is(label, name):
    path = ranking_lines.file_for(a_crowd(1), label)
    assert path.stem == name
    assert path.parent.is_dir()


def test_a_table_is_never_written_over_another(monkeypatch, tmp_path):
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path)
    for ending in ("", "_2", "_3"):
        path = ranking_lines.file_for(a_crowd(1), "")
        assert path.name == f"考核排名_20261014_第一学期{ending}.xlsx"
        path.touch()


@pytest.mark.parametrize(
    ("who", "keys", "whose"),
    [(DEAN, "sxz", "数学组"), (DEAN, "qnjs", "青年教师"), (LEADER, "", "语文组")],
)
async def test_the_table_of_some_says_whose_it_is(app, monkeypatch, tmp_path, who, keys, whose):
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot, who)
        if keys:
            await type_keys(pilot, "", "f3")
            await type_keys(pilot, keys, "enter")
        await type_keys(pilot, "", "f8")
    (path,) = tmp_path.glob("*.xlsx")
    assert path.name.startswith(f"考核排名_{whose}_20261014_")
    page = load_workbook(path)["考核排名"]
    assert page["A1"].value == f"示范中学校本研修考核排名（{whose}）"
    assert page["A2"].value.endswith("名次是全校 6 人中的")
