"""The school of tests/services/ranked, whose two 教研组 are ranked as well, worked out by hand.

On 2026-10-14, in the seventh week, six weeks are over; the summaries are not due before the end.
Of 90 points, stretched from the 80 that count:

======== ============ ============ ============ ========= ========= ============== =====
group    members 30   attendance20 meetings 20  plan 10   summary10 of, stretched  score
======== ============ ============ ============ ========= ========= ============== =====
语文组   .8457  25.37 10/11  18.18 4 of 6 16    10        -         69.55/80 +8.69 78.24
数学组   .7442  22.33 6/8    15.00 1 of 6 10    5 (late)  -         52.33/80 +6.54 58.87
======== ============ ============ ============ ========= ========= ============== =====

Members: (101 + 79.25 + 76) / 3 / 101 and (89.33 + 61) / 2 / 101.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from db.models import Claim, Group, Membership
from tests.builders import NOW, a_group, an_activity
from tests.services.ranked import SCHEME, School, a_ranked_school
from yanxiu_tui.clock import day_bounds, instant
from yanxiu_tui.rules.roles import GroupKind

GROUP_SCHEME = """
[[claims]]
id = "group_plan"
name = "教研组计划"
by = "leader"
deadline = "group_plan"
clause = { id = "Z7", words = "第二周星期一送交教导处" }
[[claims]]
id = "group_summary"
name = "教研组总结"
by = "leader"
deadline = "group_summary"
clause = { id = "Z9", words = "每学期结束前上交教导处" }
[[deadlines]]
id = "group_plan"
name = "教研组计划"
week = 2
weekday = 1
clause = { id = "Z7", words = "第二周星期一送交教导处" }
[[deadlines]]
id = "group_summary"
name = "教研组总结"
week = -1
weekday = 1
clause = { id = "Z9", words = "每学期结束前上交教导处" }

[[group_scoring.items]]
rule = "percentage"
id = "members"
name = "成员得分"
measure = "members_score"
full = 30
out_of = 1
clause = { id = "Z19", words = "评选优秀教研组" }
[[group_scoring.items]]
rule = "percentage"
id = "attendance"
name = "组出勤率"
measure = "members_attendance"
full = 20
out_of = 1
clause = { id = "Z26", words = "不迟到、不早退、不中途离开活动会场" }
[[group_scoring.items]]
rule = "deduction"
id = "meetings"
name = "每周研修"
measure = "meetings_held"
every = "week"
need = 1
full = 20
each = 2
clause = { id = "Z3", words = "保证每周一次的校本研修" }
[[group_scoring.items]]
rule = "punctuality"
id = "plan"
name = "组计划"
measure = "group_submissions"
of = ["group_plan"]
due = 1
on_time = 10
late = 5
incomplete = 3
clause = { id = "Z7", words = "第二周星期一送交教导处" }
[[group_scoring.items]]
rule = "punctuality"
id = "summary"
name = "组总结"
measure = "group_submissions"
of = ["group_summary"]
due = 1
on_time = 10
late = 5
incomplete = 3
clause = { id = "Z9", words = "每学期结束前上交教导处" }
"""
DUE = date(2026, 9, 7)
SUMMARY_DUE = date(2027, 1, 18)
# Twice in the second week, and once in the seventh, which is not over.
_CHINESE_MET = (
    date(2026, 9, 10), date(2026, 9, 11), date(2026, 9, 17), date(2026, 9, 24),
    date(2026, 10, 9), date(2026, 10, 13),
)  # fmt: skip
_MATHS_MET = (date(2026, 9, 3),)


def a_school_of_groups() -> School:
    """That school, with the groups' own meetings and papers; 林远 is in a 备课组 besides."""
    claims, scoring, rest = SCHEME.partition("[scoring]")
    school = a_ranked_school(scheme=claims + GROUP_SCHEME + scoring + rest)
    chinese, maths = a_group("语文组"), a_group("数学组")
    _met(school, chinese, _CHINESE_MET)
    _met(school, maths, _MATHS_MET)
    hand_in(school, chinese, "周敏", "group_plan", DUE - timedelta(days=1), DUE)
    hand_in(school, maths, "吴越", "group_plan", DUE + timedelta(days=2), DUE)
    prep = a_group("七年级语文", GroupKind.PREP)
    Membership.create(group=prep, teacher=school.teachers["林远"], leads=True)
    a_group("英语组")
    return school


def hand_in(
    school: School,
    group: Group,
    name: str,
    kind: str,
    day: date,
    due: date,
    complete: bool = True,
) -> Claim:
    """A paper of the group, granted."""
    return Claim.create(
        term=school.term_id, teacher=school.teachers[name], group=group, kind=kind,
        title=f"{group.name}{kind}", first=day, last=day, amount=Decimal(1),
        due_at=day_bounds(due)[1], handed_at=instant(day, time(10)),
        complete=complete, state="granted", asked_at=NOW,
    )  # fmt: skip


def _met(school: School, group: Group, days: Sequence[date]) -> None:
    for day in days:
        start = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
        an_activity(
            school.cast.term, title=f"{group.name}研修 {day:%m-%d}", kind="集体备课", group=group,
            starts_at=start, ends_at=start + timedelta(hours=1),
            ended_at=start + timedelta(hours=1), state="ended",
        )  # fmt: skip
