"""制度: reading it with its clauses, its versions, a file of it."""

from pathlib import Path

import pytest

from tests.screens.conftest import SIZES, type_keys
from tests.screens.regulating import (
    CHANGED,
    DEAN,
    TEACHER,
    TITLE,
    ZHANGHONG,
    a_file,
    adopt,
    open_regulation,
    parts,
)
from tests.screens.seen import said, status
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.regulation import RegulationScreen
from yanxiu_tui.services import regulation

pytestmark = pytest.mark.usefixtures("documents")


@pytest.fixture
def changed(tmp_path):
    """A file as an office might have changed it, in an editor that marks UTF-8."""
    return a_file(tmp_path / "改过.toml", CHANGED)


async def test_every_part_is_said_in_words_with_its_clauses(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot, TEACHER)
        assert said(app, "#version").startswith(f"2026—2027学年第一学期  {TITLE}")
        assert "操作员采用（现行）：建校" in said(app, "#version")
        told = parts(app)
        for part in ("【请假】", "【定额】", "【教师计分】", "【教研组计分】", "【评优】"):
            assert part in told
        assert "    Z31「培训学习两次点名后未到者，记迟到一次」" in told


async def test_the_keys_scroll_it(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot, TEACHER)
        await type_keys(pilot, "", "pagedown")
        assert app.screen.query_one("#words").scroll_y > 0
        await type_keys(pilot, "", "home")
        assert app.screen.query_one("#words").scroll_y == 0


async def test_it_is_written_once_as_a_file_and_says_where(app, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot, DEAN)
        await type_keys(pilot, "", "f6")
        (written,) = documents.iterdir()
        assert written.name == "制度_zhanghong_第1版.toml"
        assert str(written) in status(app)
        assert written.read_text(encoding="utf-8") == ZHANGHONG


async def test_what_is_there_already_is_never_written_over(app, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot, DEAN)
        await type_keys(pilot, "", "f6")
        (written,) = documents.iterdir()
        written.write_text("改了一半", encoding="utf-8")
        await type_keys(pilot, "", "f6")
        assert "已经有了" in status(app)
        assert written.read_text(encoding="utf-8") == "改了一半"


async def test_without_a_folder_of_documents_it_is_written_at_home(app, tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "没有")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot, DEAN)
        await type_keys(pilot, "", "f6")
    assert (tmp_path / "制度_zhanghong_第1版.toml").is_file()


async def test_earlier_versions_can_be_read_again_and_written(app, changed, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot)
        await adopt(pilot, changed, "教代会通过")
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, "", "up", "enter")
        assert "（已被新版代替）：建校" in said(app, "#version")
        assert "18 节" not in parts(app)
        await type_keys(pilot, "", "f6")
    assert [path.name for path in documents.iterdir()] == ["制度_zhanghong_第1版.toml"]


async def test_a_teacher_and_the_dean_are_not_offered_another_one(app):
    async with app.run_test(size=(80, 24)) as pilot:
        for staff_no in (TEACHER, DEAN):
            await open_regulation(pilot, staff_no)
            assert not app.screen.check_action("adopt", ())
            await type_keys(pilot, "", "f7")
            assert isinstance(app.screen, RegulationScreen)
            await app.run_action("rest")


async def test_a_file_that_cannot_be_read_in_words_is_refused_in_one_sentence(app, monkeypatch):
    monkeypatch.setattr(regulation, "source_of", lambda _: "这不是制度")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot)
        assert "第 1 行" in status(app)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_regulation_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await open_regulation(pilot)
        await type_keys(pilot, "", "pagedown")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_versions_look_like_this(app, changed, snap_compare, size):
    async def show(pilot):
        await open_regulation(pilot)
        await adopt(pilot, changed, "教代会通过，第二学月起执行")
        await type_keys(pilot, "", "f5")

    assert snap_compare(app, terminal_size=size, run_before=show)
