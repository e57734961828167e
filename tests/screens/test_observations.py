"""听课: what one heard and what is asked, who heard oneself, everybody's; each key in its place."""

from dataclasses import replace

import pytest
from textual.widgets import DataTable, Static

from db.models import Observation
from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.screens.hearing import (
    DEAN,
    HEARD,
    IN_SPRING,
    OBSERVER,
    TEACHER,
    actor_of,
    begun,
    completed,
)
from tests.screens.seen import offered, rows, status
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.observation import ObservationRoom
from yanxiu_tui.screens.observations import InFull, ObservationsScreen
from yanxiu_tui.services import observation_decisions, observation_views, observations


def said(app, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Static).content)


async def _open(app, pilot, staff_no: str, *keys: str) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(ObservationsScreen(actor_of(staff_no)))
    await settle(pilot)
    for key in keys:
        await type_keys(pilot, "", key)


async def test_without_any_record_it_says_how_to_make_one_and_no_key_does_harm(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER)
        assert said(app, "nothing") == "这个学期还没有听课记录。要记一节，按 Ctrl+N。"
        await type_keys(pilot, "", "enter", "delete", "f6", "f7", "f8", "f9", "ctrl+z", "left")
        assert isinstance(app.screen, ObservationsScreen)
        await type_keys(pilot, "", "f3")
        assert said(app, "nothing") == "这个学期还没有老师完成听您课的记录。"
        await type_keys(pilot, "", "f3")
        assert "【我听的】" in said(app, "summary")


async def test_ones_own_are_listed_with_what_is_asked_above(app):
    completed(2)
    begun()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER)
        assert rows(app) == [
            ["10-14", "3", "欧阳静怡", "七（3）班", "背影", "集中", "在写", ""],
            ["10-12", "3", "欧阳静怡", "七（3）班", "背影", "集中", "待确认", ""],
        ]
        assert said(app, "quotas").startswith("听课 1/15 节 差 14（到今天应有")


async def test_a_record_begun_from_another_list_is_found_among_ones_own(app):
    completed(2, observer="1005", taught_by_no=OBSERVER)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER, "f3", "ctrl+n")
        await type_keys(pilot, "oyjy", "enter")
        await type_keys(pilot, "春", "enter")
        await type_keys(pilot, "七3班", "enter")
        await type_keys(pilot, "语文", "ctrl+s")
        assert isinstance(app.screen, ObservationRoom)
        await type_keys(pilot, "", "escape")
        assert [row[4] for row in rows(app)] == ["春"]


async def test_enter_writes_on_in_what_is_not_finished(app):
    begun()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER, "enter")
        assert isinstance(app.screen, ObservationRoom)
        await type_keys(pilot, "导入", "escape")
        assert isinstance(app.screen, ObservationsScreen)


async def test_enter_shows_what_is_finished_in_full_and_ctrl_z_takes_it_up_again(app):
    completed(9)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER, "enter")
        assert isinstance(app.screen, DetailsScreen)
        fields = dict(app.screen.fields)
        assert "Ctrl+Z 改回" in str(app.screen.query(".field").last(Static).content)
        assert fields["时间"] == "2026年10月5日 星期一 第 3 节  录播室"
        assert fields["听课人"] == "王小明（集中听课，累计第 1 节）"
        assert (fields["优点"], fields["状态"]) == ("以读促思", "待确认（补录）")
        await type_keys(pilot, "", "ctrl+z")
        assert "已改回在写" in status(app)
        assert rows(app)[0][-2:] == ["在写", ""]
    assert Observation.get().completed_at is None


async def test_what_comes_in_after_the_cursor_went_on_is_not_shown_for_its_keys_to_act_on(app):
    completed(9)
    completed(2)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER)
        pointed_at = app.screen.current
        app.screen.query_one(DataTable).action_cursor_down()
        record = observation_views.record(actor_of(OBSERVER), pointed_at.id)
        app.screen.post_message(InFull(pointed_at, record))
        await settle(pilot)
        assert isinstance(app.screen, ObservationsScreen)


async def test_the_observed_confirms_and_answers(app):
    one, two = completed(), completed(1)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER)
        assert "待我确认 2 节" in said(app, "summary")
        await type_keys(pilot, "", "f3")
        assert rows(app)[0][:5] == ["10-14", "3", "王小明", "七（3）班", "背影"]
        await type_keys(pilot, "", "f6")
        assert status(app) == "已确认王小明老师的听课记录。"
        assert [row[-2] for row in rows(app)] == ["待确认", "已确认"]
        await type_keys(pilot, "", "f7")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "谢谢王老师", "enter")
        assert status(app) == "已回应王小明老师。"
        await type_keys(pilot, "", "home", "f7")
        await type_keys(pilot, "谢谢", "enter")
        answers = {row.id: row.answer for row in Observation.select()}
        assert answers == {one.id: "谢谢王老师", two.id: "谢谢"}
        assert {"f6", "f7", "f8"}.isdisjoint(offered(app))


async def test_everything_that_waits_is_confirmed_at_one_key_after_a_question(app):
    for days_ago in range(3):
        completed(days_ago)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER, "f3", "f8")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert status(app) == "3 节已确认。"
    assert observation_views.to_confirm(actor_of(TEACHER)) == 0


async def test_the_office_sees_everybodys_and_voids_with_a_reason_and_lets_stand_again(app):
    completed()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "f3", "f3")
        assert rows(app)[0][2:4] == ["王小明", "欧阳静怡"]
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "那天停课", "enter")
        assert status(app) == "欧阳静怡《背影》七（3）班已作废，不再算数。"
        assert rows(app)[0][-2] == "已作废"
        await type_keys(pilot, "", "enter")
        assert dict(app.screen.fields)["作废"] == "林远：那天停课"
        await type_keys(pilot, "", "ctrl+z")
        assert status(app) == "欧阳静怡《背影》七（3）班已恢复。"
    assert Observation.get().voided_at is None


async def test_a_teacher_neither_sees_the_list_of_all_nor_voids_what_counts(app):
    completed()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER)
        assert "全部" not in said(app, "summary")
        await type_keys(pilot, "", "delete")
        assert isinstance(app.screen, ObservationsScreen)
        assert "delete" not in offered(app)


async def test_one_takes_back_what_one_began_by_mistake(app):
    begun()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER, "delete")
        await type_keys(pilot, "选错了人", "enter")
        assert rows(app)[0][-2] == "已作废"


async def test_a_conflict_is_marked_for_whoever_recorded_it(app):
    completed()
    completed(observer="1005", class_name="七（2）班")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER)
        assert rows(app)[0][-1] == "冲突"
        assert "核对日期、节次" in said(app, "summary")
        await type_keys(pilot, "", "enter")
        assert "在别处" in dict(app.screen.fields)["冲突"]
        await type_keys(pilot, "", "escape", "f5")
        assert isinstance(app.screen, ObservationsScreen)


async def test_the_office_is_told_which_two_records_conflict(app):
    completed()
    completed(observer="1005", class_name="七（2）班")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "f3", "f3")
        assert "冲突 1 处" in said(app, "summary")
        await type_keys(pilot, "", "f5")
        fields = app.screen.fields
        assert fields[0][0] == "10-14 第3节"
        assert fields[0][1].startswith("欧阳静怡：七（3）班，录播室（王小明听欧阳静怡，编号 ")
        assert fields[1][1].startswith("又在：七（2）班，录播室（买买提·艾力听欧阳静怡")


async def test_left_and_right_turn_the_pages_of_the_list_of_all(app, monkeypatch):
    monkeypatch.setattr(observation_views, "MOST", 2)
    reading = observation_views.observations
    monkeypatch.setattr(
        observation_views, "observations",
        lambda actor, term_id, offset: reading(actor, term_id, 2, offset),
    )  # fmt: skip
    for days_ago in range(4):
        completed(days_ago)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "f3", "f3")
        assert "第 1 至 2 条" in said(app, "summary")
        await type_keys(pilot, "", "right")
        assert [row[0] for row in rows(app)] == ["10-12", "10-11"]
        await type_keys(pilot, "", "right")
        assert [row[0] for row in rows(app)] == ["10-12", "10-11"]
        await type_keys(pilot, "", "left", "left")
        assert [row[0] for row in rows(app)] == ["10-14", "10-13"]


async def test_f9_writes_the_paper_form_and_never_over_an_earlier_one(app, monkeypatch, tmp_path):
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    completed()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER, "f3", "f9")
        assert status(app).startswith("听课记录表已存为 ")
        await type_keys(pilot, "", "f9")
    name = "听课记录_20261014_王小明_欧阳静怡《背影》七（3）班"
    assert {path.name for path in tmp_path.glob("*.docx")} == {f"{name}.docx", f"{name}_2.docx"}


async def test_what_another_did_meanwhile_is_refused_in_the_status_line(app):
    made = completed()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER, "f3")
        observation_decisions.void(actor_of(DEAN), made.id, "停课", NOW)
        await type_keys(pilot, "", "f6")
        assert "没有完成或已作废" in status(app)


def _some() -> None:
    """A bit of everything one may see."""
    done = completed(1, topic="春")
    observation_decisions.confirm(actor_of(TEACHER), done.id, "谢谢", NOW)
    completed(12, topic="济南的冬天")
    completed(2, taught_by_no="1001", class_name="八（1）班", topic="苏州园林")
    completed(2, taught_by_no="", school_name="实验中学", taught_by_name="方敏", topic="社戏")
    begun()


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_ones_own_list_looks_like_this(app, snap_compare, size):
    _some()

    async def show(pilot):
        await _open(app, pilot, OBSERVER)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_list_of_all_looks_like_this(app, snap_compare, size):
    _some()

    async def show(pilot):
        await _open(app, pilot, TEACHER, "f3", "f3")

    assert snap_compare(app, terminal_size=size, run_before=show)


async def test_what_was_heard_last_term_is_looked_at_and_nothing_new_begun_there(app, last_term):
    heard = replace(HEARD, day=IN_SPRING.date())
    observations.begin(actor_of(OBSERVER), heard, IN_SPRING)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER)
        assert rows(app) == []
        await in_last_term(pilot)
        assert said(app, "summary").startswith("2025—2026学年第二学期：【我听的】")
        assert [row[0] for row in rows(app)] == ["05-13"]
        assert "（到学期末应有 15）" in said(app, "quotas")
        assert "ctrl+n" not in offered(app)
        await type_keys(pilot, "", "f3")
        assert said(app, "nothing") == "这个学期还没有老师完成听您课的记录。"
