"""Frozen rankings in words: their state, one line explained, what a check found."""

from datetime import date

from yanxiu_tui import clock
from yanxiu_tui.rules.digest import SealedItem
from yanxiu_tui.services.frozen_views import FrozenExplanation, FrozenRanking
from yanxiu_tui.services.verifying import Difference, Recomputed, Verified

Field = tuple[str, str]


def notice_of(ranking: FrozenRanking, today: date) -> str:
    """10-14 至 10-18（公示中）, 未公示."""
    first, last = ranking.notice_first, ranking.notice_last
    if first is None or last is None:
        return "未公示"
    state = "公示中" if ranking.on_notice(today) else "未开始" if today < first else "已期满"
    return f"{first:%m-%d} 至 {last:%m-%d}（{state}）"


def heading_of(ranking: FrozenRanking, today: date, page: str = "") -> str:
    """What stands above the lines of a ranking."""
    first = f"{ranking.term_name}  {ranking.title}  截至 {ranking.until}"
    notice = f"公示 {notice_of(ranking, today)}" if ranking.published_at else "未公示"
    second = f"{notice}  依据《{ranking.regulation_title}》"
    return f"{first}\n{second}{page}"


def fields_of(told: FrozenExplanation) -> list[Field]:
    """How a line came about: its standing, then each item with its working and its clause."""
    line, sealed = told.line, told.sealed
    standing = [("名次", f"{line.place}/{told.of}" if line.place else "无")]
    standing += [("得分", f"{line.score} 分")]
    standing += [("等次", line.grade)] if line.grade else []
    rest = (
        ("基础分", sealed.base),
        ("附加分超限", sealed.bonus_cut),
        ("缺项折算", sealed.rescaled),
    )
    parts = [(name, f"{points} 分") for name, points in rest if points != "0"]
    return [*standing, *(_item(each) for each in sealed.items), *parts]


def _item(item: SealedItem) -> Field:
    points = f"{item.points} 分  " if item.state == "counted" else ""
    return item.name, f"{points}{item.working}\n{item.clause.id}「{item.clause.words}」"


def checked_fields(verified: Verified, again: Recomputed) -> list[Field]:
    """What checking a frozen ranking found."""
    ranking = verified.ranking
    stored = "与冻结时一致，没有被改动" if verified.intact else "与冻结时不符，存的数据被改动过"
    fields = [
        ("冻结", f"{frozen_at(ranking)}，{ranking.reason}"),
        ("冻结时校验码", ranking.digest),
        ("存的数据", stored),
    ]
    if again.same:
        return [*fields, ("按记录重算", "结果相同")]
    if not again.differences:
        return [*fields, ("按记录重算", "名次、得分都相同，只有学期名称等说明变了")]
    told = f"{len(again.differences)} 行不同：冻结后有更正或补录。要用新结果，请再冻结一版"
    return [*fields, ("按记录重算", told), *(_difference(each) for each in again.differences)]


def _difference(each: Difference) -> Field:
    said = []
    if each.score is None or each.new_score is None:
        said.append("重算后没有这一行" if each.new_score is None else "冻结时没有这一行")
    elif each.score != each.new_score:
        said.append(f"得分 {each.score} 变为 {each.new_score}")
    if each.place != each.new_place and not (each.score is None or each.new_score is None):
        said.append(f"名次 {each.place or '无'} 变为 {each.new_place or '无'}")
    if each.items:
        said.append("、".join(each.items))
    return each.name, "，".join(said) or "说明文字不同"


def frozen_at(ranking: FrozenRanking) -> str:
    """10-14 14:30 何静."""
    return f"{clock.local(ranking.frozen_at):%m-%d %H:%M} {ranking.frozen_by}"
