"""外出学习 at the desk: asked for, entered from a notice, decided, reported on, settled (P8)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from textual.widgets import DataTable, Static

from db.models import Award, Leave, OutStudy, Teacher, Term
from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.screens.pairs import actor_of
from yanxiu_tui.screens.out_studies import OutStudiesScreen
from yanxiu_tui.screens.paper import PaperScreen
from yanxiu_tui.services import manuscripts, out_studies
from yanxiu_tui.services.out_studies import OutStudyDraft
from yanxiu_tui.widgets.out_study_words import fields_of
from yanxiu_tui.widgets.pick import Tick
from yanxiu_tui.widgets.status_line import StatusLine

HEAD, DEAN, LEADER, TEACHER = "1001", "1002", "1003", "1007"
TODAY = date(2026, 10, 14)
DAY = timedelta(days=1)


def asked(staff_no=TEACHER, title="省骨干教师培训", ahead=0, **values):
    first = TODAY + ahead * DAY
    draft = OutStudyDraft(
        **{"title": title, "place": "省城", "first": first, "last": first, **values}
    )
    return out_studies.ask(actor_of(staff_no), draft, NOW).id


def approved(*args, **values):
    trip_id = asked(*args, **values)
    return out_studies.approve(actor_of(HEAD), trip_id, Decimal(800), "同意", NOW).id


def reported(staff_no=TEACHER, **values):
    trip_id, actor = approved(staff_no, **values), actor_of(staff_no)
    report = out_studies.begin_report(actor, trip_id, NOW)
    manuscripts.write(actor, report, "gained", "课堂要留白。", 0, NOW)
    return out_studies.hand_in(actor, trip_id, NOW).id


async def _open(app, pilot, staff_no):
    await at_desk(pilot, staff_no)
    app.push_screen(OutStudiesScreen(actor_of(staff_no)))
    await settle(pilot)


def status(app):
    return str(app.screen.query_one(StatusLine).content)


async def test_a_teacher_asks_to_go_in_a_few_fields(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER)
        await type_keys(pilot, "", "ctrl+n")
        await type_keys(pilot, "市统编教材培训", "enter")
        await type_keys(pilot, "1020", "enter", "enter")
        await type_keys(pilot, "市里", "ctrl+s")
        assert "已提交王小明老师的外出学习「市统编教材培训」，等待审批" in status(app)
    trip = OutStudy.get()
    assert (trip.first, trip.last, trip.place) == (date(2026, 10, 20), date(2026, 10, 20), "市里")


async def test_the_office_enters_one_notice_for_two_by_initials_and_number(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "ctrl+l")
        await type_keys(pilot, "wxm 1003")
        assert "「wxm」认不出或不止一位" in str(app.screen.query_one("#hint", Static).content)
        await type_keys(pilot, "", *["backspace"] * 8)
        await type_keys(pilot, "1007 zm", "enter")
        await type_keys(pilot, "县教研会", "enter")
        await type_keys(pilot, "1021", "enter", "enter")
        await type_keys(pilot, "县城", "ctrl+s")
        assert "已提交王小明、周敏老师的外出学习「县教研会」" in status(app)
    assert {row.teacher.staff_no for row in OutStudy.select()} == {"1006", "1007"}


async def test_the_head_sees_who_is_sent_first_and_lets_them_go_up_to_a_sum(app):
    asked()
    teacher = Teacher.get(staff_no=TEACHER)
    Award.create(
        term=Term.get(), award="out_study", name="外出学习优先", teacher=teacher, decided_at=NOW
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, HEAD)
        await type_keys(pilot, "", "ctrl+y")
        assert "外出学习优先（2026—2027学年第一学期）" in str(
            app.screen.query_one("#about", Static).content
        )
        await type_keys(pilot, "八百", "ctrl+s")
        assert "请写数字" in str(app.screen.query_one(".wrong", Static).content)
        await type_keys(pilot, "800", "ctrl+s")
        assert "已批准，公假已登记" in status(app)
    assert (OutStudy.get().cap, Leave.get().teacher_id) == (800, teacher.id)


async def test_those_sent_by_the_same_notice_are_let_go_with_one_key_unless_unticked(app):
    asked(), asked("1008"), asked("1005"), asked("1006", ahead=7)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, HEAD)
        await type_keys(pilot, "", "end", "ctrl+y")
        assert "另外 2 位一起同意" in str(app.screen.query_one("#together", Tick).label)
        await type_keys(pilot, "", "ctrl+s")
        assert "等 3 位老师外出学习" in status(app)
    gone = OutStudy.select().where(OutStudy.state == "approved")
    assert gone.count() == 3
    view = out_studies.view(actor_of(HEAD), gone[0].id, NOW)
    assert dict(fields_of(view))["报销限额"] == "不限"


async def test_back_home_the_report_is_written_and_handed_in(app):
    approved()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER)
        await type_keys(pilot, "", "f6")
        assert "一个字也没写" in status(app)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, PaperScreen)
        await type_keys(pilot, "听了三节课", "escape")
        await type_keys(pilot, "", "f6")
        assert "的汇报已交，按时。" in status(app)
        await type_keys(pilot, "", "f7")
        await type_keys(pilot, "讲义一本在柜三", "ctrl+s")
        assert "的材料已登记" in status(app)
        await type_keys(pilot, "", "f6", "enter")
    trip = OutStudy.get()
    assert (trip.reported_at, trip.materials) == (NOW, "讲义一本在柜三")


async def test_the_office_passes_it_on_and_settles_it(app):
    reported()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "ctrl+g")
        await type_keys(pilot, "", "down", "enter")
        assert "的交流已登记" in status(app)
        await type_keys(pilot, "", "ctrl+k")
        await type_keys(pilot, "1200", "enter", "ctrl+s")
        assert "已核销，报销 800 元" in status(app)
        await type_keys(pilot, "", "enter")
        assert any("在「" in words for _, words in app.screen.fields)
    trip = OutStudy.get()
    assert (trip.claim.hours_granted, trip.passed_on_id) == (6, 1)


async def test_a_trip_settled_last_term_is_looked_at_there(app, last_term):
    settled = OutStudy.update(term=last_term, settled_at=NOW, cost=Decimal(0))
    settled.where(OutStudy.id == reported()).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        assert app.screen.found == []
        await in_last_term(pilot)
        assert [each.title for each in app.screen.found] == ["省骨干教师培训"]
        said = str(app.screen.query_one("#summary", Static).content)
        assert said.startswith("2025—2026学年第二学期：这学期的和没办完的")


async def test_put_off_and_cancelled_it_says_so_and_the_list_narrows(app):
    approved(ahead=3), asked(LEADER, "县教研会", ahead=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f8")
        assert app.screen.query_one(DataTable).row_count == 1
        await type_keys(pilot, "", *["f8"] * 4, "down", "f9")
        await type_keys(pilot, "1101", "enter")
        await type_keys(pilot, "1102", "enter")
        await type_keys(pilot, "主办方改期", "ctrl+s")
        assert "已改期，等待审批" in status(app)
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "不办了", "enter")
        assert "已取消" in status(app)
    assert Leave.get().state == "revoked"


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_list_looks_like_this(app, snap_compare, size):
    reported(title="县学科教研会（语文）")
    approved(LEADER, "骨干教师研修班", ahead=-3)
    asked("1008", "省统编教材培训", ahead=6, last=TODAY + 8 * DAY)

    async def show(pilot):
        await _open(app, pilot, DEAN)

    assert snap_compare(app, terminal_size=size, run_before=show)
