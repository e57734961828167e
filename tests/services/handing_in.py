"""A regulation under which teachers, groups and the school owe papers, and those who hand in."""

from datetime import UTC, datetime

from tests.services.regulations import SOURCE

PAPERS = f"""{SOURCE}
[[claims]]
id = "own_plan"
name = "个人研修计划"
by = "teacher"
deadline = "own_plan"
who = [{{ not_roles = ["principal", "vice_principal"] }}]
sections = [{{ id = "aims", name = "专业发展目标" }}, {{ id = "steps", name = "具体措施" }}]
clause = {{ id = "D2", words = "教师研修计划特别要有明确、切实的专业发展目标" }}

[[claims]]
id = "bundle"
name = "备课组学期材料"
unit = "套"
by = "leader"
deadline = "bundle"
group_kinds = ["prep"]
parts = ["校本研修手册", "听课记录", "教研会议记录", "阳光教研资料"]
clause = {{ id = "Z18", words = "所有备课材料" }}

[[claims]]
id = "two_copies"
name = "学科组计划"
by = "leader"
deadline = "two_copies"
group_kinds = ["research"]
clause = {{ id = "T3", words = "一式两份" }}

[[claims]]
id = "school_plan"
name = "学校研修计划"
by = "school"
deadline = "own_plan"
clause = {{ id = "D2", words = "学校有计划、总结" }}

[[deadlines]]
id = "own_plan"
name = "个人研修计划"
week = 8
weekday = 5
clause = {{ id = "D2", words = "计划" }}

[[deadlines]]
id = "bundle"
name = "学期材料"
week = -2
weekday = 1
at = 12:00:00
clause = {{ id = "Z18", words = "每学期结束前一周的周一上午" }}

[[deadlines]]
id = "two_copies"
name = "学科组计划"
week = 8
weekday = 5
copies = 2
clause = {{ id = "T3", words = "一式两份" }}
"""
# The office's Friday of week 8, and the Monday noon of Z18, as UTC.
OWN_DUE = datetime(2026, 10, 23, 16, 0, tzinfo=UTC)
NOON = datetime(2027, 1, 11, 4, 0, tzinfo=UTC)
