"""签到核查: what deserves a look, what was refused, and each of them in full (Z25)."""

from datetime import timedelta

import pytest
from textual.widgets import Static

from db.models import Teacher
from tests.builders import MACHINE, NOW, PIN, an_activity
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules import phone_codes as codes_rule
from yanxiu_tui.screens import proxy_sign_in as screen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.proxy_sign_in import ProxySignInScreen
from yanxiu_tui.services import credentials, phone_codes, phones, roll_call
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.services.phones import Call
from yanxiu_tui.services.sign_in import sign_in
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.status_line import StatusLine

DEAN, HOST, LEADER = "1002", "1005", "1003"
SECOND = timedelta(seconds=1)


def _actor(staff_no):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def _by_phone(school, staff_no, now=NOW, held=None, address="192.168.1.20"):
    ticket = codes_rule.ticket(phone_codes.secret(), school.id, now.timestamp())
    nonce = f"{staff_no}{now}"
    words = codes_rule.registration(ticket, staff_no, nonce)
    proof = codes_rule.proof(held.secret, words) if held else ""
    call = Call(address, MACHINE, now, held.phone if held else "")
    return phones.register(ticket, staff_no, PIN, proof, nonce, call)


@pytest.fixture
def suspect(school):
    """One phone tried 苏慧 and 周敏, three signed in at once, 林远 was called and not there."""
    held = _by_phone(school, "1001")
    for number, staff_no in enumerate(("1007", "1008")):
        _by_phone(school, staff_no, NOW + (8 + number) * SECOND)
    with pytest.raises(Refused):
        _by_phone(school, "1006", NOW + 40 * SECOND, held)
    sign_in(school.id, "1002", PIN, NOW, "keyboard", MACHINE)
    with pytest.raises(Refused):
        sign_in(school.id, "1005", "0000", NOW + 60 * SECOND, "keyboard", MACHINE)
    dean = _actor(DEAN)
    roll_call.start_surprise(dean, school.id, NOW + 90 * SECOND)
    roll_call.mark(dean, school.id, Teacher.get(staff_no="1002").id, False, NOW + 91 * SECOND)
    roll_call.finish_roll(dean, school.id, NOW + 99 * SECOND)
    return school


def _rows(app):
    table = app.screen.query_one(KeptTable)
    return [
        [str(cell) for cell in table.get_row_at(at)][:4] for at in range(table.row_count)
    ] if table.display else []  # fmt: skip


def _about(app):
    return str(app.screen.query_one("#about", Static).content)


async def _open(pilot, staff_no=DEAN):
    await at_desk(pilot, staff_no)
    await type_keys(pilot, "4")
    await type_keys(pilot, "", "f8")
    assert isinstance(pilot.app.screen, ProxySignInScreen)


async def test_what_deserves_a_look_comes_first_then_what_was_refused(app, suspect):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert _rows(app) == [
            ["可疑", "10-14 14:30", "一部手机签两位", "苏慧、周敏"],
            ["可疑", "10-14 14:30", "签到与点名不符", "林远"],
            ["可疑", "10-14 14:30", "一个地址连着签", "苏慧等 3 位"],
            ["可疑", "10-14 14:30", "当天头一次用手机", "苏慧等 3 位"],
            ["被拒", "10-14 14:31", "口令不对", "买买提·艾力 1005"],
            ["被拒", "10-14 14:30", "这部手机已替别人签到", "周敏 1006"],
        ]


async def test_f3_goes_through_all_the_suspicious_and_the_refused(app, suspect):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert "【全部】" in _about(app)
        await type_keys(pilot, "", "f3")
        assert "【可疑 4 处】" in _about(app)
        assert {row[0] for row in _rows(app)} == {"可疑"}
        await type_keys(pilot, "", "f3")
        assert "【被拒 2 次】" in _about(app)
        assert {row[0] for row in _rows(app)} == {"被拒"}
        await type_keys(pilot, "", "f3")
        assert len(_rows(app)) == 6


async def test_enter_names_both_attempts_of_a_phone_and_where_they_came_from(app, suspect):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DetailsScreen)
        note, first, second = app.screen.fields
        assert "一部手机一次活动只签一位" in note[1]
        assert first == ("10-14 14:30:00", "苏慧 1001  签到（1号手机，192.168.1.20）")
        assert second[0] == "10-14 14:30:40"
        assert second[1].startswith("周敏 1006  没签上：这部手机已替别人签到（1号手机")


async def test_a_burst_says_how_many_and_that_phones_may_share_an_address(app, suspect):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "down", "down", "enter")
        assert "3 位老师在 9 秒里" in app.screen.fields[0][1]
        assert "路由器" in app.screen.fields[0][1]


async def test_enter_tells_a_refused_one_in_full(app, suspect):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f3", "f3", "enter")
        assert app.screen.fields == [
            ("10-14 14:31:00", f"买买提·艾力 1005  没签上：口令不对（口令，{MACHINE}）")
        ]


async def test_it_says_that_it_is_no_verdict_and_when_there_is_nothing(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert "不是结论" in _about(app)
        nothing = app.screen.query_one("#nothing", Static)
        for words in ("也没有被拒的", "没有可疑的签到", "没有被拒的签到"):
            assert nothing.display
            assert words in str(nothing.content)
            await type_keys(pilot, "", "f3")


async def test_it_follows_what_is_recorded_meanwhile(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        with pytest.raises(Refused):
            sign_in(school.id, "1007", "0000", NOW, "keyboard", MACHINE)
        app.screen.read()
        await settle(pilot)
        assert [row[2] for row in _rows(app)] == ["口令不对"]


async def test_the_arrows_turn_the_pages(app, suspect, monkeypatch):
    monkeypatch.setattr(screen, "MOST_ROWS", 2)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert "第 1 至 2 条" in _about(app)
        await type_keys(pilot, "", "right", "right", "right")
        assert "第 5 至 6 条" in _about(app)
        assert [row[0] for row in _rows(app)] == ["被拒", "被拒"]
        await type_keys(pilot, "", "left")
        assert "第 3 至 4 条" in _about(app)


async def test_the_host_looks_at_their_own_meeting_and_somebody_else_may_not(app, school):
    other = an_activity(school.term, title="别人的活动", host=Teacher.get(staff_no="1007"))
    open_activity(_actor(DEAN), other.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, HOST)
        app.push_screen(ProxySignInScreen(_actor(HOST), school.id))
        await settle(pilot)
        assert "没有可疑" in str(app.screen.query_one("#nothing", Static).content)
        app.push_screen(ProxySignInScreen(_actor(HOST), other.id))
        await settle(pilot)
        assert "没有办理这件事的权限" in str(app.screen.query_one(StatusLine).content)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_it_looks_like_this(app, suspect, snap_compare, size):
    assert snap_compare(app, terminal_size=size, run_before=_open)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_phone_that_tried_two_looks_like_this(app, suspect, snap_compare, size):
    async def look(pilot):
        await _open(pilot)
        await type_keys(pilot, "", "enter")

    assert snap_compare(app, terminal_size=size, run_before=look)
