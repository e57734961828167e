"""查找: found as one types, read at Enter, narrowed at F5, page by page."""

from datetime import timedelta

import pytest
from textual.widgets import Input, Static

from db.models import Group, Teacher, Term
from tests.builders import MACHINE, NOW
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.manuscript_view import ManuscriptScreen
from yanxiu_tui.screens.search import HitList, SearchScreen
from yanxiu_tui.services import credentials, manuscripts

PRINCIPAL, LEADER, TEACHER = "1001", "1003", "1007"
AIMS = "一、读懂父亲买橘子的背影，体会细节描写。\n二、学习以小见大的写法，完成小练笔。"


def actor_of(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def reflection(staff_no: str, title: str, text: str, days: int = 0) -> int:
    """A reflection that this teacher has handed in; its id."""
    made = manuscripts.begin(
        manuscripts.REFLECTION, Term.get().id, title, NOW.date() - timedelta(days=days), NOW,
        author_id=Teacher.get(staff_no=staff_no).id, texts={"success": text},
    ).id  # fmt: skip
    manuscripts.close(made, NOW)
    return made


def plan(title: str, text: str) -> int:
    """The 共性教案 of 语文组; its id."""
    return manuscripts.begin(
        manuscripts.SHARED_PLAN, Term.get().id, title, NOW.date(), NOW,
        group_id=Group.get(name="语文组").id, texts={"aims": text},
    ).id  # fmt: skip


@pytest.fixture
def written(school):
    """A plan of 语文组 and reflections of two teachers in it that all speak of 背影."""
    plan("第二单元 散文", AIMS)
    reflection(TEACHER, "《背影》教后反思", "追问「为什么写背影」时，学生答得很好。", 2)
    reflection("1005", "《散步》教后反思", "和《背影》对比着读，" + "学生说得多了。" * 30, 9)


def shown(app) -> list[str]:
    hits = app.screen.query_one(HitList)
    return [str(hits.get_option_at_index(at).prompt) for at in range(hits.option_count)]


def titles(app) -> list[str]:
    return [each.split("  ")[0] for each in shown(app)]


def said(app, id: str = "#nothing") -> str:
    return str(app.screen.query_one(id, Static).content)


async def open_search(app, pilot, staff_no: str = LEADER) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(SearchScreen(actor_of(staff_no)))
    await settle(pilot)


async def test_hits_are_listed_as_one_types_with_the_place_marked(app, written):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_search(app, pilot)
        await type_keys(pilot, "背影")
        assert titles(app) == ["第二单元 散文", "《背影》教后反思", "《散步》教后反思"]
        assert shown(app)[0] == (
            "第二单元 散文  共性教案  语文组  2026-10-14\n"
            "  一、读懂父亲买橘子的【背影】，体会细节描写。 二、学习以小见大的写法，完成"
        )
        assert said(app, "#beside") == "全部种类  找到 3 份"
        await type_keys(pilot, " 对比")
        assert titles(app) == ["《散步》教后反思"]


async def test_a_word_typed_quickly_is_looked_for_once(app, written, monkeypatch):
    from yanxiu_tui.screens import search as screen

    looked_for, search = [], screen.search

    def counted(actor, typed, *more):
        looked_for.append(typed)
        return search(actor, typed, *more)

    monkeypatch.setattr(screen, "search", counted)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_search(app, pilot)
        await type_keys(pilot, "父亲买橘子")
    assert looked_for == ["父亲买橘子"]


async def test_nothing_typed_nothing_found_and_nothing_to_find_are_each_said(app, written):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_search(app, pilot)
        assert "几个词" in said(app) or "多个词" in said(app)
        await type_keys(pilot, "高锰酸钾")
        assert said(app) == "没有找到，请少输几个字，或换一个词。"
        await type_keys(pilot, "", "ctrl+u", '"', "*")
        assert said(app) == "标点和符号找不到文稿，请输入要找的字或词。"
        await type_keys(pilot, "", "enter", "down", "pagedown", "f7", "f8")
        assert isinstance(app.screen, SearchScreen)
        await type_keys(pilot, "", "ctrl+u", "背", "影")
        assert len(shown(app)) == 3


async def test_enter_reads_the_hit_pointed_at_and_escape_comes_back_to_it(app, written):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_search(app, pilot)
        await type_keys(pilot, "背影", "down", "up", "up")
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, ManuscriptScreen)
        assert said(app, "#about") == "共性教案「第二单元 散文」　语文组　2026-10-14"
        text = said(app, "#text")
        assert "教学目标\n一、读懂父亲买橘子的【背影】，体会细节描写。\n二、学习" in text
        assert "学法指导\n（未填）" in text
        await type_keys(pilot, "", "escape", "end")
        assert isinstance(app.screen, SearchScreen)
        assert len(shown(app)) == 3 and app.screen.query_one("#typed", Input).has_focus


async def test_f5_shows_one_kind_and_all_again(app, written):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_search(app, pilot)
        await type_keys(pilot, "背影", "f5")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, "fs", "enter")
        assert titles(app) == ["《背影》教后反思", "《散步》教后反思"]
        assert said(app, "#beside") == "反思与叙事  找到 2 份"
        await type_keys(pilot, "", "f5", "escape")
        assert len(shown(app)) == 2
        await type_keys(pilot, "", "f5", *["up"] * 4, "enter")
        assert len(shown(app)) == 3


async def test_pages_are_turned_there_and_back_and_no_further(app, school):
    for number in range(45):
        reflection(TEACHER, f"反思{number}", "背影", number)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_search(app, pilot)
        await type_keys(pilot, "背影", "f7")
        assert said(app, "#beside") == "全部种类  第 1 至 20 份，还有"
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "f8")
        assert (titles(app)[0], len(shown(app))) == ("反思40", 5)
        await type_keys(pilot, "", "f8")
        assert said(app, "#beside") == "全部种类  第 41 至 45 份"
        await type_keys(pilot, "", "f7")
        assert titles(app)[0] == "反思20"


async def test_a_colleague_is_not_shown_what_is_not_theirs(app, written):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_search(app, pilot, TEACHER)
        await type_keys(pilot, "背影")
        assert titles(app) == ["第二单元 散文", "《背影》教后反思"]


async def test_a_title_that_looks_like_markup_stays_as_it_was_typed(app, school):
    reflection(LEADER, "[red]背影[/red]", "[b]读[/b]")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_search(app, pilot)
        await type_keys(pilot, "背影")
        assert titles(app) == ["[red]背影[/red]"]


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_what_is_found_looks_like_this(app, written, snap_compare, size):
    async def show(pilot):
        await open_search(app, pilot)
        await type_keys(pilot, "背影", "down")

    assert snap_compare(app, terminal_size=size, run_before=show)


def test_a_manuscript_looks_like_this(app, written, snap_compare):
    async def show(pilot):
        await open_search(app, pilot)
        await type_keys(pilot, "背影")
        await type_keys(pilot, "", "enter")

    assert snap_compare(app, terminal_size=SIZES[0], run_before=show)
