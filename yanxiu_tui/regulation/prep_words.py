"""The 集体备课 and the 听课 of a 制度 in words, each rule followed by its clause."""

from collections.abc import Iterator, Sequence

from yanxiu_tui.regulation.phrases import plain, ruled
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.rules.observations import MODE_NAMES, Observing


def lesson_prep(regulation: Regulation) -> Iterator[str]:
    """What a group prepares, where, in which sections, and what comes after."""
    rule = regulation.lesson_prep
    where = f"，地点一般在{rule.place}" if rule.place else ""
    yield from ruled(f"备课活动：活动类型为「{rule.activity_kind}」{where}", rule.where)
    alike = [
        name
        for name, asked in (("同年级", rule.same_grade), ("同学科", rule.same_subject))
        if asked
    ]
    yield from ruled(
        f"备课组：原则上由{'、'.join(alike)}的教师组成，不合的只作提醒"
        if alike
        else "备课组：组成不限",
        rule.group,
    )
    yield from ruled(f"共性教案的各节：{_names(rule.sections)}", rule.clause)
    late = f"单元结束 {rule.late_after_days} 天以后才交的记补录"
    yield from ruled(f"教后反思：每人每单元，{late}", rule.reflecting)
    yield from ruled(f"反思的提示：{_names(rule.prompts)}，都可以不写", rule.prompting)


def observing(regulation: Regulation) -> Iterator[str]:
    """What a record must hold to count, how a lesson is graded, when it is late."""
    rule = regulation.observing
    late = f"课后 {rule.late_after_days} 天以后才完成的记补录"
    yield from ruled(f"听课记录：写明时间、班级、课题和教学过程才计数，{late}", rule.clause)
    yield from ruled(f"评语：{'，'.join(['必须写简要评语', *_graded(rule)])}", rule.commenting)
    modes = "、".join(MODE_NAMES.values())
    yield from ruled(f"听课方式：{modes}；每天 {rule.periods} 节", rule.modes)


def _graded(rule: Observing) -> Iterator[str]:
    if rule.grades:
        yield f"等级分{'、'.join(rule.grades)}"
    if rule.sheet:
        lines = "、".join(f"{line.name} {plain(line.full)} 分" for line in rule.sheet)
        yield f"评分表：{lines}"


def _names(sections: Sequence[Section]) -> str:
    return "、".join(section.name for section in sections)
