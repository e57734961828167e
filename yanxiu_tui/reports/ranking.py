"""考核排名: the ranking, and the explanation of one line of it, as rows of words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from yanxiu_tui.rules.names import told_apart
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.scoring import STATE_NAMES, UNSCORED, VETOED, ItemPoints, Scheme, State
from yanxiu_tui.services.explaining import Explanation, ItemExplained
from yanxiu_tui.services.group_ranking import GroupRankingView
from yanxiu_tui.services.measures.asking import Record
from yanxiu_tui.services.ranking import MonthPlace, RankingView
from yanxiu_tui.services.what_if import Move, Tally

_SHORT_STATES = {State.LEFT_OUT: "缺项", State.PENDING: "待定", State.NOT_FOR: "不适用"}
EXPLAINED = ("项目", "得分", "满分", "怎么算的", "条款")
RECORDED = ("项目", "日期", "内容", "情况", "数量")
MOVED = ("姓名", "原名次", "新名次", "升降", "原得分", "新得分", "原等次", "新等次")
_NAMED = 6


def score_of(score: Decimal, pending: bool) -> str:
    """A score to the hundredth, marked 暂 while something is still to come."""
    return f"{score + 0:f}{' 暂' if pending else ''}"


def points_of(given: ItemPoints) -> str:
    """What one item gave, or why it gave nothing."""
    return plain(given.points) if given.state is State.COUNTED else _SHORT_STATES[given.state]


def table(view: RankingView) -> tuple[list[str], list[list[str]]]:
    """The ranking's headings and rows: a column an item."""
    headings = ["名次", "姓名", "教研组", "得分", "等次", *_item_names(view)]
    names = told_apart(line.staff for line in view.lines)
    rows = [
        [
            str(line.ranked.place or ""),
            names[line.staff.staff_no],
            line.staff.research_group,
            score_of(line.score, line.ranked.result.pending),
            line.ranked.grade,
            *map(points_of, line.ranked.result.items),
        ]
        for line in view.lines
    ]
    return headings, rows


def _item_names(view: RankingView) -> list[str]:
    """Item names, made different where two are equal: a heading names its column."""
    seen: dict[str, int] = {}
    names = []
    for item in view.scheme.items:
        seen[item.name] = seen.get(item.name, 0) + 1
        names.append(item.name if seen[item.name] == 1 else f"{item.name}{seen[item.name]}")
    return names


def group_table(view: GroupRankingView) -> tuple[list[str], list[list[str]]]:
    """The ranking of groups as headings and rows."""
    headings = ["名次", "组", "人数", "得分", "等次", *(item.name for item in view.scheme.items)]
    rows = [
        [
            str(line.ranked.place or ""),
            line.group_name,
            str(line.members),
            score_of(line.score, line.ranked.result.pending),
            line.ranked.grade,
            *map(points_of, line.ranked.result.items),
        ]
        for line in view.lines
    ]
    return headings, rows


def heading(one: Explanation) -> str:
    """Who, which place, which score and grade, as of when."""
    place = f"第 {one.place}/{one.of} 名" if one.place else f"不排名次（{_why_none(one)}）"
    group = f"（{one.staff.research_group}）" if one.staff.research_group else ""
    grade = f"  等次 {one.grade}" if one.place and one.grade else ""
    score = score_of(one.score, one.pending)
    return f"{one.staff.name}{group}  {place}  得分 {score}{grade}  截至 {day_of(one)}"


def _why_none(one: Explanation) -> str:
    if one.grade == VETOED:
        return VETOED
    counted = any(item.state is State.COUNTED for item in one.items)
    return f"{'应到不足' if counted else '各项都缺'}，{UNSCORED}"


def beside_places(one: Explanation) -> str:
    """What the score of somebody with too little to judge by is worth; "" for anybody else."""
    if one.grade != UNSCORED:
        return ""
    if not one.rescaled:
        return "得分只供参考。"
    return f"不计的项目不占分，其余按比例折算，多出 {plain(one.rescaled)} 分；得分只供参考。"


def day_of(one: Explanation) -> str:
    """The last day that is counted."""
    return f"{one.last.month}月{one.last.day}日"


def given_of(item: ItemExplained) -> str:
    """An item's points, or its state in full."""
    return plain(item.points) if item.state is State.COUNTED else STATE_NAMES[item.state]


def around(one: Explanation) -> list[tuple[str, Decimal, str]]:
    """What adds to the items: the base, the stretching, the cut of the bonus; name, points, why."""
    lines = [
        ("起评分", one.base, "人人都有"),
        ("缺项折算", one.rescaled, "不计的项目不占分，其余按比例折算"),
        ("附加分封顶", one.bonus_cut, "附加分合计超过上限的部分"),
    ]
    return [line for line in lines if line[1]]


def explained(one: Explanation) -> list[list[str]]:
    """The rows of EXPLAINED: each item, then what stands around the items."""
    rows = [
        [
            item.name,
            given_of(item),
            "" if item.best is None else plain(item.best),
            item.working,
            f"{item.clause.id}「{item.clause.words}」",
        ]
        for item in one.items
    ]
    return rows + [[name, plain(points), "", why, ""] for name, points, why in around(one)]


def adding_up(one: Explanation, named: bool = True) -> str:
    """The score as the sum of everything that gave or took points, perhaps without the names."""
    items = [(item.name, item.points) for item in one.items]
    beside = [(name, points) for name, points, _ in around(one)]
    parts = [*beside[:1], *items, *beside[1:]] if one.base else [*items, *beside]
    said = [(name, points) for name, points in parts if points]
    words = "".join(
        f"{_sign(points, first=not at)}{f'{name} ' if named else ''}{plain(abs(points))}"
        for at, (name, points) in enumerate(said)
    )
    return f"{words or '0'} = {one.score + 0:f}"


def _sign(points: Decimal, first: bool) -> str:
    if first:
        return "- " if points < 0 else ""
    return " - " if points < 0 else " + "


def recorded(item: ItemExplained, found: Sequence[Record]) -> list[list[str]]:
    """The rows of RECORDED for one item."""
    return [
        [item.name, f"{each.day}", each.title, each.detail, plain(each.amount)] for each in found
    ]


def moved_by_month(places: Sequence[MonthPlace], one: Explanation, last: str = "今天") -> str:
    """How a place moved: 第1学月 12 → 今天 9/61，比第1学月升 3 名; "" with nothing to compare.

    ``last`` names the last day. Of somebody who has no place then it ends before that.
    """
    standing = [each for each in places if each.place and each.last < one.last]
    if not standing:
        return ""
    steps = [f"第{each.month}学月 {each.place}" for each in standing]
    if not one.place:
        return " → ".join(steps)
    first = standing[0]
    up = (first.place or 0) - one.place
    change = f"升 {up} 名" if up > 0 else f"降 {-up} 名" if up < 0 else "没有升降"
    return f"{' → '.join([*steps, f'{last} {one.place}/{one.of}'])}，比第{first.month}学月{change}"


def moves(found: Sequence[Move], names: Mapping[str, str] | None = None) -> list[list[str]]:
    """The rows of MOVED."""
    names = names or told_apart(move.staff for move in found)
    return [
        [
            names[move.staff.staff_no],
            str(move.place or "无"),
            str(move.new_place or "无"),
            up_or_down(move),
            _or_nothing(move.score),
            _or_nothing(move.new_score),
            move.grade,
            move.new_grade,
        ]
        for move in found
    ]


def up_or_down(move: Move) -> str:
    """升 3, 降 2, or 不变."""
    return f"升 {move.up}" if move.up > 0 else f"降 {-move.up}" if move.up < 0 else "不变"


def summed_up(tally: Tally) -> str:
    """How many move, and who comes into or falls out of the best grade."""
    said = [f"{tally.up} 人上升，{tally.down} 人下降，{tally.same} 人不变"]
    if tally.best:
        for verb, staff in (("进入", tally.into), ("退出", tally.out_of)):
            names = "、".join(each.name for each in staff[:_NAMED])
            more = f"等 {len(staff)} 人" if len(staff) > _NAMED else ""
            if staff:
                said.append(f"{verb}「{tally.best}」：{names}{more}")
        if not tally.into and not tally.out_of:
            said.append(f"「{tally.best}」没有进出")
    return "；".join(said) + "。"


def full_changed(before: Scheme, after: Scheme) -> str:
    """What becomes of the full sum, as grades from a score on depend on it; "" when it stays."""
    old, new = _full(before), _full(after)
    if not old or not new or old == new:
        return ""
    fixed = any(band.at_least is not None for band in after.bands)
    same = "，等次线没有变" if fixed and before.bands == after.bands else ""
    return f"满分合计 {plain(old)} → {plain(new)}{same}。"


def _full(scheme: Scheme) -> Decimal:
    whole = (scheme.best(item) for item in scheme.items if not item.bonus)
    return sum(whole, Decimal(0)) if scheme.full is None else scheme.full


def _or_nothing(score: Decimal | None) -> str:
    return "无" if score is None else f"{score + 0:f}"
