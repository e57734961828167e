"""Which lines of the ranking are shown, in which order, and the file they are written to."""

from collections.abc import Sequence
from pathlib import Path

from yanxiu_tui.screens.paper_files import new_file
from yanxiu_tui.services import school
from yanxiu_tui.services.explaining import explain_all
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.ranking import RankingView, RankLine

Lines = Sequence[RankLine]


def scopes_of(view: RankingView, groups: Sequence[tuple[int, str]]) -> list[tuple[str, str]]:
    """Key and label of what the lines can be narrowed to; "" is everybody."""
    subjects = sorted({line.staff.subject for line in view.lines} - {""})
    return [
        ("", "全校" if len(view.lines) == view.of else "我负责的组"),
        *((f"group:{group_id}", name) for group_id, name in groups),
        *((f"subject:{subject}", f"{subject}学科") for subject in subjects),
        ("early", "青年教师"),
    ]


def whose(actor: Actor, view: RankingView, groups: Sequence[tuple[int, str]], scope: str) -> str:
    """Whose lines a scope holds, for the head of a table; "" for the whole school's."""
    if scope:
        return dict(scopes_of(view, groups)).get(scope, "")
    if len(view.lines) == view.of:
        return ""
    return "、".join(name for group_id, name in groups if group_id in actor.leads)


def narrowed(view: RankingView, scope: str) -> RankingView:
    """The view within a scope of ``scopes_of``."""
    kind, _, what = scope.partition(":")
    if kind == "group":
        return view.only(group_id=int(what))
    if kind == "subject":
        return view.only(subject=what)
    return view.only(early_career=True) if kind == "early" else view


def put_in_order(view: RankingView, scope: str, order: str) -> Lines:
    """The lines within a scope by place, name, group, or the points of an item (``item:id``)."""
    within = narrowed(view, scope)
    if order.startswith("item:"):
        item_id = order.removeprefix("item:")
        if item_id in {item.id for item in view.scheme.items}:
            return within.by(item_id)
    if order == "name":
        return sorted(within.lines, key=lambda line: (line.staff.initials, line.staff.name))
    if order == "group":
        return sorted(within.lines, key=lambda line: line.staff.research_group)
    return within.lines


def written(actor: Actor, shown: RankingView, scope: str, label: str) -> tuple[Path, int]:
    """Write the figures and the explanations of a scope; returns the file and how many people.

    ``label`` says whose they are, "" for the whole school's.
    """
    from yanxiu_tui.reports.ranking_sheets import write_ranking

    whole, explanations = explain_all(actor, shown.term.id, shown.last)
    view = narrowed(whole, scope)
    kept = {line.staff.id for line in view.lines}
    path = file_for(view, label)
    listed = [each for each in explanations if each.staff.id in kept]
    write_ranking(path, school.school_name(), view, listed, label)
    return path, len(listed)


def file_for(view: RankingView, label: str) -> Path:
    """Where the table goes: the user's documents, else the home folder; never over another."""
    said = filter(None, ("考核排名", label, f"{view.last:%Y%m%d}", view.term.name))
    return new_file("_".join(said), "xlsx")
