"""The two paper forms filled in as a school would, and left empty."""

from datetime import date, timedelta
from decimal import Decimal

from tests.builders import NOW
from yanxiu_tui.services.observation_views import ObservationRecord
from yanxiu_tui.services.prep_records import PrepRecord

SECTIONS = (
    ("课标要求", "能在通读课文的基础上，理清思路，理解、分析主要内容，"
     "体味和推敲重要词句在语言环境中的意义和作用。"),
    ("教材解读", "《背影》写于1925年，是朱自清的代表作。\n"
     "全文以“背影”为线索，写了四次背影、四次流泪。"),
    ("学情分析", "八年级学生有一定的朗读能力，但对父辈情感的体察比较浅。"),
    ("教学目标", "一、读懂父亲买橘子的背影，体会细节描写。\n"
     "二、学习以小见大的写法。\n三、联系生活，说说自己的父亲。"),
    ("重难点分析", "重点：第六段的动作描写。难点：理解“我”的四次流泪。"),
    ("教法选择", "朗读法、问题导学法、比较阅读（与《散步》对读）。"),
    ("学法指导", ""),
    ("作业分层", "A 层：抄写第六段，圈出动词；B 层：写一个 200 字片段；"
     "C 层：阅读《多年父子成兄弟》，写一段比较。"),
    ("检测反馈", "当堂五分钟检测，字音字形和一道主观题。"),
)  # fmt: skip


def a_prep_record(**values: object) -> PrepRecord:
    """A session of 七年级语文备课组 with everything filled in but one section."""
    return PrepRecord(
        **{
            "school": "示范中学",
            "group": "八年级语文备课组",
            "title": "第四单元集体备课",
            "starts_at": NOW,
            "ends_at": NOW + timedelta(minutes=90),
            "place": "备课组长办公室",
            "unit": "第四单元 至爱亲情",
            "keynote": "苏慧",
            "host": "周敏",
            "recorder": "林远",
            "present": ("周敏", "苏慧", "林远", "欧阳静怡", "买买提·艾力", "王小明"),
            "absent": (("王小敏", "公假"), ("刘䶮", "")),
            "sections": SECTIONS,
            "remarks": (
                ("林远", "第六段先让学生自己圈动词，再讲。", "采纳"),
                ("欧阳静怡", "建议把《散步》放到课外。", "未采纳"),
                ("王小明", "可以播放朗读录音，时间控制在三分钟以内，留出时间给学生说。", ""),
            ),
            "division": "苏慧写教案，林远做课件，欧阳静怡出检测题。",
            "outcome": "共性教案第 2 版。",
            "signed_by": "周敏",
            "signed_at": NOW + timedelta(hours=2),
            "checked": "",
            **values,
        }
    )  # type: ignore[arg-type]


def an_empty_prep_record() -> PrepRecord:
    """A session of which nothing is written yet."""
    return a_prep_record(
        place="", keynote="", host="", recorder="", present=(), absent=(), remarks=(),
        sections=tuple((name, "") for name, _ in SECTIONS), division="", outcome="",
        signed_by="", signed_at=None,
    )  # fmt: skip


def an_observation_record(**values: object) -> ObservationRecord:
    """A finished record of 林远's lesson, heard by 苏慧."""
    return ObservationRecord(
        **{
            "id": 1,
            "school": "示范中学",
            "class_name": "八（2）班",
            "subject": "语文",
            "teacher": "林远",
            "topic": "背影",
            "day": date(2026, 10, 14),
            "day_words": "2026年10月14日 星期三",
            "period": 3,
            "place": "录播教室",
            "mode": "集中听课",
            "observer": "苏慧",
            "running": 11,
            "process": "一、导入（3 分钟）\n播放歌曲，提问：你留意过父亲的背影吗？\n"
            "二、初读（8 分钟）\n学生默读，找出写背影的句子。\n"
            "三、细读第六段（15 分钟）\n圈动词：探、攀、缩、倾。",
            "side_notes": "导入亲切。\n默读时间够，有圈画要求。\n追问到位：“攀”换成“爬”好不好？",
            "strengths": "抓住动词品味，学生读得出情感。",
            "weaknesses": "小组讨论时间偏短。",
            "advice": "可以让学生先写后说。",
            "grade": "优",
            "total": Decimal("92.50"),
            "late_entry": False,
            "confirmed": True,
            "answer": "谢谢，下次把讨论时间留足。",
            "voided": False,
            **values,
        }
    )  # type: ignore[arg-type]


def an_empty_observation_record() -> ObservationRecord:
    """A record that has only been begun."""
    return an_observation_record(
        running=None, process="", side_notes="", strengths="", weaknesses="", advice="", grade="",
        total=None, confirmed=False, answer="",
    )  # fmt: skip
