"""What a pair did and how far it is, in words and cells, for every screen that shows it."""

from collections.abc import Sequence
from decimal import Decimal

from rich.text import Text

from yanxiu_tui import clock
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.pairing_assessments import Judge
from yanxiu_tui.rules.pairings import Side
from yanxiu_tui.services.pairing_assessments import Judgement, Sheet
from yanxiu_tui.services.pairing_log import EntryView
from yanxiu_tui.services.pairing_progress import MyPair, PairProgress
from yanxiu_tui.services.pairing_timeline import Happening
from yanxiu_tui.widgets.bar import figures
from yanxiu_tui.widgets.kept_table import Row

SIDE_NAMES: dict[Side, str] = {"mentor": "师傅", "apprentice": "徒弟"}
NARROW = {"日期": 5, "事项": 10, "谁": 10, "内容": 0, "状态": 11}
WIDE = {"日期": 10, "事项": 10, "谁": 12, "内容": 0, "状态": 11}
_STYLES = {"待签认": "bold yellow", "待签": "bold yellow", "已作废": "dim", "已签认": "green"}


def timeline_rows(found: Sequence[Happening]) -> list[Row]:
    """A row of a table for each thing that happened."""
    return [(str(number), _cells(each)) for number, each in enumerate(found)]


def _cells(each: Happening) -> dict[str, Text]:
    state = Text(each.state, style=_STYLES.get(each.state, ""))
    if each.late:
        state.append(" 补录" if each.state else "补录")
    return {
        "日期": Text(f"{each.day:%m-%d}"),
        "事项": Text(each.what),
        "谁": Text(each.who),
        "内容": Text(each.detail),
        "状态": state,
    }


def progress_words(made: Sequence[PairProgress], side: Side | None = None) -> Text:
    """``听徒弟的课 3/8 节   指导 8/8 次 完成``: of both, or of one side."""
    said = Text()
    for each in made:
        if side in (None, each.quota.side):
            said.append("   " if said else "")
            said.append(f"{each.quota.name} {figures(*_decimals(each), each.quota.unit)}")
            if not each.short:
                said.append(" 完成", style="green")
    return said


def progress_short(made: Sequence[PairProgress], side: Side) -> Text:
    """``5/16``: what one side has done of all it owes, nothing done counting beyond its quota."""
    own = [each for each in made if each.quota.side == side]
    done, need = sum(min(each.done, each.need) for each in own), sum(each.need for each in own)
    return Text(f"{done}/{need}", style="green" if done >= need else "") if need else Text("")


def silent_words(days: int) -> Text:
    """``16 天没有记录``; "" where there is no such silence."""
    return Text(f"{days} 天没有记录", style="bold yellow") if days else Text("")


def my_pair_words(pair: MyPair) -> Text:
    """``徒弟 林远：听徒弟的课 3/8 节   指导 2/8 次``: one's own pair in a line."""
    other: Side = "apprentice" if pair.side == "mentor" else "mentor"
    said = Text(f"{SIDE_NAMES[other]} {pair.other}：", style="bold")
    said.append_text(progress_words(pair.progress))
    if pair.silent:
        said.append("   ").append_text(silent_words(pair.silent))
    return said


def entry_fields(entry: EntryView) -> list[tuple[str, str]]:
    """One entry of the log in full."""
    late = "（补录）" if entry.late_entry else ""
    fields = [
        ("日期", f"{entry.day}"),
        ("类别", entry.kind_name),
        ("内容", entry.title),
        ("经过", entry.words),
        ("记录", f"{entry.recorded_by} {clock.local(entry.recorded_at):%m-%d %H:%M}{late}"),
    ]
    if entry.signed_at:
        fields.append(("签认", f"{entry.signed_by} {clock.local(entry.signed_at):%m-%d %H:%M}"))
    elif not entry.struck_at:
        fields.append(("签认", "等对方签认，签了才算数"))
    if entry.struck_at:
        fields.append(("作废", f"{entry.struck_by}：{entry.strike_reason}"))
    return [(label, words) for label, words in fields if words]


def sheet_fields(sheet: Sheet, office: str) -> list[tuple[str, str]]:
    """How a pair was judged, as far as one may see it."""
    names = {Judge.MENTOR: "师傅", Judge.APPRENTICE: "徒弟", Judge.OFFICE: office}
    given = {each.judge: each for each in sheet.given}
    fields = [("学期", sheet.term_name)]
    for judge, name in names.items():
        fields.append((f"{name}评", _judged(given.get(judge))))
    for side, score in (("师傅", sheet.mentor_whole), ("徒弟", sheet.apprentice_whole)):
        if score is not None:
            fields.append((f"{side}得分", plain(score)))
    if sheet.why_not:
        fields.append(("", sheet.why_not))
    return fields


def _judged(given: Judgement | None) -> str:
    if given is None:
        return "还没有评"
    if not given.seen:
        return "已评；自己评过，或三方评完，才看得到"
    scores = (("师傅", given.mentor_score), ("徒弟", given.apprentice_score))
    said = [f"{whom} {plain(score)} 分" for whom, score in scores if score is not None]
    return "，".join(filter(None, (*said, given.words)))


def _decimals(made: PairProgress) -> tuple[Decimal, Decimal]:
    return Decimal(made.done), Decimal(made.need)
