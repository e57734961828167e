"""Every paper form of DOMAIN §8, each filled from the records of one built school."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from db.models import (
    Activity,
    EvaluationStage,
    Leave,
    Manuscript,
    Observation,
    Office,
    Pairing,
    PrepSession,
    Term,
)
from tests.builders import MACHINE, NOW, OPERATOR
from yanxiu_tui.reports import (
    attendance,
    bulletin,
    hours,
    leave_slip,
    loan_register,
    notice,
    observation_record,
    pairing_agreement,
    paper,
    prep_record,
    sheets,
)
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import (
    bulletins,
    credentials,
    freezing,
    hours_records,
    leave_slips,
    observation_views,
    pairing_papers,
    prep_records,
    publishing,
    school,
)
from yanxiu_tui.services.attendance import sheet
from yanxiu_tui.services.demo import build_demo
from yanxiu_tui.services.paper import paper as written_paper

SCHOOL = "示范中学（演示）"
LENT = (
    "林远", "语文组", "2025—2026学年总档案 A-03", "写课题结题报告", "2026-10-08", "2026-10-22",
    "", "何静", "",
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """One form: the name of its file, who writes it, what must stand on the paper."""

    file: str
    write: Callable[[Path], None]
    says: Sequence[str]


def a_built_school() -> list[Form]:
    """Build a demo of twenty with a published ranking; its forms."""
    build_demo(20, NOW)
    term = Term.get()
    EvaluationStage.update(closed_at=NOW).execute()
    head = _holder(Role.PRINCIPAL)
    frozen = freezing.freeze(OPERATOR, term.id, "teacher", date(2026, 10, 13), "", NOW)
    publishing.publish(head, frozen.id, date(2026, 10, 14), date(2026, 10, 18), NOW)
    return [*_meetings(), *_lessons(term), *_office(term, frozen.id)]


def _meetings() -> list[Form]:
    meeting = Activity.select().where(Activity.state == "closed", Activity.group.is_null()).first()
    session = PrepSession.select().where(PrepSession.signed_at.is_null(False)).first()
    board, prep = sheet(OPERATOR, meeting.id), prep_records.record(OPERATOR, session.id)
    letterhead = attendance.Letterhead(SCHOOL, "教导处", 2)
    return [
        Form(
            "签到表.xlsx", lambda path: attendance.write_sheet(path, board, letterhead),
            ("主题：", "时间：", "地点：", "主持人：", "主讲人：", "应到", "实到", "公假", "事假",
             "病假", "迟到", "缺席", "序号", "教研组", "签到时间", "点名一", "点名二", "本人签名",
             "备注", "考勤人：", "教导处签收：", board.lines[0].name),
        ),
        Form(
            "集体备课记录.docx", lambda path: prep_record.write_record(path, prep),
            ("时间", "地点", "课题/单元", "中心发言人", "主持人", "记录人", "参加", "缺席及原因",
             "课标要求", "教材解读", "学情分析", "教学目标", "重难点分析", "教法选择", "学法指导",
             "作业", "检测反馈", "研讨", "意见", "采纳", "分工", "成果", "组长签字", "检查签字",
             prep.keynote),
        ),
    ]  # fmt: skip


def _lessons(term: Term) -> list[Form]:
    heard = Observation.select().where(Observation.completed_at.is_null(False)).first()
    observed = observation_views.record(OPERATOR, heard.id)
    pair = pairing_papers.agreement(OPERATOR, Pairing.get().id, NOW)
    written = Manuscript.select().where(Manuscript.kind == "reflection").first()
    shown = written_paper(_holder(Role.DEAN), written.id)
    texts = [(name, passage.text) for name, passage in shown.written.passages.items()]
    return [
        Form(
            "听课记录表.docx", lambda path: observation_record.write_record(path, observed),
            ("学校", "班级", "学科", "执教", "课题", "时间", "节次", "听课人", "累计节数",
             "教学过程", "旁评", "总评", "优点", "不足", "建议", "等级", "签名", observed.observer),
        ),
        Form(
            "师徒结对协议书.docx", lambda path: pairing_agreement.write_agreement(path, pair),
            ("甲方（师傅）", "乙方（徒弟）", "甲方职责", "乙方职责", "甲方每学期", "期限",
             "一式三份", "甲方签字", "乙方签字", "学校（盖章）"),
        ),
        Form(
            "计划总结.docx",
            lambda path: paper.write(path, (shown.whose,), "教后反思", texts, SCHOOL),
            ("教后反思", shown.whose, SCHOOL),
        ),
    ]  # fmt: skip


def _office(term: Term, ranking_id: int) -> list[Form]:
    forms = hours_records.hours_forms(OPERATOR, term.id, NOW)
    head, ill = _holder(Role.PRINCIPAL), Leave.select().where(Leave.kind == "sick").first()
    slip = leave_slips.slip(head, ill.id)
    hung = publishing.notice(OPERATOR, ranking_id)
    told = bulletins.draft(OPERATOR, term.id, 1, NOW)
    letterhead = hours.Letterhead(SCHOOL, term.name, "教导处")
    office = sheets.Letterhead(SCHOOL, school.regulation_of(term.regulation_id).office)
    return [
        Form(
            "学时登记表.xlsx", lambda path: hours.write_forms(path, forms, letterhead),
            ("年度", "名称", "类型", "主办", "起止", "申报学时", "认定学时", "审核", "校章"),
        ),
        Form(
            "公示.xlsx", lambda path: notice.write_notice(path, hung),
            ("根据", "序号", "姓名", "教研组", "得分", "等次", "公示时间", "如有异议", "教导处",
             "2026年10月14日"),
        ),
        Form(
            "通报.xlsx", lambda path: bulletin.write_bulletin(path, told, office),
            ("教案检查通报", "组长", "合格", "教导处"),
        ),
        Form(
            "请假条.docx", lambda path: leave_slip.write_slip(path, slip),
            ("姓名", "类别", "病假", "事由", "起止", "活动", "证明", "课务安排", "审批人", "意见",
             "时间", "销假", slip.leave.teacher_name, slip.leave.reason),
        ),
        Form(
            "借阅登记.xlsx", lambda path: loan_register.write(path, [LENT], SCHOOL, term.name),
            (*loan_register.HEADINGS, "2025—2026学年总档案", "何静"),
        ),
    ]  # fmt: skip


def _holder(role: Role):
    office = Office.select().where(Office.role == role).first()
    return credentials.actor_for(office.teacher, MACHINE)
