"""迎检材料: whole, private, and the same however often it was cut short."""

import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.models import FilePiece, Trace
from tests.builders import NOW, OPERATOR
from tests.reports.test_word import words_of
from tests.services.cast import a_cast, an_open_activity, signs_in
from tests.services.test_steering import INSPECTION_DRAFT
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.pack import MAKING, build
from yanxiu_tui.reports.pack_papers import MAKERS
from yanxiu_tui.reports.pack_state import NAME, digest
from yanxiu_tui.services import archives, claims, inspections, leave, steering, submissions
from yanxiu_tui.services.archives import ItemDraft
from yanxiu_tui.services.claims import ClaimDraft
from yanxiu_tui.services.inspections import FindingDraft
from yanxiu_tui.services.leave import LeaveDraft
from yanxiu_tui.services.meeting import close_activity
from yanxiu_tui.services.submissions import HandIn

REASON = "急性肠胃炎住院"


class Cut(Exception):
    """Somebody pressed Esc."""


@pytest.fixture
def cast(sqlite_memory, tmp_path):
    """A school of six with a meeting, a leave, and two files that were copied in."""
    cast = a_cast("default")
    ill = LeaveDraft("1002", "sick", REASON, NOW, NOW + timedelta(hours=3))
    leave.ask(cast.dean, ill, NOW - timedelta(days=1))
    meeting = an_open_activity(cast)
    signs_in(meeting, cast.su)
    close_activity(cast.dean, meeting.id, NOW + timedelta(hours=2))
    source = tmp_path / "规划.txt"
    source.write_text("五年规划", encoding="utf-8")
    day = date(2026, 9, 7)
    plan = ItemDraft("plans", "五年规划", day, "both", None, "档案柜一", str(source))
    archives.add(cast.dean, plan, NOW)
    own = ItemDraft("results", "论文：一=二", day, "file", cast.su.id, path=str(source))
    archives.add(cast.dean, own, NOW)
    return cast


def held(folder: Path) -> dict[str, object]:
    """Every file by its path: what it holds, but for the day it was saved on."""
    return {
        path.relative_to(folder).as_posix(): _inside(path)
        for path in folder.rglob("*")
        if path.is_file()
    }


def _inside(path: Path) -> object:
    if path.suffix not in (".docx", ".xlsx"):
        return path.read_bytes()
    with zipfile.ZipFile(path) as opened:
        return {each: opened.read(each) for each in opened.namelist() if "core.xml" not in each}


def cut_at(step: int):
    """What stops the work before that step is done."""

    def progress(done: int, total: int, path: str) -> None:
        if done == step:
            raise Cut

    return progress


def test_what_is_missing_comes_first_then_the_index_then_each_class(cast, tmp_path):
    built = build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    names = sorted(held(tmp_path / "a"))
    assert names[:6] == [
        NAME, "00 缺少的材料.docx", "00 缺少的材料.xlsx", "01 目录.docx", "01 目录.xlsx",
        "02 校本研修计划/02-001 2026-09-07 五年规划.txt",
    ]  # fmt: skip
    assert "04 校本研修实施情况/04-002 2026-10-14 签到表 新课标下的单元整体教学.xlsx" in names
    assert "06 教师成长档案/06-001 全体教师 成长档案总览.xlsx" in names
    assert "06 教师成长档案/06-002 1001 苏慧/06-002-002 2026-09-07 论文：一=二.txt" in names
    assert (built.files, built.made) == (len(names) - 1, len(names) - 1)


def test_the_index_tells_number_title_day_and_where_the_paper_lies(cast, tmp_path):
    build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    page = load_workbook(tmp_path / "a" / "01 目录.xlsx").active
    rows = [tuple(cell.value for cell in row) for row in page.iter_rows(min_row=3)]
    assert rows[0] == ("编号", "名称", "日期", "在哪里")
    assert ("02-001", "五年规划", "2026-09-07", "文件；档案柜一") in rows
    assert ("03-001", "（还没有材料）", None, None) in rows
    assert "02-001" in words_of(tmp_path / "a" / "01 目录.docx")


def test_what_is_missing_is_told_of_classes_and_teachers(cast, tmp_path):
    build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    said = words_of(tmp_path / "a" / "00 缺少的材料.docx")
    assert "还差 1 件（至少 1 件）" in said
    assert {"总档案", "教师", "林远（1002）", "校本研修课程资源"} <= set(said)


def test_how_much_is_missing_is_told_of_what_it_is_and_not_as_a_share_of_classes(cast, tmp_path):
    for each in ("resources", "research"):
        paper = ItemDraft(each, "自编教材", NOW.date(), "paper", None, "档案柜二")
        archives.add(cast.dean, paper, NOW)
    built = build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    said = words_of(tmp_path / "a" / "00 缺少的材料.docx")[1]
    assert said == "缺 19 项：组 3 项，教师 16 项。总档案 4 类，3 类够件数。"
    assert built.missing == 19


def test_a_catalogue_names_the_numbers_of_what_the_pack_holds_its_own_copy_before_others(
    cast, tmp_path
):
    build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    (made,) = (tmp_path / "a").rglob("*苏慧 成长档案目录.docx")
    said = words_of(made)
    assert said[said.index("新课标下的单元整体教学") + 2] == "见 04-002"
    assert said[said.index("论文：一=二") + 2] == "见 06-002-002"
    page = load_workbook(tmp_path / "a" / "04 校本研修实施情况" / "04-001 活动记录一览.xlsx").active
    assert [row[4] for row in page.iter_rows(values_only=True)][-1] == "见 04-002"


def test_the_index_says_of_a_paper_that_nobody_wrote_where_it_lies(cast, tmp_path):
    day = NOW.date()
    prize = claims.claim(cast.teacher, ClaimDraft("prize", "省级论文", day, day, level="省级"), NOW)
    claims.grant(cast.dean, prize.id, Decimal(0), True, "", NOW)
    build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    page = load_workbook(tmp_path / "a" / "01 目录.xlsx").active
    (row,) = (row for row in page.iter_rows(values_only=True) if row[0] == "05-001")
    assert row[1].endswith("省级论文") and row[3] == "纸质，没写放在哪里"
    (made,) = (tmp_path / "a").rglob("*苏慧 成长档案目录.docx")
    assert "纸质，没写放在哪里" in words_of(made)


def test_a_paper_that_was_handed_in_is_called_by_its_name_once_and_what_it_lacks_is_told(
    cast, tmp_path
):
    day, on_paper = date(2026, 9, 4), HandIn(where_kept="档案柜二")
    submissions.enter(cast.dean, "group_plan", on_paper, day, NOW, group_id=cast.group.id)
    submissions.enter(
        cast.dean, "personal_plan", on_paper, day, NOW, staff_no="1001", missing=["第三部分"]
    )
    submissions.hand_in(cast.dean, "school_plan", on_paper, NOW)
    build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    page = load_workbook(tmp_path / "a" / "01 目录.xlsx").active
    titles = [page.cell(row, 2).value for row in range(3, page.max_row + 1)]
    assert {"学校研修计划", "语文组工作计划"} <= set(titles)
    said = words_of(tmp_path / "a" / "00 缺少的材料.docx")
    assert "个人自修计划不完整（缺：第三部分）" in said


def test_cut_short_at_every_step_and_taken_up_again_it_is_what_it_would_have_been(cast, tmp_path):
    whole = build(cast.dean, tmp_path / "uncut", cast.term.id, NOW)
    folder = tmp_path / "cut"
    for step in range(whole.files + 1):
        with pytest.raises(Cut):
            build(cast.dean, folder, cast.term.id, NOW, cut_at(step))
        files = held(folder)
        # Each stands whole, and with the state there is nothing beside them.
        assert len(files) == step + 1 and not (folder / MAKING).exists()
    again = build(cast.dean, folder, cast.term.id, NOW)
    assert again.made == 0
    assert held(folder) == held(tmp_path / "uncut")
    acts = [row.act for row in Trace.select().where(Trace.subject == "term")]
    assert acts == ["begin_pack", "finish_pack", "begin_pack", "finish_pack"]


def test_a_machine_that_dies_within_a_file_leaves_nothing_that_is_taken_for_whole(cast, tmp_path):
    folder = tmp_path / "a"
    with pytest.raises(Cut):
        build(cast.dean, folder, cast.term.id, NOW, cut_at(6))
    (folder / MAKING).mkdir()
    (folder / MAKING / "06-001 全体教师 成长档案总览.xlsx").write_bytes(b"PK half")
    with (folder / NAME).open("a", encoding="utf-8") as state:
        state.write('["06 教师')
    build(cast.dean, folder, cast.term.id, NOW)
    build(cast.dean, tmp_path / "uncut", cast.term.id, NOW)
    assert held(folder) == held(tmp_path / "uncut")


def test_a_machine_that_dies_before_the_first_file_leaves_a_folder_that_can_be_used(cast, tmp_path):
    folder = tmp_path / "迎检"
    folder.mkdir()
    (folder / f"{NAME}.part").write_text('{"yanxiu"', encoding="utf-8")
    assert build(cast.dean, folder, cast.term.id, NOW).made


@pytest.mark.parametrize("stop", [KeyboardInterrupt, MemoryError])
def test_stopped_while_a_file_is_written_half_of_it_is_gone(cast, tmp_path, monkeypatch, stop):
    def half(path: Path, found: object) -> None:
        path.write_bytes(b"PK")
        raise stop

    monkeypatch.setitem(MAKERS, "sheet", replace(MAKERS["sheet"], write=half))
    with pytest.raises(stop):
        build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    assert not [path for path in (tmp_path / "a").rglob("*") if "签到表" in path.name]
    assert not (tmp_path / "a" / MAKING).exists()


def test_the_bulletin_of_an_inspection_is_in_it_whoever_makes_it(cast, tmp_path):
    kept = steering.keep(cast.dean, INSPECTION_DRAFT, NOW)
    inspections.add(cast.dean, kept, FindingDraft("集体备课记录完整"), NOW)
    steering.finish(cast.dean, kept, NOW)
    inspections.publish(cast.dean, kept, False, NOW)
    for name, actor in (("a", cast.dean), ("b", OPERATOR)):
        build(actor, tmp_path / name, cast.term.id, NOW)
    assert held(tmp_path / "a").keys() == held(tmp_path / "b").keys()
    assert [*(tmp_path / "b").rglob("*督查通报*.docx")]


def test_the_regulation_a_school_archives_is_in_it_word_by_word(sqlite_memory, tmp_path):
    cast = a_cast("pingfang")
    build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    (made,) = (tmp_path / "a").rglob("*校本研修制度.docx")
    said = words_of(made)
    assert {"坪坊小学校本研修管理制度", "请假"} <= set(said)
    assert any("每月至少听课4节" in each for each in said)


def test_two_do_not_fill_one_folder_at_once_and_nothing_of_the_lock_stays(cast, tmp_path):
    refused = []

    def meanwhile(done, total, path):
        if not refused:
            with pytest.raises(Refused, match="正在做") as caught:
                build(cast.dean, tmp_path / "a", cast.term.id, NOW)
            refused.append(caught.value.reason)

    build(cast.dean, tmp_path / "a", cast.term.id, NOW, meanwhile)
    assert refused == ["being_made"]
    build(cast.dean, tmp_path / "b", cast.term.id, NOW)
    assert held(tmp_path / "a").keys() == held(tmp_path / "b").keys()
    assert not [*tmp_path.glob("*/*.lock")]


def test_only_what_has_changed_since_is_made_again(cast, tmp_path):
    folder = tmp_path / "a"
    whole = build(cast.dean, folder, cast.term.id, NOW)
    assert build(cast.dean, folder, cast.term.id, NOW).made == 0
    paper = ItemDraft("resources", "自编教材", date(2026, 9, 8), "paper", None, "档案柜二")
    archives.add(cast.dean, paper, NOW)
    # What is missing and the index, each as Word and xlsx; nothing else tells of it.
    assert build(cast.dean, folder, cast.term.id, NOW).made == 4
    (folder / "01 目录.docx").unlink()
    assert build(cast.dean, folder, cast.term.id, NOW).made == 1
    assert len(held(folder)) == whole.files + 1


def test_what_was_taken_out_of_the_archive_leaves_the_pack_too(cast, tmp_path):
    folder = tmp_path / "a"
    build(cast.dean, folder, cast.term.id, NOW)
    archives.remove(cast.dean, 1, "登记错了", NOW)
    build(cast.dean, folder, cast.term.id, NOW)
    assert not (folder / "02 校本研修计划").exists()


def test_no_reason_of_a_leave_and_no_paper_of_it_is_in_the_pack(cast, tmp_path):
    build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    everything = repr(held(tmp_path / "a"))
    for word in (REASON, "医院证明", "书面申请"):
        assert repr(word.encode())[2:-1] not in everything


def test_a_copy_that_is_spoiled_is_named_and_the_rest_is_made(cast, tmp_path):
    FilePiece.update(data=b"x").execute()
    built = build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    assert [path.partition("/")[0] for path in built.spoiled] == [
        "02 校本研修计划",
        "06 教师成长档案",
    ]
    assert len(held(tmp_path / "a")) == built.files - 2 + 1


def test_a_folder_of_something_else_is_left_alone(cast, tmp_path):
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "家.txt").write_text("我的")
    with pytest.raises(Refused, match="有别的文件"):
        build(cast.dean, tmp_path / "别的", cast.term.id, NOW)
    with pytest.raises(Refused, match="上一级文件夹不在"):
        build(cast.dean, tmp_path / "没有" / "a", cast.term.id, NOW)
    build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    state = tmp_path / "a" / NAME
    state.write_text(
        state.read_text(encoding="utf-8").replace("示范中学", "别的中学"), encoding="utf-8"
    )
    with pytest.raises(Refused, match="另一学校"):
        build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    assert [each.name for each in (tmp_path / "别的").iterdir()] == ["家.txt"]


def test_whatever_the_folder_says_of_itself_nothing_outside_of_it_is_taken_away(cast, tmp_path):
    outside = tmp_path / "我的.txt"
    outside.write_text("我的")
    build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    with (tmp_path / "a" / NAME).open("a", encoding="utf-8") as state:
        for odd in (["../我的.txt", "x"], [str(outside), "x"], [1], 7, {"a": 1}):
            state.write(json.dumps(odd) + "\n")
    build(cast.dean, tmp_path / "a", cast.term.id, NOW)
    assert outside.exists()


def test_a_digest_does_not_depend_on_how_a_set_happens_to_be_ordered():
    assert digest({1: frozenset("abcdef")}) == digest({1: frozenset("fedcba")})
    assert digest({1: {"a"}}) != digest({1: {"b"}})
