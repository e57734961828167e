"""The 档案 of a 制度 in words, each class with its clause."""

from collections.abc import Iterator

from yanxiu_tui.regulation.phrases import ruled, who_says
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.archives import SOURCE_NAMES, ArchiveClass


def archives(regulation: Regulation) -> Iterator[str]:
    """Which classes the archives have, what files itself there, when they are checked."""
    rule = regulation.archives
    if rule.school or rule.teacher:
        said = f"档案：学校总档案 {len(rule.school)} 类，教师成长档案 {len(rule.teacher)} 类"
        yield from ruled(said, rule.clause)
    for whose, classes in (("总档案", rule.school), ("成长档案", rule.teacher)):
        for each in classes:
            yield from ruled(f"{whose}「{each.name}」：{_says(each, regulation)}", each.clause)
    if rule.checking:
        yield from ruled(f"检查：每学期由{regulation.office}检查一次教师的成长档案", rule.checking)


def _says(each: ArchiveClass, regulation: Regulation) -> str:
    named = [SOURCE_NAMES[source] for source in each.sources]
    kinds = (regulation.claim_kind(kind) for kind in each.claims)
    named += [f"「{kind.name}」" for kind in kinds if kind]
    filed = f"自动归入{'、'.join(dict.fromkeys(named))}" if named else "手工添加"
    least = f"不少于 {each.least} 件" if each.least else "有就放，没有不算缺"
    whose = f"，限{who_says(each.who)}" if each.who else ""
    return f"{filed}，{least}{whose}"
