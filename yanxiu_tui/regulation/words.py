"""A whole 制度 in words, each rule followed by its clause."""

from collections.abc import Iterator

from yanxiu_tui.regulation.archives_words import archives
from yanxiu_tui.regulation.item_words import says, working
from yanxiu_tui.regulation.out_study_words import lending, out_study
from yanxiu_tui.regulation.pairing_words import pairing
from yanxiu_tui.regulation.phrases import (
    amount,
    cases_say,
    clause_line,
    condition,
    noun,
    plain,
    ruled,
    who_says,
)
from yanxiu_tui.regulation.prep_words import lesson_prep, observing
from yanxiu_tui.regulation.schema import Attendance, LeaveKind, Regulation
from yanxiu_tui.regulation.skills_words import certificate, skills
from yanxiu_tui.regulation.steering_words import steering
from yanxiu_tui.regulation.submission_words import deadlines, papers
from yanxiu_tui.regulation.terms import AwardRule, ClaimKind
from yanxiu_tui.rules.attendance import STATUS_NAMES
from yanxiu_tui.rules.periods import PERIOD_NAMES
from yanxiu_tui.rules.quotas import Quota
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind
from yanxiu_tui.rules.scoring import Band, Scheme

__all__ = ["clause_line", "describe", "lateness", "plain", "says", "who_says", "working"]

_DOCUMENTS = {"plan": "活动方案", "newsletter": "简报", "summary": "总结"}
_SUBJECTS = {"teacher": "", "group": "各组", "school": "全校"}
_JUDGED = {"teacher": "教师", "group": "教研组", "leader": "校领导"}


def describe(regulation: Regulation) -> list[str]:
    """The regulation in words, each rule with its clause; a heading above each part."""
    parts = (
        ("", _basics(regulation)),
        ("请假", (line for kind in regulation.leave for line in _leave(regulation, kind))),
        ("校历和学时", (*_calendar(regulation), *_hours(regulation))),
        ("集体备课", lesson_prep(regulation)),
        ("听课", observing(regulation)),
        ("师徒结对", pairing(regulation)),
        ("领导小组", steering(regulation)),
        ("外出学习", out_study(regulation)),
        ("档案", archives(regulation)),
        ("借阅", lending(regulation)),
        ("定额", (line for quota in regulation.quotas for line in _quota(regulation, quota))),
        ("上交期限", deadlines(regulation)),
        ("要上交的", papers(regulation)),
        ("可以申报的", _claims(regulation)),
        ("评价", _evaluation(regulation)),
        ("教师计分", _scheme(regulation, regulation.scoring)),
        ("教研组计分", _scheme(regulation, regulation.group_scoring)),
        ("业务考核", skills(regulation)),
        ("评优", (line for each in regulation.awards for line in _award(regulation, each))),
        ("证书", certificate(regulation)),
    )
    lines: list[str] = []
    for heading, part in parts:
        said = list(part)
        lines += [f"【{heading}】", *said] if heading and said else said
    return lines


def lateness(attendance: Attendance) -> str:
    """How lateness is told."""
    if attendance.late_by == "never":
        return "不计迟到"
    if attendance.late_by == "minutes":
        return f"开始 {attendance.late_after_minutes} 分钟后才到"
    return f"{attendance.roll_calls} 次点名都未到、之后才到"


def _basics(regulation: Regulation) -> list[str]:
    papers = "、".join(_DOCUMENTS[each] for each in regulation.large_activity.documents)
    return [
        regulation.title,
        f"主管处室：{regulation.office}",
        f"活动类型：{'、'.join(regulation.activity_kinds)}",
        f"青年教师：教龄 {regulation.early_career_years} 年以内",
        *ruled(f"签到：本人凭口令签到，{_badge(regulation)}", regulation.signature),
        *ruled("安排：时间、内容、主讲人、地点都要写明", regulation.four_fixed),
        *ruled(f"迟到：{lateness(regulation.attendance)}", regulation.attendance.clause),
        *ruled(
            f"大型活动结束前要交：{papers}" if papers else "大型活动：不要求交材料",
            regulation.large_activity.clause,
        ),
    ]


def _badge(regulation: Regulation) -> str:
    return "刷工牌的也要口令" if regulation.badge_needs_pin else "或者刷工牌"


def _leave(regulation: Regulation, kind: LeaveKind) -> list[str]:
    papers = "、".join(regulation.evidence_names[paper] for paper in kind.evidence)
    said = [f"计入{STATUS_NAMES[kind.status]}", f"凭{papers}" if papers else "不要求证明"]
    if kind.emergency_may_follow:
        said.append("特殊情况证明可后补")
    if kind.makeup:
        said.append("内容要后补")
    return ruled(f"{kind.name}：{'，'.join(said)}", kind.clause)


def _calendar(regulation: Regulation) -> list[str]:
    calendar = regulation.calendar
    said = f"学月：每 {calendar.school_month_weeks} 周为一个学月"
    if calendar.exempt_weeks:
        said += f"，第 {'、'.join(map(str, calendar.exempt_weeks))} 周不安排研修"
    return ruled(said, calendar.clause)


def _hours(regulation: Regulation) -> Iterator[str]:
    hours = regulation.hours
    said = [f"每学期 {plain(hours.per_term)} 学时"] if hours.per_term else []
    if hours.cycle:
        years = f"从 {hours.cycle_starts} 年起每 {hours.cycle_years} 年"
        said.append(f"{years} {plain(hours.cycle)} 学时")
    shares = (
        ("迟到", hours.late),
        ("早退", hours.left_early),
        ("中途离场", hours.left_midway),
        ("后补", hours.made_up),
    )
    said += [f"{name}计 {amount(share, '比率')}" for name, share in shares if share != 1]
    said.append("到会即得活动的学时")
    yield from ruled(f"学时：{'，'.join(said)}", hours.clause)
    claims = {kind.id: kind.name for kind in regulation.claims}
    for project in hours.projects:
        kinds = (*project.activity_kinds, *(claims[each] for each in project.claims))
        asked = f"，{plain(project.planned)} 学时" if project.planned else ""
        most = f"，最多计 {plain(project.most)} 学时" if project.most is not None else ""
        yield f"研修项目「{project.name}」：{'、'.join(kinds)}{asked}{most}"


def _quota(regulation: Regulation, quota: Quota) -> list[str]:
    period = f"{_SUBJECTS[quota.subject]}每{PERIOD_NAMES[quota.every]}"
    what = noun(quota, regulation)
    # Whose meetings they are has been said, and the school's are counted as a group's.
    what = what.removeprefix("本组")
    said = f"{quota.name}：{period}{what}不少于 {amount(quota.least, quota.unit)}"
    said += cases_say(quota.cases, quota.unit)
    if quota.who:
        said += f"，限{who_says(quota.who)}"
    if quota.adds_to:
        base = next(each.name for each in regulation.quotas if each.id == quota.adds_to)
        said += f"，在「{base}」之外另加"
    return ruled(said, quota.clause)


def _claims(regulation: Regulation) -> list[str]:
    claimed = [kind for kind in regulation.claims if not kind.handed_in]
    return [line for kind in claimed for line in _claim(regulation, kind)]


def _claim(regulation: Regulation, kind: ClaimKind) -> list[str]:
    by = {"teacher": "本人申报", "leader": "组长为本组申报"}
    said = [f"按{kind.unit}计", by.get(kind.by, f"{regulation.office}登记")]
    if kind.hours:
        most = "" if kind.most_hours is None else f"，每学期最多 {plain(kind.most_hours)} 学时"
        said.append(f"可报学时{most}")
    if kind.levels:
        said.append(f"分{'、'.join(kind.levels)}")
    deadline = regulation.deadline(kind.deadline)
    if deadline:
        said.append(f"期限见「{deadline.name}」")
    return ruled(f"{kind.name}：{'，'.join(said)}", kind.clause)


def _evaluation(regulation: Regulation) -> list[str]:
    evaluation = regulation.evaluation
    if evaluation is None:
        return []
    whole = sum(stage.weight for stage in evaluation.stages)
    stages = "、".join(
        f"{stage.name} {amount(stage.weight / whole, '比率')}" for stage in evaluation.stages
    )
    judged = "、".join(_JUDGED[each] for each in evaluation.subjects)
    missing = "其余按比例" if evaluation.missing_stage == "left_out" else "整项待定"
    said = f"评价{judged}，满分 {evaluation.full} 分：{stages}；有一级没有打分时{missing}"
    return ruled(said, evaluation.clause)


def _scheme(regulation: Regulation, scheme: Scheme) -> Iterator[str]:
    if not scheme.items:
        return
    if scheme.who:
        yield f"计分的人：{who_says(scheme.who)}"
    if scheme.least_expected:
        yield f"应到不足 {scheme.least_expected} 次的（新来的、一直公假的）不排名次"
    if scheme.base:
        yield f"每人从 {plain(scheme.base)} 分起"
    for name, rate in scheme.units.items():
        yield f"1 {name}折合 {plain(rate)} 分"
    for item in scheme.items:
        yield from ruled(f"{item.name}：{says(item, regulation)}", item.clause)
    if scheme.rescale:
        whole = "" if scheme.full is None else f"（{plain(scheme.full)} 分）"
        yield f"缺项和不适用的不计，其余各项按比例折算到总分{whole}"
    if scheme.bonus_most is not None:
        yield f"附加分合计最多 {plain(scheme.bonus_most)} 分"
    if scheme.bands:
        yield f"等次：{'，'.join(map(_band, scheme.bands))}"
    yield f"同分：{_ties(scheme)}"


def _band(band: Band) -> str:
    said = [f"{plain(band.at_least)} 分起"] if band.at_least is not None else []
    if band.share == 1 and not said:
        return f"其余为{band.name}"
    if band.share is not None:
        said.append(f"前 {amount(band.share, '比率')}")
    return f"{band.name} {'且'.join(said)}"


def _ties(scheme: Scheme) -> str:
    names = {item.id: item.name for item in scheme.items}
    by = "、".join(names[each] for each in scheme.ties.by)
    after = "后面的名次空出" if scheme.ties.next_place == "skipped" else "后面的名次接着排"
    return f"{f'依次看{by}，仍相同的' if by else ''}名次并列，{after}"


def _award(regulation: Regulation, award: AwardRule) -> list[str]:
    kind = "" if award.to == "teacher" else f"{GROUP_KIND_NAMES[GroupKind(award.to)]}中"
    said = [f"限{who_says(award.who)}"] if award.who else []
    said += [condition(regulation, each) for each in award.conditions]
    if award.top is not None:
        said.append(f"{kind}按名次取前 {award.top} 名")
    elif award.share is not None:
        said.append(f"{kind}按名次取前 {amount(award.share, '比率')}")
    else:
        said.append("符合的都给")
    return ruled(f"{award.name}：{'，'.join(said)}", award.clause)
