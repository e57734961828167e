"""What is wrong with a 细则: its items, units, grade bands and ties."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.uses import (
    Subject,
    case_faults,
    measure_faults,
    name_faults,
    near,
    share_faults,
    unique,
    who_faults,
)
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
from yanxiu_tui.rules.scoring import UNSCORED, VETOED, Band, Scheme

_GRADE = 16
# What must be more than nothing, by the way of giving points.
_POSITIVE = ("each", "at_least", "out_of", "at", "need", "due")
_MOST_DUE = 100
_MOST_BASE = 1000
_EVALUATIONS = ("evaluation", "group_evaluation")


def scheme_faults(
    place: str, scheme: Scheme, subject: Subject, regulation: Regulation
) -> Iterator[str]:
    """Everything that is wrong with one of the two schemes."""
    yield from unique(f"{place}.items", [item.id for item in scheme.items], ".id")
    for name, rate in scheme.units.items():
        if rate <= 0:
            yield f"{place}.units.{name} 应为正数"
    for at, item in enumerate(scheme.items):
        yield from _item(f"{place}.items[{at}]", item, scheme, subject, regulation)
    yield from who_faults(f"{place}.who", scheme.who)
    for field in ("full", "bonus_most"):
        number = getattr(scheme, field)
        if number is not None and number <= 0:
            yield f"{place}.{field} 应为正数"
    if abs(scheme.base) > _MOST_BASE:
        yield f"{place}.base 应在 -{_MOST_BASE} 与 {_MOST_BASE} 之间"
    if not 0 <= scheme.least_expected <= 100:
        yield f"{place}.least_expected 应为 0 至 100 的整数"
    yield from _bands(f"{place}.bands", scheme.bands)
    yield from _ties(f"{place}.ties.by", scheme)


def _item(
    place: str, item: AnyItem, scheme: Scheme, subject: Subject, regulation: Regulation
) -> Iterator[str]:
    submissions = isinstance(item, Punctuality)
    yield from measure_faults(
        place, item, subject, regulation, every=item.every, submissions=submissions
    )
    if item.unit and item.unit not in scheme.units:
        yield f"{place}.unit「{item.unit}」不在 units 之中{near(item.unit, list(scheme.units))}"
    if item.least is not None and item.most is not None and item.least > item.most:
        yield f"{place}.least 不应大于 most"
    yield from who_faults(f"{place}.who", item.who)
    yield from case_faults(f"{place}.cases", item.cases)
    if item.cases and item.aim is None:
        yield f"{place}.cases 要和 need 一起写"
    if item.cases and item.every:
        # Each period counts for at most the usual number, whoever it is.
        yield f"{place}.cases 不能和 every 一起写，请用 who 分成几项"
    yield from _signs(place, item)
    yield from _rule(place, item, regulation)
    yield from _evaluated(place, item, regulation)
    if isinstance(item, GroupAverage) and subject == "group":
        yield f"{place}.rule group_average 只能用于 scoring"


def _signs(place: str, item: AnyItem) -> Iterator[str]:
    """What counts must be more than nothing; only a ledger's ``each`` may be less."""
    if isinstance(item, PerEvent):
        if item.each == 0:
            yield f"{place}.each 不能为 0"
        return
    for field in _POSITIVE:
        number = getattr(item, field, None)
        if number is not None and number <= 0:
            yield f"{place}.{field} 应为正数"


def _rule(place: str, item: AnyItem, regulation: Regulation) -> Iterator[str]:
    match item:
        case Threshold():
            if item.full <= item.otherwise:
                yield f"{place}.full 应大于 otherwise"
        case Deduction() | GroupAverage():
            yield from _floor(place, item)
        case Percentage() | Forfeit():
            if item.full <= 0:
                yield f"{place}.full 应为正数"
        case Tiers():
            yield from _ordered(f"{place}.tiers", "at_least", [-t.at_least for t in item.tiers])
        case RankTable():
            yield from _places(f"{place}.places", item)
        case Punctuality():
            if item.due > _MOST_DUE:
                yield f"{place}.due 应为 1 至 {_MOST_DUE} 的整数"
            yield from _same_deadline(place, item, regulation)
        case Highest():
            yield from _levels(place, item, regulation)


def _same_deadline(place: str, item: Punctuality, regulation: Regulation) -> Iterator[str]:
    """What is missing is missing from one day on."""
    kinds = [regulation.claim_kind(name) for name in item.of]
    if len({kind.deadline for kind in kinds if kind}) > 1:
        yield f"{place}.of 的期限不同，请分成几项"


def _evaluated(place: str, item: AnyItem, regulation: Regulation) -> Iterator[str]:
    """A score of 四级评价 is missing as its stages are, and there is one."""
    if item.measure not in _EVALUATIONS:
        return
    evaluation = regulation.evaluation
    if evaluation is None:
        yield f"{place}.measure「{item.measure}」要先写 evaluation 一节"
    elif item.missing != evaluation.missing_stage:
        said = f'missing 应与 evaluation.missing_stage 一致，写 "{evaluation.missing_stage}"'
        yield f"{place}.{said}"


def _floor(place: str, item: Deduction | GroupAverage) -> Iterator[str]:
    if item.full < 0:
        yield f"{place}.full 不能小于 0"
    if item.floor >= item.full:
        yield f"{place}.floor 应小于 full"
    if item.every and item.need is None:
        yield f"{place}.every 要和 need 一起写"


def _ordered(place: str, field: str, rising: Sequence[Decimal]) -> Iterator[str]:
    if not rising:
        yield f"{place} 至少要有一项"
    for at, (before, after) in enumerate(pairwise(rising), 1):
        if after <= before:
            order = "由高到低" if field == "at_least" else "由小到大"
            yield f"{place}[{at}].{field} 应{order}排列，不能重复"


def _places(place: str, item: RankTable) -> Iterator[str]:
    yield from _ordered(place, "up_to", [Decimal(each.up_to) for each in item.places])
    if item.places and item.places[0].up_to < 1:
        yield f"{place}[0].up_to 应为正数"


def _levels(place: str, item: Highest, regulation: Regulation) -> Iterator[str]:
    if item.measure != "claims":
        yield f"{place}.measure 应为 claims：highest 只能用于分等级的 claims"
    if not item.levels:
        yield f"{place}.levels 至少要有一项"
    yield from unique(f"{place}.levels", [level.name for level in item.levels], ".name")
    kinds = [regulation.claim_kind(name) for name in item.of]
    known = [level for kind in kinds if kind for level in kind.levels]
    for at, level in enumerate(item.levels):
        if level.name not in known:
            hint = near(level.name, known)
            yield f"{place}.levels[{at}].name「{level.name}」不在这几类 claims 的 levels 之中{hint}"
        if level.points < 0:
            yield f"{place}.levels[{at}].points 不能小于 0"
    if item.levels and item.top <= 0:
        yield f"{place}.levels 至少要有一项的 points 为正数"


def _bands(place: str, bands: Sequence[Band]) -> Iterator[str]:
    yield from unique(place, [band.name for band in bands], ".name")
    score, share = None, Decimal(0)
    for at, band in enumerate(bands):
        where = f"{place}[{at}]"
        yield from name_faults(f"{where}.name", band.name, _GRADE)
        if band.name.strip() in (UNSCORED, VETOED):
            # Neither is computed (Z39).
            yield f"{where}.name「{band.name}」不是按分数评的等次，请改名"
        if band.at_least is None and band.share is None:
            yield f"{where} 应写明 at_least 或 share"
        if band.at_least is not None:
            if score is not None and band.at_least >= score:
                yield f"{where}.at_least 应由高到低排列"
            score = band.at_least
        if band.share is not None:
            yield from share_faults(f"{where}.share", band.share)
            if band.share <= share:
                yield f"{where}.share 应由小到大排列（从最前算起，累计）"
            share = band.share


def _ties(place: str, scheme: Scheme) -> Iterator[str]:
    known = [item.id for item in scheme.items]
    yield from unique(place, scheme.ties.by)
    for at, each in enumerate(scheme.ties.by):
        if each not in known:
            yield f"{place}[{at}]「{each}」不在 items 之中{near(each, known)}"
