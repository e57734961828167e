"""One 文稿 read: every section by its name, by those who may."""

import pytest

from db.models import PrepSession, PrepUnit, Remark
from tests.builders import NOW, an_activity, an_actor
from tests.services.cast import a_cast
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import manuscripts
from yanxiu_tui.services.manuscripts import (
    OBSERVATION,
    OUT_STUDY,
    PERSONAL_PLAN,
    REFLECTION,
    SESSION,
    SHARED_PLAN,
)
from yanxiu_tui.services.reading import reading
from yanxiu_tui.services.search import search

DAY = NOW.date()


@pytest.fixture
def cast(memory):
    return a_cast()


def begun(cast, kind, author=None, about=None, **texts) -> int:
    group = None if author else cast.group.id
    return manuscripts.begin(
        kind, cast.term.id, "背影", DAY, NOW, group_id=group,
        author_id=author.id if author else None, about_id=about.id if about else None, texts=texts,
    ).id  # fmt: skip


def names(found) -> list[str]:
    return [name for name, _ in found.parts]


def test_a_plan_shows_the_nine_sections_filled_in_or_not(cast):
    found = reading(cast.dean, begun(cast, SHARED_PLAN, aims="读懂父亲"))
    assert (found.kind_name, found.title, found.who, found.day) == (
        "共性教案", "背影", "语文组", DAY,
    )  # fmt: skip
    assert len(found.parts) == 9
    assert dict(found.parts)["教学目标"] == "读懂父亲"
    assert dict(found.parts)["学法指导"] == ""
    assert (found.about, found.closed) == ("", False)


def test_a_personal_plan_and_a_record_of_a_lesson_say_whose_they_are(cast):
    own = reading(cast.teacher, begun(cast, PERSONAL_PLAN, cast.su, aims="读懂"))
    assert (own.kind_name, own.who) == ("个性化教案", "苏慧")
    made = begun(cast, OBSERVATION, cast.su, cast.lin, process="导入")
    manuscripts.close(made, NOW)
    heard = reading(an_actor(cast.lin), made)
    assert (heard.who, heard.about, heard.closed) == ("苏慧", "林远", True)
    assert names(heard) == ["教学过程", "旁评", "优点", "不足", "建议"]


def test_a_reflection_has_its_prompts_and_a_narrative_is_one_text(cast):
    found = reading(cast.teacher, begun(cast, REFLECTION, cast.su, wit="追问"))
    assert names(found) == ["成功之举", "败笔之处", "教学机智", "学生的创新见解", "再教设计"]
    told = reading(cast.teacher, begun(cast, REFLECTION, cast.su, narrative="那天"))
    assert told.parts == [("叙事", "那天")]


def test_minutes_end_with_what_was_said_but_for_what_was_struck_out(cast):
    plan, notes = begun(cast, SHARED_PLAN), begun(cast, SESSION, outcome="定稿")
    unit = PrepUnit.create(term=cast.term, group=cast.group, plan=plan, number=1, title="背影")
    session = PrepSession.create(activity=an_activity(cast.term), unit=unit, notes=notes)
    for teacher, words, struck in (
        (cast.lin, "先读", None), (cast.su, "错记", NOW), (cast.su, "后写", None),
    ):  # fmt: skip
        Remark.create(session=session, teacher=teacher, words=words, at=NOW, struck_at=struck)
    assert reading(cast.dean, notes).parts == [
        ("分工", ""), ("成果", "定稿"), ("林远发言", "先读"), ("苏慧发言", "后写"),
    ]  # fmt: skip


def test_a_trip_report_is_found_and_read_by_its_own_sections(cast):
    made = begun(cast, OUT_STUDY, cast.su, gained="课堂要留白")
    found = reading(cast.teacher, made)
    assert (found.kind_name, names(found)) == (
        "外出学习汇报", ["学习内容", "学习心得", "回校后的打算"],
    )  # fmt: skip
    (hit,) = search(cast.teacher, "留白").hits
    assert (hit.manuscript_id, hit.kind_name) == (made, "外出学习汇报")


def test_a_section_that_the_regulation_no_longer_has_is_shown_all_the_same(cast):
    found = reading(cast.dean, begun(cast, SHARED_PLAN, board="板书设计"))
    assert found.parts[-1] == ("board", "板书设计")


def test_a_stranger_reads_nothing(cast):
    made = begun(cast, REFLECTION, cast.su, success="顺利")
    with pytest.raises(Refused, match="没有查看的权限"):
        reading(an_actor(cast.lin), made)
