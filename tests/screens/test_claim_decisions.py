"""申报审核: what waits first, decided with a key, a pile in one pass, entered for others."""

from decimal import Decimal

import pytest
from textual.widgets import Input, Static

from db.models import Claim
from tests.builders import NOW
from tests.screens.claiming import DAY, DEAN, IN_SPRING, LEADER, actor_of, claimed
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.screens.seen import rows, status
from tests.services.regulations import adopt
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.screens.claim_decisions import ClaimDecisionsScreen
from yanxiu_tui.screens.claim_form import ClaimFormScreen
from yanxiu_tui.screens.claim_grant import ClaimGrantScreen
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.services import claims
from yanxiu_tui.widgets.kept_table import KeptTable

FOUR = Decimal(4)


@pytest.fixture(autouse=True)
def regulation(school):
    adopt(school.term)


async def _open(app, pilot, staff_no: str = DEAN) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(ClaimDecisionsScreen(actor_of(staff_no)))
    await settle(pilot)


def _keys(app) -> set[str]:
    """The keys that act on claims, as the footer offers them."""
    offered = {binding.binding.key for binding in app.screen.active_bindings.values()}
    return offered & {"f5", "f6", "f7", "f8", "f9", "ctrl+n"}


def _study(staff_no: str = "1007", title: str = "读《课程标准》") -> int:
    return claimed(staff_no, "self_study", title, hours=FOUR)


async def test_what_waits_stands_first_in_the_order_it_came(app):
    claims.grant(actor_of(DEAN), _study("1005"), FOUR, True, "", NOW)
    _study("1007")
    _study("1008")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert [(row[0], row[-1]) for row in rows(app)] == [
            ("王小明", "待审核"), ("王小敏", "待审核"), ("买买提·艾力", "已通过"),
        ]  # fmt: skip
        assert "待审核 2 份" in str(app.screen.query_one("#summary", Static).content)


async def test_without_any_claim_it_says_so_and_the_office_may_still_enter(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert app.screen.query_one("#nothing").display
        assert _keys(app) == {"ctrl+n"}


async def test_last_terms_claims_are_decided_with_and_looked_at_apart(app, last_term):
    then = {"first": IN_SPRING.date(), "last": IN_SPRING.date(), "now": IN_SPRING}
    for title in ("背影", "社戏"):
        claimed("1007", "observation", title, **then)
    claims.grant(actor_of(DEAN), Claim.get(title="社戏").id, Decimal(0), True, "", NOW)
    _study("1008")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert [row[-1] for row in rows(app)] == ["待审核", "待审核"]
        await in_last_term(pilot)
        assert [row[3] for row in rows(app)] == ["背影", "社戏"]
        assert _keys(app) == {"f5", "f6", "f7", "f8"}
        await type_keys(pilot, "", "f5")
        assert [row[-1] for row in rows(app)] == ["已通过", "已通过"]
        assert _keys(app) == {"f9"}


async def test_f5_grants_and_the_hours_may_be_changed(app):
    _study()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ClaimGrantScreen)
        app.screen.query_one("#hours", Input).value = "两"
        await type_keys(pilot, "", "enter", "enter")
        assert "学时请写数字" in str(app.screen.query_one(".wrong", Static).content)
        app.screen.query_one("#hours", Input).value = "2.5"
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "笔记少", "enter")
        assert status(app) == "王小明老师的自学研修「读《课程标准》」已通过。"
        assert rows(app)[0][-3:] == ["2.5", "", "已通过"]
        assert _keys(app) == {"f9", "ctrl+n"}
    assert (Claim.get().hours_granted, Claim.get().opinion) == (Decimal("2.5"), "笔记少")


async def test_what_gives_no_hours_is_granted_at_once(app):
    claimed("1007", "observation", "背影", amount=Decimal(2))
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f5")
        assert status(app).endswith("已通过。")


async def test_home_and_end_go_to_the_first_and_the_last_row(app):
    for title in ("背影", "社戏", "故乡"):
        claimed("1007", "observation", title)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        table = app.screen.query_one(KeptTable)
        await type_keys(pilot, "", "end")
        assert table.cursor_row == 2
        await type_keys(pilot, "", "home")
        assert table.cursor_row == 0


async def test_f6_refuses_with_a_reason(app):
    _study()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f6")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "没有笔记", "enter")
        assert rows(app)[0][-1] == "未通过"
    assert Claim.get().opinion == "没有笔记"


async def test_f7_grants_what_is_incomplete_as_such(app):
    _study()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f7")
        await type_keys(pilot, "缺一章", "enter")
        assert rows(app)[0][6:] == ["不全", "已通过"]
    assert not Claim.get().complete


async def test_f9_takes_back_what_was_granted(app):
    claims.grant(actor_of(DEAN), _study(), FOUR, True, "", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f9")
        await type_keys(pilot, "与活动重复", "enter")
        assert "的通过已撤销" in status(app)
    assert Claim.get().state == ClaimState.REFUSED


async def test_f8_grants_the_pile_after_a_careful_question(app):
    for title in "甲乙":
        _study("1007", title)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "enter")
        assert rows(app)[0][-1] == "待审核"
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "shift+tab", "enter")
        assert status(app) == "2 份申报已通过。"
        assert _keys(app) == {"f9", "ctrl+n"}


async def test_what_the_pass_leaves_is_named(app):
    for title in "甲乙丙丁":
        _study("1007", title)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "shift+tab", "enter")
        assert status(app).startswith("3 份已通过，留下 1 份：王小明老师的「丁」超过")


async def test_more_hours_than_a_term_allows_are_refused_with_what_is_left(app):
    claimed("1007", "self_study", "读书", hours=Decimal(16))
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter", "enter")
        assert "这次最多 15" in status(app)
    assert Claim.get().state == ClaimState.ASKED


async def test_ones_own_claim_offers_nothing_to_decide(app):
    _study(DEAN)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert _keys(app) == {"ctrl+n"}


async def test_enter_shows_it_in_full_and_a_key_there_decides(app):
    claimed("1007", "observation", "背影")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DetailsScreen)
        assert dict(app.screen.fields)["申报人"] == "王小明 1007 语文组"
        assert set(app.screen.acts) == {"f5", "f6", "f7"}
        await type_keys(pilot, "", "f5")
        assert rows(app)[0][-1] == "已通过"


async def test_the_office_enters_for_another_and_it_is_granted(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "ctrl+n")
        form = app.screen
        assert isinstance(form, ClaimFormScreen)
        form.query_one("#kind", Input).value = "拒绝任务"
        form.query_one("#title", Input).value = "不承担公开课"
        await type_keys(pilot, "", "ctrl+s")
        assert "选定姓名" in str(form.query_one(".wrong", Static).content)
        form.query_one("#person", Input).value = "王小明 1007"
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "已登记王小明老师的拒绝任务「不承担公开课」，算通过。"
        assert rows(app)[0][-1] == "已通过"
    assert Claim.get().opinion == "教导处登记"


async def test_a_leader_reads_and_decides_nothing(app):
    _study("1007")
    _study("1008")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, LEADER)
        assert [row[0] for row in rows(app)] == ["王小明"]
        assert _keys(app) == set()


async def test_a_teacher_is_refused_by_the_service(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1007")
        assert "没有办理这件事的权限" in status(app)


def _some() -> None:
    claims.grant(actor_of(DEAN), _study("1005"), FOUR, True, "", NOW)
    claimed("1007", "observation", "听周敏老师《背影》", amount=Decimal(2))
    claimed("1008", "paper", "论单元整体教学的三个层次", level="市级")
    _study("1007", "读《义务教育课程标准》")
    leader = actor_of(LEADER)
    claimed(LEADER, "group_prize", "县优秀教研组", group_id=next(iter(leader.leads)), last=DAY)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_pile_looks_like_this(app, school, snap_compare, size):
    _some()

    async def show(pilot):
        await _open(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_granting_looks_like_this(app, school, snap_compare, size):
    _study()

    async def show(pilot):
        await _open(app, pilot)
        await type_keys(pilot, "", "f5")

    assert snap_compare(app, terminal_size=size, run_before=show)
