"""迎检材料: lists and catalogues name the very papers of the pack that tell of a record."""

from db.models import Observation, OpenLesson
from tests.builders import NOW, OPERATOR
from yanxiu_tui.services import pack, pack_reading

# 个性化教案, and a 备课 that is not signed: the pack holds no paper of them.
IN_PROGRAM = {"程序里「教案与反思」", "程序里「备课」"}


def _entry(planned, where):
    number = where.partition("；")[0].removeprefix("见 ")
    return next(each.entry for each in planned.entries if each.number == number)


def test_of_every_meeting_the_sheet_and_of_every_lesson_heard_the_book_is_named(demo_term):
    planned = pack.plan(OPERATOR, demo_term.id, NOW)
    kinds = set()
    for line in planned.lines[::15]:
        archive = pack_reading.growth(planned.here, line.staff.id, planned.numbers)
        for item in (item for each in archive.classes for item in each.items):
            if not item.where_kept.startswith("见 "):
                assert item.where_kept in IN_PROGRAM or "程序里" not in item.where_kept
                continue
            entry = _entry(planned, item.where_kept)
            kinds.add(entry.kind)
            if entry.kind == "sheet":
                assert (entry.title, entry.day) == (item.title, item.day)
            if entry.kind in ("heard", "wrote"):
                assert entry.words == line.staff.name
    assert {"sheet", "prep", "heard", "wrote", "hours"} <= kinds


def test_of_an_open_lesson_the_book_of_somebody_who_heard_it_is_named(demo_term):
    planned = pack.plan(OPERATOR, demo_term.id, NOW)
    rows = pack_reading.listed(planned.here, "open_lessons", planned.numbers).rows
    assert rows
    for row in rows:
        entry = _entry(planned, row.where_kept)
        heard = Observation.select().join(OpenLesson)
        heard = heard.where(Observation.observer == entry.key, OpenLesson.topic == row.title)
        assert entry.kind == "heard" and heard.exists()
