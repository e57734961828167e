"""四级评价 (D9): marks typed one after the other, stages opened and closed, averages read."""

from dataclasses import replace
from decimal import Decimal
from threading import Event

import pytest
from textual.widgets import DataTable, Input, Static

from db.models import EvaluationStage, Group, Mark, Teacher, Term
from tests.builders import MACHINE, NOW
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.services.evaluating import closed, evaluated, opened, unevaluated
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.evaluation import EvaluationScreen
from yanxiu_tui.screens.evaluation_marks import MarkingScreen
from yanxiu_tui.screens.evaluation_results import ResultsScreen
from yanxiu_tui.services import credentials, evaluation_marks
from yanxiu_tui.services.evaluation_marks import NewMark, give_marks
from yanxiu_tui.widgets.status_line import StatusLine

HEAD, DEAN, LEADER, TEACHER = "1001", "1002", "1003", "1007"


@pytest.fixture
def term(school) -> Term:
    """The term, with 四级评价 in its regulation."""
    return evaluated(Term.get())


def _teacher(staff_no: str) -> Teacher:
    return Teacher.get(staff_no=staff_no)


def _actor(staff_no: str):
    return credentials.actor_for(_teacher(staff_no), MACHINE)


def _gives(staff_no: str, stage: int, **scores: str) -> None:
    """Marks by staff number: ``_1003="90"``; ``_1003="90 肯钻研"`` with a comment."""
    marks = []
    for key, typed in scores.items():
        score, _, comment = typed.partition(" ")
        marks.append(NewMark(_teacher(key[1:]).id, score, comment))
    give_marks(_actor(staff_no), stage, marks, NOW)


def _status(app) -> str:
    return str(app.screen.query_one(StatusLine).content)


def _text(app, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).content)


def _rows(app) -> list[list[str]]:
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def _keys(app) -> set[str]:
    acts = {"f5", "f6", "f7", "f8", "f9"}
    return acts & {key for key, each in app.screen.active_bindings.items() if each.enabled}


def _fields(app) -> dict[str, str]:
    return dict(app.screen.fields)


async def _open(app, pilot, staff_no: str = TEACHER) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(EvaluationScreen(_actor(staff_no)))
    await settle(pilot)


async def _marking(app, pilot, stage: int, staff_no: str = TEACHER) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(MarkingScreen(_actor(staff_no), stage))
    await settle(pilot)


# What everybody sees


async def test_a_teacher_sees_only_the_stages_they_mark_in(app, term):
    opened(term, "teacher", "peer")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert _rows(app) == [
            ["教师", "自评", "10%", "未开放", "要评 1", ""],
            ["教师", "互评", "30%", "进行中", "已评 0/3", "10-14 开放"],
        ]
        assert "我还有 3 项要评" in _text(app, "#term")
        assert _keys(app) == set()


async def test_a_school_without_evaluation_says_so(app, school):
    unevaluated(Term.get())
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert _text(app, "#nothing") == "本校制度没有规定四级评价。"
        await type_keys(pilot, "", "enter", "f5", "f6", "f8", "f9")
        assert isinstance(app.screen, EvaluationScreen)


async def test_enter_opens_the_marking_of_an_open_stage_only(app, term):
    opened(term, "teacher", "peer")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "up", "enter")
        assert "教师自评还没有开放" in _status(app)
        await type_keys(pilot, "", "down", "enter")
        assert isinstance(app.screen, MarkingScreen)
        await type_keys(pilot, "90", "enter")
        await type_keys(pilot, "", "escape")
        assert _rows(app)[1][4] == "已评 1/3"
        assert "我还有 2 项要评" in _text(app, "#term")


async def test_one_s_own_averages_come_with_closing_and_without_names(app, term):
    stage = opened(term, "teacher", "peer")
    _gives(LEADER, stage, _1007="90 乐于助人")
    _gives("1005", stage, _1007="85.5")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert _text(app, "#own") == ""
        closed(stage)
        await type_keys(pilot, "", "escape")
        await _open(app, pilot)
        assert "教师      自评 未结束  互评 87.75" in _text(app, "#own")
        await type_keys(pilot, "", "f9")
        assert _fields(app)["互评评语"] == "乐于助人"
        assert "欧阳静怡" not in str(_fields(app))


async def test_enter_on_a_closed_stage_shows_a_teacher_their_own_result(app, term):
    stage = opened(term, "teacher", "peer")
    _gives(LEADER, stage, _1007="90")
    closed(stage)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "down", "enter")
        assert isinstance(app.screen, DetailsScreen)
        assert "互评 90.00" in _fields(app)["教师"]


async def test_a_leader_sees_the_group_s_averages(app, term):
    stage = opened(term, "group", "principal")
    group = Group.get(name="语文组")
    give_marks(_actor(HEAD), stage, [NewMark(group.id, "88")], NOW)
    closed(stage)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, LEADER)
        assert "语文组    自评 未结束" in _text(app, "#own")
        assert "导评 88.00" in _text(app, "#own")


# What the office does


async def test_the_office_opens_a_stage(app, term):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        assert len(_rows(app)) == 12
        assert _keys(app) == {"f5", "f8"}
        await type_keys(pilot, "", "down", "f5")
        assert "共要评 24 项" in app.screen.question
        await type_keys(pilot, "", "enter")
        assert _status(app) == "教师互评已开放。"
        assert _rows(app)[1][3] == "进行中"
        assert _keys(app) == {"f6", "f7", "f8"}
    assert EvaluationStage.get().opened_by_id == _teacher(DEAN).id


async def test_the_office_sees_how_many_are_handed_in_and_who_is_not_done(app, term):
    stage = opened(term, "teacher", "peer")
    _gives(TEACHER, stage, _1003="90", _1005="80")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        assert _rows(app)[1][5] == "2/24"
        await type_keys(pilot, "", "f7")
        assert "8 人还没评完" in app.screen.title_text
        assert "王小明 2/3" in _fields(app)["语文组"]
        assert "林远 0/3" in _fields(app)["数学组"]


async def test_closing_says_what_is_missing_and_enter_alone_closes_nothing(app, term):
    opened(term, "teacher", "peer")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f6")
        assert "还有 24 项没有评" in app.screen.question
        await type_keys(pilot, "", "enter")
        assert _rows(app)[1][3] == "进行中"
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "shift+tab", "enter")
        assert _status(app) == "教师互评已结束。"
        assert _rows(app)[1][3] == "已结束"


async def test_reopening_needs_a_reason(app, term):
    closed(opened(term, "teacher", "self"))
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "漏了两位", "enter")
        assert _status(app) == "教师自评已重新开放，结果暂时收起。"
    assert EvaluationStage.get().closed_at is None


async def test_results_are_refused_before_and_shown_after_closing(app, term):
    stage = opened(term, "teacher", "peer")
    _gives(LEADER, stage, _1007="90 乐于助人")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f8")
        assert isinstance(app.screen, ResultsScreen)
        assert "还没有结束的阶段" in _status(app)
        assert _rows(app) == []
        closed(stage)
        await type_keys(pilot, "", "escape")
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "wxm")
        found = {row[0]: row[1:] for row in _rows(app)}
        assert found["王小明"] == ["未结束", "90.00 1人", "未结束", "未结束", "90.00"]
        assert found["王小敏"] == ["未结束", "无", "未结束", "未结束", "待定"]
        await type_keys(pilot, "", "enter")
        assert _fields(app)["互评评语"] == "乐于助人"


async def test_the_principal_sees_but_does_not_open(app, term):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, HEAD)
        assert _keys(app) == {"f8"}
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, EvaluationScreen)


async def test_a_teacher_who_opens_the_results_is_refused_by_the_service(app, term):
    closed(opened(term, "teacher", "peer"))
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, TEACHER)
        app.push_screen(ResultsScreen(_actor(TEACHER), term.id, "teacher", "教师"))
        await settle(pilot)
        assert "没有办理这件事的权限" in _status(app)


# Marking


@pytest.fixture
def peer(term) -> int:
    """教师互评, open: 1007 marks 1001, 1003 and 1005."""
    return opened(term, "teacher", "peer")


def _kept() -> dict[str, Decimal]:
    return {mark.teacher.staff_no: mark.score for mark in Mark.select()}


async def test_a_score_and_enter_are_kept_at_once_and_the_next_is_at_hand(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await _marking(app, pilot, peer)
        assert "正在评：苏慧（语文组）" in _text(app, "#who")
        await type_keys(pilot, "95", "enter")
        assert _kept() == {"1001": Decimal(95)}
        assert _status(app) == "苏慧：95 分，已保存。"
        assert "正在评：欧阳静怡" in _text(app, "#who")
        assert "已评 1/3" in _text(app, "#about")


@pytest.fixture
def slow(monkeypatch) -> Event:
    """Marks are kept only once this is set."""
    give, ready = evaluation_marks.give_marks, Event()

    def later(*asked):
        ready.wait(timeout=20)
        return give(*asked)

    monkeypatch.setattr(evaluation_marks, "give_marks", later)
    return ready


async def test_somebody_who_types_on_while_the_network_is_slow_loses_nothing(app, peer, slow):
    async with app.run_test(size=(80, 24)) as pilot:
        await _marking(app, pilot, peer)
        await pilot.press(*"95", "enter", *"88.5", "enter", *"７０", "enter")
        assert _kept() == {}
        slow.set()
        await settle(pilot)
        await settle(pilot)
        assert _kept() == {"1001": 95, "1003": Decimal("88.5"), "1005": 70}
        assert "都评完了" in _status(app)


async def test_leaving_waits_for_what_is_on_its_way(app, peer, slow):
    async with app.run_test(size=(80, 24)) as pilot:
        await _marking(app, pilot, peer)
        await pilot.press(*"95", "enter", *"88", "enter", "escape")
        assert isinstance(app.screen, MarkingScreen)
        slow.set()
        await settle(pilot)
        await settle(pilot)
        assert not isinstance(app.screen, MarkingScreen)
    assert _kept() == {"1001": 95, "1003": 88}


async def test_a_comment_is_kept_with_the_score(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await _marking(app, pilot, peer)
        await type_keys(pilot, "95", "tab")
        await type_keys(pilot, "肯钻研", "enter")
        assert _rows(app)[0][2:] == ["95", "肯钻研"]
        assert isinstance(app.focused, Input)
        assert app.focused.id == "score"
    assert (Mark.get().score, Mark.get().comment) == (Decimal(95), "肯钻研")


async def test_what_is_no_score_stays_to_be_typed_over(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await _marking(app, pilot, peer)
        await type_keys(pilot, "105", "enter")
        assert "分数应为 0 至 100" in _status(app)
        assert "正在评：苏慧" in _text(app, "#who")
        await type_keys(pilot, "", "down")
        assert "正在评：苏慧" in _text(app, "#who")
        await type_keys(pilot, "99", "enter")
    assert _kept() == {"1001": Decimal(99)}


async def test_a_mark_is_changed_by_typing_over_it(app, peer):
    _gives(TEACHER, peer, _1001="60")
    async with app.run_test(size=(80, 24)) as pilot:
        await _marking(app, pilot, peer)
        assert "正在评：欧阳静怡" in _text(app, "#who")
        await type_keys(pilot, "", "up")
        await type_keys(pilot, "90", "enter")
    assert _kept() == {"1001": Decimal(90)}


async def test_the_arrows_and_ctrl_s_keep_what_was_typed(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await _marking(app, pilot, peer)
        await type_keys(pilot, "91", "down")
        await type_keys(pilot, "92", "ctrl+s")
        assert "正在评：欧阳静怡" in _text(app, "#who")
        await type_keys(pilot, "", "ctrl+s")
        assert "没有要保存的" in _status(app)
    assert _kept() == {"1001": Decimal(91), "1003": Decimal(92)}


async def test_leaving_with_a_score_typed_but_not_entered_asks_first(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await _marking(app, pilot, peer)
        await type_keys(pilot, "91", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, MarkingScreen)
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "", "escape")
        assert not isinstance(app.screen, MarkingScreen)
    assert _kept() == {"1001": Decimal(91)}


async def test_a_stage_that_closed_meanwhile_says_whose_score_was_not_kept(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await _marking(app, pilot, peer)
        closed(peer)
        await type_keys(pilot, "91", "enter")
        assert "苏慧的分数没有保存：这个阶段的评价已经结束" in _status(app)
        assert _rows(app)[0][2] == "91 未存"
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, ConfirmScreen)
    assert _kept() == {}


async def test_a_score_that_could_not_be_kept_is_kept_by_entering_it_again(app, peer, monkeypatch):
    give = evaluation_marks.give_marks

    def broken(*_):
        raise OSError("no network")

    async with app.run_test(size=(80, 24)) as pilot:
        await _marking(app, pilot, peer)
        monkeypatch.setattr(evaluation_marks, "give_marks", broken)
        await type_keys(pilot, "91", "enter")
        assert _rows(app)[0][2] == "91 未存"
        monkeypatch.setattr(evaluation_marks, "give_marks", give)
        await type_keys(pilot, "", "up")
        await type_keys(pilot, "", "enter")
        assert _rows(app)[0][2] == "91"
    assert _kept() == {"1001": Decimal(91)}


async def test_a_closed_stage_can_only_be_looked_at(app, peer):
    _gives(TEACHER, peer, _1001="60")
    closed(peer)
    async with app.run_test(size=(80, 24)) as pilot:
        await _marking(app, pilot, peer)
        assert "只能看自己打的分" in _status(app)
        assert not app.screen.query_one("#form").display
        assert _rows(app)[0][2] == "60"


async def test_who_marks_nobody_in_a_stage_is_told_so(app, term):
    stage = opened(term, "teacher", "principal")
    async with app.run_test(size=(80, 24)) as pilot:
        await _marking(app, pilot, stage)
        assert "没有要您评的" in _text(app, "#nothing")
        await type_keys(pilot, "", "down", "enter", "ctrl+s", "escape")
        assert not isinstance(app.screen, MarkingScreen)


async def test_somebody_without_the_right_is_refused_by_the_service(app, peer):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, TEACHER)
        nobody = replace(_actor(TEACHER), roles=frozenset())
        app.push_screen(MarkingScreen(nobody, peer))
        await settle(pilot)
        assert "没有办理这件事的权限" in _status(app)


# What it looks like


def _a_term_under_way(term: Term) -> int:
    """自评 closed, 互评 and the leaders' 导评 open; 互评 is returned."""
    stage = opened(term, "teacher", "self")
    for staff_no in ("1001", "1002", "1003", "1005", "1007", "1008"):
        _gives(staff_no, stage, **{f"_{staff_no}": f"{80 + int(staff_no[-1])}.5 还要多读书"})
    closed(stage)
    stage = opened(term, "group", "self")
    give_marks(_actor(LEADER), stage, [NewMark(Group.get(name="语文组").id, "92")], NOW)
    closed(stage)
    opened(term, "leader", "principal")
    stage = opened(term, "teacher", "peer")
    _gives(LEADER, stage, _1001="95", _1005="88.5 课堂有活力，望多带年轻教师", _1007="79.25")
    _gives(TEACHER, stage, _1001="91 专业引领好")
    return stage


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_office_s_list_looks_like_this(app, term, snap_compare, size):
    _a_term_under_way(term)

    async def show(pilot):
        await _open(app, pilot, DEAN)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_leader_s_list_looks_like_this(app, term, snap_compare, size):
    _a_term_under_way(term)

    async def show(pilot):
        await _open(app, pilot, LEADER)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_marking_looks_like_this(app, term, snap_compare, size):
    stage = _a_term_under_way(term)

    async def show(pilot):
        await _marking(app, pilot, stage)
        await type_keys(pilot, "86", "tab")
        await type_keys(pilot, "认真负责")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_who_is_not_done_looks_like_this(app, term, snap_compare, size):
    _a_term_under_way(term)

    async def show(pilot):
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f7")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_results_look_like_this(app, term, snap_compare, size):
    closed(_a_term_under_way(term))

    async def show(pilot):
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f8")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_school_without_evaluation_looks_like_this(app, school, snap_compare, size):
    unevaluated(Term.get())

    async def show(pilot):
        await _open(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


async def test_last_terms_stages_and_results_are_looked_at(app, term, last_term):
    stage = opened(evaluated(last_term), "teacher", "peer")
    _gives(TEACHER, stage, _1003="90 肯钻研")
    closed(stage)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, LEADER)
        assert _text(app, "#own") == ""
        await in_last_term(pilot)
        assert _text(app, "#term").startswith("2025—2026学年第二学期")
        assert "互评 90.00" in _text(app, "#own")
        await type_keys(pilot, "", "f9")
        assert "肯钻研" in str(_fields(app))


async def test_a_term_without_evaluation_leaves_nothing_of_another_on_the_screen(
    app, term, last_term
):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        assert len(_rows(app)) == 12
        unevaluated(last_term)
        await in_last_term(pilot)
        assert "没有规定四级评价" in _text(app, "#nothing")
        assert (_keys(app), _text(app, "#term")) == (set(), "")
