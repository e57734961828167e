"""A school that has written for ten terms, as much as asked, for the search to be timed on."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from db import search as index
from db.connection import database, transaction
from db.models import (
    Activity,
    Group,
    Manuscript,
    Membership,
    Passage,
    PrepSession,
    PrepUnit,
    RegulationVersion,
    Remark,
    School,
    Teacher,
    Term,
)
from yanxiu_tui.regulation.loader import preset_source
from yanxiu_tui.rules.lesson_prep import (
    OBSERVATION_PARTS,
    PLAN_SECTIONS,
    REFLECTION_PROMPTS,
    SESSION_PARTS,
)
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.rules.search import words
from yanxiu_tui.services.demo.rows import insert

NOW = datetime.fromisoformat("2027-01-20T10:00:00+00:00")
FIRST_DAY, TERMS = date(2022, 9, 1), 10
TEACHERS, GROUP_SIZE, PREP_SIZE = 300, 12, 4
# Of every twenty manuscripts.
_KINDS = (
    ["shared_plan"] * 3 + ["session"] * 4 + ["personal_plan"] * 4 + ["reflection"] * 4
    + ["observation"] * 5
)  # fmt: skip
_SECTIONS = {
    "shared_plan": PLAN_SECTIONS,
    "session": SESSION_PARTS,
    "personal_plan": PLAN_SECTIONS,
    "reflection": REFLECTION_PROMPTS,
    "observation": OBSERVATION_PARTS,
}
_apart = str.split
_LESSONS = _apart(
    "背影 春 济南的冬天 散步 秋天的怀念 从百草园到三味书屋 再塑生命的人 纪念白求恩 植树的牧羊人 猫 "
    "皇帝的新装 女娲造人 邓稼先 说和做 回忆鲁迅先生 孙权劝学 黄河颂 老山界 土地的誓言 木兰诗 "
    "有理数的加减 整式的乘除 一元一次方程 二元一次方程组 全等三角形 轴对称 平行四边形 一次函数 "
    "勾股定理 二次根式 数据的分析 反比例函数 圆的性质 相似三角形 锐角三角函数 概率初步 "
    "声音的特性 光的折射 凸透镜成像 物态变化 质量与密度 浮力 杠杆 欧姆定律 家庭电路 电磁感应 "
    "细胞的结构 光合作用 呼吸作用 人体的消化 血液循环 遗传与变异 生物的多样性 水的净化 氧气的制取 "
    "质量守恒定律 酸和碱 金属的性质 秦统一中国 丝绸之路 贞观之治 辛亥革命 五四运动 改革开放 "
    "气候与降水 黄土高原 长江流域 世界的人口 珍惜时间 法律在身边 一般现在时 现在进行时 比较级"
)
_WHO = _apart("学生 多数学生 后进生 学优生 小组成员 同桌 全班 部分学生 课代表 执教老师")
_WHEN = _apart("导入环节 自主预习时 小组讨论时 合作探究中 当堂检测时 课堂小结时 展示交流时 课后")
_DOES = _apart(
    "能说出关键词句的作用 把握了文章的主要线索 概念理解仍有偏差 板书条理清楚 表达比较完整 "
    "能联系生活举例 书写不够规范 计算时漏掉符号 画图不够准确 注意力容易分散 提出了有价值的问题 "
    "独立完成了基础题 在追问下找到了错误原因 朗读有感情 归纳得比较到位 实验操作规范 "
    "对题意理解不透 能用自己的话复述 互相批改作业 主动上台讲解"
)
_SO = _apart(
    "下次要留足思考时间 需要再做一次变式训练 作业分层布置效果好 建议增加直观演示 "
    "说明目标定得合适 应当及时肯定 问题设计还可以更开放 教师讲得偏多 重点突出但难点突破不够 "
    "可以用表格帮助梳理 要关注中间层次 课件使用恰当 时间分配略显前松后紧 评价语言要更具体 "
    "先独立思考再讨论 检测题难度适中"
)
# Said by few, so that there is something rare to look for.
_RARE = _apart("苔藓的观察记录 思维可视化 剪纸进课堂 方言正音 航模社团 二十四节气")


def build(manuscripts: int) -> None:
    """So many manuscripts, all in the full-text index, written by 300 teachers in 25 groups."""
    rng = Random(manuscripts)
    with transaction():
        School.create(name="示范中学", created_at=NOW)
        version = RegulationVersion.create(
            name="zhanghong", source=preset_source("zhanghong"), adopted_at=NOW, reason="建校"
        )
        insert(Term, [_term(number, version.id) for number in range(TERMS)])
        insert(Teacher, [_teacher(number) for number in range(TEACHERS)])
        preps = _groups()
        rows = [_manuscript(rng, number, manuscripts, preps) for number in range(manuscripts)]
        insert(Manuscript, rows)
        _owners(rows)
        texts = {number: _texts(rng, row) for number, row in enumerate(rows, 1)}
        insert(Passage, [each for number in texts for each in _passages(number, texts[number])])
        said = _remarks(rng, rows)
        insert(Remark, said)
        _put(rows, texts, said)


def _term(number: int, version_id: int) -> dict[str, Any]:
    year, half = divmod(number, 2)
    begins = date(2022 + year + half, 2 if half else 9, 1)
    return {
        "name": f"{2022 + year}学年第{half + 1}学期",
        "starts_on": begins,
        "ends_on": begins + timedelta(days=140),
        "regulation": version_id,
    }


def _teacher(number: int) -> dict[str, Any]:
    return {
        "staff_no": f"{1001 + number}",
        "name": f"教师{number + 1}",
        "initials": "js",
        "created_at": NOW,
    }


def _groups() -> list[int]:
    """教研组 of twelve, each of three 备课组; returns the 备课组."""
    insert(
        Group,
        [
            {"kind": GroupKind.RESEARCH, "name": f"第{n}组"}
            for n in range(1, TEACHERS // GROUP_SIZE + 1)
        ]
        + [
            {"kind": GroupKind.PREP, "name": f"第{n}备课组"}
            for n in range(1, TEACHERS // PREP_SIZE + 1)
        ],
    )
    of_kind = {
        kind: [row.id for row in Group.select().where(Group.kind == kind).order_by(Group.id)]
        for kind in (GroupKind.RESEARCH, GroupKind.PREP)
    }
    insert(
        Membership,
        [
            {
                "group": of_kind[kind][number // size],
                "teacher": number + 1,
                "leads": number % size == 0,
            }
            for kind, size in ((GroupKind.RESEARCH, GROUP_SIZE), (GroupKind.PREP, PREP_SIZE))
            for number in range(TEACHERS)
        ],
    )
    return of_kind[GroupKind.PREP]


def _manuscript(rng: Random, number: int, of: int, preps: list[int]) -> dict[str, Any]:
    """The later its number, the later its day."""
    kind = rng.choice(_KINDS)
    term = number * TERMS // of
    together = kind in ("shared_plan", "session")
    begins = _term(term, 0)["starts_on"]
    author = rng.randint(1, TEACHERS)
    return {
        "kind": kind,
        "term": term + 1,
        "group": rng.choice(preps) if together else None,
        "author": None if together else author,
        "about": (author + 7) % TEACHERS + 1 if kind == "observation" else None,
        "title": rng.choice(_LESSONS),
        "day": begins + timedelta(days=number * TERMS % of * 140 // of),
        "created_at": NOW,
        "closed_at": NOW if kind in ("observation", "reflection") else None,
    }


def _owners(rows: list[dict[str, Any]]) -> None:
    """The unit of each shared plan, and the meeting of each session's notes."""
    plans = [number for number, row in enumerate(rows, 1) if row["kind"] == "shared_plan"]
    insert(
        PrepUnit,
        [
            {
                "term": rows[number - 1]["term"],
                "group": rows[number - 1]["group"],
                "plan": number,
                "number": 1,
                "title": rows[number - 1]["title"],
            }
            for number in plans
        ],
    )
    notes = [number for number, row in enumerate(rows, 1) if row["kind"] == "session"]
    insert(Activity, [_activity(rows[number - 1]) for number in notes])
    insert(
        PrepSession,
        [
            {"activity": place, "unit": place % len(plans) + 1, "notes": number}
            for place, number in enumerate(notes, 1)
        ],
    )


def _activity(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "term": row["term"],
        "group": row["group"],
        "kind": "集体备课",
        "title": row["title"],
        "starts_at": NOW,
        "ends_at": NOW,
        "hours": 1,
    }


def _texts(rng: Random, row: dict[str, Any]) -> dict[str, str]:
    return {
        section.id: "".join(_sentence(rng, row["title"]) for _ in range(rng.randint(2, 6)))
        for section in _SECTIONS[row["kind"]]
    }


def _sentence(rng: Random, lesson: str) -> str:
    if rng.randrange(2_500) == 0:
        return f"课前安排了{rng.choice(_RARE)}，和《{lesson}》的教学结合起来。"
    about = f"讲《{lesson}》，" if rng.randrange(4) == 0 else ""
    return f"{about}{rng.choice(_WHEN)}{rng.choice(_WHO)}{rng.choice(_DOES)}，{rng.choice(_SO)}。"


def _passages(number: int, texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    for section, text in texts.items():
        yield {"manuscript": number, "section": section, "text": text, "edited_at": NOW}


def _remarks(rng: Random, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    notes = [row for row in rows if row["kind"] == "session"]
    return [
        {
            "session": place,
            "teacher": rng.randint(1, TEACHERS),
            "words": _sentence(rng, row["title"]),
            "at": NOW,
        }
        for place, row in enumerate(notes, 1)
        for _ in range(3)
    ]


def _put(
    rows: list[dict[str, Any]], texts: dict[int, dict[str, str]], said: list[dict[str, Any]]
) -> None:
    notes = [number for number, row in enumerate(rows, 1) if row["kind"] == "session"]
    remarks: dict[int, list[str]] = {}
    for each in said:
        remarks.setdefault(notes[each["session"] - 1], []).append(each["words"])
    for number, row in enumerate(rows, 1):
        whole = [row["title"], *texts[number].values(), *remarks.get(number, ())]
        index.put(number, words("\n".join(whole)))
    if database.for_update:
        database.execute_sql("ANALYZE")
