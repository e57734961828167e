"""考核成绩登记表: one test's candidates, for a terminal and as an A4 sheet (P10, P11)."""

from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.reports.listing import Listing, write
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.skills import OUTCOME_NAMES, Tally

if TYPE_CHECKING:
    from yanxiu_tui.services.skills import CandidateLine, SkillTestPage

UNSURE = "年龄不详"
_ABSENT = "缺考"
_COLUMNS = {
    "序号": 7, "工号": 10, "姓名": 13, "教研组": 15, "成绩": 9, "补考": 9, "结果": 12, "评语": 27,
}  # fmt: skip
HEADINGS = tuple(_COLUMNS)
TALLY_HEADINGS = ("教研组", "应考", "参加", "合格", "其中补考", "不合格", "缺考", "平均分")


def rows(page: "SkillTestPage") -> list[tuple[str, ...]]:
    """A row a candidate, as the sheet has it."""
    return [
        (
            str(number),
            each.staff_no,
            each.name,
            each.group,
            attempt(each, 1),
            attempt(each, 2),
            outcome(each) if page.told else "",
            each.excused or each.comments,
        )
        for number, each in enumerate(page.lines, start=1)
    ]


def tally_rows(page: "SkillTestPage") -> list[tuple[str, ...]]:
    """How everybody did, then each group."""
    return [_tally(each) for each in page.tallies]


def write_sheet(path: Path, page: "SkillTestPage", school: str) -> None:
    """The sheet as an A4 xlsx; Refused when it cannot be written."""
    view = page.view
    under = f"{view.term_name}　{view.kind_name}　考核日期 {view.held_on}"
    if view.retake_on:
        under += f"　补考日期 {view.retake_on}"
    listing = Listing(
        sheet="成绩登记表",
        title=f"{school}{view.title}成绩登记表",
        under=under,
        columns=_COLUMNS,
        rows=rows(page),
        left=("评语",),
        foot=(summary(page), "登记人：　　　　　　　　审核人：　　　　　　　　年　　月　　日"),
    )
    write(path, listing)


def summary(page: "SkillTestPage") -> str:
    """「应考 30 人，参加 28 人，合格 27 人……」 of everybody; "" while nothing is told."""
    if not page.tallies:
        return ""
    all_ = page.tallies[0]
    average = "" if all_.average is None else f"，平均 {plain(all_.average)} 分"
    return (
        f"应考 {all_.due} 人，参加 {all_.taken} 人，合格 {all_.passed} 人"
        f"（补考 {all_.at_retake} 人），不合格 {all_.failed} 人，缺考 {all_.absent} 人{average}"
    )


def attempt(line: "CandidateLine", number: int) -> str:
    """What an attempt came to; the last of several retakes."""
    made = [each for each in line.attempts if each.number == number or each.number > number > 1]
    if not made:
        return ""
    return _ABSENT if made[-1].score is None else plain(made[-1].score)


def outcome(line: "CandidateLine") -> str:
    """How they stand, in words."""
    return UNSURE if line.outcome is None else OUTCOME_NAMES[line.outcome]


def _tally(each: Tally) -> tuple[str, ...]:
    counts = (each.due, each.taken, each.passed, each.at_retake, each.failed, each.absent)
    average = "" if each.average is None else plain(each.average)
    return (each.group or "全部", *map(str, counts), average)
