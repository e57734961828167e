"""A school of eight with a term's records and a 细则 of seven items, worked out by hand.

On 2026-10-14 six are ranked (the heads are not). Of 100 points full, stretched from what counts:

====== ====== ====== ====== ====== ====== ============== ====== ====== ========
name   出勤20 听课15 反思10 评价30 汇报5  of, stretched  迟到   获奖   score
====== ====== ====== ====== ====== ====== ============== ====== ====== ========
苏慧   20     15     10     27     -      72/75  +24.00  0      6 - 1  101.00
郑好   15     12     10     30     ?      67/75  +22.33  0      0      89.33
林远   20     6      10     24     5      65/80  +16.25  -2     0      79.25
周敏   15     15     0      27     -      57/75  +19.00  0      0      76.00
吴越   15     9      0      21     -      45/75  +15.00  -2     3      61.00
何静   -      0      10     -      -      10/25  +30.00  0      0      40.00
====== ====== ====== ====== ====== ====== ============== ====== ====== ========

At the end of the first 学月, 2026-09-27, before the evaluation: 林远 80.00, 周敏 77.78,
郑好 71.11, 苏慧 64.44, 何静 40.00, 吴越 30.62.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from db.models import (
    Attendee,
    Claim,
    EvaluationStage,
    Mark,
    RegulationVersion,
    Teacher,
)
from tests.builders import NOW, a_group, a_teacher, an_activity, an_actor
from tests.services.cast import Cast, a_cast
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services.permission import Actor

TODAY = date(2026, 10, 14)
MONTH_END = date(2026, 9, 27)
SCHEME = """
name = "sample"
title = "示范中学校本研修考核办法"
office = "教导处"
activity_kinds = ["校本培训", "集体备课"]
evidence_by_asking = []
signature = { id = "Z25", words = "此表由本人签到，一律不准代签" }
four_fixed = { id = "Z8", words = "定时间、定内容、定主讲人、定地点" }
leave = []
[attendance]
late_by = "roll_calls"
clause = { id = "Z31", words = "培训学习两次点名后未到者，记迟到一次" }
[large_activity]
documents = []
clause = { id = "Z8", words = "有活动方案，有简报，有总结" }
[evidence_names]

[evaluation]
clause = { id = "D9", words = "教师自评、小组互评、校长导评、指导组审评" }
stages = [{ id = "principal", name = "导评", weight = 1 }]

[[claims]]
id = "observation"
name = "听课"
unit = "节"
clause = { id = "Z22", words = "听课节数以听课记录为准" }
[[claims]]
id = "reflection"
name = "教学反思"
unit = "篇"
clause = { id = "Z16", words = "要撰写教后反思" }
[[claims]]
id = "open_lesson"
name = "公开课"
unit = "节"
clause = { id = "X7", words = "公开课" }
[[claims]]
id = "prize"
name = "获奖"
levels = ["县级", "市级"]
clause = { id = "P4", words = "论文获奖证书复印件" }

[scoring]
full = 100
bonus_most = 5
who = [{ not_roles = ["principal", "vice_principal"] }]
bands = [
  { name = "优", at_least = 90 },
  { name = "良", at_least = 75 },
  { name = "中", at_least = 60 },
  { name = "差", at_least = 0 },
]
ties = { by = ["attendance"] }
[[scoring.items]]
rule = "percentage"
id = "attendance"
name = "出勤"
measure = "attendance_rate"
full = 20
out_of = 1
clause = { id = "Z28", words = "公假不记入奖惩范围" }
[[scoring.items]]
rule = "deduction"
id = "observations"
name = "听课"
measure = "observations_given"
full = 15
each = 3
need = 5
clause = { id = "Z21", words = "其他教师不少于15节" }
[[scoring.items]]
rule = "threshold"
id = "reflections"
name = "教学反思"
measure = "reflections"
at_least = 2
full = 10
clause = { id = "Z16", words = "要撰写教后反思" }
[[scoring.items]]
rule = "per_event"
id = "late"
name = "迟到"
measure = "late"
each = -2
clause = { id = "Z26", words = "不迟到、不早退、不中途离开活动会场" }
[[scoring.items]]
rule = "percentage"
id = "evaluation"
name = "四级评价"
measure = "evaluation"
full = 30
out_of = 100
clause = { id = "D9", words = "教师自评、小组互评、校长导评、指导组审评" }
[[scoring.items]]
rule = "threshold"
id = "showing"
name = "青年教师汇报课"
measure = "open_lessons"
at_least = 1
full = 5
who = [{ teaching_year_most = 3 }]
clause = { id = "Z20", words = "三年内青年教师要积极参与听课、评课研讨活动" }
[[scoring.items]]
rule = "highest"
id = "prizes"
name = "获奖"
measure = "claims"
of = ["prize"]
bonus = true
levels = [{ name = "县级", points = 3 }, { name = "市级", points = 6 }]
clause = { id = "P12", words = "在证书上给予登记认可" }
"""
# 听课 for 45 points instead of 15: 周敏 passes 林远, and 郑好 comes into 优.
HEAVIER = SCHEME.replace("full = 15\neach = 3", "full = 45\neach = 9")
HEAVIER_SCORES = {
    "苏慧": "107.00", "郑好": "91.00", "周敏": "87.00", "林远": "75.00", "吴越": "64.00",
    "何静": "18.18",
}  # fmt: skip
SCORES = {
    "苏慧": "101.00", "郑好": "89.33", "林远": "79.25", "周敏": "76.00", "吴越": "61.00",
    "何静": "40.00",
}  # fmt: skip
AT_MONTH_END = {
    "林远": "80.00", "周敏": "77.78", "郑好": "71.11", "苏慧": "64.44", "何静": "40.00",
    "吴越": "30.62",
}  # fmt: skip
# Everybody's standing at the four meetings.
_CAME = {
    "1001": ("present", "present", "present", "present"),
    "1002": ("present", "official_leave", "late", "present"),
    "1003": ("present", "present", "present", "absent"),
    "1004": ("official_leave",) * 4,
    "1007": ("late", "absent", "present", "present"),
    "1008": ("present", "present", "present", "sick_leave"),
}
_HELD = (date(2026, 9, 9), date(2026, 9, 16), date(2026, 9, 23), date(2026, 10, 7))
# (staff number, kind, day, amount, level, state)
CLAIMS: Sequence[tuple[str, str, date, int, str, str]] = (
    ("1001", "observation", date(2026, 9, 10), 3, "", "granted"),
    ("1001", "observation", date(2026, 10, 10), 2, "", "granted"),
    ("1001", "reflection", date(2026, 10, 1), 2, "", "granted"),
    ("1001", "prize", date(2026, 10, 8), 1, "县级", "granted"),
    ("1001", "prize", date(2026, 10, 8), 1, "市级", "granted"),
    ("1002", "observation", date(2026, 9, 20), 2, "", "granted"),
    ("1002", "reflection", date(2026, 9, 20), 2, "", "granted"),
    ("1002", "open_lesson", date(2026, 9, 25), 1, "", "granted"),
    ("1003", "observation", date(2026, 9, 22), 6, "", "granted"),
    ("1003", "reflection", date(2026, 9, 22), 1, "", "granted"),
    ("1004", "reflection", date(2026, 9, 18), 2, "", "granted"),
    ("1007", "observation", date(2026, 10, 1), 3, "", "granted"),
    ("1007", "observation", date(2026, 10, 2), 1, "", "asked"),
    ("1007", "prize", date(2026, 9, 20), 1, "县级", "granted"),
    ("1008", "observation", date(2026, 9, 15), 4, "", "granted"),
    ("1008", "reflection", date(2026, 10, 5), 2, "", "granted"),
    ("1008", "observation", date(2026, 10, 20), 1, "", "granted"),
)
_MARKS = {"1001": 90, "1002": 80, "1003": 90, "1007": 70, "1008": 100}
_JOINED = {"1001": "2008-08", "1002": "2025-08", "1003": "2001-08", "1007": "2015-08"}


@dataclass(frozen=True)
class School:
    """The cast, whose people now also have 吴越 and 郑好 of 数学组 among them."""

    cast: Cast
    teachers: dict[str, Teacher]

    @property
    def term_id(self) -> int:
        return int(self.cast.term.id)

    @property
    def dean(self) -> Actor:
        """Who sees the whole school."""
        return self.cast.dean

    def actor(self, name: str) -> Actor:
        """This teacher at the desk, no more than a teacher."""
        return an_actor(self.teachers[name])

    def id_of(self, name: str) -> int:
        """The teacher's id."""
        return int(self.teachers[name].id)


def a_ranked_school(backwards: bool = False, scheme: str = SCHEME) -> School:
    """The school with everything on record; ``backwards`` enters it in the other order."""
    cast = a_cast()
    maths = a_group("数学组")
    a_teacher("1007", "吴越", group=maths)
    a_teacher("1008", "郑好", group=maths)
    adopt(cast, scheme)
    for staff_no, subject in (("1001", "语文"), ("1002", "语文"), ("1007", "数学")):
        Teacher.update(subject=subject).where(Teacher.staff_no == staff_no).execute()
    for staff_no in _CAME:
        joined = _JOINED.get(staff_no, "" if staff_no == "1008" else "1999-08")
        Teacher.update(joined=joined).where(Teacher.staff_no == staff_no).execute()
    teachers = {row.staff_no: row for row in Teacher.select()}
    step = -1 if backwards else 1
    claim(cast, teachers, CLAIMS[::step])
    _meet(cast, teachers, list(enumerate(_HELD))[::step], list(_CAME)[::step])
    _judge(cast, teachers, list(_MARKS)[::step])
    return School(cast, {row.name: row for row in teachers.values()})


def adopt(cast: Cast, source: str) -> None:
    """The term goes by this regulation from now on."""
    version = RegulationVersion.create(name="sample", source=source, adopted_at=NOW, reason="试用")
    cast.term.regulation = version
    cast.term.save()


def claim(
    cast: Cast,
    teachers: dict[str, Teacher],
    claims: Sequence[tuple[str, str, date, int, str, str]],
) -> None:
    """Keep these claims."""
    for staff_no, kind, day, amount, level, state in claims:
        Claim.create(
            term=cast.term, teacher=teachers[staff_no], kind=kind, title=f"{kind} {day:%m-%d}",
            first=day, last=day, amount=Decimal(amount), level=level, state=state, asked_at=NOW,
        )  # fmt: skip


def _meet(
    cast: Cast,
    teachers: dict[str, Teacher],
    held: Sequence[tuple[int, date]],
    order: Sequence[str],
) -> None:
    for number, day in held:
        start = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
        meeting = an_activity(
            cast.term, title=f"第{number + 1}次培训", starts_at=start,
            ends_at=start + timedelta(hours=2), ended_at=start + timedelta(hours=2), state="ended",
        )  # fmt: skip
        for staff_no in order:
            status = _CAME[staff_no][number]
            Attendee.create(activity=meeting, teacher=teachers[staff_no], status=status)


def _judge(cast: Cast, teachers: dict[str, Teacher], order: Sequence[str]) -> None:
    closed = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
    stage = EvaluationStage.create(
        term=cast.term, subject="teacher", stage="principal",
        opened_at=closed - timedelta(days=3), closed_at=closed,
    )  # fmt: skip
    for staff_no in order:
        Mark.create(
            stage=stage, marker=teachers["1005"], teacher=teachers[staff_no],
            score=Decimal(_MARKS[staff_no]), at=closed - timedelta(days=1),
        )  # fmt: skip


def principal_of(school: School) -> Actor:
    """钱立 at the desk."""
    return an_actor(Teacher.get(name="钱立"), Role.PRINCIPAL, Role.STEERING_HEAD)
