"""领导小组: kept in a form, written, finished, published; others see what concerns them."""

from datetime import date

import pytest
from docx import Document
from textual.widgets import DataTable, Input, Static

from db.models import InspectionFinding, SteeringPresence, SteeringRecord, Teacher, Term
from tests.builders import MACHINE, NOW
from tests.screens.conftest import settle, type_keys
from tests.screens.seen import footer, said, status
from tests.services.regulations import adopt
from yanxiu_tui.regulation.loader import preset_source
from yanxiu_tui.rules.steering import INSPECTION, MEETING
from yanxiu_tui.screens.paper import PaperScreen
from yanxiu_tui.screens.steering import SteeringScreen
from yanxiu_tui.services import credentials, inspections, steering
from yanxiu_tui.services.inspections import FindingDraft
from yanxiu_tui.services.steering import RecordDraft
from yanxiu_tui.widgets.status_line import StatusLine


def _actor(staff_no):
    return credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)


def _rows(app):
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


async def _open(app, pilot, staff_no):
    await settle(pilot)
    app.push_screen(SteeringScreen(_actor(staff_no)))
    await settle(pilot)


@pytest.fixture
def inspected(school):
    """A finished inspection that 1005 is to mend something of."""
    dean = _actor("1002")
    draft = RecordDraft(INSPECTION, "期中督查", date(2026, 10, 13), present=("1002",))
    kept = steering.keep(dean, draft, NOW)
    inspections.add(dean, kept, FindingDraft("缺评语", False, staff_no="1005"), NOW)
    inspections.add(dean, kept, FindingDraft("记录完整", True), NOW)
    steering.finish(dean, kept, NOW)
    return kept


async def test_a_meeting_is_kept_with_those_there_by_initials_and_written_at_enter(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1002")
        await type_keys(pilot, "", "ctrl+n")
        app.screen.query_one("#title", Input).value = "工作会"
        app.screen.query_one("#present", Input).focus()
        await type_keys(pilot, "sh 林远 nobody")
        assert "苏慧、林远、「nobody」？" in str(app.screen.query_one("#hint", Static).content)
        await type_keys(pilot, "", "ctrl+s")
        assert "认不出是谁" in str(app.screen.query_one(".wrong", Static).content)
        assert app.screen.query_one("#present", Input).selected_text == "nobody"
        app.screen.query_one("#present", Input).value = "sh 1002"
        await type_keys(pilot, "", "ctrl+s")
        assert [row[1:5] for row in _rows(app)] == [["会议", "工作会", "", "2"]]
        assert SteeringPresence.select().count() == 2
        assert footer(app)["回车"] == "写记录"
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, PaperScreen)


async def test_what_is_only_registered_is_still_named_and_offered_no_second_time(app, school):
    adopt(Term.get(), preset_source("dadong"))
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot, "1002")
        await type_keys(pilot, "", "ctrl+n", "ctrl+s")
        assert [row[1] for row in _rows(app)] == ["期初会议"]
        assert "期初会议（09-11 前，在写）" in said(app, "#summary")
        await type_keys(pilot, "", "f5")
        assert "还没有写谁到会" in status(app)
        await type_keys(pilot, "", "ctrl+n")
        assert app.screen.query_one("#kind", Input).value == "督查"


async def test_the_next_record_begins_where_the_last_one_was_and_in_the_term_that_is_looked_at(
    app, school
):
    old = Term.get()
    draft = RecordDraft(MEETING, "工作会", date(2026, 9, 4), "会议室", "1001", ("1001",))
    steering.keep(_actor("1002"), draft, NOW)
    Term.update(ends_on=date(2026, 9, 30)).execute()
    Term.create(name="新", starts_on="2026-10-08", ends_on="2027-01-20", regulation=old.regulation)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1002")
        assert not _rows(app)
        await type_keys(pilot, "", "ctrl+t")
        await type_keys(pilot, "", "down", "enter")
        assert [row[2] for row in _rows(app)] == ["工作会"]
        await type_keys(pilot, "", "ctrl+n")
        form = [app.screen.query_one(f"#{name}", Input).value for name in ("day", "place", "chair")]
        assert form == ["2026-09-30", "会议室", "苏慧 1001"]
        await type_keys(pilot, "", "ctrl+s")
        assert SteeringRecord.select().where(SteeringRecord.term == old).count() == 2


async def test_a_record_that_is_changed_keeps_those_who_were_there_and_have_left_since(app, school):
    draft = RecordDraft(MEETING, "工作会", date(2026, 9, 4), "", "1001", ("1001", "1005"))
    steering.keep(_actor("1002"), draft, NOW)
    Teacher.update(left_at=NOW).where(Teacher.staff_no.in_(["1001", "1005"])).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1002")
        await type_keys(pilot, "", "f6")
        app.screen.query_one("#place", Input).value = "会议室"
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, SteeringScreen)
    kept = SteeringRecord.get()
    assert (kept.place, kept.chair.staff_no) == ("会议室", "1001")
    assert SteeringPresence.select().count() == 2


async def test_a_record_that_is_changed_keeps_those_who_have_a_namesake(app, school):
    draft = RecordDraft(MEETING, "工作会", date(2026, 9, 4), "", "1001", ("1001", "1005"))
    steering.keep(_actor("1002"), draft, NOW)
    namesake = Teacher.get(staff_no="1001").name
    Teacher.update(name=namesake).where(Teacher.staff_no == "1005").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1002")
        await type_keys(pilot, "", "f6", "ctrl+s")
        assert isinstance(app.screen, SteeringScreen)
    assert {row.teacher.staff_no for row in SteeringPresence.select()} == {"1001", "1005"}


async def test_the_record_is_saved_for_word_with_who_came_and_what_was_found(
    app, school, tmp_path, monkeypatch
):
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    draft = RecordDraft(
        INSPECTION, "督查", date(2026, 10, 13), chair_no="1001", present=("1001", "1002")
    )
    kept = steering.keep(_actor("1002"), draft, NOW)
    inspections.add(_actor("1002"), kept, FindingDraft("缺评语", False, staff_no="1005"), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1002")
        await type_keys(pilot, "", "enter", "f9")
        assert "督查_记录.docx" in str(app.screen.query_one(StatusLine).content)
    lines = [each.text for each in Document(tmp_path / "督查_记录.docx").paragraphs]
    assert lines[2:] == [
        "2026年10月13日　主持：苏慧", "到会：苏慧、林远", "买买提·艾力老师：缺评语（要整改）",
    ]  # fmt: skip


async def test_an_empty_record_is_not_finished_and_findings_are_written_one_by_one(app, school):
    draft = RecordDraft(INSPECTION, "督查", date(2026, 10, 13), present=("1002",))
    kept = steering.keep(_actor("1002"), draft, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1002")
        await type_keys(pilot, "", "f5")
        assert "还是空的" in str(app.screen.query_one(StatusLine).content)
        await type_keys(pilot, "", "f7")
        await type_keys(pilot, "", "ctrl+n")
        app.screen.query_one("#whose", Input).value = "语文组 教研组"
        app.screen.query_one("#words", Input).value = "集体备课记录完整"
        await type_keys(pilot, "", "ctrl+s")
        assert _rows(app) == [["语文组", "好", "集体备课记录完整"]]
        await type_keys(pilot, "", "escape")
        await type_keys(pilot, "", "f5", "enter")
        assert SteeringRecord.get_by_id(kept).finished_at == NOW
        assert InspectionFinding.get().group.name == "语文组"


async def test_what_an_inspection_found_is_published_without_names_unless_chosen(app, inspected):
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot, "1001")
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "escape")
        assert SteeringRecord.get().published_at is None
        await type_keys(pilot, "", "f8", "enter")
        assert (SteeringRecord.get().published_at, SteeringRecord.get().names_to_mend) == (
            NOW, False,
        )  # fmt: skip


@pytest.mark.parametrize(("staff_no", "seen"), [("1005", True), ("1003", True), ("1008", False)])
async def test_a_teacher_sees_what_concerns_them_and_keeps_nothing(app, inspected, staff_no, seen):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, staff_no)
        told = [row[1:] for row in _rows(app)]
        assert (["买买提·艾力老师", "未整改", "缺评语"] in told) is seen
        assert ["全校", "好", "记录完整"] in told
        offered = {key for key, each in app.screen.active_bindings.items() if each.enabled}
        assert not offered & {"ctrl+n", "f5", "f8", "f9", "delete"}
        assert "回车" not in footer(app)


async def test_a_finished_record_is_read_at_enter_and_no_more_offered_to_be_written(app, inspected):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1002")
        assert "回车" not in footer(app)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, PaperScreen)


async def test_a_key_that_the_record_does_not_allow_says_so_and_so_in_an_empty_list(app, school):
    draft = RecordDraft(MEETING, "期中会议", date(2026, 10, 13), present=("1002",))
    kept = steering.keep(_actor("1002"), draft, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1002")
        for key, words in (("f7", "逐条"), ("f8", "公布"), ("f9", "通报"), ("ctrl+r", "没改好")):
            await type_keys(pilot, "", key)
            assert status(app) == f"这一行不能办「{words}」。"
        steering.withdraw(_actor("1002"), kept, "记错了", NOW)
        app.screen.read()
        await settle(pilot)
        await type_keys(pilot, "", "f5")
        assert status(app) == "您现在不能办「办结」。"


async def test_a_key_that_a_finished_inspection_or_what_was_found_does_not_allow_says_so(
    app, inspected
):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1002")
        await type_keys(pilot, "", "f6")
        assert status(app) == "这一行不能办「修改」。"
        await type_keys(pilot, "", "f3")
        good = [row[2] for row in _rows(app)].index("好")
        await type_keys(pilot, "", *["down"] * good, "ctrl+y")
        assert status(app) == "这一行不能办「已整改」。"
