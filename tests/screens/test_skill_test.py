"""The page of a test: who is marked next, what is refused, what is counted and printed (P10)."""

import pytest
from openpyxl import load_workbook

from tests.screens.conftest import type_keys
from tests.screens.examining import a_test, let_be_tested, marked, open_test
from tests.screens.seen import fields, status


@pytest.fixture
def school(school):
    let_be_tested()
    return school


async def test_a_score_that_was_just_saved_is_printed_and_counted(app, documents):
    test_id = a_test()
    marked(test_id, "1005", "50")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_test(app, pilot, test_id)
        await type_keys(pilot, "88", "enter", "f9")
        assert "成绩登记表已存为" in status(app)
        await type_keys(pilot, "", "ctrl+t")
        assert fields(app)["全部"].startswith("应考 3，参加 2，合格 1")
    page = load_workbook(documents / "粉笔字过关成绩登记表.xlsx").active
    assert {page.cell(row, 5).value for row in (4, 5, 6)} == {"50", "88", None}
