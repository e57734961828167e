"""What is said in a session of 备课: taken down in a line, adopted, put right, kept in order."""

import pytest
from peewee import OperationalError
from textual.widgets import Input, Static

from db.models import Passage, Remark
from tests.builders import NOW
from tests.screens.conftest import SIZES, settle, type_keys, until
from tests.screens.prep_school import LEADER, OTHER, TEACHER, a_prep_session, actor_of
from tests.screens.recordings import open_record, open_remarks, remark_rows, take_down
from tests.screens.written import said_in
from yanxiu_tui.screens import taking_down
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.sign_in import SignInScreen
from yanxiu_tui.services import remarks


@pytest.fixture
def session(school):
    return a_prep_session(school.term_id)


def heard(screen) -> str:
    return str(screen.query_one("#heard", Static).content)


async def test_a_remark_is_initials_a_blank_the_words_and_enter(app, session):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_remarks(app, pilot, session)
        assert heard(screen).startswith("姓名首字母")
        await type_keys(pilot, "wxm")
        assert heard(screen) == "王小明说，回车记下"
        await type_keys(pilot, " 建议先做实验", "enter")
        assert remark_rows(screen) == [["王小明", "建议先做实验", ""]]
        await type_keys(pilot, "再读课文", "enter")
        await type_keys(pilot, "mmt 同意", "enter")
        assert [row[:2] for row in remark_rows(screen)] == [
            ["王小明", "建议先做实验"], ["王小明", "再读课文"], ["买买提·艾力", "同意"]
        ]  # fmt: skip
    assert [row.words for row in Remark.select().order_by(Remark.id)] == [
        "建议先做实验", "再读课文", "同意"
    ]  # fmt: skip


async def test_where_it_is_not_clear_who_spoke_it_asks_once(app, session):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_remarks(app, pilot, session)
        await type_keys(pilot, "同意", "enter")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, "oy", "enter")
        assert [row[:2] for row in remark_rows(screen)] == [["欧阳静怡", "同意"]]


async def test_a_name_without_words_keeps_nothing(app, session):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_remarks(app, pilot, session)
        await type_keys(pilot, "wxm", "enter", "enter")
        assert screen.query_one("#said", Input).value == "wxm"
        assert remark_rows(screen) == []


async def test_what_is_adopted_stands_in_the_plan_without_being_typed_again(app, session):
    take_down(session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_record(app, pilot, session)
        await type_keys(pilot, "课标", "f6")
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "jfxz", "enter")
        assert said_in(screen) == "王小明的意见：采纳，写进「教法选择」末尾。"
        assert remark_rows(screen)[0][2] == "采纳"
        await settle(pilot)
        assert screen.editors[5].text == "先做实验（王小明）"
    kept = {row.section: row.text for row in Passage.select()}
    assert kept == {"standards": "课标", "teaching": "先做实验（王小明）"}


async def test_a_remark_may_only_be_marked_and_the_mark_taken_back(app, session):
    take_down(session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_remarks(app, pilot, session)
        for keys, mark in ((["f5", "enter"], "采纳"), (["f9"], "未采纳"), (["f9"], "")):
            await type_keys(pilot, "", keys[0])
            await type_keys(pilot, "", *keys[1:])
            assert remark_rows(screen)[0][2] == mark
    assert not Passage.select().exists()


async def test_the_arrows_choose_which_remark_is_meant(app, session):
    for words in ("一", "二", "三"):
        take_down(session, words)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_remarks(app, pilot, session)
        await type_keys(pilot, "", "up", "f9")
        assert [row[2] for row in remark_rows(screen)] == ["", "未采纳", ""]


async def test_a_remark_is_put_right_in_the_same_line(app, session):
    take_down(session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_remarks(app, pilot, session)
        await type_keys(pilot, "", "f3")
        assert screen.query_one("#said", Input).value == "王小明 先做实验"
        await type_keys(pilot, "吗", "enter")
        assert remark_rows(screen) == [["王小明", "先做实验吗", ""]]
        await type_keys(pilot, "", "f3", "escape")
        assert screen.query_one("#said", Input).value == ""
        assert app.screen is screen


async def test_a_remark_left_without_words_is_struck_out_when_they_are_sure(app, session):
    take_down(session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_remarks(app, pilot, session)
        for keys, left in ((["escape"], 1), (["enter"], 0)):
            await type_keys(pilot, "", "f3", "ctrl+u", "enter")
            assert isinstance(app.screen, ConfirmScreen)
            await type_keys(pilot, "", *keys)
            assert len(remark_rows(screen)) == left
    assert Remark.get().struck_at


async def test_what_another_put_right_meanwhile_is_said_and_what_was_typed_stays(app, session):
    kept = take_down(session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_remarks(app, pilot, session)
        await type_keys(pilot, "", "f3")
        remarks.change(actor_of(TEACHER), kept.id, OTHER, "先读课文", kept.revision, NOW)
        await type_keys(pilot, "吗", "enter")
        assert "现在是：先读课文" in said_in(screen)
        assert screen.query_one("#said", Input).value == "王小明 先做实验吗"
        await type_keys(pilot, "", "enter")
        assert remark_rows(screen)[0][1] == "先做实验吗"


async def test_what_another_takes_down_comes_in(app, session, monkeypatch):
    monkeypatch.setattr(taking_down, "_LOOK", 0.2)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_remarks(app, pilot, session)
        take_down(session)
        await until(pilot, lambda: [row[1] for row in remark_rows(screen)] == ["先做实验"])


@pytest.fixture
def away(monkeypatch) -> list[bool]:
    """Put something into it, and nothing said can be kept any more."""
    gone, add = [], remarks.add

    def unless_away(*args):
        if gone:
            raise OperationalError("the memory is away")
        return add(*args)

    monkeypatch.setattr(remarks, "add", unless_away)
    return gone


async def test_while_the_memory_is_away_remarks_wait_in_order(app, session, away, monkeypatch):
    monkeypatch.setattr(taking_down, "_AGAIN", 0.1)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_remarks(app, pilot, session)
        away.append(True)
        await type_keys(pilot, "wxm 一", "enter")
        await type_keys(pilot, "二", "enter")
        assert [row[2] for row in remark_rows(screen)] == ["未存", "未存"]
        assert "数据库连不上" in said_in(screen)
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        away.clear()
        await until(pilot, lambda: [row[2] for row in remark_rows(screen)] == ["", ""])
    assert [row.words for row in Remark.select().order_by(Remark.id)] == ["一", "二"]


async def test_a_desk_that_locks_in_the_middle_of_a_line_keeps_it(app, session):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_remarks(app, pilot, session)
        await type_keys(pilot, "wxm 建议先做")
        app.action_rest()
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)
    assert Remark.get().words == "建议先做"


async def test_f6_goes_to_the_remarks_and_back(app, session):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_record(app, pilot, session)
        await type_keys(pilot, "", "f8", "f6")
        assert screen.focused.id == "said"
        await type_keys(pilot, "", "f6")
        assert screen.focused is screen.editors[1]


@pytest.mark.parametrize("size", SIZES)
def test_the_remarks_look_like_this(snap_compare, app, session, size):
    async def run(pilot):
        kept = take_down(session, "建议先做实验，让学生自己看到现象，再归纳。" * 3)
        take_down(session, "同意，再补一个对照组。", TEACHER)
        remarks.decide(actor_of(LEADER), kept.id, "adopted", kept.revision, NOW, "teaching")
        await open_remarks(app, pilot, session)
        await type_keys(pilot, "wxm 再想")

    assert snap_compare(app, terminal_size=size, run_before=run)
