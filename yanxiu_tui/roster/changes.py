"""What a roster changes: each teacher before and after, and the plan that tells a person."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from yanxiu_tui.roster.groups import grade_groups, prep_groups, research_groups
from yanxiu_tui.roster.model import COLUMN_NAMES, KIND_COLUMNS, TEXTS, Column, Person, Reading
from yanxiu_tui.rules.roles import LEADER_OF, GroupKind, Role, roles_of_post


@dataclass(frozen=True)
class Standing:
    """A teacher as the school knows them; ``groups`` says of each group whether they lead it."""

    staff_no: str
    name: str = ""
    sex: str = ""
    born: str = ""
    joined: str = ""
    subject: str = ""
    grade: str = ""
    posts: tuple[str, ...] = ()
    backbone_level: str = ""
    phone: str = ""
    active: bool = True
    groups: Mapping[tuple[GroupKind, str], bool] = field(default_factory=dict)
    offices: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Listed:
    """A person in a list of the plan."""

    staff_no: str
    name: str


@dataclass(frozen=True)
class Change:
    """One field of one teacher: its Chinese name, what it was and what it becomes."""

    staff_no: str
    name: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class ImportPlan:
    """What an import changes. ``missing`` are active teachers no longer listed; they stay."""

    added: tuple[Listed, ...]
    changed: tuple[Change, ...]
    unchanged: int
    missing: tuple[Listed, ...]
    new_groups: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def people_changed(self) -> int:
        """How many teachers the changes are about."""
        return len({change.staff_no for change in self.changed})


Pair = tuple[Standing | None, Standing]


def compare(
    reading: Reading, known: Iterable[Standing], groups: Collection[tuple[GroupKind, str]]
) -> tuple[ImportPlan, list[Pair]]:
    """The plan, and every listed person before (None when new) and after.

    ``known`` are the teachers and ``groups`` the groups that are there already.
    """
    held = {each.staff_no.casefold(): each for each in known}
    pairs: list[Pair] = []
    for person in reading.people:
        before = held.get(person.staff_no.casefold())
        pairs.append((before, _after(person, before)))
    listed = {person.staff_no.casefold() for person in reading.people}
    missing = [each for key, each in held.items() if each.active and key not in listed]
    added = [after for before, after in pairs if before is None]
    changed = [change for pair in pairs for change in _changes(*pair)]
    wanted = dict.fromkeys(group for _, after in pairs for group in after.groups)
    plan = ImportPlan(
        added=tuple(Listed(each.staff_no, each.name) for each in added),
        changed=tuple(changed),
        unchanged=len(pairs) - len(added) - len({change.staff_no for change in changed}),
        missing=tuple(Listed(each.staff_no, each.name) for each in missing),
        new_groups=tuple(name for kind, name in wanted if (kind, name) not in groups),
        notes=reading.notes + _warnings(pairs, added, missing),
    )
    return plan, pairs


def school_roles(posts: Iterable[str]) -> frozenset[Role]:
    """The roles for the whole school that these posts give; leading a group is not one."""
    return frozenset(
        role for post in posts for role in roles_of_post(post) or () if role not in LEADER_OF
    )


def _after(person: Person, before: Standing | None) -> Standing:
    """What the file says, over what was known; a column the file lacks changes nothing."""
    kept = before or Standing(person.staff_no)
    texts = {str(each): getattr(person, each) for each in TEXTS if each in person.stated}
    posts = person.posts if Column.POSTS in person.stated else kept.posts
    groups = {
        (kind, name): leads
        for kind in GroupKind
        for name, leads in _groups_after(kind, person, kept).items()
    }
    # An office given by hand, not by the posts of an earlier roster, stays.
    offices = (kept.offices - school_roles(kept.posts)) | school_roles(posts)
    return replace(kept, posts=posts, groups=groups, offices=offices, active=True, **texts)


def _groups_after(kind: GroupKind, person: Person, kept: Standing) -> dict[str, bool]:
    before = {name: leads for (each, name), leads in kept.groups.items() if each is kind}
    listed = {place.name: place.leads for place in person.groups_of(kind)}
    posts_stated = Column.POSTS in person.stated
    if KIND_COLUMNS[kind] not in person.stated and before and not _only_derived(kind, kept, listed):
        if not posts_stated:
            return before
        leads = any(listed.values())
        return {name: leads and (listed.get(name, False) or len(before) == 1) for name in before}
    if posts_stated:
        return listed
    return {name: before.get(name, False) for name in listed}


def _only_derived(kind: GroupKind, kept: Standing, listed: Mapping[str, bool]) -> bool:
    """Whether the groups known were derived as well, so that a new derivation replaces them."""
    derived = {
        GroupKind.RESEARCH: research_groups(kept.subject),
        GroupKind.PREP: prep_groups(kept.grade, kept.subject),
        GroupKind.GRADE: grade_groups(kept.grade),
    }[kind]
    before = {name for each, name in kept.groups if each is kind}
    return bool(listed) and before <= set(derived)


def _changes(before: Standing | None, after: Standing) -> list[Change]:
    if before is None:
        return []
    told = [(COLUMN_NAMES[each], getattr(before, each), getattr(after, each)) for each in TEXTS]
    told.append((COLUMN_NAMES[Column.POSTS], "、".join(before.posts), "、".join(after.posts)))
    told += [
        (COLUMN_NAMES[column], _groups_told(before, kind), _groups_told(after, kind))
        for kind, column in KIND_COLUMNS.items()
    ]
    told.append(("在岗", "已离开" if not before.active else "在岗", "在岗"))
    return [
        Change(after.staff_no, after.name, name, old, new) for name, old, new in told if old != new
    ]


def _groups_told(standing: Standing, kind: GroupKind) -> str:
    return "、".join(
        f"{name}（组长）" if leads else name
        for (each, name), leads in sorted(standing.groups.items())
        if each is kind
    )


def _warnings(
    pairs: Sequence[Pair], added: Sequence[Standing], missing: Sequence[Standing]
) -> tuple[str, ...]:
    """Numbers that seem to have passed to somebody else, and people under a new number."""
    renamed = (
        f"工号 {after.staff_no} 原是{before.name}，现在是{after.name}；若不是改名，请核对工号。"
        for before, after in pairs
        if before and before.name != after.name
    )
    gone = {each.name: each.staff_no for each in missing}
    renumbered = (
        f"新增的{each.name}（{each.staff_no}）与不再列出的（{gone[each.name]}）同名，"
        "请核对是否换了工号。"
        for each in added
        if each.name in gone
    )
    return (*renamed, *renumbered)
