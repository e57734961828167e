"""What the columns and codes of the memory are called in somebody's copy of their own data."""

from collections.abc import Mapping
from typing import Any

from yanxiu_tui.rules.archives import MEDIUM_NAMES
from yanxiu_tui.rules.attendance import DEPARTURE_NAMES, STATUS_NAMES
from yanxiu_tui.rules.observations import MODE_NAMES
from yanxiu_tui.rules.plan_checks import FINDING_NAMES
from yanxiu_tui.rules.roles import ROLE_NAMES
from yanxiu_tui.services.attendance_history import FACT_NAMES

COLUMNS: Mapping[str, str] = {
    "about": "写的是谁", "act": "事情", "activity": "活动", "actor": "经办", "added_at": "放入时间",
    "added_by": "放入人", "addendum": "补充协议", "address": "网络地址", "adopted": "采纳",
    "aims": "目标", "amount": "数量", "announced_at": "预告时间", "announced_by": "预告人",
    "answer": "回应", "answered_at": "答复时间", "answered_by": "答复人", "apprentice": "徒弟",
    "apprentice_duties": "徒弟的职责", "apprentice_score": "徒弟得分", "archive_class": "档案类别",
    "asked_at": "提交时间", "asked_by": "提交人", "at": "时间", "attempt": "第几次考",
    "author": "作者", "award": "奖项代号", "back_at": "归还时间", "backbone_level": "骨干级别",
    "before": "原来", "born": "出生", "by": "经办", "by_hand": "更正过",
    "cancel_reason": "取消原因", "cancelled_at": "取消时间", "cap": "报销限额",
    "checked_at": "检查时间", "checked_by": "检查人", "claim": "学时登记", "class_name": "班级",
    "closed_at": "结束时间", "comment": "评语", "complete": "完整", "completed_at": "完成时间",
    "confirmed_at": "确认时间", "confirmed_by": "确认人", "conflict": "与点名不符",
    "copies": "份数", "cost": "花费", "cover": "课务安排", "created_at": "建立时间", "day": "日期",
    "decided_at": "审定时间", "decided_by": "审定人", "departed_at": "离场时间",
    "departure": "离场", "detail": "内容", "digest": "所签文字的摘要", "done_at": "补完时间",
    "drafted_at": "起草时间", "drafted_by": "起草人", "dropped_at": "取消时间",
    "due_at": "截止时间", "due_on": "截止", "edited_at": "最后修改", "edited_by": "修改人",
    "emergency": "急诊等特殊情况", "end_reason": "结束原因", "ended_at": "散会时间",
    "ended_by": "结束人", "ended_on": "结束日期", "ends_at": "到", "entered_at": "登记时间",
    "entered_by": "登记人", "excused": "免考原因", "extended_from": "延期前的应还日期",
    "extended_reason": "延期原因", "figures": "每一分的来历", "file": "存下的文件",
    "file_name": "文件名", "first": "从", "first_week": "从第几周", "good": "做得好的",
    "grade": "等次或年级", "group": "组", "group_name": "当时的组", "handed_at": "上交时间",
    "handed_on": "上交日期", "host": "主持人", "hours": "学时", "hours_asked": "申报学时",
    "hours_granted": "认定学时", "id": "编号", "initials": "首字母", "issued_at": "发放时间",
    "issued_by": "发放人", "item": "档案材料", "joined": "参加工作", "kind": "种类",
    "large": "大型活动", "last": "到", "last_week": "到第几周", "late_entry": "补录",
    "leads": "组长", "leave": "请假条", "leave_status": "请假种类", "left_at": "离岗时间",
    "lent_at": "借出时间", "lent_by": "借出经办", "lesson": "公开课", "level": "级别",
    "lifted_at": "撤销时间", "lifted_by": "撤销人", "lifted_reason": "撤销理由", "machine": "机器",
    "manuscript": "文稿", "marked_at": "评定时间", "marked_by": "评定人", "marks": "评分表",
    "materials": "带回的材料", "means": "方式", "medium": "纸质或电子", "mentor": "师傅",
    "mended_at": "整改时间", "mended_by": "谁标的整改",
    "mentor_duties": "师傅的职责", "mentor_score": "师傅得分", "missing": "缺少的",
    "mode": "听课方式", "name": "名称", "note": "说明", "notes": "备课记录", "notice": "通知",
    "number": "序号", "observer": "听课人", "opened_at": "开放时间", "opinion": "意见",
    "organiser": "主办单位", "origin": "从哪条记录来", "pairing": "师徒结对",
    "passed_on": "交流的活动", "passed_on_at": "登记交流时间", "period": "节次", "phone": "电话",
    "place": "地点或名次", "plan": "共性教案", "posts": "职务", "presenter": "主讲人",
    "promoted_to": "成为骨干", "quotas": "约定的次数", "ranking": "排名", "reason": "原因",
    "received_at": "收到时间", "received_by": "收件人", "record": "会议或督查",
    "recorded_at": "记录时间", "recorded_by": "记录人", "recorder": "记录人",
    "registered_at": "登记时间", "regulation": "制度", "removed_at": "取出时间",
    "removed_by": "取出人", "removed_reason": "取出原因", "report": "外出学习汇报",
    "reported_at": "交汇报时间", "result": "结果", "returned_at": "销假时间", "revision": "第几稿",
    "revoked_at": "停用时间", "revoked_by": "停用人", "role": "身份", "roll": "第几次点名",
    "school_name": "外校", "school_year": "学年", "score": "得分", "seats": "座位",
    "section": "哪一节", "series": "同一系列", "session": "备课", "settled_at": "核销时间",
    "settled_by": "核销人", "sex": "性别", "side": "哪一方", "signed_at": "签字时间",
    "signed_by": "签字人", "signed_in_at": "签到时间", "span": "周或学月", "staff_no": "工号",
    "stage": "评价阶段", "started_at": "开始时间", "starts_at": "从", "state": "状态",
    "status": "考勤", "strike_reason": "划去原因", "struck_at": "划去时间", "struck_by": "划去人",
    "subject": "学科或对象", "taught_by": "执教", "taught_by_name": "外校执教", "teacher": "教师",
    "term": "学期", "test": "业务考核", "text": "文字", "title": "题目", "topic": "课题",
    "total": "总分", "unit": "单元", "upheld": "异议成立", "version": "版本", "vetoed": "一票否决",
    "violation": "违章情况", "void_reason": "作废原因", "voided_at": "作废时间",
    "voided_by": "作废人", "where_kept": "存放处", "withdrawn_at": "收回时间",
    "withdrawn_reason": "撤回原因", "words": "内容",
}  # fmt: skip

_NAMES: tuple[Mapping[Any, str], ...] = (
    STATUS_NAMES, DEPARTURE_NAMES, ROLE_NAMES, MODE_NAMES, FINDING_NAMES,
)  # fmt: skip
# Where two subjects share a code, they share its word, too.
CODES: Mapping[str, str] = {
    **{code: words.format(roll="点名") for code, words in FACT_NAMES.items()},
    **{
        code.value: words
        for names in _NAMES
        for code, words in names.items()
    },
    "planned": "已安排", "open": "正在签到", "ended": "已散会", "closed": "已结束",
    "cancelled": "已取消", "asked": "待审", "granted": "已认定", "approved": "已批准",
    "refused": "未批准", "revoked": "已撤销", "withdrawn": "已撤回", "drafted": "待签字",
    "signed": "培养中", "graduated": "出师", "dissolved": "解除", "mentor": "师傅",
    "apprentice": "徒弟", "school": "学校", "adopted": "采纳", "declined": "未采纳",
    "shared_plan": "共性教案", "session": "备课记录", "personal_plan": "个性化教案",
    "reflection": "教后反思", "observation": "听课记录", "narrative": "教育叙事",
    "paper": "上交的材料", "out_study": "外出学习汇报", "steering": "领导小组记录",
    "out": "借出", "back": "已归还",
    "week": "周", "school_month": "学月", "keyboard": "键盘", "badge": "工牌", "phone": "手机",
}  # fmt: skip
# What a code means in one column alone.
OF_COLUMN: Mapping[str, Mapping[str, str]] = {"medium": MEDIUM_NAMES}
# The columns that hold such codes; elsewhere a word is a word.
CODED = frozenset(
    {"adopted", "before", "departure", "kind", "leave_status", "means", "mode", "result", "role",
     "side", "span", "state", "status"}
)  # fmt: skip
