"""Which groups somebody works in and leads, from the columns or, lacking those, by derivation."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from yanxiu_tui.roster.model import KIND_COLUMNS, Column, Person, Place, Wrong
from yanxiu_tui.roster.posts import Post
from yanxiu_tui.roster.values import short_text, shown
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind

_MARKS = r"[、，,;；/／\s]+"
_LONGEST = 64


def named_groups(kind: GroupKind, value: Any) -> tuple[str, ...]:
    """The groups a cell names: 「语文组、历史组」 is two of them, 「音、体、美组」 one."""
    text = short_text(value, 4 * _LONGEST)
    parts = [part for part in re.split(_MARKS, text) if part]
    several = len(parts) > 1 and all(part.endswith("组") for part in parts)
    names = parts if several else [text] if text else []
    return tuple(dict.fromkeys(_full_name(kind, each) for each in names))


def research_groups(subject: str) -> tuple[str, ...]:
    """英语 gives 英语组; several subjects give several groups."""
    return tuple(dict.fromkeys(f"{each}组" for each in re.split(_MARKS, subject) if each))


def grade_groups(grade: str) -> tuple[str, ...]:
    """九年级 gives 九年级年级组; 七、八年级 gives two, 全校 none."""
    return tuple(
        f"{each}年级组" if each[0] in "小初高" else f"{each}年级年级组" for each in _grades(grade)
    )


def prep_groups(grade: str, subject: str) -> tuple[str, ...]:
    """Z10: 同年级、同科目的任课教师组成, as 七年级语文备课组."""
    return tuple(
        f"{each if each[0] in '小初高' else f'{each}年级'}{taught}备课组"
        for each in _grades(grade)
        for taught in dict.fromkeys(part for part in re.split(_MARKS, subject) if part)
    )


def _grades(grade: str) -> tuple[str, ...]:
    """The grades in a text: 七, 9, 初一…"""
    if re.search(r"[-~～—至到]", grade):
        return ()
    staged = re.findall(r"([小初高])([一二三四五六]+)", grade)
    if staged:
        return tuple(dict.fromkeys(stage + each for stage, years in staged for each in years))
    years = re.findall(r"([一二三四五六七八九1-9]+)(?=年级)", re.sub(_MARKS, "", grade))
    alone = re.fullmatch(r"[一二三四五六七八九1-9]", grade)
    return tuple(
        dict.fromkeys(each for found in years or (alone and [grade]) or () for each in found)
    )


def _full_name(kind: GroupKind, text: str) -> str:
    """语文 as 语文组, 七年级 as 七年级年级组; Wrong when it is too long."""
    if text.endswith("组"):
        name = text
    elif kind is GroupKind.GRADE:
        name = (*grade_groups(text), f"{text}年级组")[0]
    else:
        name = text.removesuffix("备课") + ("组" if kind is GroupKind.RESEARCH else "备课组")
    if len(name) > _LONGEST:
        raise Wrong(f"「{shown(name)}」太长，{GROUP_KIND_NAMES[kind]}的名称最多 {_LONGEST} 个字。")
    return name


def places_of(
    stated: frozenset[Column], cells: Mapping[Column, Any], title: str
) -> tuple[Place, ...]:
    """The groups of the three kinds somebody is in, and which of them they lead.

    ``cells`` holds the row's values as read. Raises Wrong when somebody leads a group that cannot
    be told.
    """
    return tuple(place for kind in GroupKind for place in _places(kind, stated, cells, title))


def _places(
    kind: GroupKind, stated: frozenset[Column], cells: Mapping[Column, Any], title: str
) -> list[Place]:
    column = KIND_COLUMNS[kind]
    derived = column not in stated
    names = _derived(kind, stated, cells, title) if derived else cells.get(column, ())
    leading = [post for post in cells.get(Column.POSTS, ()) if post.leads is kind]
    led = [name for post in leading for name in _led(kind, names, post)]
    if derived and kind is GroupKind.PREP:
        names = ()
    return [Place(kind, name, name in led, derived) for name in dict.fromkeys((*names, *led))]


def _derived(
    kind: GroupKind, stated: frozenset[Column], cells: Mapping[Column, Any], title: str
) -> tuple[str, ...]:
    subject, grade = cells.get(Column.SUBJECT, ""), cells.get(Column.GRADE, "")
    if kind is GroupKind.PREP:
        return prep_groups(grade, subject)
    if kind is GroupKind.GRADE:
        return grade_groups(grade if Column.GRADE in stated else title)
    if Column.SUBJECT in stated:
        return research_groups(subject)
    return (title,) if re.fullmatch(r".+(?<!年级)(?<!备课)组", title) else ()


def _led(kind: GroupKind, names: Sequence[str], post: Post) -> Sequence[str]:
    """The groups a leader leads: the only one, or the ones that the post names."""
    if len(names) == 1:
        return names
    words = [part for part in re.split(_MARKS, post.of) if part]
    meant = [name for name in names if any(word.removesuffix("组") in name for word in words)]
    if meant:
        return meant
    if words and not names:
        return [_full_name(kind, word) for word in words]
    group = GROUP_KIND_NAMES[kind]
    if names:
        raise Wrong(
            f"是{post.word}，却有几个{group}，请写明是哪一个，如「{post.word}（{names[0]}）」。"
        )
    raise Wrong(f"是{post.word}，却看不出是哪个{group}，请补上{group}。")


def with_derived_prep_groups(people: Iterable[Person]) -> tuple[Person, ...]:
    """Lacking a 备课组 column: who shares grade and subject with a leader is in the group."""
    people = tuple(people)
    led = {
        place.name
        for person in people
        for place in person.groups_of(GroupKind.PREP)
        if place.derived and place.leads
    }
    return tuple(_joined(person, led) for person in people)


def _joined(person: Person, led: set[str]) -> Person:
    if Column.PREP_GROUP in person.stated or person.groups_of(GroupKind.PREP):
        return person
    found = (name for name in prep_groups(person.grade, person.subject) if name in led)
    places = tuple(Place(GroupKind.PREP, name, derived=True) for name in found)
    return replace(person, groups=person.groups + places) if places else person


def remarks(people: Sequence[Person]) -> tuple[str, ...]:
    """Notes on leaders (Z10: 每个备课组设备课组长1名; it warns only) and on derived groups."""
    if not any(Column.POSTS in person.stated for person in people):
        return ()
    leaders: dict[tuple[GroupKind, str], list[str]] = defaultdict(list)
    for person in people:
        for place in person.groups:
            held = leaders[place.kind, place.name]
            if place.leads:
                held.append(person.name)
    notes = []
    for (kind, name), held in leaders.items():
        if kind is GroupKind.PREP and not held:
            notes.append(f"「{name}」没有备课组长。")
        elif kind is not GroupKind.GRADE and len(held) > 1:
            notes.append(f"「{name}」有 {len(held)} 位组长：{'、'.join(held)}。")
    return tuple(notes)


def derived_remarks(people: Sequence[Person]) -> tuple[str, ...]:
    """Which kinds of group no column names, and what they were taken from."""
    sources = {
        GroupKind.RESEARCH: "任教学科或表名",
        GroupKind.PREP: "任教年级和任教学科",
        GroupKind.GRADE: "任教年级或表名",
    }
    derived = Counter(
        (place.kind, place.name) for person in people for place in person.groups if place.derived
    )
    examples = {kind: name for (kind, name), _ in reversed(derived.most_common())}
    return tuple(
        f"没有{GROUP_KIND_NAMES[kind]}一列，按{sources[kind]}分组，如「{examples[kind]}」。"
        for kind in GroupKind
        if kind in examples
    )
