"""工牌 in 教师名册: cards for those who have none, one issued anew, a lost one stopped."""

import os

import docx
import pytest
from textual.widgets import Input, Static

from db.models import Badge
from tests.builders import NOW, OPERATOR
from tests.screens.conftest import NAMES, SIZES, type_keys
from tests.screens.roster import open_roster
from tests.screens.seen import rows, status
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.services import badges

pytestmark = pytest.mark.usefixtures("documents")


def _names(path):
    cells = [cell for row in docx.Document(str(path)).tables[0].rows for cell in row.cells[::2]]
    return [cell.paragraphs[1].text for cell in cells if cell.text]


async def test_badges_for_everybody_without_one_are_cards_in_the_documents(app, documents):
    badges.issue(OPERATOR, NOW, ["1001"])
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "enter")
        (file,) = documents.iterdir()
        assert file.name == "工牌_20261014_143000.docx"
        assert _names(file) == NAMES[1:]
        assert "7 张工牌已存为" in status(app)
        assert {row[-1] for row in rows(app)} == {"有"}


async def test_the_badges_of_a_group_are_for_those_who_have_none(app, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "", "f8", "down", "enter")
        await type_keys(pilot, "sxz", "enter")
        assert _names(next(documents.iterdir())) == NAMES[1::2]


async def test_a_badge_is_issued_anew_for_the_teacher_under_the_cursor(app, documents):
    badges.issue(OPERATOR, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "1005", "f8")
        await type_keys(pilot, "", "enter")
        assert "旧的作废" in str(app.screen.query_one(Static).content)
        await type_keys(pilot, "", "enter")
        assert _names(next(documents.iterdir())) == ["买买提·艾力"]
        assert "1 张工牌已存为" in status(app)
    good = Badge.select().where(Badge.revoked_at.is_null())
    assert (good.count(), Badge.select().count()) == (8, 9)


async def test_a_lost_badge_is_stopped_with_a_reason(app):
    badges.issue(OPERATOR, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "1005", "f8")
        await type_keys(pilot, "gs", "enter")
        assert isinstance(app.screen, ReasonScreen)
        app.screen.query_one("#reason", Input).value = "丢在操场"
        await type_keys(pilot, "", "enter")
        assert "买买提·艾力老师的工牌已挂失" in status(app)
        assert rows(app)[0][-1] == "无"


async def test_with_nowhere_to_put_the_cards_no_badge_is_issued(app, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "enter")
        assert "写不进去" in status(app)
    assert Badge.select().count() == 0


async def test_a_leader_is_refused_the_badges(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot, "1003")
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "enter")
        assert "没有办理这件事的权限" in status(app)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_what_may_be_done_with_badges_looks_like_this(app, snap_compare, size):
    badges.issue(OPERATOR, NOW, ["1005"])

    async def offered(pilot):
        await open_roster(pilot)
        await type_keys(pilot, "1005", "f8")

    assert snap_compare(app, terminal_size=size, run_before=offered)
