"""签到台 goes on while the server is away: it says so, notes people, and hands them over itself."""

import threading

import peewee
import pytest
from textual.widgets import Static

from db import spool as kept
from db.connection import connect
from db.models import AttendanceFact, Teacher
from tests.builders import MACHINE, NOW, OPERATOR, PIN, a_group, a_school, a_teacher, an_activity
from tests.conftest import Maintenance, empty
from tests.screens.conftest import NAMES, SIZES, settle, type_keys, until
from tests.screens.seen import status
from yanxiu_tui.app import YanxiuApp
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.screens import sign_in as screen
from yanxiu_tui.screens.door import read_door, recall_door
from yanxiu_tui.screens.enrolment import EnrolmentScreen
from yanxiu_tui.screens.login import LoginScreen
from yanxiu_tui.services import pulse, spool
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.services.sign_in import sign_in
from yanxiu_tui.widgets.meeting_head import MeetingHead

AWAY = "连不上服务器，先记在本机，恢复后自动补上（{} 条）"


@pytest.fixture
def school(server, tmp_path):
    """Eight teachers with a meeting open, on a server; 1004 has no PIN yet."""
    opened = connect(server.url)
    term, group = a_school(), a_group("语文组")
    for index, name in enumerate(NAMES):
        a_teacher(str(1001 + index), name, group=group, pin="" if index == 3 else PIN)
    meeting = an_activity(term)
    open_activity(OPERATOR, meeting.id, NOW)
    spool.begin(server.url, tmp_path)
    yield meeting
    kept.leave()
    server.start()
    opened.close()
    with Maintenance(server.url) as cleaner:
        empty(cleaner)


@pytest.fixture
def app(school):
    return YanxiuApp("示范中学", read_door())


def head(app):
    return str(app.screen.query_one(MeetingHead).content)


async def look(pilot):
    """The time has come to read again."""
    pilot.app.screen_stack[0].look()
    await settle(pilot)


async def arrives(pilot, staff_no, pin=PIN):
    await type_keys(pilot, staff_no, "enter")
    await type_keys(pilot, pin, "enter")


def sign_ins():
    facts = AttendanceFact.select().where(AttendanceFact.kind == FactKind.SIGN_IN)
    return sorted((fact.teacher.staff_no, fact.means) for fact in facts)


async def test_it_goes_on_without_the_server_and_hands_over_by_itself(app, server):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await arrives(pilot, "1001")
        server.stop()
        await look(pilot)
        assert AWAY.format(0) in head(app)
        await arrives(pilot, "1002")
        assert "林远：已先记下" in status(app)
        assert "联网后核对口令" in status(app)
        await arrives(pilot, "1003", "0000")
        await look(pilot)
        assert AWAY.format(2) in head(app)
        server.start()
        await look(pilot)
        await look(pilot)
        assert "连不上服务器" not in head(app)
        assert "断网时记下的 1 条已补上" in status(app)
        assert "欧阳静怡 14:30 没签上：口令不对" in status(app)
        assert "签到核查" in status(app)
        assert sign_ins() == [("1001", "keyboard"), ("1002", "offline")]


async def test_the_first_to_meet_the_lost_server_is_noted_too(app, server):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        server.stop("immediate")
        await type_keys(pilot, PIN, "enter")
        assert "苏慧：已先记下" in status(app)
        server.start()
        await look(pilot)
        await look(pilot)
        assert sign_ins() == [("1001", "offline")]


async def test_a_restart_between_two_sign_ins_is_not_even_noticed(app, server):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await arrives(pilot, "1001")
        server.restart()
        await arrives(pilot, "1002")
        await look(pilot)
        await look(pilot)
        assert [staff_no for staff_no, _ in sign_ins()] == ["1001", "1002"]
        assert "连不上" not in head(app)


async def test_what_another_terminal_signs_in_is_shown(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "实到 0" in head(app)
        sign_in(school.id, "1005", PIN, NOW, "keyboard", "另一台")
        await look(pilot)
        assert "实到 1" in head(app)


async def test_a_server_that_hangs_is_as_good_as_away(app, monkeypatch):
    monkeypatch.setattr(screen, "PATIENCE", 0.0)
    thawed, real = threading.Event(), pulse.beat
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        monkeypatch.setattr(pulse, "beat", lambda: thawed.wait(120) and real())
        app.screen.look()
        app.screen.look()
        await until(pilot, lambda: AWAY.format(0) in head(app))
        thawed.set()
        await settle(pilot)
        assert "连不上" not in head(app)


async def test_what_needs_the_server_says_so(app, server):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        server.stop()
        await look(pilot)
        await type_keys(pilot, "1004", "enter")
        assert not isinstance(app.screen, EnrolmentScreen)
        assert "启用码暂时不能用" in status(app)
        await type_keys(pilot, "8888", "enter")
        assert "只能签名单上的老师" in status(app)
        await type_keys(pilot, "100000000008", "enter")
        assert "工牌暂时认不出" in status(app)


async def test_in_other_rooms_an_act_fails_with_one_sentence(app, server):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        server.stop()
        await type_keys(pilot, "", "f2")
        assert isinstance(app.screen, LoginScreen)
        said = str(app.screen.query_one(".wrong", Static).content)
        assert said == "连不上服务器，请稍等再试；恢复后会自动接上。"
        server.start()
        await type_keys(pilot, "", "escape", "f2")
        await type_keys(pilot, "1001", "enter")
        assert "请输入口令" in str(app.screen.query_one("#asked", Static).content)


async def test_what_was_noted_is_handed_over_though_somebody_is_at_the_desk(app, server):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        server.stop()
        await look(pilot)
        await arrives(pilot, "1001")
        await type_keys(pilot, "", "f2")
        server.start()
        await look(pilot)
        await look(pilot)
        assert sign_ins() == [("1001", "offline")]


async def test_started_while_the_server_is_away_it_opens_with_what_was_last_seen(school, server):
    read_door()
    server.stop()
    app = YanxiuApp("示范中学", recall_door())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert AWAY.format(0) in head(app)
        await arrives(pilot, "1001")
        assert "苏慧：已先记下" in status(app)
        server.start()
        await look(pilot)
        await look(pilot)
        assert sign_ins() == [("1001", "offline")]
        assert "实到 1" in head(app)


async def test_what_the_server_does_not_take_is_not_tried_again_at_once(app, server, monkeypatch):
    tries = []

    def choke(note, now):
        tries.append(note.attempt)
        raise LookupError

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        spool.sign_in_or_note(1, "1001", PIN, NOW, "keyboard", MACHINE, False)
        monkeypatch.setattr(spool, "_hand_over", choke)
        for _ in range(3):
            await look(pilot)
        assert len(tries) == 1
        assert "1 条还没有补上" in status(app)
        assert Teacher.select().count() == len(NAMES)


async def test_a_machine_that_can_keep_nothing_is_told_of_and_signs_people_in(app, monkeypatch):
    def full(*_, **__):
        raise peewee.OperationalError("database or disk is full")

    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        monkeypatch.setattr(kept, "see", full)
        await arrives(pilot, "1001")
        await look(pilot)
        assert "这台机器记不下签到" in status(app)
        assert "实到 1" in head(app)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_cut_off_it_looks_like_this(app, server, snap_compare, size):
    async def cut_off(pilot):
        await settle(pilot)
        await arrives(pilot, "1001")
        server.stop()
        await look(pilot)
        await arrives(pilot, "1002", "0000")
        await type_keys(pilot, "", "escape")
        await look(pilot)

    assert snap_compare(app, terminal_size=size, run_before=cut_off)


def test_somebody_noted_is_greeted_like_this(app, server, snap_compare):
    async def cut_off(pilot):
        await settle(pilot)
        server.stop()
        await look(pilot)
        await arrives(pilot, "1002")

    assert snap_compare(app, terminal_size=(80, 24), run_before=cut_off)


def test_what_came_of_it_is_told_like_this(app, server, snap_compare):
    async def back(pilot):
        await settle(pilot)
        server.stop()
        await look(pilot)
        await arrives(pilot, "1001")
        await arrives(pilot, "1002", "0000")
        await type_keys(pilot, "", "escape")
        server.start()
        await look(pilot)
        await look(pilot)

    assert snap_compare(app, terminal_size=(80, 24), run_before=back)
