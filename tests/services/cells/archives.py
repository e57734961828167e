"""Who may look into which archive, file there, and check it."""

from datetime import date

from tests.builders import NOW
from tests.services.cells import Row, of_group, reaching, row, something
from tests.services.cells.world import World
from yanxiu_tui.services import archive_checks, archive_overview, archive_views, archives
from yanxiu_tui.services.archives import ItemDraft
from yanxiu_tui.services.hours import seen
from yanxiu_tui.services.permission import Act


def _draft(archive_class: str, teacher_id: int | None) -> ItemDraft:
    return ItemDraft(
        archive_class, "规划", date(2026, 10, 12), "paper", teacher_id, where_kept="档案柜三"
    )


def _member(w: World) -> int:
    return w.member.id


ROWS: list[Row] = [
    of_group(
        Act.VIEW_ARCHIVES, archive_views.growth, lambda w: (w.member.id, w.term, NOW),
        owner=_member,
    ),
    row(Act.VIEW_ARCHIVES, archive_views.school, lambda w: (w.term, NOW)),
    reaching(Act.VIEW_ARCHIVES, archive_overview.growth_overview, lambda w: (w.term, NOW)),
    reaching(Act.VIEW_ARCHIVES, archive_overview.visible, lambda w: (seen(w.term, NOW), NOW)),
    reaching(Act.VIEW_ARCHIVES, archive_overview.groups_seen, lambda w: (), shows=something),
    row(Act.OWN_ARCHIVE, archives.add, lambda w: (_draft("plan", w.outsider.id), NOW)),
    row(Act.KEEP_ARCHIVES, archives.add, lambda w: (_draft("plans", None), NOW)),
    row(Act.KEEP_ARCHIVES, archives.remove, lambda w: (w.item.id, "放错了", NOW)),
    of_group(
        Act.VIEW_ARCHIVES, archives.file_of, lambda w: (w.item.file_id, "/nowhere/证书.jpg"),
        owner=_member,
    ),
    row(Act.CHECK_ARCHIVES, archive_checks.check, lambda w: (w.term, w.member.id, "", NOW)),
    row(Act.CHECK_ARCHIVES, archive_checks.check_all, lambda w: (w.term, NOW)),
]  # fmt: skip
