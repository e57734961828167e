"""师徒结对: one's own or the school's pairs; drafted in a form, signed by PIN, opened at Enter."""

from datetime import date

import pytest
from textual.widgets import Input, Static, TextArea

from db.models import Pairing, PairingSignature, Teacher
from tests.builders import NOW, PIN
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.pairs import APPRENTICE, DEAN, MENTOR, PRINCIPAL, a_pair, actor_of
from tests.screens.seen import offered, rows, status, wrong
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.pairing import PairingScreen
from yanxiu_tui.screens.pairing_form import PairingFormScreen
from yanxiu_tui.screens.pairing_proposals import PairingProposalsScreen
from yanxiu_tui.screens.pairing_sign import PairingSignScreen
from yanxiu_tui.screens.pairings import PairingsScreen
from yanxiu_tui.services import pairing_views, pairings

DRAFTED = {"state": PairingState.DRAFTED, "signed_at": None}


def said(app, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Static).content)


def fill(app, **values: str) -> None:
    for name, text in values.items():
        app.screen.query_one(f"#{name}", Input).value = text


async def _open(app, pilot, staff_no: str, *keys: str) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(PairingsScreen(actor_of(staff_no)))
    await settle(pilot)
    for key in keys:
        await type_keys(pilot, "", key)


# The lists


async def test_a_teacher_without_a_pair_is_told_who_makes_one_and_no_key_does_harm(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1008")
        assert said(app, "nothing").startswith("您还没有师徒结对")
        keys = ("enter", "f3", "f5", "f6", "f9", "ctrl+n", "left", "right", "delete")
        await type_keys(pilot, "", *keys)
        assert isinstance(app.screen, PairingsScreen)
        assert {"f3", "f5", "f6", "ctrl+n"}.isdisjoint(offered(app))


async def test_a_teacher_sees_their_own_pair_with_its_progress_and_silence(app):
    a_pair()
    a_pair(mentor=Teacher.get(staff_no="1001"), apprentice=Teacher.get(staff_no="1005"))
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, APPRENTICE)
        assert rows(app) == [
            ["欧阳静怡", "王小明", "语文", "27-09-06", "0/16", "0/10", "培养中 37天无记录"]
        ]
        assert "【我的师徒】" in said(app, "summary")
        await type_keys(pilot, "", "f3")
        assert len(rows(app)) == 1


async def test_the_office_sees_the_school_first_and_its_own_at_f3(app):
    a_pair(**DRAFTED)
    a_pair(
        mentor=Teacher.get(staff_no=DEAN), apprentice=Teacher.get(staff_no="1008"),
        last=date(2026, 10, 1),
    )  # fmt: skip
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot, DEAN)
        assert [row[1:3] for row in rows(app)] == [["欧阳静怡", "王小明"], ["林远", "王小敏"]]
        assert [row[-1] for row in rows(app)] == ["拟定 待双方签", "培养中 已到期"]
        assert said(app, "summary").startswith(" 我的师徒 【全校】  已签 1 对，拟定 1 对")
        await type_keys(pilot, "", "f3")
        assert [row[2] for row in rows(app)] == ["王小敏"]


async def test_a_leader_begins_with_their_own_and_sees_the_group_at_f3(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, MENTOR)
        assert said(app, "summary").startswith("【我的师徒】 本组 ")
        await type_keys(pilot, "", "f3")
        assert said(app, "summary").startswith(" 我的师徒 【本组】")
        assert len(rows(app)) == 1


async def test_after_an_empty_table_the_keys_work_in_the_other_one(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1002", "f3", "f3", "enter")
        assert isinstance(app.screen, PairingScreen)


async def test_left_and_right_turn_the_pages_of_the_school(app, monkeypatch):
    for number in range(4):
        a_pair(first=date(2026, 9, 1 + number))
    monkeypatch.setattr(pairing_views, "MOST", 2)
    reading = pairing_views.pairings
    monkeypatch.setattr(
        pairing_views, "pairings",
        lambda actor, now, offset: reading(actor, now, (), 2, offset),
    )  # fmt: skip
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot, DEAN)
        assert "第 1 至 2 对" in said(app, "summary")
        await type_keys(pilot, "", "right")
        assert [row[4] for row in rows(app)] == ["26-09-02", "26-09-01"]
        await type_keys(pilot, "", "right")
        assert [row[4] for row in rows(app)] == ["26-09-02", "26-09-01"]
        await type_keys(pilot, "", "left", "left")
        assert [row[4] for row in rows(app)] == ["26-09-04", "26-09-03"]


async def test_enter_opens_the_page_and_f6_the_proposals(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "enter")
        assert isinstance(app.screen, PairingScreen)
        await type_keys(pilot, "", "escape", "f6")
        assert isinstance(app.screen, PairingProposalsScreen)
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, PairingsScreen)


# Signing


async def test_all_three_sign_with_their_pins_and_the_words_before_them(app):
    a_pair(**DRAFTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, MENTOR)
        assert rows(app)[0][-1] == "拟定 待我签"
        await type_keys(pilot, "", "f5")
        screen = app.screen
        assert isinstance(screen, PairingSignScreen)
        assert "一年内站稳讲台。" in str(screen.words())
        await type_keys(pilot, "0000", "enter")
        assert "口令不对" in wrong(app)
        assert screen.query_one("#pin", Input).value == ""
        await type_keys(pilot, "", "enter", "down", "pagedown", "up")
        await type_keys(pilot, PIN, "enter")
        assert status(app) == "已签字，等另一方签。"
        assert rows(app)[0][-1] == "拟定 待徒弟签"
        assert "f5" not in offered(app)
        pairings.sign(actor_of(APPRENTICE), 1, PIN, NOW)
        await type_keys(pilot, "", "f2")
        await _open(app, pilot, PRINCIPAL, "f5")
        await type_keys(pilot, PIN, "enter")
        assert status(app) == "欧阳静怡带王小明（语文）：三方已签，协议生效。"
        assert rows(app)[0][-1].startswith("培养中")
    assert Pairing.get().state == PairingState.SIGNED


async def test_words_changed_while_they_were_read_are_not_signed(app):
    a_pair(**DRAFTED)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, APPRENTICE, "f5")
        Pairing.update(aims="三年成名师。").execute()
        await type_keys(pilot, PIN, "enter")
        assert "协议刚刚改过" in wrong(app)
        await type_keys(pilot, "", "escape", "f5")
        assert "三年成名师。" in str(app.screen.words())
    assert not PairingSignature.select().exists()


# Drafting


async def test_a_pair_is_drafted_with_initials_and_the_template(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "ctrl+n")
        assert isinstance(app.screen, PairingFormScreen)
        await type_keys(pilot, "oyjy", "enter")
        await type_keys(pilot, "wxm", "down", "enter")
        fill(app, apprentice="王小明 1007", subject="语文", last="2027-08-31", quota0="６")
        assert app.screen.query_one("#aims", TextArea).text.startswith("以老带新")
        await type_keys(pilot, "", "ctrl+s")
        # The roster of the tests is bare.
        assert isinstance(app.screen, ConfirmScreen)
        assert "看不出够不够做师傅的条件" in app.screen.question
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, PairingFormScreen)
        await type_keys(pilot, "", "ctrl+s")
        await type_keys(pilot, "", "left", "enter")
        assert status(app) == "欧阳静怡带王小明（语文）已拟定，等师傅和徒弟签字。"
    made = pairing_views.pairings(actor_of(DEAN), NOW)[0]
    assert (made.first, made.last) == (date(2026, 10, 14), date(2027, 8, 31))
    assert [each.least for each in made.quotas] == [6, 8, 8, 2]


async def test_the_subject_goes_with_the_apprentice_unless_one_typed_another(app):
    Teacher.update(subject="语文").where(Teacher.staff_no == APPRENTICE).execute()
    Teacher.update(subject="数学").where(Teacher.staff_no == "1008").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "ctrl+n")
        for apprentice, subject in (("王小明 1007", "语文"), ("王小敏 1008", "数学")):
            fill(app, apprentice=apprentice)
            await settle(pilot)
            assert app.screen.query_one("#subject", Input).value == subject
        fill(app, subject="历史")
        fill(app, apprentice="王小明 1007")
        await settle(pilot)
        assert app.screen.query_one("#subject", Input).value == "历史"


async def test_f9_writes_the_agreement_to_be_printed(app, monkeypatch, tmp_path):
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, APPRENTICE, "f9")
        assert status(app).startswith("协议书已存为 ")
        await type_keys(pilot, "", "enter", "f9")
        assert isinstance(app.screen, PairingScreen)
        assert status(app).startswith("协议书已存为 ")
    names = {path.name for path in tmp_path.glob("*.docx")}
    assert names == {"师徒结对协议书_欧阳静怡_王小明.docx", "师徒结对协议书_欧阳静怡_王小明_2.docx"}


async def test_what_is_refused_stays_typed_and_the_field_is_gone_to(app):
    a_pair()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "ctrl+n")
        form = app.screen
        for change, words, field in (
            ({"mentor": "谁"}, "选定师傅", "mentor"),
            ({"mentor": "苏慧 1001"}, "选定徒弟", "apprentice"),
            ({"apprentice": "苏慧 1001", "first": "哪天"}, "开始日期请写成", "first"),
            ({"first": "今天"}, "不能是同一个人", "apprentice"),
            ({"apprentice": "王小明 1007", "quota1": "八"}, "「指导」请写数字", "quota1"),
            ({"quota1": "999", "last": "2026-01-01"}, "到期日期早于", "last"),
            ({"last": "2027-08-31"}, "请填写学科", "subject"),
            ({"subject": "语文"}, "「指导」请写 0 到 200", "quota1"),
            ({"quota1": "8"}, "已是欧阳静怡老师的徒弟", "apprentice"),
        ):
            fill(app, **change)
            await type_keys(pilot, "", "ctrl+s")
            if isinstance(app.screen, ConfirmScreen):
                await type_keys(pilot, "", "left", "enter")
            assert app.screen is form
            assert words in wrong(app)
            assert form.focused.id == field
    assert Pairing.select().count() == 1


async def test_leaving_a_form_half_filled_asks_first(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "ctrl+n")
        await type_keys(pilot, "oyjy", "escape")
        assert isinstance(app.screen, ConfirmScreen)


def _some() -> None:
    """A pair in every state."""
    a_pair()
    a_pair(
        mentor=Teacher.get(staff_no=DEAN), apprentice=Teacher.get(staff_no="1008"), **DRAFTED,
    )  # fmt: skip
    done = {"ended_on": date(2026, 10, 10), "first": date(2025, 9, 1), "last": date(2026, 8, 31)}
    a_pair(state=PairingState.GRADUATED, promoted_to="县级", **done)
    a_pair(state=PairingState.DISSOLVED, end_reason="调离", **done)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_school_looks_like_this(app, snap_compare, size):
    _some()

    async def show(pilot):
        await _open(app, pilot, DEAN)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot, DEAN, "ctrl+n")
        await type_keys(pilot, "oyjy", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_signing_looks_like_this(app, snap_compare, size):
    a_pair(**DRAFTED)

    async def show(pilot):
        await _open(app, pilot, MENTOR, "f5")

    assert snap_compare(app, terminal_size=size, run_before=show)
