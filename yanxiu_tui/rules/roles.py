"""The roles of a school (Z1, Z4, Z10, P2) and the 职务 words offices write for them."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What somebody may be, beside being a teacher."""

    PRINCIPAL = "principal"
    VICE_PRINCIPAL = "vice_principal"
    STEERING_HEAD = "steering_head"
    DEAN = "dean"
    ACADEMIC_OFFICE = "academic_office"
    TRAINING_OFFICER = "training_officer"
    RESOURCE_TEACHER = "resource_teacher"
    SUPERVISING_LEADER = "supervising_leader"
    RESEARCH_GROUP_LEADER = "research_group_leader"
    PREP_GROUP_LEADER = "prep_group_leader"
    GRADE_GROUP_LEADER = "grade_group_leader"
    TEACHER = "teacher"
    HOST = "host"
    OPERATOR = "operator"


ROLE_NAMES: Mapping[Role, str] = {
    Role.PRINCIPAL: "校长",
    Role.VICE_PRINCIPAL: "副校长",
    Role.STEERING_HEAD: "领导小组组长",
    Role.DEAN: "教导主任",
    Role.ACADEMIC_OFFICE: "教导处",
    Role.TRAINING_OFFICER: "研修专干",
    Role.RESOURCE_TEACHER: "资源教师",
    Role.SUPERVISING_LEADER: "包组领导",
    Role.RESEARCH_GROUP_LEADER: "教研组长",
    Role.PREP_GROUP_LEADER: "备课组长",
    Role.GRADE_GROUP_LEADER: "年级组长",
    Role.TEACHER: "教师",
    Role.HOST: "主持人",
    Role.OPERATOR: "操作员",
}


class GroupKind(StrEnum):
    """The three kinds of group a teacher works in."""

    RESEARCH = "research"
    PREP = "prep"
    GRADE = "grade"


GROUP_KIND_NAMES: Mapping[GroupKind, str] = {
    GroupKind.RESEARCH: "教研组",
    GroupKind.PREP: "备课组",
    GroupKind.GRADE: "年级组",
}
LEADER_OF: Mapping[Role, GroupKind] = {
    Role.RESEARCH_GROUP_LEADER: GroupKind.RESEARCH,
    Role.PREP_GROUP_LEADER: GroupKind.PREP,
    Role.GRADE_GROUP_LEADER: GroupKind.GRADE,
}

# The head of the steering group is the principal (Z1: 第一负责人) until a school says otherwise.
_POSTS: Mapping[str, tuple[Role, ...]] = {
    "校长": (Role.PRINCIPAL, Role.STEERING_HEAD),
    "书记": (Role.VICE_PRINCIPAL,),
    "副书记": (Role.VICE_PRINCIPAL,),
    "副校长": (Role.VICE_PRINCIPAL,),
    "教学副校长": (Role.VICE_PRINCIPAL,),
    "教导主任": (Role.DEAN,),
    "教务主任": (Role.DEAN,),
    "教科室主任": (Role.DEAN,),
    "科研室主任": (Role.DEAN,),
    "教导副主任": (Role.ACADEMIC_OFFICE,),
    "副教导主任": (Role.ACADEMIC_OFFICE,),
    "教务副主任": (Role.ACADEMIC_OFFICE,),
    "教导员": (Role.ACADEMIC_OFFICE,),
    "教务员": (Role.ACADEMIC_OFFICE,),
    "干事": (Role.ACADEMIC_OFFICE,),
    "教导处干事": (Role.ACADEMIC_OFFICE,),
    "教务处干事": (Role.ACADEMIC_OFFICE,),
    "研修专干": (Role.TRAINING_OFFICER,),
    "资源教师": (Role.RESOURCE_TEACHER,),
    "电教员": (Role.RESOURCE_TEACHER,),
    "包组领导": (Role.SUPERVISING_LEADER,),
    "教研组长": (Role.RESEARCH_GROUP_LEADER,),
    "学科组长": (Role.RESEARCH_GROUP_LEADER,),
    "备课组长": (Role.PREP_GROUP_LEADER,),
    "年级组长": (Role.GRADE_GROUP_LEADER,),
    "年级主任": (Role.GRADE_GROUP_LEADER,),
    "领导小组组长": (Role.STEERING_HEAD,),
    "教师": (),
    "专任教师": (),
    "科任教师": (),
    "班主任": (),
    "校长助理": (Role.VICE_PRINCIPAL,),
    "教研组副组长": (),
    "学科副组长": (),
    "政教主任": (),
    "德育主任": (),
    "德育副主任": (),
    "政教副主任": (),
    "总务主任": (),
    "总务副主任": (),
    "办公室主任": (),
    "办公室副主任": (),
    "工会主席": (),
    "团委书记": (),
    "团总支书记": (),
    "少先队大队辅导员": (),
    "大队辅导员": (),
    "图书管理员": (),
    "实验员": (),
    "会计": (),
    "出纳": (),
    "校医": (),
    "心理教师": (),
    "职员": (),
    "工勤": (),
    "副班主任": (),
    "无": (),
}


def roles_of_post(post: str) -> tuple[Role, ...] | None:
    """The roles a 职务 word gives; None for a word no school uses."""
    return _POSTS.get(post)


def known_posts() -> tuple[str, ...]:
    """Every 职务 word that is understood."""
    return tuple(_POSTS)
