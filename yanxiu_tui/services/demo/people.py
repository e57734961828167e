"""The staff of the made-up school: ages, subjects, grades, groups and posts that fit together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Literal

from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services.demo.names import make_up, remarkable

FIRST_NUMBER = 1001
# How many of a hundred teachers teach it, in which grades, and the group it joins by school size.
_SUBJECTS = {
    "语文": (17, "七八九", "文科组", "语文组", "语文组"),
    "数学": (17, "七八九", "理科组", "数学组", "数学组"),
    "英语": (16, "七八九", "文科组", "英语组", "英语组"),
    "物理": (8, "八九", "理科组", "理化生组", "物理组"),
    "历史": (6, "七八九", "文科组", "政史地组", "历史组"),
    "道德与法治": (6, "七八九", "文科组", "政史地组", "道德与法治组"),
    "化学": (6, "九", "理科组", "理化生组", "化学组"),
    "体育": (7, "七八九", "理科组", "综合组", "体育组"),
    "生物": (4, "七八", "理科组", "理化生组", "生物组"),
    "地理": (4, "七八", "文科组", "政史地组", "地理组"),
    "信息技术": (3, "七八", "理科组", "综合组", "信息技术组"),
    "音乐": (3, "七八", "文科组", "综合组", "音乐组"),
    "美术": (3, "七八", "文科组", "综合组", "美术组"),
}
_SMALL, _LARGE = 24, 150
_NEWCOMERS = 2
_YOUNG = 6
# Staff numbers 1001 to 1005: post, sex, subject, youngest and oldest.
_HEADS = (
    ("校长", "男", "历史", 50, 56),
    ("副校长", "女", "语文", 45, 52),
    ("教导主任", "男", "数学", 42, 48),
    ("教导处干事", "女", "英语", 33, 42),
    ("资源教师", "男", "物理", 28, 36),
)


@dataclass(eq=False)
class Person:
    """One teacher; ``leads`` are those of their ``groups`` they lead.

    ``id`` is known once the roster has been taken in. A ``newcomer`` came this week.
    """

    staff_no: str
    name: str
    sex: str
    age: int
    born: str
    joined: str
    subject: str
    grade: str
    posts: list[str] = field(default_factory=list)
    backbone_level: str = ""
    groups: list[tuple[GroupKind, str]] = field(default_factory=list)
    leads: set[tuple[GroupKind, str]] = field(default_factory=set)
    newcomer: bool = False
    id: int = 0

    @property
    def research_group(self) -> str:
        """The 教研组; everybody has one."""
        return next(name for kind, name in self.groups if kind is GroupKind.RESEARCH)

    @property
    def class_name(self) -> str:
        """The class they teach most."""
        return f"{self.grade[0]}（{int(self.staff_no) % 6 + 1}）班"

    def is_in(self, group: str) -> bool:
        """Whether they belong to the group of that name; no two kinds share one here."""
        return any(name == group for _, name in self.groups)


def make_staff(rng: Random, count: int, today: date) -> list[Person]:
    """``count`` teachers in the order of their staff numbers, the heads of the school first."""
    taken = {name for name, _ in remarkable(count)}
    drafts = [*_heads(rng, taken), *_others(rng, count, taken)]
    grade_turn: dict[str, int] = defaultdict(int)
    staff = []
    for index, (name, sex, age, subject, post) in enumerate(drafts):
        grades = _SUBJECTS[subject][1]
        grade = f"{grades[grade_turn[subject] % len(grades)]}年级"
        grade_turn[subject] += 1
        born, joined = _dates(rng, age, today)
        staff.append(
            Person(
                str(FIRST_NUMBER + index), name, sex, age, born, joined, subject, grade,
                [post] if post else [], _backbone(rng, age),
            )
        )  # fmt: skip
    _come_lately(staff, today)
    _form_groups(staff)
    _name_class_teachers(rng, staff)
    for newcomer in [one for one in staff[len(_HEADS) :] if not one.leads][-_NEWCOMERS:]:
        newcomer.newcomer = True
        newcomer.posts.clear()
    return staff


def _heads(rng: Random, taken: set[str]) -> list[tuple[str, str, int, str, str]]:
    return [
        (make_up(rng, sex, age := rng.randint(low, high), taken), sex, age, subject, post)
        for post, sex, subject, low, high in _HEADS
    ]


def _others(rng: Random, count: int, taken: set[str]) -> list[tuple[str, str, int, str, str]]:
    """Everybody else, the longest-serving first, as staff numbers are given out."""
    subjects = _subjects(count)
    for _, _, subject, _, _ in _HEADS:
        subjects.remove(subject)
    rng.shuffle(subjects)
    known = remarkable(count)
    people = []
    for place, subject in enumerate(subjects):
        if place < len(known):
            name, sex = known[place]
            age = rng.randint(27, 47)
        else:
            sex = "女" if rng.random() < 0.58 else "男"
            age = min(
                rng.choice((rng.randint(23, 34), rng.randint(30, 46), rng.randint(42, 58))),
                54 if sex == "女" else 58,
            )
            name = make_up(rng, sex, age, taken)
        people.append((name, sex, age, subject, ""))
    return sorted(people, key=lambda person: -person[2])


def _subjects(count: int) -> list[str]:
    """How many teach what: the heads' subjects first, then each new place where most is missing."""
    subjects = [subject for _, _, subject, _, _ in _HEADS]
    have = {subject: subjects.count(subject) for subject in _SUBJECTS}
    while len(subjects) < count:
        most = max(_SUBJECTS, key=lambda each: _SUBJECTS[each][0] / (have[each] + 0.5))
        have[most] += 1
        subjects.append(most)
    return subjects


def _dates(rng: Random, age: int, today: date) -> tuple[str, str]:
    """Born and joined, as exactly as an office would know them."""
    year = today.year - age
    month = rng.randint(1, 12)
    born = f"{year}-{month:02}"
    if rng.random() < 0.4:
        born += f"-{rng.randint(1, 28):02}"
    joined = min(year + rng.choice((22, 22, 23, 23, 24, 25)), today.year - 1)
    return born, f"{joined}-{rng.choice(('09', '09', '09', '08'))}"


def _come_lately(staff: Sequence[Person], today: date) -> None:
    """The youngest sixth began to teach in the last two autumns, some after further study."""
    others = sorted(staff[len(_HEADS) :], key=lambda one: one.age)
    for place, one in enumerate(others[: len(staff) // _YOUNG]):
        one.joined = f"{today.year - 1 - place % 2}-09"


def _backbone(rng: Random, age: int) -> str:
    if age < 32 or rng.random() > 0.25:
        return ""
    return rng.choice(("县级", "县级", "市级"))


def _form_groups(staff: Sequence[Person]) -> None:
    """教研组 by subject, 备课组 by grade and subject (Z10), 年级组; each with one leader."""
    size: Literal[2, 3, 4] = 2 if len(staff) < _SMALL else 3 if len(staff) < _LARGE else 4
    _gather(staff, GroupKind.RESEARCH, lambda one: _SUBJECTS[one.subject][size])
    _appoint(staff, GroupKind.RESEARCH, "教研组长", 44)
    _gather(staff, GroupKind.PREP, lambda one: f"{one.grade}{one.subject}备课组", least=2)
    _appoint(staff, GroupKind.PREP, "备课组长", 36)
    if len(staff) >= _SMALL:
        _gather(staff[3:], GroupKind.GRADE, lambda one: f"{one.grade}组")
        _appoint(staff, GroupKind.GRADE, "年级组长", 40)


def _gather(
    people: Iterable[Person], kind: GroupKind, name_of: Callable[[Person], str], least: int = 1
) -> None:
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        by_name[name_of(person)].append(person)
    for name, members in by_name.items():
        if len(members) >= least:
            for person in members:
                person.groups.append((kind, name))


def _appoint(staff: Sequence[Person], kind: GroupKind, post: str, usual_age: int) -> None:
    """Give each group of a kind one leader: whoever has fewest posts, near the usual age."""
    by_group: dict[tuple[GroupKind, str], list[Person]] = defaultdict(list)
    for person in staff:
        for group in person.groups:
            if group[0] is kind:
                by_group[group].append(person)
    for group, members in by_group.items():
        leader = min(members, key=lambda one: (len(one.posts), abs(one.age - usual_age)))
        leader.leads.add(group)
        leader.posts.append(post)


def _name_class_teachers(rng: Random, staff: Sequence[Person]) -> None:
    for person in staff:
        if not person.posts and rng.random() < 0.45:
            person.posts.append("班主任")
