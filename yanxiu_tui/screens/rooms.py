"""The rooms behind the desk: one list feeds the menu, the digits and the palette."""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from yanxiu_tui.services.permission import Act, Actor, Scope, reach

if TYPE_CHECKING:
    from yanxiu_tui.screens.room import DeskRoom


class Part(StrEnum):
    """The parts that the menu is divided into."""

    MEETINGS = "会议"
    LESSONS = "备课听课"
    REVIEW = "考核"
    PAPERS = "上交与档案"
    SCHOOL = "学校"
    TODO = "待办"


@dataclass(frozen=True)
class RoomEntry:
    """One room: its name, what one does there, and the module and class it is in.

    Any of ``acts`` admits; a room without any is everybody's. ``hosts_too`` lets in whoever hosts
    or records a meeting.
    """

    part: Part
    name: str
    purpose: str
    module: str
    screen: str
    acts: Sequence[Act] = ()
    hosts_too: bool = False

    def admits(self, actor: Actor) -> bool:
        """Whether this person may enter."""
        return not self.acts or any(reach(actor, act) > Scope.NONE for act in self.acts)

    def open(self, actor: Actor, term_id: int | None = None) -> "DeskRoom":
        """Make the screen; its module is imported only now.

        A room that shows one term begins with this one, None: with the current.
        """
        from yanxiu_tui.screens.earlier import TermRoom

        module = importlib.import_module(f"yanxiu_tui.screens.{self.module}")
        made: DeskRoom = getattr(module, self.screen)(actor)
        if isinstance(made, TermRoom):
            made.term_id = term_id
        return made


ROOMS = (
    RoomEntry(Part.MEETINGS, "我的出勤", "本学期每次活动的考勤、学时和后补任务",
              "my_attendance", "MyAttendanceScreen"),
    RoomEntry(Part.MEETINGS, "请假", "申请请假、撤回、销假",
              "leave", "LeaveScreen"),
    RoomEntry(Part.MEETINGS, "点名", "两次点名，记早退和中途离场",
              "roll_call", "RollCallScreen", (Act.CALL_ROLL,), hosts_too=True),
    RoomEntry(Part.MEETINGS, "考勤表", "查看、更正、补录、打印签到表",
              "attendance", "AttendanceScreen", (Act.VIEW_SHEET,), hosts_too=True),
    RoomEntry(Part.MEETINGS, "研修活动", "安排活动、开放签到、散会、交材料",
              "activities", "ActivitiesScreen", (Act.PLAN_ACTIVITY, Act.RUN_ACTIVITY),
              hosts_too=True),
    RoomEntry(Part.MEETINGS, "请假审批", "审批请假，登记证明",
              "leave_decisions", "LeaveDecisionsScreen", (Act.VIEW_LEAVE, Act.DECIDE_LEAVE)),
    RoomEntry(Part.MEETINGS, "后补任务", "公假缺席的培训内容，补学后确认",
              "makeup", "MakeupScreen", (Act.CONFIRM_MAKEUP,)),
    RoomEntry(Part.LESSONS, "备课", "单元计划、集体备课记录、共性教案",
              "prep", "PrepScreen", (Act.VIEW_PREP,)),
    RoomEntry(Part.LESSONS, "教案与反思", "个性化教案、教后反思、教育叙事",
              "writings", "WritingsScreen"),
    RoomEntry(Part.LESSONS, "听课", "记听课，看谁听了我的课",
              "observations", "ObservationsScreen"),
    RoomEntry(Part.LESSONS, "公开课", "预告、报名、同课异构",
              "open_lessons", "OpenLessonsScreen"),
    RoomEntry(Part.LESSONS, "师徒结对", "我的师徒、全校结对、签字、记录和考核",
              "pairings", "PairingsScreen"),
    RoomEntry(Part.LESSONS, "查找", "在教案、记录、反思、听课里找字句",
              "search", "SearchScreen"),
    RoomEntry(Part.LESSONS, "教案检查", "每周检查签字、学月检查、通报",
              "plan_checks", "PlanChecksScreen",
              (Act.CHECK_PLANS, Act.SUPERVISE_PLANS, Act.ASSIGN_SUPERVISION)),
    RoomEntry(Part.LESSONS, "听课统计", "每月听课节数，月末冻结",
              "observation_statistics", "ObservationStatisticsScreen", (Act.VIEW_OBSERVATIONS,)),
    RoomEntry(Part.REVIEW, "我的差距", "听课、反思、学时各完成多少，还差多少",
              "my_gap", "MyGapScreen"),
    RoomEntry(Part.REVIEW, "我的考核", "我的得分和每一分的来历",
              "ranking_explanation", "MyRankingScreen"),
    RoomEntry(Part.REVIEW, "申报", "申报学时和成果",
              "claims", "ClaimsScreen"),
    RoomEntry(Part.REVIEW, "四级评价", "给同事打分，看自己的评价结果",
              "evaluation", "EvaluationScreen"),
    RoomEntry(Part.REVIEW, "公示与评优", "公示的考核结果、异议、先进和满勤",
              "published", "PublishedScreen"),
    RoomEntry(Part.REVIEW, "申报审核", "老师们的申报，由教导处审核",
              "claim_decisions", "ClaimDecisionsScreen", (Act.VIEW_CLAIMS,)),
    RoomEntry(Part.REVIEW, "差距一览", "谁的听课、反思、学时落后了",
              "gaps", "GapsScreen", (Act.VIEW_RANKING,)),
    RoomEntry(Part.REVIEW, "考核排名", "得分、名次，每一分的来历",
              "ranking", "RankingScreen", (Act.VIEW_RANKING,)),
    RoomEntry(Part.PAPERS, "上交", "计划、总结、课题、材料：该交什么，交了没有",
              "submissions", "SubmissionsScreen"),
    RoomEntry(Part.PAPERS, "档案", "我的成长档案；学校总档案",
              "archives", "ArchivesScreen"),
    RoomEntry(Part.PAPERS, "借阅", "借档案材料、归还，借阅登记",
              "loans", "LoansScreen"),
    RoomEntry(Part.PAPERS, "外出学习", "申请、审批、汇报、核销、学时",
              "out_studies", "OutStudiesScreen"),
    RoomEntry(Part.PAPERS, "业务考核", "基本功、教材教法：成绩、评语、补考",
              "skills", "SkillsScreen"),
    RoomEntry(Part.PAPERS, "领导小组", "会议、督查、通报；督查查到您的情况",
              "steering", "SteeringScreen"),
    RoomEntry(Part.PAPERS, "证书登记", "继续教育证书和《报告册》",
              "certificates", "CertificatesScreen", (Act.VIEW_CERTIFICATES,)),
    RoomEntry(Part.PAPERS, "迎检材料", "一次做好编号、目录齐全的迎检材料",
              "pack", "PackScreen", (Act.BUILD_PACK,)),
    RoomEntry(Part.SCHOOL, "教师名册", "查看名册、发启用码、解锁口令",
              "teachers", "TeachersScreen", (Act.VIEW_ROSTER,)),
    RoomEntry(Part.SCHOOL, "手机签到", "登记过的手机，停用；打开手机签到页面",
              "phones", "PhonesScreen"),
    RoomEntry(Part.SCHOOL, "停研日", "节假日和学校自己停研的日子",
              "calendar", "CalendarScreen", (Act.EDIT_CALENDAR,)),
    RoomEntry(Part.SCHOOL, "新学期", "从上一学期开出新学期，人员变动，制度重新采用",
              "rollover", "RolloverScreen", (Act.ROLL_OVER,)),
    RoomEntry(Part.SCHOOL, "制度", "本校制度怎么规定，历次版本",
              "regulation", "RegulationScreen"),
    RoomEntry(Part.SCHOOL, "我的资料", "程序里留着我的什么，谁看得到，存一份",
              "personal_data", "PersonalDataScreen"),
    RoomEntry(Part.SCHOOL, "修改口令", "换一个自己的口令",
              "change_pin", "ChangePinScreen"),
    # Behind 「上交」, so not on the menu.
    RoomEntry(Part.TODO, "谁还没交", "全校（本组）要交的：谁还没交，收下、退回",
              "submission_board", "SubmissionBoardScreen", (Act.VIEW_CLAIMS,)),
    RoomEntry(Part.TODO, "待办", "等着您办的事，最急的在前",
              "todo", "TodoScreen"),
)  # fmt: skip


def rooms_for(actor: Actor, hosts: bool = False) -> list[RoomEntry]:
    """The rooms this person may enter; ``hosts`` opens those a host or recorder needs."""
    return [room for room in ROOMS if room.admits(actor) or (hosts and room.hosts_too)]


def room_of(module: str) -> RoomEntry:
    """The room that a module is."""
    return next(room for room in ROOMS if room.module == module)
