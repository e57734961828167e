"""手机签到: the office sees every phone and runs the page; everybody else has their own phones."""

from datetime import timedelta

import pytest
from textual.widgets import DataTable, Input, Static

from db.models import Phone, PhonePage, Teacher, Trace
from tests.builders import MACHINE, NOW
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.seen import status
from yanxiu_tui.phone_child import PageState
from yanxiu_tui.screens.phone_page_form import PhonePageForm
from yanxiu_tui.screens.phones import PhonesScreen
from yanxiu_tui.services import phone_pages
from yanxiu_tui.services.phone_pages import Place, place_of
from yanxiu_tui.widgets.pick import Tick


class _Child:
    """Hears where the page is to be served."""

    def __init__(self):
        self.places = []

    async def keep(self, place, tell):
        self.places.append(place)
        tell(PageState(wanted=bool(place and place.on)))


@pytest.fixture(autouse=True)
def two_phones(school, monkeypatch):
    """苏慧 and 王小明 have one each; the machine has two addresses."""
    monkeypatch.setattr(phone_pages, "own_addresses", lambda: ["192.168.1.20", "127.0.0.1"])
    for number, staff_no in enumerate(("1001", "1007"), start=1):
        Phone.create(
            key=f"{number:032d}", teacher=Teacher.get(staff_no=staff_no),
            registered_at=NOW - timedelta(days=3 - number), address=f"192.168.1.{70 + number}",
        )  # fmt: skip


@pytest.fixture
def child(app):
    """The app's child, which only listens."""
    app.phone_child = _Child()
    return app.phone_child


async def _enter(pilot, staff_no="1002"):
    await at_desk(pilot, staff_no)
    pilot.app.push_screen(PhonesScreen(pilot.app.actor))
    await settle(pilot)


def _owners(app):
    table = app.screen.query_one(DataTable)
    return (
        [str(table.get_row_at(row)[2]) for row in range(table.row_count)] if table.display else []
    )


def _page(app):
    return str(app.screen.query_one("#page", Static).content)


async def test_the_office_finds_a_phone_by_its_owner_s_initials(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        assert sorted(_owners(app)) == ["王小明", "苏慧"]
        await type_keys(pilot, "wxm")
        assert _owners(app) == ["王小明"]


async def test_a_teacher_sees_their_own_phone_and_nothing_of_the_page(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot, "1007")
        assert _owners(app) == ["王小明"]
        assert not app.screen.query_one("#page").display
        assert app.screen.check_action("switch", ()) is False


async def test_a_teacher_without_a_phone_is_told_how_to_register_one(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot, "1008")
        assert "还没有登记手机" in str(app.screen.query_one("#nothing", Static).content)


@pytest.mark.parametrize("staff_no", ["1002", "1007"], ids=["the office", "its owner"])
async def test_a_phone_is_stopped_after_a_question(app, staff_no):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot, staff_no)
        await type_keys(pilot, "", "delete")
        assert not Phone.select().where(Phone.revoked_at.is_null(False)).exists()
        await type_keys(pilot, "", "enter")
        assert "王小明老师的手机已停用" in status(app)
        assert Phone.get(Phone.revoked_at == NOW).teacher.name == "王小明"
        await type_keys(pilot, "", "delete")
        assert "早已停用" in status(app)


async def test_the_page_is_opened_and_closed_at_once_and_from_now_on(app, child):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        assert "没有打开" in _page(app)
        await type_keys(pilot, "", "f5")
        assert place_of(MACHINE) == child.places[-1] == Place("192.168.1.20", on=True)
        assert "正在打开" in _page(app)
        await type_keys(pilot, "", "f5")
        assert place_of(MACHINE).on is child.places[-1].on is False
        assert "没有打开" in _page(app)
        assert Trace.select().where(Trace.act == "set_phone_page").count() == 2


async def test_where_it_is_served_and_what_is_wrong_is_said(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        app.hear_of_page(PageState(True, "http://192.168.1.20:8731"))
        assert "已打开　http://192.168.1.20:8731" in _page(app)
        app.hear_of_page(PageState(True, trouble="端口 8731 已经有别的程序在用，请换一个。"))
        assert "请换一个" in _page(app)


async def test_address_port_and_encryption_are_set_in_a_form(app, child):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "f6")
        assert isinstance(app.screen, PhonePageForm)
        app.screen.query_one("#address", Input).value = "10.0.0.7"
        app.screen.query_one("#port", Input).value = "９０００"
        for name in ("secure", "on"):
            app.screen.query_one(f"#{name}", Tick).value = True
        await type_keys(pilot, "", "ctrl+s")
        assert child.places[-1] == Place("10.0.0.7", 9000, secure=True, on=True)
        assert "地址 10.0.0.7，端口 9000" in status(app)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [("address", "电脑", "不是网络地址"), ("port", "80", "端口「80」不对")],
)
async def test_what_no_phone_can_open_is_said_at_its_field(app, field, typed, sentence):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "f6")
        app.screen.query_one(f"#{field}", Input).value = typed
        await type_keys(pilot, "", "ctrl+s")
        assert sentence in str(app.screen.query_one(".wrong", Static).content)
        assert app.screen.query_one(f"#{field}", Input).has_focus
        assert not PhonePage.select().exists()


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("staff_no", ["1002", "1007"], ids=["the office", "a teacher"])
def test_it_looks_like_this(app, snap_compare, size, staff_no):
    async def enter(pilot):
        await _enter(pilot, staff_no)

    assert snap_compare(app, terminal_size=size, run_before=enter)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(app, snap_compare, size):
    async def open_form(pilot):
        await _enter(pilot)
        await type_keys(pilot, "", "f6")

    assert snap_compare(app, terminal_size=size, run_before=open_form)
