"""工作台: everyone sees what they may do, and nobody leaves it open behind them."""

from datetime import timedelta

import pytest
from textual.widgets import OptionList, Static

from db.models import (
    Activity,
    Claim,
    Leave,
    Objection,
    Office,
    PairingEntry,
    Ranking,
    Teacher,
    Term,
)
from tests.builders import NOW, OPERATOR, a_group, a_teacher
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.pairs import a_pair
from tests.services.evaluating import evaluated, opened
from yanxiu_tui import app as program
from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.todo import Todo, by_urgency
from yanxiu_tui.screens.change_pin import ChangePinScreen
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.desk import DeskScreen
from yanxiu_tui.screens.enrolment import EnrolmentScreen
from yanxiu_tui.screens.leave import LeaveScreen
from yanxiu_tui.screens.login import LoginScreen
from yanxiu_tui.screens.my_attendance import MyAttendanceScreen
from yanxiu_tui.screens.rooms import ROOMS
from yanxiu_tui.screens.sign_in import SignInScreen
from yanxiu_tui.screens.todo import TodoScreen
from yanxiu_tui.services import enrolment_codes, people, todo

EVERYONE = {
    "我的出勤", "请假", "备课", "教案与反思", "听课", "公开课", "查找", "我的差距", "我的考核",
    "申报", "四级评价", "公示与评优", "制度", "我的资料", "修改口令", "师徒结对", "手机签到",
    "上交", "档案", "借阅", "外出学习", "业务考核", "领导小组", "待办",
}  # fmt: skip
JUDGING = {"申报审核", "考核排名", "差距一览", "听课统计"}
CHECKING = {"教案检查"}
RUNNING = {"点名", "考勤表", "研修活动"}
OFFICE = {"证书登记", "迎检材料", "新学期"}


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Of what waits only what the desk counts itself; each subject tests its own."""
    monkeypatch.setattr(todo, "_SUBJECTS", ())


def _lines(app) -> dict[str, str]:
    """What can be chosen on the desk, each with its blanks squeezed, by what it opens."""
    assert isinstance(app.screen, DeskScreen)
    options = [
        each for column in app.screen.query(OptionList) for each in column.options if each.id
    ]
    return {each.id: " ".join(str(each.prompt).split()) for each in options}


def _menu(app) -> list[str]:
    """The rooms in the menu, with what waits in each."""
    return [line for id, line in _lines(app).items() if id.isdigit()]


def _todos(app) -> list[str]:
    """What waits, as it stands on the desk."""
    return [line for id, line in _lines(app).items() if not id.isdigit()]


def _purpose(app) -> str:
    return str(app.screen.query_one("#purpose", Static).content)


def _rooms(app) -> set[str]:
    return {line.lstrip("0123456789 ").split()[0] for line in _menu(app)}


async def _until(pilot, screen) -> None:
    """Wait, at most three seconds, until this kind of screen is up."""
    for _ in range(60):
        if isinstance(pilot.app.screen, screen):
            return
        await pilot.pause(0.05)
    raise AssertionError(f"still at {pilot.app.screen}")


@pytest.mark.parametrize(
    ("staff_no", "rooms"),
    [
        ("1007", EVERYONE),
        ("1003", EVERYONE | RUNNING | JUDGING | CHECKING | {"后补任务", "教师名册"}),
        ("1001", EVERYONE | JUDGING | CHECKING | OFFICE | {"考勤表", "请假审批", "教师名册"}),
        (
            "1002",
            EVERYONE
            | RUNNING
            | JUDGING
            | CHECKING
            | OFFICE
            | {"请假审批", "后补任务", "教师名册", "停研日"},
        ),
        ("1006", EVERYONE | {"考勤表", "研修活动", "教师名册"}),
    ],
    ids=["teacher", "group leader", "principal", "dean", "resource teacher"],
)
async def test_everyone_sees_the_rooms_they_may_enter(app, staff_no, rooms):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, staff_no)
        assert _rooms(app) == rooms


async def test_the_host_of_an_open_meeting_may_call_its_roll(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1005")
        assert _rooms(app) == EVERYONE | RUNNING


async def test_once_the_meeting_is_closed_its_host_is_a_teacher_again(app):
    Activity.update(state="closed").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1005")
        assert _rooms(app) == EVERYONE


async def test_the_recorder_of_a_meeting_still_to_come_may_prepare_it(app):
    coming = Activity.get(Activity.state == "planned")
    Activity.update(recorder=Teacher.get(staff_no="1007")).where(Activity.id == coming).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        assert _rooms(app) == EVERYONE | RUNNING


async def test_a_digit_opens_its_room_and_escape_comes_back(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "1")
        assert isinstance(app.screen, MyAttendanceScreen)
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, DeskScreen)


async def test_the_arrows_and_enter_open_a_room(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", "down", "up", "enter")
        assert isinstance(app.screen, MyAttendanceScreen)


async def test_the_arrows_go_from_column_to_column_and_say_what_each_room_is_for(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", "right")
        assert app.focused.id == "middle"
        assert _purpose(app).startswith("听课、反思、学时")
        await type_keys(pilot, "", "right", "right", "down", "left", "left", "left", "up", "up")
        assert app.focused.id == "left"
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, MyAttendanceScreen)


async def test_a_room_beyond_the_tenth_has_no_digit(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        numbered = [line for line in _menu(app) if line[0].isdigit()]
        assert len(numbered) == 10 < len(_menu(app))


async def test_the_desk_is_locked_with_one_key(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", "f2")
        assert isinstance(app.screen, SignInScreen)
        assert app.actor is None


async def test_one_esc_too_many_locks_nobody_out(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, DeskScreen)


async def test_a_dean_without_a_pin_enrols_at_the_desk_s_door(app):

    (code,) = enrolment_codes.issue_codes(OPERATOR, NOW, ["1004"])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f2")
        await type_keys(pilot, "1004", "enter")
        assert isinstance(app.screen, EnrolmentScreen)
        await type_keys(pilot, code.code, "enter")
        await type_keys(pilot, "8064", "enter")
        await type_keys(pilot, "8064", "enter")
        assert isinstance(app.screen, DeskScreen)
        assert app.actor.staff_no == "1004"


async def test_f2_locks_from_any_room(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "1", "f2")
        assert isinstance(app.screen, SignInScreen)
        assert app.actor is None


async def test_left_alone_it_locks_itself(app, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        monkeypatch.setattr(program, "DESK_SECONDS", 0.1)
        await type_keys(pilot, "1")
        await _until(pilot, SignInScreen)
        assert app.actor is None


async def test_left_alone_over_an_open_question_it_locks_too(app, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        app.push_screen(ConfirmScreen("要撤回吗？"))
        monkeypatch.setattr(program, "DESK_SECONDS", 0.1)
        await type_keys(pilot, "", "tab")
        await _until(pilot, SignInScreen)
        assert app.actor is None


async def test_every_key_begins_the_two_minutes_anew(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        before = app.idle
        await type_keys(pilot, "", "down")
        assert app.idle is not before
        assert isinstance(app.screen, DeskScreen)


async def test_two_minutes_are_two_minutes(app):
    assert program.DESK_SECONDS == 120


async def test_who_comes_next_is_asked_for_a_pin_again(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        await type_keys(pilot, "", "f2")
        await type_keys(pilot, "", "f2")
        assert isinstance(app.screen, LoginScreen)


async def test_a_wrong_pin_does_not_open_the_desk(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f2")
        await type_keys(pilot, "1002", "enter")
        await type_keys(pilot, "9999", "enter")
        assert isinstance(app.screen, LoginScreen)
        assert "口令不对" in str(app.screen.query_one(".wrong", Static).content)
        await type_keys(pilot, "7391", "enter")
        assert isinstance(app.screen, DeskScreen)


async def test_while_the_server_is_away_nobody_is_called_unknown(app, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        with monkeypatch.context() as cut:
            cut.setattr(people, "everybody", _gone)
            await type_keys(pilot, "", "f2")
            await type_keys(pilot, "1007", "enter")
            assert "连不上服务器" in str(app.screen.query_one(".wrong", Static).content)
        await type_keys(pilot, "1007", "enter", "enter")
        await type_keys(pilot, "7391", "enter")
        assert isinstance(app.screen, DeskScreen)


def _gone():
    raise Refused("gone", "连不上服务器")


async def test_initials_are_enough_to_come_to_the_desk(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f2")
        await type_keys(pilot, "oyjy", "enter")
        await type_keys(pilot, "7391", "enter")
        greeting = str(app.screen.query_one("#greeting", Static).content)
        assert greeting == "欧阳静怡老师，您好（教研组长、教师）"


async def test_leave_that_waits_for_a_decision_is_counted_for_the_head(app):
    Leave.create(
        teacher=Teacher.get(staff_no="1007"), kind="personal", reason="家中有事",
        starts_at=NOW, ends_at=NOW + timedelta(hours=2), asked_at=NOW,
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1001")
        assert any("请假审批" in line and line.endswith("待批1") for line in _menu(app))
        await type_keys(pilot, "", "escape")
        await at_desk(pilot, "1007")
        assert not any("待批" in line for line in _menu(app))


def _due(app, room) -> str:
    """What waits beside a room."""
    line = next(line for line in _menu(app) if line.lstrip("0123456789 ").startswith(room))
    return line.partition(f"{room} ")[2]


async def test_beside_a_room_stand_the_two_most_urgent_kinds(app, monkeypatch):
    waiting = [
        Todo("submissions", "交组工作计划", NOW, "待交"),
        Todo("submissions", "2 份上交的材料等您接收", short="待收", count=2),
        Todo("submissions", "9 份材料过期还没有交", short="过期", count=9),
    ]
    monkeypatch.setattr(todo, "todos", lambda *_: waiting)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        assert _due(app, "上交") == "待交1 待收2"


async def test_claims_that_wait_are_counted_for_the_office_and_nobody_else(app):
    for state in ("asked", "asked", "granted"):
        Claim.create(
            term=Term.get(), teacher=Teacher.get(staff_no="1007"), kind="observation",
            title="听课", first=NOW.date(), last=NOW.date(), state=state, asked_at=NOW,
        )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        assert _due(app, "申报审核") == "待审2"
        await at_desk(pilot, "1007")
        assert not any("待审" in line for line in _menu(app))


async def test_marks_to_give_are_counted_for_the_principal_while_the_stage_is_open(app):
    term = evaluated(Term.get())
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1001")
        assert not any("要评" in line for line in _menu(app))
        opened(term, "teacher", "principal")
        await at_desk(pilot, "1001")
        # Everybody but the principal.
        assert _due(app, "四级评价") == f"要评{Teacher.select().count() - 1}"
        await at_desk(pilot, "1007")
        assert not any("要评" in line for line in _menu(app))


async def test_objections_are_counted_for_whoever_may_answer_but_not_ones_own(app):
    term = Term.get()
    ranking = Ranking.create(
        term=term, regulation=term.regulation, subject="teacher", version=1, until=NOW.date(),
        digest="", frozen_at=NOW, published_at=NOW,
    )  # fmt: skip
    for staff_no in ("1007", "1002"):
        teacher = Teacher.get(staff_no=staff_no)
        Objection.create(ranking=ranking, teacher=teacher, words="我没有迟到", at=NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        assert _due(app, "公示与评优") == "待答1"
        await at_desk(pilot, "1007")
        assert not any("待答" in line for line in _menu(app))


async def test_what_waits_in_pairs_is_counted_and_ones_own_pair_stands_in_a_line(app, monkeypatch):
    pair = a_pair()
    PairingEntry.create(
        pairing=pair, kind="guidance", day=NOW.date(), title="一起备课", recorded_at=NOW,
        recorded_by=pair.mentor_id,
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        assert any(line.endswith("师徒结对 待签1") for line in _menu(app))
        said = str(app.screen.query_one("#pairs", Static).content)
        assert said == "师傅 欧阳静怡：听师傅的课 0/8 节   公开课 0/2 节"
        await at_desk(pilot, "1003")
        assert any(line.endswith("师徒结对") for line in _menu(app))
        assert "徒弟 王小明：听徒弟的课 0/8 节" in str(
            app.screen.query_one("#pairs", Static).content
        )
        await at_desk(pilot, "1001")
        assert not app.screen.query_one("#pairs").display
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=90))
        await at_desk(pilot, "1007")
        assert any(line.endswith("师徒结对 考核1 待签1") for line in _menu(app))
        assert "90 天没有记录" in str(app.screen.query_one("#pairs", Static).content)


# What waits


DAY = timedelta(days=1)
WAITS = [
    Todo("leave_decisions", "2 张请假条待批", NOW + 2 * DAY, "待批", 2),
    Todo("leave", "销假：家中有事", NOW - 3 * DAY),
    Todo("personal_data", "核对我的资料"),
]


@pytest.fixture
def waits(monkeypatch):
    """So much waits for whoever comes, and may be changed."""
    found = list(WAITS)
    monkeypatch.setattr(todo, "todos", lambda actor, now: by_urgency(found))
    return found


async def test_what_is_most_urgent_stands_on_the_desk_with_the_days_it_has_left(app, waits):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1001")
        assert _todos(app) == ["已过期3天 销假：家中有事", "还有2天 2 张请假条待批", "核对我的资料"]
        assert any(line.endswith("请假审批 待批2") for line in _menu(app))
        assert any(line.endswith("我的资料 待办1") for line in _menu(app))


async def test_enter_on_what_waits_goes_where_it_is_done_and_coming_back_reads_again(app, waits):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", "right", "right")
        assert _purpose(app) == "销假：家中有事  10月11日 周日 14:30  在「请假」里办"
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, LeaveScreen)
        waits.pop(1)
        await type_keys(pilot, "", "escape")
        assert len(_todos(app)) == 2
        await type_keys(pilot, "1")
        assert isinstance(app.screen, MyAttendanceScreen)


async def test_two_arrows_typed_at_once_go_two_columns(app, waits):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        for _ in range(2):
            app.screen.action_across(1)
        assert app.focused.id == "right"


@pytest.mark.parametrize("keys", [["f5"], ["right", "right", "up", "enter"]])
async def test_the_whole_list_is_one_key_away_and_its_heading_opens_it_too(app, waits, keys):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", *keys)
        assert isinstance(app.screen, TodoScreen)


async def test_everything_an_office_sees_stands_in_twenty_four_lines(app, waits):
    waits += WAITS * 4
    for role in (Role.DEAN, Role.VICE_PRINCIPAL, Role.RESOURCE_TEACHER):
        Office.get_or_create(teacher=Teacher.get(staff_no="1001"), role=role)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1001")
        assert _rooms(app) == {room.name for room in ROOMS} - {"谁还没交"}
        assert len(_todos(app)) == 8
        assert not any(column.max_scroll_y for column in app.screen.query(OptionList))
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert len(_todos(app)) == len(waits)


async def test_in_a_narrow_window_every_room_can_still_be_gone_to(app, waits):
    async with app.run_test(size=(60, 20)) as pilot:
        await at_desk(pilot, "1002")
        await type_keys(pilot, "", "right", "right", "end", "enter")
        assert isinstance(app.screen, ChangePinScreen)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_desk_with_a_pair_looks_like_this(app, snap_compare, size):
    a_pair()

    async def open_desk(pilot):
        await at_desk(pilot, "1003")

    assert snap_compare(app, terminal_size=size, run_before=open_desk)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize(
    "staff_no",
    ["1001", "1002", "1007", "1009"],
    ids=["principal", "dean", "teacher", "many offices"],
)
def test_the_desk_looks_like_this(app, snap_compare, waits, size, staff_no):
    a_teacher(
        "1009", "上官婉清", Role.VICE_PRINCIPAL, Role.TRAINING_OFFICER, Role.PREP_GROUP_LEADER,
        Role.SUPERVISING_LEADER, group=a_group("英语组"),
    )  # fmt: skip

    async def open_desk(pilot):
        await at_desk(pilot, staff_no)

    assert snap_compare(app, terminal_size=size, run_before=open_desk)
