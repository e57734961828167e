"""The page in a real browser, as a phone would show it; skipped where there is no Chromium."""

from contextlib import closing
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect, sync_playwright

from db.connection import connect
from db.models import Attendee, Phone
from tests.browser import LAUNCH, PHONE, needs_chromium
from tests.builders import OPERATOR, PIN, a_teacher
from tests.conftest import copied_sqlite
from tests.phone.child import a_meeting_now, code_now, one_more_meeting, serving, typed_now
from yanxiu_tui.services import phones
from yanxiu_tui.services.meeting import end_activity

pytestmark = needs_chromium
LONG = "阿卜杜热合曼·买买提吐尔逊江"


@pytest.fixture
def meeting(request, tmp_path):
    """A meeting of this moment."""
    opened = connect(copied_sqlite(request, tmp_path))
    yield a_meeting_now({"1001": "苏慧", "1002": "林远", "1003": LONG})
    opened.close()


@pytest.fixture
def origin(meeting, tmp_path):
    """Where a real child serves it."""
    with serving(f"sqlite:///{tmp_path / 'school.db'}") as where:
        yield where


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as engine:
        yield engine.chromium.launch(**LAUNCH)


@pytest.fixture
def phone(browser):
    """One phone's browser, which forgets nothing until the test ends."""
    with closing(browser.new_context(**PHONE)) as context:
        context.set_default_timeout(20_000)
        expect.set_options(timeout=20_000)
        yield context


def _scan(phone, origin, meeting):
    page = phone.new_page()
    page.on("console", lambda message: pytest.fail(message.text) if _is_bad(message) else None)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"{origin}/{code_now(meeting)}")
    return page


def _is_bad(message):
    return message.type == "error" and "Content Security Policy" in message.text


def _register(page, typed, name, pin=PIN):
    page.get_by_label("您是哪一位？").fill(typed)
    page.get_by_role("button", name=name).tap()
    page.get_by_label("输入您的口令").fill(pin)
    page.get_by_role("button", name="签到", exact=True).tap()


def _signed_in(meeting):
    there = Attendee.signed_in_at.is_null(False)
    rows = Attendee.select().where(Attendee.activity == meeting, there)
    return [row.teacher.staff_no for row in rows]


def test_the_first_time_by_name_and_pin_and_the_next_meeting_by_one_tap(phone, origin, meeting):
    page = _scan(phone, origin, meeting)
    expect(page.get_by_role("heading")).to_have_text(meeting.title)
    _register(page, "sh", "苏慧")
    expect(page.get_by_text("已签到", exact=True)).to_be_visible()
    expect(page.locator("#who")).to_have_text("苏慧老师")
    assert _signed_in(meeting) == ["1001"]
    following = one_more_meeting(meeting.term, datetime.now(UTC), title="集体备课")
    page = _scan(phone, origin, following)
    expect(page.locator("#owner")).to_have_text("苏慧老师")
    page.get_by_role("button", name="签到", exact=True).tap()
    expect(page.get_by_text("已签到", exact=True)).to_be_visible()
    assert _signed_in(following) == ["1001"]
    page = _scan(phone, origin, following)
    page.get_by_role("button", name="签到", exact=True).tap()
    expect(page.get_by_text("您已经签到")).to_be_visible()
    assert Phone.select().count() == 1


def test_a_second_teacher_on_the_same_phone_is_refused_in_words(phone, origin, meeting):
    _register(_scan(phone, origin, meeting), "苏", "苏慧")
    expect(phone.pages[0].get_by_text("已签到", exact=True)).to_be_visible()
    page = _scan(phone, origin, meeting)
    page.get_by_role("button", name="不是我").tap()
    _register(page, "ly", "林远")
    expect(page.get_by_role("alert")).to_contain_text("一部手机一次活动只能签一位")
    expect(page.get_by_text("没有签到", exact=True)).to_be_visible()
    assert _signed_in(meeting) == ["1001"]


def test_an_expired_code_says_so_and_the_digits_help(phone, origin, meeting):
    page = phone.new_page()
    page.goto(f"{origin}/{code_now(meeting, minutes=-5)}")
    expect(page.get_by_role("alert")).to_contain_text("已经过期，请再扫一次")
    digits = page.get_by_label("输入大屏幕上的十位数字")
    assert digits.get_attribute("inputmode") == "numeric"
    digits.fill(typed_now(meeting))
    page.get_by_role("button", name="下一步").tap()
    expect(page.get_by_label("您是哪一位？")).to_be_visible()


def test_a_wrong_pin_is_typed_again(phone, origin, meeting):
    page = _scan(phone, origin, meeting)
    _register(page, "1001", "苏慧", "0000")
    expect(page.get_by_role("alert")).to_have_text("口令不对，请重新输入。")
    expect(page.get_by_label("输入您的口令")).to_have_value("")
    page.get_by_label("输入您的口令").fill(PIN)
    page.get_by_role("button", name="签到", exact=True).tap()
    expect(page.get_by_text("已签到", exact=True)).to_be_visible()


def test_a_stopped_phone_and_one_that_lost_its_secret_register_anew(phone, origin, meeting):
    page = _scan(phone, origin, meeting)
    _register(page, "sh", "苏慧")
    expect(page.get_by_text("已签到", exact=True)).to_be_visible()
    page = _scan(phone, origin, meeting)
    expect(page.locator("#owner")).to_be_visible()
    phones.revoke(OPERATOR, Phone.get().id, datetime.now(UTC))
    page.get_by_role("button", name="签到", exact=True).tap()
    expect(page.get_by_role("alert")).to_contain_text("已经停用")
    page.evaluate(
        "localStorage.yanxiu = JSON.stringify({...JSON.parse(localStorage.yanxiu),"
        " secret: '00'.repeat(32)})"
    )
    _register(page, "sh", "苏慧")
    expect(page.get_by_text("您已经签到")).to_be_visible()


def test_a_lost_connection_is_tried_again_by_itself_and_signs_in_once(phone, origin, meeting):
    page = _scan(phone, origin, meeting)
    lost = []

    def lose(route):
        if len(lost) < 2:
            # It arrives, but the answer does not.
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/register", lose)
    _register(page, "sh", "苏慧")
    expect(page.get_by_role("alert")).to_contain_text("正在自己再试")
    expect(page.get_by_text("您已经签到")).to_be_visible()
    assert len(lost) == 2
    assert Phone.select().count() == 1
    assert _signed_in(meeting) == ["1001"]


def test_a_meeting_that_is_over_and_a_teacher_without_a_pin_are_told_what_to_do(
    phone, origin, meeting
):
    a_teacher("1010", "陶然", pin="")
    Attendee.create(activity=meeting, teacher=4, group_name="语文组")
    page = _scan(phone, origin, meeting)
    _register(page, "tr", "陶然")
    expect(page.get_by_role("alert")).to_contain_text("请先带启用码到签到台")
    end_activity(OPERATOR, meeting.id, datetime.now(UTC))
    page = _scan(phone, origin, meeting)
    expect(page.get_by_role("alert")).to_contain_text("已经结束")


def test_a_long_name_fits_the_width_of_a_phone(phone, origin, meeting):
    page = _scan(phone, origin, meeting)
    _register(page, "阿", LONG)
    expect(page.get_by_text("已签到", exact=True)).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]
