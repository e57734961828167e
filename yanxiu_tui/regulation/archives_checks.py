"""What is wrong with the 档案 of a 制度: each fault named by its place."""

from collections.abc import Iterator, Sequence

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.uses import near, unique, who_faults
from yanxiu_tui.rules.archives import SCHOOL_SOURCES, TEACHER_SOURCES, ArchiveClass

_MOST = 200


def archives_faults(regulation: Regulation) -> Iterator[str]:
    """Classes told apart, sources that there are for them, claims that can be claimed."""
    archives = regulation.archives
    yield from _classes("archives.school", archives.school, SCHOOL_SOURCES, regulation)
    yield from _classes("archives.teacher", archives.teacher, TEACHER_SOURCES, regulation)
    for at, each in enumerate(archives.school):
        if each.who:
            yield f"archives.school[{at}].who 只用于教师的档案，请删去"


def _classes(
    place: str, classes: Sequence[ArchiveClass], sources: Sequence[str], regulation: Regulation
) -> Iterator[str]:
    yield from unique(place, [each.id for each in classes], ".id")
    yield from unique(place, [each.name for each in classes], ".name")
    kinds = [kind.id for kind in regulation.claims]
    for at, each in enumerate(classes):
        where = f"{place}[{at}]"
        yield from unique(f"{where}.sources", each.sources)
        for source in each.sources:
            if source not in sources:
                yield f"{where}.sources「{source}」不归这一种档案，可选：{'、'.join(sources)}"
        yield from unique(f"{where}.claims", each.claims)
        for kind in each.claims:
            if kind not in kinds:
                yield f"{where}.claims「{kind}」不在 claims 之中{near(kind, kinds)}"
        if not 0 <= each.least <= _MOST:
            yield f"{where}.least 应为 0 至 {_MOST} 的整数"
        yield from who_faults(f"{where}.who", each.who)
