"""A notice of 外出学习 put right at the desk: the form opens filled (P8)."""

import pytest
from textual.widgets import Input, Static

from db.models import OutStudy, Teacher
from tests.builders import NOW
from tests.screens.conftest import SIZES, type_keys
from tests.screens.pairs import actor_of
from tests.screens.test_out_studies import DEAN, HEAD, TEACHER, TODAY, _open, asked, status
from yanxiu_tui.screens.out_study_notice import NoticeScreen
from yanxiu_tui.services import out_studies
from yanxiu_tui.services.out_studies import OutStudyDraft


def entered():
    draft = OutStudyDraft("省骨干教师培圳", "省城", TODAY, TODAY, "教师〔2026〕12号", "省教育学院")
    sent = out_studies.enter(actor_of(DEAN), draft, [TEACHER, "1005"], NOW)
    return [each.id for each in sent]


def _fields(app):
    return {field.id: field.value for field in app.screen.query(Input)}


async def test_a_wrong_word_is_put_right_for_all_in_a_form_that_opens_filled(app):
    entered()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "ctrl+e")
        told = _fields(app)
        assert (told["people"], told["title"]) == ("王小明 买买提·艾力", "省骨干教师培圳")
        await type_keys(pilot, "", "enter", "end", "backspace")
        await type_keys(pilot, "训", "ctrl+s")
        assert "等 2 位老师外出学习「省骨干教师培训」的通知已改" in status(app)
    assert {row.title for row in OutStudy.select()} == {"省骨干教师培训"}


async def test_whom_it_sends_stays_understood_where_names_have_blanks(app):
    for number, name in ((TEACHER, "Anna Smith"), ("1006", "Anna Jones")):
        Teacher.update(name=name).where(Teacher.staff_no == number).execute()
    entered()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "ctrl+e", "ctrl+s")
        assert "等 2 位" in status(app)


async def test_before_anybody_may_go_another_is_sent_instead(app):
    entered()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "ctrl+e")
        await type_keys(pilot, "1007 zm", "ctrl+s")
        assert "等 2 位" in status(app)
    standing = {row.teacher.staff_no: row.state for row in OutStudy.select()}
    assert standing == {TEACHER: "asked", "1005": "cancelled", "1006": "asked"}


async def test_once_somebody_may_go_only_words_are_asked_for(app):
    first, _ = entered()
    out_studies.approve(actor_of(HEAD), first, None, "同意", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "ctrl+e")
        assert _fields(app).keys() == {"title", "place", "organiser", "notice"}
        assert "已经有人批准" in str(app.screen.query_one("#about", Static).content)
        await type_keys(pilot, "省级培训", "ctrl+s")
    assert {row.title for row in OutStudy.select()} == {"省级培训"}


async def test_whoever_is_no_office_is_not_offered_it(app):
    asked()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER)
        await type_keys(pilot, "", "ctrl+e")
        assert not isinstance(app.screen, NoticeScreen)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(snap_compare, app, school, size):
    entered()

    async def opened(pilot):
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "ctrl+e")

    assert snap_compare(app, run_before=opened, terminal_size=size)
