"""结对建议 in words: a row of the table, one proposal in full, the plan in a line or two."""

from collections.abc import Sequence

from rich.text import Text

from yanxiu_tui.services.pairing_proposals import Match, Proposal, Proposals
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.widgets.kept_table import Row

_NAMES_SHOWN = 4
# Subject, grade and backbone level.
_GROUNDS_SHOWN = 3


def summary_of(seen: Proposals) -> str:
    """How far the plan goes; whom it could not think of is named."""
    given = [each for each in seen.found if each.best]
    same = sum(each.best.grounds[0].points > 0 for each in given if each.best)
    said = (
        f"要拜师 {len(seen.found)} 位：建议 {len(given)} 对，同学科 {same} 对。"
        f"可做师傅 {seen.mentors} 位，一位至多带 {seen.most} 人（{seen.clause.id}）"
    )
    if not seen.untold:
        return said
    names = "、".join(seen.untold[:_NAMES_SHOWN])
    more = f"等 {len(seen.untold)} 位" if len(seen.untold) > _NAMES_SHOWN else ""
    return f"{said}\n名册上资料不全，看不出要不要拜师：{names}{more}"


def nothing_of(seen: Proposals) -> str:
    """What to say where nobody needs a mentor."""
    return "要拜师的老师都有师傅了。" if not seen.untold else "看得出要拜师的老师都有师傅了。"


def row_of(proposal: Proposal) -> Row:
    """One row of the table."""
    one, best = proposal.apprentice, proposal.best
    cells = {
        "徒弟": one.name,
        "学科": one.subject,
        "年级": one.grade,
        "师傅": best.mentor.name if best else "无",
        "分": str(best.points) if best else "",
        "主要理由": _joined(proposal.reasons[:_GROUNDS_SHOWN]) or why_none(proposal),
        "理由": _joined(proposal.reasons) or why_none(proposal),
    }
    return one.staff_no, {heading: Text(words) for heading, words in cells.items()}


def why_none(proposal: Proposal) -> str:
    """Why there is nobody: nobody may be mentor, or all are needed by others."""
    if not proposal.others:
        return "没有够条件又带得下的师傅"
    return "师傅都建议带别人了，回车看是谁"


def fields_of(proposal: Proposal) -> list[tuple[str, str]]:
    """One proposal in full, with every point and the next best."""
    fields = [("徒弟", _person(proposal.apprentice))]
    best = proposal.best
    if best:
        fields.append(("建议师傅", _person(best.mentor)))
        fields.append(
            ("理由", "\n".join(f"{each.words}，{each.points} 分" for each in best.grounds))
        )
        fields.append(("合计", f"{best.points} 分（满分 100）"))
        fields.append(("已带", carried_of(best)))
    else:
        fields.append(("建议师傅", why_none(proposal)))
    others = "\n".join(match_of(each) for each in proposal.others)
    return [*fields, ("还可以是", others or "没有别人")]


def match_of(match: Match) -> str:
    """「林远 70 分：同教语文，年级不同，县级骨干；建议带王小明」, to be chosen from."""
    reasons = _joined([each.words for each in match.grounds[:_GROUNDS_SHOWN]])
    given = f"；建议带{'、'.join(match.proposed_for)}" if match.proposed_for else ""
    return f"{match.mentor.name} {match.points} 分：{reasons}{given}"


def carried_of(match: Match) -> str:
    """How many the mentor has, and whom else the plan gives."""
    now = f"现在 {match.carries} 位" if match.carries else "现在没有徒弟"
    if not match.proposed_for:
        return now
    return f"{now}；这次还建议带{'、'.join(match.proposed_for)}"


def _person(one: Staff) -> str:
    year = one.person.teaching_year
    told = [one.subject, one.grade, one.person.backbone, f"任教第 {year} 年" if year else ""]
    return _joined([f"{one.name} {one.staff_no}", *filter(None, told)])


def _joined(words: Sequence[str]) -> str:
    return "，".join(words)
