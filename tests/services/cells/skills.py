"""Who may set, mark and close tests, read them, and enter certificates."""

from datetime import timedelta

from tests.builders import NOW
from tests.services.cells import Row, of_group, row
from tests.services.cells.skills_world import KIND, TITLE, TODAY, YEAR
from tests.services.cells.world import World
from yanxiu_tui.services import certificates, report_book, skill_marks, skill_views, skills
from yanxiu_tui.services.certificates import Entry
from yanxiu_tui.services.permission import Act
from yanxiu_tui.services.skills import NewResult

WHY = "核对过了"


def _result(world: World, score: str) -> NewResult:
    return NewResult(world.member.id, 1, score)


ROWS: list[Row] = [
    row(Act.RUN_SKILLS, skills.set_test, lambda w: (KIND, "普通话", TODAY, NOW)),
    row(Act.RUN_SKILLS, skills.set_retake, lambda w: (w.to_retake, TODAY + timedelta(1), NOW)),
    row(Act.RUN_SKILLS, skills.to_close, lambda w: (w.ready,)),
    row(Act.RUN_SKILLS, skills.close, lambda w: (w.ready, NOW)),
    row(Act.RUN_SKILLS, skills.reopen, lambda w: (w.closed_test, WHY, NOW)),
    row(Act.RUN_SKILLS, skills.withdraw, lambda w: (w.set_test, WHY, NOW)),
    row(Act.RUN_SKILLS, skill_marks.add, lambda w: (w.set_test, w.host.staff_no, NOW)),
    row(Act.RUN_SKILLS, skill_marks.excuse, lambda w: (w.set_test, w.member.id, WHY, NOW)),
    row(Act.RUN_SKILLS, skill_marks.mark, lambda w: (w.set_test, _result(w, "80"), NOW)),
    row(Act.RUN_SKILLS, skill_marks.correct, lambda w: (w.ready, _result(w, "70"), WHY, NOW)),
    of_group(
        Act.VIEW_SKILLS, skill_views.tests, lambda w: (),
        shows=lambda found, w: w.closed_test in {each.id for each in found},
    ),
    of_group(
        Act.VIEW_SKILLS, skill_views.test, lambda w: (w.closed_test,),
        reasons=("not_allowed", "no_test"),
    ),
    row(Act.OWN_SKILLS, skill_views.mine, lambda w: ()),
    row(
        Act.RUN_SKILLS, skill_views.to_do, lambda w: (NOW,), owner=lambda w: w.member.id,
        shows=lambda found, w: any(TITLE in each.words for each in found),
    ),
    row(Act.VIEW_CERTIFICATES, certificates.page, lambda w: (YEAR, NOW)),
    row(
        Act.ENTER_CERTIFICATE, certificates.enter,
        lambda w: (w.member.staff_no, YEAR, Entry(note=WHY), NOW),
    ),
    row(Act.ENTER_CERTIFICATE, certificates.enter_proposed, lambda w: (YEAR, NOW)),
    row(
        Act.ENTER_CERTIFICATE, certificates.correct,
        lambda w: (w.entered, Entry("JX-1"), WHY, NOW),
    ),
    row(Act.ENTER_CERTIFICATE, certificates.withdraw, lambda w: (w.entered, WHY, NOW)),
    row(
        Act.VIEW_CERTIFICATES, report_book.report_book,
        lambda w: (w.member.staff_no, YEAR, NOW), owner=lambda w: w.member.id,
    ),
]  # fmt: skip
