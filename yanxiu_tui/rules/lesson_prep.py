"""集体备课: the sections of a plan, the prompts of a reflection, and what a group must be like."""

import msgspec

from yanxiu_tui.rules.clauses import UNSAID, Clause


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of a text: what it is called, and what belongs there."""

    id: str
    name: str
    hint: str = ""


def _named(*sections: tuple[str, str]) -> tuple[Section, ...]:
    return tuple(Section(id=id, name=name) for id, name in sections)


# Z14, unless a school's regulation says otherwise.
PLAN_SECTIONS = _named(
    ("standards", "课标要求"),
    ("textbook", "教材解读"),
    ("students", "学情分析"),
    ("aims", "教学目标"),
    ("key_points", "重难点分析"),
    ("teaching", "教法选择"),
    ("learning", "学法指导"),
    ("homework", "作业分层"),
    ("feedback", "检测反馈"),
)
# X1: 记成功之举、败笔之处、教学机智、学生的创新见解、再教设计。
REFLECTION_PROMPTS = _named(
    ("success", "成功之举"),
    ("failure", "败笔之处"),
    ("wit", "教学机智"),
    ("students", "学生的创新见解"),
    ("again", "再教设计"),
)
SESSION_PARTS = _named(("division", "分工"), ("outcome", "成果"))
NARRATIVE_PARTS = _named(("narrative", "叙事"))
OBSERVATION_PARTS = _named(
    ("process", "教学过程"),
    ("side_notes", "旁评"),
    ("strengths", "优点"),
    ("weaknesses", "不足"),
    ("advice", "建议"),
)


class LessonPrep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a school prepares together: which activity it is, where, and in which sections.

    ``clause`` is that of the sections; ``where``, ``group``, ``reflecting`` and ``prompting`` are
    those of the place, the 备课组, the reflection and its prompts. ``same_grade`` and
    ``same_subject`` are what a 备课组 should be (Z10); otherwise it is told, never refused. A
    reflection handed in more than ``late_after_days`` days after the unit's last week is stamped
    补录.
    """

    clause: Clause
    activity_kind: str = "集体备课"
    place: str = "备课组长办公室"
    same_grade: bool = True
    same_subject: bool = True
    sections: tuple[Section, ...] = PLAN_SECTIONS
    prompts: tuple[Section, ...] = REFLECTION_PROMPTS
    late_after_days: int = 14
    where: Clause = UNSAID
    group: Clause = UNSAID
    reflecting: Clause = UNSAID
    prompting: Clause = UNSAID
