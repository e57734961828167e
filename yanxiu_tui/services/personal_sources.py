"""Where something stands about a person: every table and column, by what it is to them.

A table that refers to a teacher and is not named here fails the tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from peewee import Field

from db.models import (
    Activity,
    ActivityDocument,
    ActivityFile,
    Adoption,
    ArchiveCheck,
    ArchiveItem,
    AttendanceFact,
    Attendee,
    Award,
    Badge,
    Certificate,
    Claim,
    Credential,
    EvaluationStage,
    InspectionFinding,
    InspectionMending,
    KeptMembership,
    KeptOffice,
    KeptTeacher,
    Leave,
    LeaveEvidence,
    LessonSignUp,
    Loan,
    MakeupTask,
    Manuscript,
    Mark,
    Membership,
    MonthlyReport,
    Objection,
    Observation,
    Office,
    OpenLesson,
    OutStudy,
    Pairing,
    PairingAddendum,
    PairingAssessment,
    PairingEntry,
    PairingSignature,
    Passage,
    PersonalPlan,
    Phone,
    PlanCheck,
    PlanVersion,
    PrepSession,
    PrepUnit,
    Ranking,
    RankingLine,
    Reflection,
    Remark,
    SetAside,
    SkillCandidate,
    SkillResult,
    SkillTest,
    SteeringPresence,
    SteeringRecord,
    Supervision,
    Teacher,
    Trace,
    Veto,
)
from yanxiu_tui.services.permission import Act
from yanxiu_tui.services.personal_rows import Source


@dataclass(frozen=True)
class Section:
    """One subject: ``act`` is what one needs to see others' (None: nobody sees it)."""

    name: str
    act: Act | None
    kept_for: str
    sources: Sequence[Source]


def _handled(words: str, key: Field, at: Field | None = None) -> Source:
    """What they did for the school with others' records: only counted."""
    return Source(words, key, at, copied=False)


# One's own stand there already.
_TOGETHER = Manuscript.select(Manuscript.id).where(Manuscript.author.is_null())
# Nobody reads of themselves what is still being written, or marked.
_FINISHED = Manuscript.closed_at.is_null(False)
_CLOSED = Mark.stage.in_(
    EvaluationStage.select(EvaluationStage.id).where(EvaluationStage.closed_at.is_null(False))
)
_TOLD = InspectionFinding.record.in_(
    SteeringRecord.select(SteeringRecord.id).where(SteeringRecord.finished_at.is_null(False))
)
_FINAL = SkillResult.test.in_(
    SkillTest.select(SkillTest.id).where(SkillTest.closed_at.is_null(False))
)
_LONG = "长期；离职删除后只认得工号"
_TEXTS = "长期；离职删除时清空自己的文字"
_GROUP = "长期，是双方共同的记录"
_UNTIL_LEFT = "在岗期间；离职删除时删去"

SECTIONS = (
    Section(
        "名册", Act.VIEW_ROSTER, "在岗期间；离职删除后只留工号和组", (
            Source("基本情况", Teacher.id, Teacher.created_at),
            Source("所在的组", Membership.teacher),
            Source("担任的职务", Office.teacher),
            Source("包组", Supervision.teacher),
            Source("以前各学期末的学科、年级", KeptTeacher.teacher),
            Source("以前各学期末所在的组", KeptMembership.teacher),
            Source("以前各学期末担任的职务", KeptOffice.teacher),
        ),
    ),
    Section(
        "口令", None, _UNTIL_LEFT, (
            Source(
                "口令（只说有没有）", Credential.teacher,
                where=Credential.pin_hash != "", copied=False,
            ),
            Source(
                "还没用的启用码（只说有没有）", Credential.teacher,
                where=Credential.code_hash != "", copied=False,
            ),
        ),
    ),
    Section(
        "活动考勤", Act.VIEW_SHEET, _LONG, (
            Source("应到的活动", Attendee.teacher, Activity.starts_at),
            Source(
                "签到、点名、更正", AttendanceFact.teacher, AttendanceFact.at,
                hidden=("trace", "attempt", "phone"),
            ),
            Source("后补任务", MakeupTask.teacher, Activity.starts_at),
            Source("主持的活动", Activity.host, Activity.starts_at),
            Source("记录的活动", Activity.recorder, Activity.starts_at),
        ),
    ),
    Section(
        "请假", Act.VIEW_LEAVE, "长期；离职删除时清空事由", (
            Source("请假条", Leave.teacher, Leave.asked_at),
            Source("交来的证明", LeaveEvidence.leave, LeaveEvidence.received_at, Leave.teacher),
        ),
    ),
    Section(
        "备课和反思", Act.VIEW_WRITINGS, _TEXTS, (
            Source("主讲的单元", PrepUnit.keynote),
            Source("主讲的备课", PrepSession.keynote, Activity.starts_at),
            Source("备课时的发言", Remark.teacher, Remark.at),
            Source("个性化教案", PersonalPlan.teacher, Manuscript.created_at),
            Source("反思和叙事", Reflection.teacher, Manuscript.created_at),
            Source("自己的文稿", Manuscript.author, Manuscript.created_at),
            Source("文稿里的文字", Passage.manuscript, Passage.edited_at, Manuscript.author),
            Source(
                "最后由本人改的一节", Passage.edited_by, Passage.edited_at,
                copied=Passage.manuscript.in_(_TOGETHER),
            ),
            Source("让位的文字", SetAside.author, SetAside.at),
            Source("教案检查的结果", PlanCheck.teacher, PlanCheck.checked_at),
        ),
    ),
    Section(
        "听课", Act.VIEW_OBSERVATIONS, "长期，也是执教老师的记录", (
            Source("听的课", Observation.observer, Observation.started_at),
            Source("被听的课", Observation.taught_by, Observation.started_at),
            Source(
                "写到本人的听课记录", Manuscript.about, Manuscript.created_at,
                copied=_FINISHED,
            ),
            Source(
                "记录里的文字", Passage.manuscript, Passage.edited_at, Manuscript.about,
                copied=Passage.manuscript.in_(Manuscript.select(Manuscript.id).where(_FINISHED)),
            ),
            Source("公开课", OpenLesson.teacher, OpenLesson.announced_at),
            Source("报名去听的课", LessonSignUp.teacher, LessonSignUp.at),
        ),
    ),
    Section(
        "师徒", Act.VIEW_PAIRINGS, _GROUP, (
            Source("做师傅", Pairing.mentor, Pairing.drafted_at),
            Source("做徒弟", Pairing.apprentice, Pairing.drafted_at),
            Source("签的字", PairingSignature.teacher, PairingSignature.signed_at),
            Source("记的共同活动", PairingEntry.recorded_by, PairingEntry.recorded_at),
            Source("确认的共同活动", PairingEntry.signed_by, PairingEntry.signed_at),
            Source(
                "做师傅时的考核", PairingAssessment.pairing, PairingAssessment.at, Pairing.mentor
            ),
            Source(
                "做徒弟时的考核", PairingAssessment.pairing, PairingAssessment.at,
                Pairing.apprentice,
            ),
        ),
    ),
    Section(
        "申报", Act.VIEW_CLAIMS, "长期；离职删除时清空题目", (
            Source("申报的学时和成果", Claim.teacher, Claim.asked_at),
        ),
    ),
    Section(
        "档案和借阅", Act.VIEW_ARCHIVES, "长期；离职删除时清空题目和意见", (
            Source("放进档案的材料", ArchiveItem.teacher, ArchiveItem.added_at),
            Source("档案检查的结果", ArchiveCheck.teacher, ArchiveCheck.checked_at),
            Source("证书登记", Certificate.teacher, Certificate.entered_at),
            Source("借阅", Loan.borrower, Loan.asked_at),
        ),
    ),
    Section(
        "外出和考核", Act.VIEW_OUT_STUDY, "长期；离职删除时清空评语", (
            Source("外出学习", OutStudy.teacher, OutStudy.asked_at),
            Source("要参加的考核", SkillCandidate.teacher, SkillTest.set_at),
            Source("考核的成绩", SkillResult.teacher, SkillResult.marked_at, copied=_FINAL),
            Source("参加的领导小组会议", SteeringPresence.teacher, SteeringRecord.kept_at),
            Source(
                "督查时写到本人的", InspectionFinding.teacher, SteeringRecord.kept_at,
                copied=_TOLD,
            ),
            Source(
                "督查后的整改", InspectionMending.finding, InspectionMending.mended_at,
                InspectionFinding.teacher,
            ),
        ),
    ),
    Section(
        "评价", Act.VIEW_EVALUATION, "长期；离职删除时清空评语", (
            Source(
                "得到的评分（不说谁给的）", Mark.teacher, Mark.at, copied=_CLOSED,
                hidden=("marker", "at"),
            ),
            Source("给别人的评分", Mark.marker, Mark.at),
        ),
    ),
    Section(
        "排名", Act.VIEW_RANKING, "长期；冻结的从不改动", (
            Source("冻结的排名里的一行", RankingLine.teacher, Ranking.frozen_at),
            Source("提出的异议", Objection.teacher, Objection.at),
            Source("一票否决", Veto.teacher, Veto.at),
            Source("获得的评优", Award.teacher, Award.decided_at),
        ),
    ),
    Section(
        "手机和工牌", Act.MANAGE_PHONES, _UNTIL_LEFT, (
            Source("登记的手机", Phone.teacher, Phone.registered_at, hidden=("key",)),
            Source("工牌", Badge.teacher, Badge.issued_at, hidden=("digest",)),
        ),
    ),
    Section(
        "痕迹", Act.VERIFY_AUDIT, "永久，不能改；里面只有编号和原因", (
            Source(
                "本人办的事", Trace.actor, Trace.at,
                hidden=("detail", "facts", "seal", "subject_id"),
            ),
            Source(
                "办到本人的事", Trace.subject_id, Trace.at, where=Trace.subject == "teacher",
                hidden=("facts", "seal", "subject_id"),
            ),
        ),
    ),
    Section(
        "替学校办的", Act.VERIFY_AUDIT, "长期，是别人的记录", (
            _handled("采用制度", Adoption.by, Adoption.at),
            _handled("发工牌", Badge.issued_by, Badge.issued_at),
            _handled("停用工牌", Badge.revoked_by, Badge.revoked_at),
            _handled("收活动材料", ActivityDocument.received_by, ActivityDocument.received_at),
            _handled("添活动照片和文件", ActivityFile.added_by, ActivityFile.added_at),
            _handled("代交请假条", Leave.asked_by, Leave.asked_at),
            _handled("审批请假", Leave.decided_by, Leave.decided_at),
            _handled("收请假证明", LeaveEvidence.received_by, LeaveEvidence.received_at),
            _handled("确认后补", MakeupTask.confirmed_by, MakeupTask.done_at),
            _handled("记考勤", AttendanceFact.recorded_by, AttendanceFact.recorded_at),
            _handled("代交申报", Claim.asked_by, Claim.asked_at),
            _handled("审核申报", Claim.decided_by, Claim.decided_at),
            _handled("开放评价", EvaluationStage.opened_by, EvaluationStage.opened_at),
            _handled("结束评价", EvaluationStage.closed_by, EvaluationStage.closed_at),
            _handled("冻结排名", Ranking.frozen_by, Ranking.frozen_at),
            _handled("公示排名", Ranking.published_by, Ranking.published_at),
            _handled("答复异议", Objection.answered_by, Objection.answered_at),
            _handled("一票否决别人", Veto.by, Veto.at),
            _handled("撤销一票否决", Veto.lifted_by, Veto.lifted_at),
            _handled("评定评优", Award.decided_by, Award.decided_at),
            _handled("备课签字", PrepSession.signed_by, PrepSession.signed_at),
            _handled("记别人的发言", Remark.recorded_by, Remark.at),
            _handled("存教案的版本", PlanVersion.kept_by, PlanVersion.kept_at),
            _handled("检查教案", PlanCheck.checked_by, PlanCheck.checked_at),
            _handled("冻结每月统计", MonthlyReport.frozen_by, MonthlyReport.frozen_at),
            _handled("预告公开课", OpenLesson.announced_by, OpenLesson.announced_at),
            _handled("作废听课记录", Observation.voided_by, Observation.voided_at),
            _handled("起草师徒协议", Pairing.drafted_by, Pairing.drafted_at),
            _handled("结束师徒结对", Pairing.ended_by, Pairing.ended_on),
            _handled("起草补充协议", PairingAddendum.drafted_by, PairingAddendum.drafted_at),
            _handled("划去共同活动", PairingEntry.struck_by, PairingEntry.struck_at),
            _handled("考核师徒", PairingAssessment.by, PairingAssessment.at),
            _handled("给档案添材料", ArchiveItem.added_by, ArchiveItem.added_at),
            _handled("从档案取出材料", ArchiveItem.removed_by, ArchiveItem.removed_at),
            _handled("检查档案", ArchiveCheck.checked_by, ArchiveCheck.checked_at),
            _handled("批准借阅", Loan.decided_by, Loan.decided_at),
            _handled("借出", Loan.lent_by, Loan.lent_at),
            _handled("收回", Loan.received_by, Loan.back_at),
            _handled("登记外出学习", OutStudy.asked_by, OutStudy.asked_at),
            _handled("审批外出学习", OutStudy.decided_by, OutStudy.decided_at),
            _handled("核销外出学习", OutStudy.settled_by, OutStudy.settled_at),
            _handled("安排业务考核", SkillTest.set_by, SkillTest.set_at),
            _handled("结束业务考核", SkillTest.closed_by, SkillTest.closed_at),
            _handled("评业务考核", SkillResult.marked_by, SkillResult.marked_at),
            _handled("主持领导小组会议", SteeringRecord.chair, SteeringRecord.kept_at),
            _handled("记领导小组会议和督查", SteeringRecord.kept_by, SteeringRecord.kept_at),
            _handled("办结会议和督查记录", SteeringRecord.finished_by, SteeringRecord.finished_at),
            _handled("标督查的整改", InspectionMending.mended_by, InspectionMending.mended_at),
            _handled("登记证书", Certificate.entered_by, Certificate.entered_at),
        ),
    ),
)  # fmt: skip
