"""我的差距: a line a quota, the records behind it, and who is behind (Z20, Z21)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from textual.widgets import DataTable, Static

from db.models import Claim
from tests.builders import NOW, OPERATOR
from tests.screens.claiming import DEAN, IN_SPRING, LEADER, actor_of, claimed
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.screens.seen import rows, status
from tests.services.regulations import SOURCE, adopt
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.gaps import GapsScreen
from yanxiu_tui.screens.my_gap import MyGapScreen
from yanxiu_tui.services import claims
from yanxiu_tui.services.claims import ClaimDraft
from yanxiu_tui.services.meeting import close_activity
from yanxiu_tui.services.sign_in import record_sign_in

MAY, SEPTEMBER = IN_SPRING.date(), date(2026, 9, 8)


@pytest.fixture(autouse=True)
def regulation(school):
    adopt(school.term)


def _did(staff_no: str, kind: str, amount: int = 1, hours: int = 0, **more) -> None:
    draft = ClaimDraft(
        **{
            "kind": kind, "title": "听林远老师《背影》", "first": SEPTEMBER, "last": SEPTEMBER,
            "amount": Decimal(amount), "hours": Decimal(hours), **more,
        }
    )  # fmt: skip
    claims.enter_for(actor_of(DEAN), staff_no, draft, NOW)


async def _open(app, pilot, staff_no: str = "1007") -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(MyGapScreen(actor_of(staff_no)))
    await settle(pilot)


def _line(app, name: str) -> list[str]:
    return next(row for row in rows(app) if row[0] == name)


async def test_each_quota_is_a_line_with_its_figures_and_its_clause(app):
    _did("1007", "observation", 3)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert _line(app, "听课")[2:] == ["3/15 节", "差 12", "应有 4", "Z21"]
        assert [row[0] for row in rows(app)] == ["听课", "反思", "学时", "2024-2028 学时"]
        summary = str(app.screen.query_one("#summary", Static).content)
        assert "共 4 项，完成 0 项，落后 3 项" in summary


async def test_what_is_done_is_said_to_be(app):
    _did("1007", "observation", 15)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert _line(app, "听课")[2:5] == ["15/15 节", "完成", ""]


async def test_enter_shows_the_very_records_and_the_clause(app):
    _did("1007", "observation", 3)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DetailsScreen)
        fields = dict(app.screen.fields)
        assert fields["要求"] == "每学期不少于 15 节"
        assert fields["完成"] == "3 节，还差 12 节"
        assert fields["进度"] == "到今天应有 4 节，落后 1 节"
        assert fields["依据"] == "Z21「教研组长不少于20节，其他教师不少于15节」"
        assert fields["记录"] == "09-08  听林远老师《背影》  3 节"


async def test_the_hours_are_told_by_project(app, school):
    record_sign_in(school.id, actor_of("1007"), NOW, "keyboard")
    close_activity(OPERATOR, school.id, NOW + timedelta(hours=2))
    _did("1007", "self_study", hours=4)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "down", "down", "enter")
        fields = dict(app.screen.fields)
        assert fields["校本培训"] == "2 学时，计划 30"
        assert fields["自修"] == "4 学时，计划 10，最多认定 12"


async def test_what_is_asked_by_period_says_so(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "down", "enter")
        fields = dict(app.screen.fields)
        assert fields["要求"].startswith("每两周不少于 1 篇，全学期共 11 篇")
        assert fields["记录"] == "还没有"


async def test_a_leader_sees_the_groups_quotas_too(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, LEADER)
        assert "语文组 组内研修" in [row[0] for row in rows(app)]
        assert _line(app, "听课")[2] == "0/20 节"
        app.screen.query_one(DataTable).move_cursor(row=4)
        await type_keys(pilot, "", "enter")
        assert app.screen.title_text == "语文组 组内研修"


async def test_f5_shows_the_office_who_is_behind(app):
    _did("1007", "observation", 5)
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, GapsScreen)
        found = {row[0]: row[2:] for row in rows(app)}
        assert found["王小敏"][0] == "3"
        assert found["王小敏"][1].startswith("听课 0/15（应有 4）、反思 0/11（应有 3）")
        assert "听课" not in found["王小明"][1]
        assert list(found)[-1] == "王小明"
        await type_keys(pilot, "wxm", "enter")
        assert isinstance(app.screen, DetailsScreen)


async def test_the_last_term_stands_as_it_ended(app, last_term):
    claimed("1007", "observation", "背影", IN_SPRING, first=MAY, last=MAY, amount=Decimal(3))
    claims.grant(actor_of(DEAN), Claim.get().id, Decimal(0), True, "", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        assert _line(app, "听课")[2] == "0/15 节"
        await in_last_term(pilot)
        assert _line(app, "听课")[2:5] == ["0/15 节", "差 15", "应有 15"]
        assert str(app.screen.query_one("#summary", Static).content).startswith(last_term.name)
        await type_keys(pilot, "", "enter")
        assert dict(app.screen.fields)["进度"] == "到学期末应有 15 节，落后 15 节"
        await type_keys(pilot, "", "escape", "f5")
        beside = str(app.screen.query_one("#beside", Static).content)
        assert beside == f"{last_term.name}：落后 8 人"
        assert "听课 3/15（应有 15）" in next(row[3] for row in rows(app) if row[0] == "王小明")


async def test_leaders_see_who_of_their_own_members_is_behind(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, LEADER)
        await type_keys(pilot, "", "f5")
        assert {row[1] for row in rows(app)} == {"语文组"}


async def test_a_teacher_sees_nobody_elses(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, MyGapScreen)
        app.push_screen(GapsScreen(actor_of("1007")))
        await settle(pilot)
        assert "没有办理这件事的权限" in status(app)


async def test_a_school_that_asks_nothing_says_so(app, school):
    source = SOURCE.split("[[quotas]]")[0].replace("per_term = 60\ncycle = 360\n", "")
    adopt(school.term, source)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert app.screen.query_one("#nothing").display
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, MyGapScreen)


def _some(school) -> None:
    for staff_no in ("1003", "1007"):
        record_sign_in(school.id, actor_of(staff_no), NOW, "keyboard")
        _did(staff_no, "observation", 11)
        _did(staff_no, "reflection", title="第一单元反思")
        _did(staff_no, "self_study", hours=12, title="读《课程标准》")
    close_activity(OPERATOR, school.id, NOW + timedelta(hours=2))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_lines_look_like_this(app, school, snap_compare, size):
    _some(school)

    async def show(pilot):
        await _open(app, pilot, LEADER)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_records_look_like_this(app, school, snap_compare, size):
    _some(school)

    async def show(pilot):
        await _open(app, pilot, LEADER)
        await type_keys(pilot, "", "down", "down", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_who_is_behind_looks_like_this(app, school, snap_compare, size):
    _some(school)

    async def show(pilot):
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f5")

    assert snap_compare(app, terminal_size=size, run_before=show)
