"""迎检材料: the folder is filled before one's eyes, Esc stops it, F5 goes on."""

from pathlib import Path

import pytest
from textual.widgets import Input, ProgressBar

from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.seen import status
from yanxiu_tui.reports import pack
from yanxiu_tui.reports.pack_state import NAME
from yanxiu_tui.screens import pack as room
from yanxiu_tui.screens.pack import PackScreen
from yanxiu_tui.screens.sign_in import SignInScreen


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """Where the room offers to make the pack."""
    monkeypatch.setattr(room, "documents", lambda: tmp_path)
    return tmp_path / "迎检材料 2026—2027学年第一学期"


async def opened(app, pilot) -> PackScreen:
    await at_desk(pilot, "1002")
    await app.push_screen(PackScreen(app.screen.actor))
    await settle(pilot)
    return app.screen


async def test_the_pack_is_made_where_it_is_offered(app, folder):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        assert screen.query_one("#folder", Input).value == str(folder)
        await type_keys(pilot, "", "f5")
        assert status(app).startswith("做好了：")
        assert "还缺" in status(app)
        bar = screen.query_one(ProgressBar)
        assert bar.progress == bar.total
    assert (folder / "01 目录.docx").is_file()


async def test_esc_stops_it_and_f5_goes_on(app, folder, monkeypatch):
    make, made = pack._make, []

    def stop_at_the_third(*of):
        if len(made) == 2:
            screen.stopping = True
        made.append(of)
        return make(*of)

    monkeypatch.setattr(pack, "_make", stop_at_the_third)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await type_keys(pilot, "", "f5")
        assert status(app) == "停下了，做好的都在；再按 F5 接着做。"
        files = [path for path in folder.iterdir() if path.name != NAME]
        assert len(files) == len(made) == 3
        await type_keys(pilot, "", "f5")
        assert status(app).startswith("做好了：")
        await type_keys(pilot, "", "escape")
        assert not isinstance(app.screen, PackScreen)


async def test_esc_while_it_works_does_not_leave(app, folder):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        screen.working = True
        await pilot.press("escape")
        assert app.screen is screen and screen.stopping and screen.in_trouble


async def test_the_desk_is_locked_in_the_midst_of_it_only_once_one_is_sure(app, folder):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        screen.working = True
        await type_keys(pilot, "", "f2", "f2", "enter")
        assert app.screen is screen
        await type_keys(pilot, "", "f2", "left", "enter")
        assert isinstance(app.screen, SignInScreen)


async def test_a_folder_of_something_else_is_refused_and_another_may_be_typed(app, folder):
    folder.mkdir()
    (folder / "家.txt").write_text("我的")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot)
        await type_keys(pilot, "", "enter")
        assert "有别的文件" in status(app)
        assert not screen.working and not screen.query_one("#folder").disabled


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_room_looks_like_this(app, folder, snap_compare, monkeypatch, size):
    monkeypatch.setattr(room, "documents", lambda: Path("/文稿"))

    async def show(pilot):
        screen = await opened(app, pilot)
        screen.post_message(room.Making(18, 62, "04 校本研修实施情况/04-002 签到表.xlsx"))
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)
