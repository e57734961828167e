"""A small regulation with everything that claims, hours and quotas can say."""

from db.models import Adoption, RegulationVersion, Term
from tests.builders import NOW


def _clause(id: str, words: str) -> str:
    return f'clause = {{ id = "{id}", words = "{words}" }}'


SOURCE = f"""
name = "test"
title = "示范中学校本研修制度"
office = "教导处"
activity_kinds = ["校本培训", "集体备课"]
evidence_by_asking = ["slip"]
signature = {{ id = "Z25", words = "此表由本人签到，一律不准代签" }}
four_fixed = {{ id = "Z8", words = "定时间、定内容、定主讲人、定地点" }}

[attendance]
late_by = "minutes"
late_after_minutes = 5
{_clause("Z31", "记迟到一次")}

[large_activity]
documents = []
{_clause("Z8", "必须有活动方案")}

[evidence_names]
slip = "请假条"

[[leave]]
id = "official"
name = "公假"
counts_as = "official_leave"
makeup = true
{_clause("Z28", "公假，培训内容自行后补")}

[calendar]
{_clause("Z3", "保证每周一次的校本研修")}

[hours]
per_term = 60
cycle = 360
late = 0.5
left_early = 0.5
made_up = 0.8
{_clause("P1", "每学期每位教师参加校本培训时间不得少于60学时")}

[[hours.projects]]
id = "training"
name = "校本培训"
activity_kinds = ["校本培训"]
planned = 30

[[hours.projects]]
id = "study"
name = "自修"
claims = ["self_study"]
planned = 10
most = 12

[[claims]]
id = "observation"
name = "听课记录"
unit = "节"
{_clause("Z22", "听课节数以听课记录为准")}

[[claims]]
id = "reflection"
name = "教后反思"
unit = "篇"
{_clause("Z16", "要撰写教后反思")}

[[claims]]
id = "self_study"
name = "自学研修"
hours = true
most_hours = 15
{_clause("P1", "将学时数分解到每个具体的研修项目中")}

[[claims]]
id = "out_study"
name = "外出学习"
unit = "次"
hours = true
{_clause("Z38", "优先考虑外出学习")}

[[claims]]
id = "paper"
name = "论文"
unit = "篇"
levels = ["县级", "市级", "省级"]
{_clause("S1", "论文按级别计分")}

[[claims]]
id = "notes"
name = "读书笔记"
unit = "字"
{_clause("S1", "读书笔记五千字以上")}

[[claims]]
id = "group_plan"
name = "教研组计划"
unit = "份"
by = "leader"
deadline = "group_plan"
{_clause("Z7", "第二周星期一送交教导处")}

[[claims]]
id = "task_refused"
name = "拒绝任务"
unit = "次"
by = "office"
{_clause("S2", "拒绝任务扣学时")}

[[claims]]
id = "group_prize"
name = "集体荣誉"
by = "leader"
{_clause("Z19", "评选优秀教研组")}

[[deadlines]]
id = "group_plan"
name = "教研组计划"
week = 2
weekday = 1
{_clause("Z7", "第二周星期一送交教导处")}

[[quotas]]
id = "observations"
name = "听课"
measure = "observations_given"
least = 15
unit = "节"
cases = [{{ who = [{{ roles = ["research_group_leader"] }}], least = 20 }}]
{_clause("Z21", "教研组长不少于20节，其他教师不少于15节")}

[[quotas]]
id = "reflections"
name = "反思"
measure = "reflections"
every = "fortnight"
least = 1
unit = "篇"
{_clause("D5", "勤于反思，每两周1篇")}

[[quotas]]
id = "meetings"
name = "组内研修"
measure = "meetings_held"
subject = "group"
every = "week"
least = 1
unit = "次"
{_clause("Z3", "保证每周一次的校本研修")}

[[quotas]]
id = "school_meetings"
name = "全校研修"
measure = "meetings_held"
subject = "school"
least = 2
unit = "次"
{_clause("D3", "全校性的研修活动每学期不少于1次")}
"""


def adopt(term: Term, source: str = SOURCE) -> None:
    """Let the term be held to this regulation, as if it had never been to another."""
    term.regulation = RegulationVersion.create(
        name="test", source=source, adopted_at=NOW, reason="试用"
    )
    term.save()
    Adoption.update(regulation=term.regulation).where(Adoption.term == term).execute()
