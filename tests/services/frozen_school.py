"""A school of eight whose ranking can be frozen, worked out by hand.

On 2026-10-14 six are ranked (the heads are not), four meetings having been held:

====== ====== ====== ====== ====== ===== =====
name   出勤40 缺席20 听课40 score  place grade
====== ====== ====== ====== ====== ===== =====
苏慧   40     20     40     100    1     优
林远   40     20     40     100    1     优
周敏   40     20     32     92     3     优
何静   30     20     36     86     4     良
吴越   30     10     40     80     5     良
郑好   20     0      20     40     6     不合格
====== ====== ====== ====== ====== ===== =====

周敏 was late once, 何静 ill once, 林远 on duty once. Of the groups 语文组 (苏慧, 林远, 周敏) has
98.67 points, 数学组 (吴越, 郑好) 61.25.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from db.models import Attendee, Claim, Ranking, RankingLine, RegulationVersion, Teacher
from tests.builders import NOW, a_group, a_teacher, an_activity, an_actor
from tests.services.cast import Cast, a_cast
from yanxiu_tui.services import freezing, frozen_views, publishing
from yanxiu_tui.services.frozen_views import FrozenRanking
from yanxiu_tui.services.permission import Actor

TODAY = date(2026, 10, 14)
SOURCE = """
name = "frozen"
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

[[claims]]
id = "observation"
name = "听课记录"
unit = "节"
clause = { id = "Z22", words = "听课节数以听课记录为准" }

[scoring]
full = 100
who = [{ not_roles = ["principal", "vice_principal"] }]
bands = [
  { name = "优", at_least = 90 },
  { name = "良", at_least = 75 },
  { name = "合格", at_least = 60 },
  { name = "不合格", share = 1 },
]
[[scoring.items]]
rule = "percentage"
id = "attendance"
name = "出勤"
measure = "attendance_rate"
full = 40
out_of = 1
clause = { id = "Z37", words = "进行量化打分，根据得分情况给予排序" }
[[scoring.items]]
rule = "deduction"
id = "absent"
name = "缺席"
measure = "absent"
full = 20
each = 10
clause = { id = "Z26", words = "不得无故缺席参加校本研修活动" }
[[scoring.items]]
rule = "percentage"
id = "observations"
name = "听课"
measure = "observations_given"
full = 40
out_of = 10
clause = { id = "Z21", words = "其他教师不少于15节" }

[group_scoring]
full = 100
[[group_scoring.items]]
rule = "percentage"
id = "members"
name = "成员得分"
measure = "members_score"
full = 50
out_of = 1
clause = { id = "Z19", words = "评选优秀教研组" }
[[group_scoring.items]]
rule = "percentage"
id = "rate"
name = "组出勤率"
measure = "members_attendance"
full = 50
out_of = 1
clause = { id = "Z27", words = "年级组开展的研修活动由组长做好考勤登记" }

[[awards]]
id = "outstanding"
name = "先进个人"
top = 3
conditions = [{ measure = "absent", at_most = 0 }]
clause = { id = "Z38", words = "评选校本研修工作先进个人" }
[[awards]]
id = "full_attendance"
name = "满勤奖"
conditions = [
  { measure = "attendance_rate", at_least = 1 },
  { measure = "late", at_most = 0 },
]
clause = { id = "D11", words = "集体研修活动的出勤与学校满勤奖制度挂钩" }
[[awards]]
id = "out_study"
name = "外出学习优先"
share = 0.2
clause = { id = "Z38", words = "学校优先考虑" }
[[awards]]
id = "best_group"
name = "优秀教研组"
to = "research"
top = 1
conditions = [{ measure = "members_score", at_least = 0.5 }]
clause = { id = "Z19", words = "评选优秀教研组" }
"""
# The same, but that whoever has no evaluation yet is pending.
PENDING = (
    SOURCE.replace(
        "[group_scoring]",
        """[[scoring.items]]
rule = "percentage"
id = "evaluation"
name = "四级评价"
measure = "evaluation"
full = 10
out_of = 100
missing = "pending"
clause = { id = "D9", words = "教师自评、小组互评、校长导评、指导组审评" }
[group_scoring]""",
        1,
    )
    + """
[evaluation]
clause = { id = "D9", words = "教师自评、小组互评、校长导评、指导组审评" }
missing_stage = "pending"
stages = [{ id = "self", name = "自评", weight = 1 }]
"""
)
# Everybody's standing at the four meetings.
_CAME = {
    "1001": ("present", "present", "present", "present"),
    "1002": ("present", "official_leave", "present", "present"),
    "1003": ("present", "present", "present", "late"),
    "1004": ("present", "present", "present", "sick_leave"),
    "1007": ("present", "present", "absent", "present"),
    "1008": ("present", "absent", "absent", "present"),
}
_HEARD = {"1001": 10, "1002": 10, "1003": 8, "1004": 9, "1007": 10, "1008": 5}
_HELD = (date(2026, 9, 9), date(2026, 9, 16), date(2026, 9, 23), date(2026, 10, 7))


@dataclass(frozen=True)
class School:
    """The cast, with 吴越 and 郑好 of 数学组 among them."""

    cast: Cast

    @property
    def term_id(self) -> int:
        return int(self.cast.term.id)

    @property
    def dean(self) -> Actor:
        return self.cast.dean

    @property
    def head(self) -> Actor:
        return self.cast.head

    def actor(self, staff_no: str) -> Actor:
        """This teacher at the desk, no more than a teacher."""
        return an_actor(Teacher.get(staff_no=staff_no))

    def id_of(self, staff_no: str) -> int:
        """The teacher's ID."""
        return int(Teacher.get(staff_no=staff_no).id)

    def frozen(self, subject: str = "teacher", reason: str = "", now=NOW) -> FrozenRanking:
        """The ranking as it stands today, frozen by the dean."""
        return freezing.freeze(self.dean, self.term_id, subject, TODAY, reason, now)

    def published(self, subject: str = "teacher", reason: str = "", days: int = 5) -> FrozenRanking:
        """The same, and shown from today on for some days."""
        frozen = self.frozen(subject, reason)
        last = TODAY + timedelta(days=days - 1)
        return publishing.publish(self.head, frozen.id, TODAY, last, NOW)

    def absent(self, staff_no: str, number: int = 0) -> None:
        """A correction: this teacher was absent at that meeting after all."""
        rows = Attendee.select().where(Attendee.teacher == self.id_of(staff_no))
        row = rows.order_by(Attendee.id)[number]
        Attendee.update(status="absent").where(Attendee.id == row.id).execute()


def a_school_to_freeze(source: str = SOURCE) -> School:
    """The school with everything on record and nothing frozen."""
    cast = a_cast()
    maths = a_group("数学组")
    a_teacher("1007", "吴越", group=maths)
    a_teacher("1008", "郑好", group=maths)
    adopt(cast, source)
    give_records(cast, {row.staff_no: row for row in Teacher.select()})
    return School(cast)


def adopt(cast: Cast, source: str) -> None:
    """The term goes by this regulation from now on."""
    version = RegulationVersion.create(name="frozen", source=source, adopted_at=NOW, reason="试用")
    cast.term.regulation = version
    cast.term.save()


def give_records(cast: Cast, teachers: dict[str, Teacher]) -> None:
    """The four meetings and the lessons heard."""
    for number, day in enumerate(_HELD):
        start = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
        over = start + timedelta(hours=2)
        meeting = an_activity(
            cast.term, title=f"第{number + 1}次培训", starts_at=start, ends_at=over,
            ended_at=over, state="closed",
        )  # fmt: skip
        for staff_no, came in _CAME.items():
            teacher = teachers[staff_no]
            Attendee.create(activity=meeting, teacher=teacher, status=came[number])
    for staff_no, count in _HEARD.items():
        Claim.create(
            term=cast.term, teacher=teachers[staff_no], kind="observation", title="听课",
            first=_HELD[0], last=_HELD[0], amount=Decimal(count), state="granted", asked_at=NOW,
        )  # fmt: skip


def lines_of(school, frozen, actor=None):
    """(name, place, score, grade) of each line."""
    view = frozen_views.frozen(actor or school.dean, frozen.id)
    return [(each.name, each.place, str(each.score), each.grade) for each in view.lines]


def stored(ranking_id):
    """Everything that is stored of a ranking."""
    rows = RankingLine.select().where(RankingLine.ranking == ranking_id).order_by(RankingLine.id)
    return list(Ranking.select().where(Ranking.id == ranking_id).dicts()), list(rows.dicts())
