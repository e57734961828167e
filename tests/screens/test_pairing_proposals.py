"""结对建议: a mentor a row, every reason at one key, accepted into an agreement at another."""

import pytest
from textual.widgets import DataTable, Input, Static

from db.models import Pairing, Teacher
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.hearing import actor_of
from tests.screens.seen import offered, rows
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.pairing_form import PairingFormScreen
from yanxiu_tui.screens.pairing_proposals import PairingProposalsScreen
from yanxiu_tui.widgets.kept_table import KeptTable

DEAN = "1002"
IN_SHORT = "同教语文，同年级，市级骨干"
WHY = f"{IN_SHORT}，任教第 26 年，第 1 位徒弟"
SAID = {
    "1003": ("语文", "七年级", "2001-08", "市级"),
    "1004": ("语文", "八年级", "2010-08", ""),
    "1005": ("数学", "七、八年级", "1999-08", "县级"),
    "1007": ("语文", "七年级", "2026-08", ""),
    "1008": ("数学", "八年级", "2025-08", ""),
}


@pytest.fixture(autouse=True)
def told(school):
    """王小明 1007 and 王小敏 1008 are new; of 1006 the roster says nothing."""
    Teacher.update(joined="2018-08").where(Teacher.staff_no.in_(["1001", "1002"])).execute()
    for staff_no, (subject, grade, joined, level) in SAID.items():
        Teacher.update(subject=subject, grade=grade, joined=joined, backbone_level=level).where(
            Teacher.staff_no == staff_no
        ).execute()


def text_of(app, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).content)


def drawn(app) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def _open(app, pilot, *keys: str) -> None:
    await at_desk(pilot, DEAN)
    app.push_screen(PairingProposalsScreen(actor_of(DEAN)))
    await settle(pilot)
    for key in keys:
        await type_keys(pilot, "", key)


@pytest.mark.parametrize("size", SIZES)
async def test_each_row_says_who_is_proposed_for_whom_and_why(app, size):
    async with app.run_test(size=size) as pilot:
        await _open(app, pilot)
        wide = size[0] >= 100
        assert [row[0] for row in rows(app)] == ["王小明", "王小敏"]
        assert rows(app)[0][1:] == (
            ["语文", "七年级", "欧阳静怡", "96", WHY]
            if wide
            else ["语文", "欧阳静怡", "96", IN_SHORT]
        )
        said = text_of(app, "#summary")
        assert said.startswith(
            "要拜师 2 位：建议 2 对，同学科 2 对。可做师傅 3 位，一位至多带 2 人"
        )
        assert "名册上资料不全，看不出要不要拜师：周敏" in said
        assert "周敏" in drawn(app)


@pytest.mark.parametrize("size", SIZES)
async def test_enter_shows_every_point_and_the_next_best(app, size):
    async with app.run_test(size=size) as pilot:
        await _open(app, pilot, "enter")
        assert isinstance(app.screen, DetailsScreen)
        seen = drawn(app)
        for words in (
            "王小明 1007，语文，七年级，任教第 1 年", "欧阳静怡 1003，语文，七年级，市级",
            "同教语文，50 分", "同年级，20 分", "市级骨干，6 分", "96 分（满分 100）",
            "现在没有徒弟", "刘䶮 70 分：同教语文",
        ):  # fmt: skip
            assert words in seen
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, PairingProposalsScreen)


async def test_without_anybody_to_match_it_says_so_and_no_key_does_harm(app):
    Teacher.update(joined="2001-08").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "enter", "f5", "f6", "x", "4")
        assert isinstance(app.screen, PairingProposalsScreen)
        assert text_of(app, "#nothing") == "要拜师的老师都有师傅了。"
        assert not app.screen.query_one(KeptTable).display
        assert not {"f5", "f6"} & offered(app)


async def test_whom_nobody_is_left_for_is_told_why(app):
    Teacher.update(joined="2018-08").where(Teacher.staff_no.in_(["1003", "1004"])).execute()
    Teacher.update(backbone_level="").where(Teacher.staff_no == "1003").execute()
    for number in ("1001", "1006"):
        Teacher.update(joined="2026-08", subject="英语").where(Teacher.staff_no == number).execute()
    Teacher.update(backbone_level="").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        reasons = [row[-1] for row in rows(app)]
        assert reasons.count("师傅都建议带别人了，回车看是谁") == 2
        table = app.screen.query_one(DataTable)
        table.move_cursor(row=next(at for at, row in enumerate(rows(app)) if row[2] == "无"))
        await settle(pilot)
        assert "f5" not in offered(app)
        assert "f6" in offered(app)
        await type_keys(pilot, "", "enter")
        assert "建议带" in drawn(app)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, DetailsScreen)


async def test_another_mentor_is_chosen_from_the_next_best(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "f6")
        assert isinstance(app.screen, ChooseScreen)
        assert [each.staff_no for each in app.screen.choices] == ["1004", "1005"]
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, PairingProposalsScreen)
    assert not Pairing.select().exists()


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_accepted_opens_the_agreement_filled_in_and_is_then_no_longer_proposed(
    app, size
):
    async with app.run_test(size=size) as pilot:
        await _open(app, pilot, "f5")
        form = app.screen
        assert isinstance(form, PairingFormScreen)
        names = ("mentor", "apprentice", "subject")
        assert [form.query_one(f"#{name}", Input).value for name in names] == [
            "欧阳静怡 1003",
            "王小明 1007",
            "语文",
        ]
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, PairingProposalsScreen)
        assert text_of(app, "StatusLine") == "已拟定：欧阳静怡带王小明，请两人签字。"
        assert [row[0] for row in rows(app)] == ["王小敏"]
    made = Pairing.get()
    assert (made.state, made.mentor.name, made.apprentice.name) == ("drafted", "欧阳静怡", "王小明")


async def test_another_mentor_is_drafted_and_one_refused_stays_in_the_form(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "f6", "enter")
        form = app.screen
        assert form.query_one("#mentor", Input).value == "刘䶮 1004"
        form.query_one("#apprentice", Input).value = "刘䶮 1004"
        await type_keys(pilot, "", "ctrl+s")
        assert app.screen is form
        assert "不能是同一个人" in text_of(app, ".wrong")
        await type_keys(pilot, "", "escape", "left", "enter")
        assert [row[0] for row in rows(app)] == ["王小明", "王小敏"]
    assert not Pairing.select().exists()


async def test_accepting_while_one_is_read_in_full_drafts_that_one(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "down", "enter", "f5")
        assert isinstance(app.screen, PairingFormScreen)
        assert app.screen.query_one("#apprentice", Input).value == "王小敏 1008"


@pytest.mark.parametrize("size", SIZES)
def test_the_proposals_look_like_this(app, snap_compare, size):
    async def enter(pilot):
        await _open(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=enter)
