"""督查情况: marked as mended with a sentence by who answers for it, and taken back (D4)."""

from datetime import date

import pytest
from textual.widgets import DataTable, Static

from db.models import InspectionMending
from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.pairs import actor_of
from tests.screens.seen import status
from yanxiu_tui.rules.steering import INSPECTION
from yanxiu_tui.screens.steering import SteeringScreen
from yanxiu_tui.services import inspection_mending, inspections, steering
from yanxiu_tui.services.inspections import FindingDraft
from yanxiu_tui.services.steering import RecordDraft

DEAN, LEADER, TEACHER = "1002", "1003", "1005"


@pytest.fixture
def found(school):
    """A finished inspection: 1005 and the school are to mend; what 1007 was to is mended."""
    dean = actor_of(DEAN)
    draft = RecordDraft(INSPECTION, "期中督查", date(2026, 10, 13), present=(DEAN,))
    kept = steering.keep(dean, draft, NOW)
    made = [
        inspections.add(dean, kept, draft, NOW).id
        for draft in (
            FindingDraft("两次听课没有评语", False, staff_no=TEACHER),
            FindingDraft("学习笔记要按周写，不要月底一起补", False),
            FindingDraft("缺一次反思", False, staff_no="1007"),
            FindingDraft("记录完整", True),
        )
    ]
    steering.finish(dean, kept, NOW)
    inspection_mending.mend(dean, made[2], "反思补交了", NOW)
    return made


async def _open(app, pilot, staff_no):
    await at_desk(pilot, staff_no)
    app.push_screen(SteeringScreen(actor_of(staff_no)))
    await settle(pilot)


def _offered(app):
    return {key for key, each in app.screen.active_bindings.items() if each.enabled}


def _standing(app):
    table = app.screen.query_one(DataTable)
    return [str(table.get_row_at(row)[2]) for row in range(table.row_count)]


async def test_the_leader_marks_it_with_a_sentence_and_takes_it_back(app, found):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, LEADER)
        assert {"ctrl+y", "ctrl+r"} & _offered(app) == {"ctrl+y"}
        await type_keys(pilot, "", "ctrl+y")
        await type_keys(pilot, "评语补齐了", "enter")
        assert status(app) == "已标：买买提·艾力老师的这一条已整改。"
        assert InspectionMending.get(finding=found[0]).words == "评语补齐了"
        assert _standing(app)[0] == "已整改"
        assert {"ctrl+y", "ctrl+r"} & _offered(app) == {"ctrl+r"}
        await type_keys(pilot, "", "ctrl+r")
        await type_keys(pilot, "还缺一次", "enter")
        assert status(app) == "已退回：买买提·艾力老师的这一条仍是未整改。"
        assert _standing(app)[0] == "未整改"


async def test_read_in_full_it_says_what_was_done_and_by_which_key_it_is_marked(app, found):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f3", "enter")
        assert "Ctrl+Y 已整改" in str(app.screen.query(Static).last().content)
        await type_keys(pilot, "", "ctrl+y")
        await type_keys(pilot, "评语补齐了", "enter")
        assert InspectionMending.get(finding=found[0]).mended_by.staff_no == DEAN


async def test_who_is_to_mend_reads_by_when_and_marks_nothing(app, found):
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot, TEACHER)
        table = app.screen.query_one(DataTable)
        assert [str(cell) for cell in table.get_row_at(0)][2:] == [
            "未整改", "两次听课没有评语", "10-28 前",
        ]  # fmt: skip
        assert not {"ctrl+y", "ctrl+r"} & _offered(app)


async def test_in_the_list_of_one_inspection_it_is_marked_too(app, found):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f7")
        assert not {"ctrl+n", "delete"} & _offered(app)
        await type_keys(pilot, "", "down", "ctrl+y")
        await type_keys(pilot, "各组查过了", "enter")
        assert InspectionMending.get(finding=found[1]).words == "各组查过了"


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_findings_look_like_this(snap_compare, app, found, size):
    async def opened(pilot):
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f3")

    assert snap_compare(app, run_before=opened, terminal_size=size)
