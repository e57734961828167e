"""The record of a meeting or an inspection as it is printed, with who came and what was found."""

from dataclasses import dataclass

from yanxiu_tui.rules.steering import INSPECTION
from yanxiu_tui.services import inspections, steering_views
from yanxiu_tui.services.manuscripts import manuscript
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import school_name


@dataclass(frozen=True)
class Minutes:
    """``under`` are the lines below the title; ``sections`` are names with what was written."""

    school: str
    title: str
    under: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]


def minutes(actor: Actor, record_id: int) -> Minutes:
    """What is printed of a record; what is empty is left out (D1, D4)."""
    kept = steering_views.record(actor, record_id)
    written = manuscript(actor, kept.minutes_id)
    named = steering_views.sections_of(actor, record_id)
    told = [(each.name, written.text(each.id)) for each in named]
    # A regulation adopted since may know other sections: nothing written is lost.
    known = {each.id for each in named}
    told += [("", each.text) for key, each in written.passages.items() if key not in known]
    if kept.kind == INSPECTION:
        found = inspections.of_record(actor, record_id)
        told.append(("逐条情况", "\n".join(_line(each) for each in found)))
    day = f"{kept.day.year}年{kept.day.month}月{kept.day.day}日"
    chaired = f"主持：{kept.chair}" if kept.chair else ""
    late = "（补录）" if kept.late_entry else ""
    where = "　".join(filter(None, (day, kept.place, chaired))) + late
    came = "、".join(name for _, name in kept.present)
    said = tuple((name, words) for name, words in told if words.strip())
    return Minutes(school_name(), kept.title, (where, f"到会：{came}" if came else ""), said)


def _line(finding: inspections.FindingView) -> str:
    done = f"：{finding.mended.words}" if finding.mended else ""
    return f"{finding.whose}：{finding.words}（{finding.standing}{done}）"
