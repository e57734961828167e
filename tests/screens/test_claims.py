"""申报: claimed with a form that shows the clause, followed in a list, taken back (DOMAIN §8)."""

from decimal import Decimal

import pytest
from textual.widgets import Input, Static

from db.models import Claim
from tests.builders import NOW
from tests.screens.claiming import DAY, DEAN, IN_SPRING, LEADER, TEACHER, actor_of, claimed
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.screens.seen import rows, status, wrong
from tests.services.regulations import adopt
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.screens.claim_form import ClaimFormScreen
from yanxiu_tui.screens.claims import ClaimsScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.services import claims


@pytest.fixture(autouse=True)
def regulation(school):
    adopt(school.term)


async def _open(app, pilot, staff_no: str = TEACHER) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(ClaimsScreen(actor_of(staff_no)))
    await settle(pilot)


async def _form(app, pilot, staff_no: str = TEACHER) -> ClaimFormScreen:
    await _open(app, pilot, staff_no)
    await type_keys(pilot, "", "ctrl+n")
    assert isinstance(app.screen, ClaimFormScreen)
    return app.screen


def _shown(form) -> set[str]:
    return {field.id for field in form.query(Input) if field.parent.display}


async def test_without_any_claim_it_says_how_to_make_one(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert app.screen.query_one("#nothing").display
        await type_keys(pilot, "", "enter", "delete")
        assert isinstance(app.screen, ClaimsScreen)


async def test_a_claim_is_made_by_initials_and_a_few_fields(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await type_keys(pilot, "tk", "enter")
        await type_keys(pilot, "背影", "enter")
        app.screen.query_one("#first", Input).value = "1012"
        await type_keys(pilot, "", "enter", "enter")
        app.screen.query_one("#amount", Input).value = "2"
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "已提交听课记录「背影」，等待审核。"
        assert rows(app) == [["10-12", "听课记录", "背影", "2 节", "", "", "待审核"]]
    made = Claim.get()
    assert (made.kind, made.first, made.last, made.amount) == ("observation", DAY, DAY, 2)
    assert made.teacher.staff_no == TEACHER


async def test_only_the_fields_a_kind_has_a_use_for_are_shown(app):
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(app, pilot, LEADER)
        kind = form.query_one("#kind", Input)
        for name, extra in (
            ("听课记录", {"first", "last"}),
            ("自学研修", {"first", "last", "hours"}),
            ("论文", {"first", "last", "level"}),
            ("集体荣誉", {"first", "last", "group"}),
        ):
            kind.value = name
            await settle(pilot)
            usual = {"kind", "title", "amount", "organiser", "kept"}
            assert _shown(form) == usual | extra
        assert "Z19「评选优秀教研组」" in str(form.query_one("#about", Static).content)


async def test_the_field_after_the_kind_is_next_before_the_form_is_laid_out_again(app):
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(app, pilot)
        form.show_kind(form.kinds["自学研修"])
        form.go_on()
        assert form.focused.id == "title"


async def test_a_leader_claims_for_the_group_one_leads(app):
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(app, pilot, LEADER)
        form.query_one("#kind", Input).value = "集体荣誉"
        form.query_one("#title", Input).value = "县优秀教研组"
        await type_keys(pilot, "", "ctrl+s")
        assert "已提交集体荣誉" in status(app)
    assert Claim.get().group.name == "语文组"


async def test_kinds_that_others_enter_are_not_offered(app):
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(app, pilot)
        assert {"教研组计划", "集体荣誉", "拒绝任务"}.isdisjoint(form.kinds)
        await type_keys(pilot, "", "ctrl+s")
        assert "请选定类别" in wrong(app)


async def test_what_is_refused_stays_typed_and_the_field_is_gone_to(app):
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(app, pilot)
        form.query_one("#kind", Input).value = "听课记录"
        form.query_one("#title", Input).value = "背影"
        for name, typed, said in (
            ("first", "哪天", "开始日期请写成"),
            ("first", "12-01", "最晚是今天"),
            ("first", "10-12", "数量请写数字"),
            ("amount", "900", "一次最多 200 节"),
        ):
            form.query_one(f"#{name}", Input).value = typed
            if said.startswith("数量请"):
                form.query_one("#amount", Input).value = "两"
            await type_keys(pilot, "", "ctrl+s")
            assert said in wrong(app)
        assert form.focused.id == "amount"
        assert form.query_one("#title", Input).value == "背影"
    assert not Claim.select().exists()


async def test_the_same_claim_twice_is_refused_in_the_form(app):
    claimed(TEACHER, "observation", "背影")
    async with app.run_test(size=(80, 24)) as pilot:
        form = await _form(app, pilot)
        form.query_one("#kind", Input).value = "听课记录"
        form.query_one("#title", Input).value = "背影"
        form.query_one("#first", Input).value = "10-12"
        await type_keys(pilot, "", "ctrl+s")
        assert "已经申报过（待审核）" in wrong(app)


async def test_enter_shows_a_claim_in_full_and_delete_takes_it_back(app):
    claimed(TEACHER, "self_study", "读《课程标准》", hours=Decimal(4))
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DetailsScreen)
        fields = dict(app.screen.fields)
        assert (fields["申报学时"], fields["状态"]) == ("4", "待审核")
        assert fields["依据"].startswith("P1「")
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "", "enter")
        assert status(app) == "自学研修「读《课程标准》」已撤回。"
        assert rows(app)[0][-1] == "已撤回"
    assert Claim.get().state == ClaimState.WITHDRAWN


async def test_what_is_decided_cannot_be_taken_back_and_says_why(app):
    made = claimed(TEACHER, "self_study", "读《课程标准》", hours=Decimal(4))
    claims.refuse(actor_of(DEAN), made, "没有笔记", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "delete")
        assert isinstance(app.screen, ClaimsScreen)
        await type_keys(pilot, "", "enter")
        assert dict(app.screen.fields)["意见"] == "没有笔记"
        assert app.screen.acts == {}


async def test_what_was_claimed_last_term_is_looked_at_and_nothing_new_enters_it(app, last_term):
    asked = {"first": IN_SPRING.date(), "last": IN_SPRING.date(), "now": IN_SPRING}
    made = claimed(TEACHER, "self_study", "读《课程标准》", hours=Decimal(4), **asked)
    claims.grant(actor_of(DEAN), made, Decimal(3), True, "", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert rows(app) == []
        await in_last_term(pilot)
        head = str(app.screen.query_one("#summary", Static).content)
        assert head == "2025—2026学年第二学期：待审核 0 份   已通过 1 份   未通过 0 份"
        assert rows(app)[0][4:] == ["3", "", "已通过"]
        await type_keys(pilot, "", "ctrl+n")
        assert isinstance(app.screen, ClaimsScreen)


async def test_a_school_that_lets_nothing_be_claimed_says_so(app, school):
    from tests.services.regulations import SOURCE

    nothing = SOURCE.split("[[claims]]")[0].replace('claims = ["self_study"]\n', "")
    adopt(school.term, nothing)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "ctrl+n")
        assert "还没有规定可以申报什么" in status(app)


def _some() -> None:
    claims.grant(
        actor_of(DEAN), claimed(LEADER, "observation", "听林远老师《背影》", amount=Decimal(2)),
        Decimal(0), True, "", NOW,
    )  # fmt: skip
    claims.refuse(
        actor_of(DEAN), claimed(LEADER, "paper", "论单元整体教学的三个层次", level="市级"),
        "没有见到刊物", NOW,
    )  # fmt: skip
    claimed(LEADER, "self_study", "读《义务教育课程标准》", hours=Decimal("7.5"))
    group = actor_of(LEADER).leads
    claimed(LEADER, "group_prize", "县优秀教研组", group_id=next(iter(group)))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_list_looks_like_this(app, school, snap_compare, size):
    _some()

    async def show(pilot):
        await _open(app, pilot, LEADER)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await _form(app, pilot)
        await type_keys(pilot, "zx", "enter")
        await type_keys(pilot, "读《课程标准》", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)
