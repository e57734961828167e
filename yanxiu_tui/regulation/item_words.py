"""A scoring item in words: what it gives, and how a figure made the points it made."""

from collections.abc import Iterator
from decimal import Decimal

from yanxiu_tui.regulation.phrases import (
    RATIO,
    about,
    amount,
    cases_say,
    noun,
    plain,
    unit_of,
    who_says,
)
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.items import (
    AnyItem,
    Deduction,
    Forfeit,
    GroupAverage,
    Highest,
    Percentage,
    PerEvent,
    Punctuality,
    RankTable,
    Threshold,
    Tiers,
)
from yanxiu_tui.rules.periods import PERIOD_NAMES
from yanxiu_tui.rules.scoring import ItemPoints, State

_PAPERS = ("按时", "迟交", "不完整")


def says(item: AnyItem, regulation: Regulation) -> str:
    """What an item gives: 「满分 10 分，缺席每次扣 2 分，扣完为止」."""
    what, unit = noun(item, regulation), unit_of(item, regulation)
    points = item.unit or "分"
    said = [_gives(item, what, unit, points), *_limits(item, points)]
    return "，".join(filter(None, said))


def working(item: AnyItem, given: ItemPoints, regulation: Regulation) -> str:
    """How this figure made these points: 「缺席 2 次 × 2 分，10 − 4 = 6 分」.

    The last number is ``given.points``; an item that is not counted says why.
    """
    if given.state is not State.COUNTED:
        return _not_counted(item, given.state)
    if given.figure is None:
        return f"不适用于本人，按满分计 {plain(given.points)} 分"
    what = f"{_of_how_many(item, given.figure)}{noun(item, regulation)}"
    unit = unit_of(item, regulation)
    points = item.unit or "分"
    steps = [_made(item, given.figure, what, unit, points)]
    earned = item.points(given.figure)
    if item.most is not None and earned > item.most:
        earned = item.most
        steps.append(f"最多 {plain(earned)} {points}")
    elif item.least is not None and earned < item.least:
        earned = item.least
        steps.append(f"最低 {plain(earned)} {points}")
    if item.unit:
        rate = plain(_rate(item, regulation))
        steps.append(f"{plain(earned)} {points} × {rate} = {plain(given.points)} 分")
    return "，".join(steps)


def _of_how_many(item: AnyItem, figure: tuple[Decimal, ...]) -> str:
    """「2 次」 before a mean of two, where it is not held against something of one's own."""
    if item.measure != "claims_mean" or item.among or item.cases or item.need is not None:
        return ""
    return f"{plain(figure[1])} 次"


def _rate(item: AnyItem, regulation: Regulation) -> Decimal:
    scoring, of_groups = regulation.scoring, regulation.group_scoring
    return (scoring if item in scoring.items else of_groups).rate(item)


def _not_counted(item: AnyItem, state: State) -> str:
    if state is State.NOT_FOR:
        return f"不适用，这一项限{who_says(item.who)}"
    if state is State.LEFT_OUT:
        return "没有数据，缺项不计"
    if item.missing == "pending":
        return "还没有数据，待定"
    return f"资料不全，不能确定是否属于{who_says(item.who)}，待定"


def _each(unit: str) -> str:
    return "每 100%" if unit == RATIO else f"每{unit}"


def _gives(item: AnyItem, what: str, unit: str, points: str) -> str:
    match item:
        case Threshold():
            aim = f"{amount(item.at_least, unit)}{cases_say(item.cases, unit)}"
            reached = f"{what}达到 {aim}得 {plain(item.full)} {points}"
            return f"{reached}，否则 {plain(item.otherwise)} {points}"
        case Deduction() if item.need is not None:
            needed = f"{what}每{PERIOD_NAMES[item.every]}应有 {amount(item.need, unit)}"
            needed += cases_say(item.cases, unit)
            short = f"{_each(unit).replace('每', '每缺 1 ', 1)}扣 {plain(item.each)} {points}"
            return f"满分 {plain(item.full)} {points}，{needed}，{short}，{_floor(item, points)}"
        case Deduction():
            taken = f"{what}{_each(unit)}扣 {plain(item.each)} {points}"
            return f"满分 {plain(item.full)} {points}，{taken}，{_floor(item, points)}"
        case PerEvent():
            verb = "加" if item.each > 0 else "扣"
            return f"{what}{_each(unit)}{verb} {plain(abs(item.each))} {points}"
        case Tiers():
            return f"{what}{'，'.join(_tiers(item, unit, points))}"
        case RankTable():
            return f"{what}按名次：{'，'.join(_places(item, points))}"
        case Percentage():
            enough = f"{what}满 {amount(item.out_of, unit)}{cases_say(item.cases, unit)}得满分"
            return f"满分 {plain(item.full)} {points}，{enough}，不满按比例"
        case Punctuality():
            return f"{what}应交 {item.due} 份：{'，'.join(_papers(item, points))}"
        case GroupAverage():
            short = f"{what}比本教研组平均{_each(unit).replace('每', '每少 1 ', 1)}"
            said = f"{short}扣 {plain(item.each)} {points}，{_floor(item, points)}"
            return f"满分 {plain(item.full)} {points}，{said}"
        case Forfeit():
            return f"满分 {plain(item.full)} {points}，{what}达到 {amount(item.at, unit)}不得分"
        case Highest():
            levels = (f"{each.name} {plain(each.points)} {points}" for each in item.levels)
            return f"{what}只计最高的一项：{'，'.join(levels)}"


def _floor(item: Deduction | GroupAverage, points: str) -> str:
    return f"扣到 {plain(item.floor)} {points}为止" if item.floor else "扣完为止"


def _tiers(item: Tiers, unit: str, points: str) -> Iterator[str]:
    for tier in item.tiers:
        yield f"达到 {amount(tier.at_least, unit)}得 {plain(tier.points)} {points}"
    yield f"不到的 {plain(item.otherwise)} {points}"


def _places(item: RankTable, points: str) -> Iterator[str]:
    first = 1
    for place in item.places:
        span = f"第 {first}" if first == place.up_to else f"第 {first} 至第 {place.up_to}"
        yield f"{span} 名得 {plain(place.points)} {points}"
        first = place.up_to + 1
    yield f"其余 {plain(item.otherwise)} {points}"


def _papers(item: Punctuality, points: str) -> Iterator[str]:
    worth = (item.on_time, item.late, item.incomplete, item.absent)
    for name, each in zip((*_PAPERS, "未交"), worth, strict=True):
        yield f"{name}每份 {plain(each)} {points}"


def _limits(item: AnyItem, points: str) -> Iterator[str]:
    if item.most is not None:
        yield f"最多 {plain(item.most)} {points}"
    if item.least is not None:
        yield f"最低 {plain(item.least)} {points}"
    if item.bonus:
        yield "属附加分"
    if item.who:
        yield f"限{who_says(item.who)}"
        if item.not_for == "full":
            yield "其他人按满分"
    if item.missing == "pending":
        yield "没有数据时待定"


def _made(item: AnyItem, figure: tuple[Decimal, ...], what: str, unit: str, points: str) -> str:
    made = item.points(figure)
    result = f"{about(made)} {points}"
    count = figure[0]
    done = f"{what} {amount(count, unit)}"
    # What the figure is held against follows it, where that is not one for all.
    aim = figure[1] if item.cases else item.aim or Decimal(0)
    match item:
        case Threshold():
            reached = "达到" if count >= aim else "不到"
            return f"{done}，{reached} {amount(aim, unit)}，得 {result}"
        case Deduction() if item.need is not None:
            short = max(Decimal(0), figure[1] - count)
            needed = f"应有 {amount(figure[1], unit)}，{what}计 {amount(count, unit)}"
            return f"{needed}，{_taken(item, f'缺 {amount(short, unit)}', short, points)}"
        case Deduction():
            return _taken(item, done, count, points)
        case PerEvent():
            return f"{done}，{_each(unit)} {plain(item.each)} {points}，共 {result}"
        case Tiers():
            return f"{done}，{_tier(item, count, unit)}，得 {result}"
        case RankTable():
            return f"{done}，排第 {plain(figure[1])} 名，得 {result}"
        case Percentage() if count >= aim:
            return f"{done}，已满 {amount(aim, unit)}，得满分 {result}"
        case Percentage():
            share = f"{done} ÷ {amount(aim, unit)}"
            return f"{share} × {plain(item.full)} {points} = {result}"
        case Punctuality():
            return f"{what}应交 {item.due} 份：{_handed_in(item, figure, points)}，共 {result}"
        case GroupAverage():
            short = max(Decimal(0), figure[1] - count)
            average = f"{done}，本组平均 {amount(figure[1], unit)}"
            return f"{average}，{_taken(item, f'少 {amount(short, unit)}', short, points)}"
        case Forfeit():
            lost = "达到" if count >= item.at else "不到"
            return f"{done}，{lost} {amount(item.at, unit)}，得 {result}"
        case Highest():
            return f"{_held(item, figure, unit) or '没有这些等级的记录'}，得 {result}"


def _tier(item: Tiers, count: Decimal, unit: str) -> str:
    """Which of the tiers is reached, the highest first; or that not even the lowest is."""
    for tier in item.tiers:
        if count >= tier.at_least:
            return f"达到 {amount(tier.at_least, unit)}"
    return f"不到 {amount(item.tiers[-1].at_least, unit)}"


def _taken(item: Deduction | GroupAverage, done: str, units: Decimal, points: str) -> str:
    full = f"{plain(item.full)} {points}"
    if not units:
        return f"{done}，不扣，得 {full}"
    off = units * item.each
    sum_ = f"{done} × {plain(item.each)} {points}，{plain(item.full)} − {plain(off)}"
    if item.full - off < item.floor:
        return f"{sum_}，扣到 {plain(item.floor)} {points}为止，得 {plain(item.floor)} {points}"
    return f"{sum_} = {about(item.full - off)} {points}"


def _handed_in(item: Punctuality, figure: tuple[Decimal, ...], points: str) -> str:
    worth = (item.on_time, item.late, item.incomplete)
    left, said = Decimal(item.due), []
    for each, count, name in sorted(zip(worth, figure, _PAPERS, strict=True), reverse=True):
        taken = min(count, left)
        left -= taken
        if taken:
            said.append(f"{name} {plain(taken)} 份 × {plain(each)} {points}")
    if left:
        said.append(f"未交 {plain(left)} 份 × {plain(item.absent)} {points}")
    return "，".join(said)


def _held(item: Highest, figure: tuple[Decimal, ...], unit: str) -> str:
    held = [
        f"{level.name} {amount(count, unit)}"
        for level, count in zip(item.levels, figure, strict=True)
        if count > 0
    ]
    return f"{'、'.join(held)}，只计最高的一项" if len(held) > 1 else "".join(held)
