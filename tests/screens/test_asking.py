"""签到台 and a scanner, which types faster than anything answers: no scan is lost or mistaken."""

from threading import Event

import pytest
from textual.widgets import Input, Static

from db.models import AttendanceFact, Credential, RegulationVersion, Teacher
from tests.builders import NOW, OPERATOR, PIN, a_group, an_activity
from tests.screens.conftest import burst, settle, type_keys, until
from tests.screens.seen import status
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.screens import asking
from yanxiu_tui.screens.enrolment import EnrolmentScreen
from yanxiu_tui.services import badges, enrolment_codes
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.widgets.candidates import Candidates
from yanxiu_tui.widgets.welcome import Welcome

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
NOBODY_S = "501800000009"


@pytest.fixture
def numbers(school):
    """The badge numbers of everybody, by staff number, where the PIN must follow."""
    return {each.staff_no: each.number for each in badges.issue(OPERATOR, NOW)}


@pytest.fixture
def enough(numbers):
    """The same where a badge is enough."""
    version = RegulationVersion.get()
    version.source = version.source.replace("title", "badge_needs_pin = false\ntitle", 1)
    version.save()
    return numbers


def _facts(kind=FactKind.SIGN_IN):
    query = AttendanceFact.select().where(AttendanceFact.kind == kind).order_by(AttendanceFact.id)
    return [(fact.teacher.staff_no if fact.teacher else "", fact.means) for fact in query]


def _asked(app):
    return str(app.screen.query_one("#asked", Static).content)


async def _scan(pilot, *lines):
    burst(pilot, *lines)
    await pilot.pause()
    await _answered(pilot)


async def _answered(pilot):
    """Wait until everything typed has been taken up."""
    await settle(pilot)
    while pilot.app.screen_stack[0].busy or pilot.app.screen_stack[0].waiting:
        await settle(pilot)


async def test_where_a_badge_is_enough_one_scan_signs_in(app, enough):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, enough["1001"])
        assert _facts() == [("1001", "badge")]
        assert app.screen.query_one(Welcome).display
        assert status(app) == "苏慧：已签到　14:30"


async def test_where_it_is_not_the_name_is_shown_and_the_pin_asked_for(app, numbers):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, numbers["1001"])
        assert _asked(app) == "苏慧老师（语文组），请输入口令"
        assert app.screen.query_one("#typed", Input).password
        assert _facts() == []
        await type_keys(pilot, PIN, "enter")
        assert _facts() == [("1001", "badge")]


async def test_full_width_digits_from_an_input_method_are_read(app, enough):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, enough["1001"].translate(WIDE))
        assert _facts() == [("1001", "badge")]


async def test_five_scans_in_one_burst_are_five_sign_ins(app, enough):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        who = ["1001", "1002", "1003", "1005", "1007"]
        await _scan(pilot, *(enough[each] for each in who))
        assert _facts() == [(each, "badge") for each in who]
        told = [f"{name}：已签到　14:30" for name in ("欧阳静怡", "买买提·艾力", "王小明")]
        assert status(app) == "　".join(told)
        assert app.screen.query_one("#typed", Input).value == ""


async def test_what_is_scanned_while_the_first_is_checked_waits_its_turn(app, enough, monkeypatch):
    answered, scan = Event(), badges.scan

    def slow(number, *more):
        if number == enough["1001"]:
            answered.wait(120)
        return scan(number, *more)

    monkeypatch.setattr(badges, "scan", slow)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        burst(pilot, enough["1001"])
        await pilot.pause()
        burst(pilot, enough["1002"])
        await pilot.press(*enough["1003"][:5])
        assert _facts() == []
        answered.set()
        await _answered(pilot)
        assert _facts() == [("1001", "badge"), ("1002", "badge")]
        assert app.screen.query_one("#typed", Input).value == enough["1003"][:5]
        await _scan(pilot, enough["1003"][5:])
        assert _facts()[2:] == [("1003", "badge")]


async def test_a_name_typed_while_a_badge_is_checked_is_asked_for_next_and_not_forgotten(
    app, enough, monkeypatch
):
    monkeypatch.setattr(asking, "GREETING_SECONDS", 0.05)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, enough["1001"], "ly")
        await until(pilot, lambda: _asked(app).startswith("林远老师"))
        await type_keys(pilot, PIN, "enter")
        assert _facts() == [("1001", "badge"), ("1002", "keyboard")]


async def test_two_who_type_number_and_pin_faster_than_the_first_is_checked_are_both_signed_in(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, "1001", PIN, "1002", PIN, "王小明", PIN)
        assert [staff_no for staff_no, _ in _facts()] == ["1001", "1002", "1007"]


async def test_a_pin_sent_off_twice_is_nobody_s_name_and_that_is_told(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, "1001", PIN, PIN)
        assert [staff_no for staff_no, _ in _facts()] == ["1001"]
        assert _facts(FactKind.REFUSED) == []
        assert status(app).endswith("刚才核对的时候输入的没有算，请再输一次。")


async def test_the_same_badge_twice_quickly_is_one_sign_in(app, enough):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, enough["1001"], enough["1001"])
        assert _facts() == [("1001", "badge")]
        assert "您 14:30 已经签到，不用再签" in status(app)


async def test_half_a_scan_is_told_and_the_next_is_read(app, enough):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for half in (enough["1001"][:9], enough["1001"][:6] + enough["1002"]):
            await _scan(pilot, half)
            assert status(app) == "没有读全，请再刷一次。"
        assert AttendanceFact.select().count() == 0
        await _scan(pilot, enough["1001"])
        assert _facts() == [("1001", "badge")]


async def test_two_scans_run_together_are_told_and_both_signed_in(app, enough):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, enough["1001"] + enough["1002"])
        assert _facts() == [("1001", "badge"), ("1002", "badge")]
        told = "几张工牌连在一起了。　苏慧：已签到　14:30　林远：已签到　14:30"
        assert status(app) == told


async def test_two_run_together_where_a_pin_must_follow_are_asked_for_one_by_one(app, numbers):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, numbers["1001"] + numbers["1002"])
        told = "几张工牌连在一起了。　签到还要输口令，请一张一张地刷。"
        assert status(app) == told
        assert not app.screen.query_one("#typed", Input).password
        assert AttendanceFact.select().count() == 0
        await _scan(pilot, numbers["1002"])
        await type_keys(pilot, PIN, "enter")
        assert _facts() == [("1002", "badge")]


async def test_a_scan_while_somebody_s_pin_is_asked_for_is_no_guess_at_it(app, numbers):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        await _scan(pilot, numbers["1002"])
        assert _asked(app).startswith("林远老师")
        assert "苏慧老师还没有签到" in status(app)
        assert Credential.get(teacher=Teacher.get(staff_no="1001")).failures == 0
        await type_keys(pilot, PIN, "enter")
        assert _facts() == [("1002", "badge")]
        assert _facts(FactKind.REFUSED) == []


async def test_where_a_badge_is_enough_it_signs_in_while_another_s_pin_is_asked_for(app, enough):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        await _scan(pilot, enough["1002"])
        assert _facts() == [("1002", "badge")]
        assert "苏慧老师还没有签到" in status(app)
        assert not app.screen.query_one("#typed", Input).password


async def test_one_s_own_badge_in_place_of_the_pin_needs_no_excuse(app, enough):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        await _scan(pilot, enough["1001"])
        assert status(app) == "苏慧：已签到　14:30"


async def test_half_a_scan_and_nobody_s_badge_leave_who_is_asked_in_peace(app, numbers):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        await _scan(pilot, "73" + numbers["1002"])
        assert "没有读全" in status(app)
        await _scan(pilot, NOBODY_S)
        assert "没有这张工牌" in status(app)
        assert _asked(app).startswith("苏慧老师")
        assert Credential.get(teacher=Teacher.get(staff_no="1001")).failures == 0
        await type_keys(pilot, PIN, "enter")
        assert _facts() == [("1001", "keyboard")]
        assert _facts(FactKind.REFUSED) == [("", "badge")]


async def test_a_lost_badge_is_refused_and_who_comes_next_signs_in(app, enough):
    badges.revoke(OPERATOR, "1001", "丢了", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, enough["1001"], enough["1002"])
        assert _facts(FactKind.REFUSED) == [("1001", "badge")]
        assert _facts() == [("1002", "badge")]
        assert "已经作废" in status(app)
        assert "林远：已签到" in status(app)


async def test_somebody_without_a_pin_chooses_one_where_it_must_follow(app, numbers):
    (code,) = enrolment_codes.issue_codes(OPERATOR, NOW, ["1004"])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, numbers["1004"])
        assert isinstance(app.screen, EnrolmentScreen)
        await type_keys(pilot, code.code, "enter")
        await type_keys(pilot, "8064", "enter")
        await type_keys(pilot, "8064", "enter")
        assert _facts() == [("1004", "badge")]


async def test_the_bearer_is_turned_to_the_meeting_they_are_expected_at(app, numbers, school):
    maths = an_activity(school.term, title="数学组教研", group=a_group("数学组"))
    (attendee,) = [each for each in school.attendees if each.teacher.staff_no == "1002"]
    attendee.delete_instance()
    open_activity(OPERATOR, maths.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, numbers["1002"])
        assert app.screen.shown == maths.id
        await type_keys(pilot, PIN, "enter")
        assert AttendanceFact.get(kind=FactKind.SIGN_IN).activity_id == maths.id


async def test_what_somebody_began_to_type_does_not_spoil_the_scan_behind_it(app, enough):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "wx")
        assert app.screen.query_one(Candidates).display
        await _scan(pilot, enough["1002"])
        assert _facts() == [("1002", "badge")]


async def test_escape_forgets_what_waits(app, numbers):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await _scan(pilot, numbers["1001"])
        await type_keys(pilot, "73", "escape")
        assert app.screen.query_one("#typed", Input).value == ""
        assert not app.screen.query_one("#typed", Input).password
        await _scan(pilot, numbers["1002"])
        assert _asked(app).startswith("林远老师")
