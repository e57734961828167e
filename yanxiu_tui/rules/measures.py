"""Every figure a 制度 may use, by its one name. The queries stand in ``services/measures``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Takes = Literal["", "activities", "claims", "projects"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of every teacher (or group): its name, what people call it, its unit, its meaning.

    ``takes`` says what a rule's ``of`` may narrow it to; ``by_period`` whether it can be counted
    week by week; ``may_be_missing`` whether somebody may have none at all, which is not zero.
    """

    name: str
    title: str
    unit: str
    about: str
    takes: Takes = ""
    by_period: bool = False
    may_be_missing: bool = False
    subject: Literal["teacher", "group"] = "teacher"


def _meeting(name: str, title: str, about: str) -> Measure:
    return Measure(name, title, "次", about, "activities", by_period=True)


def _recorded(name: str, title: str, unit: str, about: str) -> Measure:
    return Measure(name, title, unit, f"{about}；纸质的由主管处室登记，一并计数", by_period=True)


def _claimed(name: str, title: str, unit: str, about: str) -> Measure:
    return Measure(name, title, unit, f"{about}（审核通过的申报）", by_period=True)


_ALL = (
    _meeting("expected", "应到", "已结束的活动中应到的次数，公假除外（Z28）"),
    _meeting("attended", "实到", "到了的次数，迟到也算到"),
    _meeting("on_time", "准时", "按时到的次数"),
    _meeting("late", "迟到", "迟到的次数（Z31）"),
    _meeting("left_early", "早退", "早退的次数（Z26）"),
    _meeting("left_midway", "中途离场", "中途离开会场的次数（Z26）"),
    _meeting("absent", "缺席", "没有请假又没有到的次数（Z26）"),
    _meeting("personal_leave", "事假", "批准的事假次数（Z29）"),
    _meeting("sick_leave", "病假", "批准的病假次数（Z30）"),
    _meeting("official_leave", "公假", "批准的公假次数，不记入奖惩（Z28）"),
    _meeting("sessions_led", "主持活动", "主持并已结束的活动次数（Z5）"),
    Measure(
        "attendance_rate",
        "出勤率",
        "比率",
        "实到 ÷ 应到，从 0 到 1；公假不在分子也不在分母（Z28），没有应到就没有这一项",
        "activities",
        may_be_missing=True,
    ),
    Measure("makeups_owed", "欠后补", "项", "公假缺席、到现在还没有补学的活动（Z28）"),
    Measure(
        "training_hours",
        "学时",
        "学时",
        "出勤得到的学时，加上审核通过的申报学时（P1）；可以只算几个研修项目",
        "projects",
    ),
    Measure("cycle_hours", "周期学时", "学时", "继续教育周期（一般五年）里累计的学时（X8）"),
    Measure(
        "claims",
        "成果",
        "份",
        "某几类申报审核通过的数量，按各类自己的单位累加（篇、节、字……），终端上的记录也算",
        "claims",
        by_period=True,
    ),
    Measure(
        "claims_mean",
        "成果平均",
        "分",
        "某几类申报审核通过的每份平均多少，如一学期几次考核的平均分；一份也没有就没有这一项",
        "claims",
        may_be_missing=True,
    ),
    Measure(
        "submissions",
        "上交",
        "份",
        "某几类材料按时、迟交、不完整各有多少份，期限在制度里（Z7、Z9、Z18）",
        "claims",
    ),
    _recorded("observations_given", "听课", "节", "已完成的听课记录，听别人的课（Z20—Z22）"),
    _recorded("observations_taken", "被听课", "节", "已完成的听课记录，别人来听自己的课"),
    _recorded("observations_reviewed", "评课", "节", "经授课教师确认的听课记录（Z22）"),
    _recorded("prep_sessions_led", "主备", "次", "已结束的集体备课中任中心发言人（Z13）"),
    _recorded("additions_made", "备课补充", "条", "集体备课中记下采纳或未采纳的意见（Z14）"),
    _claimed("plans", "计划总结", "份", "个人计划和总结（D2）"),
    _recorded("reflections", "反思", "篇", "交上来的教后反思、教育叙事、随笔（Z16、P6、D5）"),
    _recorded("pairing_duties", "师徒履职", "次", "师徒记录里对方已签认的事（形式2）"),
    _recorded("mentees_promoted", "带出骨干", "人", "徒弟出师时成为骨干教师的，算师傅的（P9）"),
    _recorded("open_lessons", "公开课", "节", "有人听并完成记录的公开课、研究课、观摩课（P9、X7）"),
    _claimed("prizes", "获奖", "项", "论文、课例、课件等获奖（P4）"),
    Measure(
        "evaluation",
        "四级评价",
        "分",
        "自评、互评、导评、审评按权重合成，满分 100（D9）；没有结束的评价没有得分",
        may_be_missing=True,
    ),
    Measure(
        "mentor_assessment",
        "师傅考核",
        "分",
        "徒弟和主管处室期末对师傅的评分按权重合成，满分 100（形式2）；没有评就没有得分",
        may_be_missing=True,
    ),
    Measure(
        "apprentice_assessment",
        "徒弟考核",
        "分",
        "师傅和主管处室期末对徒弟的评分按权重合成，满分 100（形式2）；没有评就没有得分",
        may_be_missing=True,
    ),
    Measure(
        "members_score",
        "成员得分率",
        "比率",
        "组内成员得分的平均，除以全校最高分；没有成员就没有这一项",
        subject="group",
        may_be_missing=True,
    ),
    Measure(
        "members_attendance",
        "组出勤率",
        "比率",
        "组内成员的实到 ÷ 应到，公假除外",
        "activities",
        subject="group",
        may_be_missing=True,
    ),
    Measure(
        "meetings_held",
        "本组活动",
        "次",
        "本组组织并已结束的活动（Z3、D3）",
        "activities",
        by_period=True,
        subject="group",
    ),
    Measure(
        "group_submissions",
        "组上交",
        "份",
        "组长代表本组上交的材料，按时、迟交、不完整各有多少份（Z7、Z9、Z18）",
        "claims",
        subject="group",
    ),
    Measure(
        "group_evaluation",
        "组评价",
        "分",
        "对教研组的自评、互评、导评、审评，满分 100（D9）",
        subject="group",
        may_be_missing=True,
    ),
)
MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _ALL}
# Kinds of work that feed a measure of their own, by the ID a regulation gives its claims.
WORK: Mapping[str, tuple[str, ...]] = {
    "observations_given": ("observation",),
    "observations_taken": ("observation_taken",),
    "observations_reviewed": ("lesson_review",),
    "prep_sessions_led": ("keynote",),
    "additions_made": ("addition",),
    "plans": ("personal_plan", "personal_summary"),
    "reflections": ("reflection", "narrative"),
    "pairing_duties": ("pairing_duty",),
    "mentees_promoted": ("mentee",),
    "open_lessons": ("open_lesson", "demonstration_lesson", "research_lesson", "parallel_lesson"),
    "prizes": ("prize",),
}
# Kinds that the terminal itself records, with what they are called and counted in: they need no
# claim, and one that a regulation has is for what was written on paper.
RECORDED: Mapping[str, tuple[str, str]] = {
    "observation": ("听课记录", "节"),
    "observation_taken": ("被听课", "节"),
    "lesson_review": ("评课", "节"),
    "keynote": ("集体备课中心发言", "次"),
    "addition": ("集体备课补充", "条"),
    "reflection": ("教后反思", "篇"),
    "narrative": ("教育叙事", "篇"),
    "open_lesson": ("公开课", "节"),
    "demonstration_lesson": ("观摩课", "节"),
    "research_lesson": ("研究课", "节"),
    "parallel_lesson": ("同课异构", "节"),
    "pairing_duty": ("师徒履职", "次"),
    "mentee": ("辅导出骨干教师", "人"),
}
