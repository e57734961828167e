"""What may be done about badges from 教师名册: handed out and printed, or stopped when lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import badges
from yanxiu_tui.services.groups import group_named
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.teachers import TeacherRow


@dataclass
class BadgesDone(Message):
    """Badges were handed out or stopped, told in a sentence."""

    sentence: str


def ask_what(room: DeskRoom, rows: Sequence[TeacherRow], row: TeacherRow | None) -> None:
    """Let somebody choose what to do with badges, for the roster's ``rows`` or the one chosen."""
    acts: dict[str, Callable[[], None]] = {
        "all": lambda: _print(room),
        "group": lambda: _ask_group(room, rows),
        "one": lambda: _print(room, row=row),
        "anew": lambda: _ask_sure(room, row),
        "lost": lambda: _ask_reason(room, row),
    }

    def chosen(act: str | None) -> None:
        if act:
            acts[act]()

    room.app.push_screen(ChooseScreen("工牌", offered(rows, row)), chosen)


def offered(rows: Sequence[TeacherRow], row: TeacherRow | None) -> list[tuple[str, str]]:
    """What may be done now, in words, by the name of the act."""
    without = sum(each.active and not each.has_badge for each in rows)
    everybody = [
        ("all", f"给还没有工牌的 {without} 位老师发工牌"),
        ("group", "只给一个组里还没有工牌的老师发"),
    ]
    found = everybody if without else []
    if row and row.active and row.has_badge:
        found.append(("anew", f"给{row.name}老师换发工牌（旧的作废）"))
    elif row and row.active:
        found.append(("one", f"给{row.name}老师发工牌"))
    if row and row.has_badge:
        found.append(("lost", f"挂失{row.name}老师的工牌"))
    return found


def print_badges(actor: Actor, staff_no: str = "", group: str = "") -> str:
    """Hand badges out and write the cards; called in a worker."""
    from yanxiu_tui.reports.badges import write_badges
    from yanxiu_tui.reports.word import refuse_unfit
    from yanxiu_tui.screens.paper_files import new_file
    from yanxiu_tui.services import school

    now = clock.now()
    path = new_file(f"工牌_{clock.local(now):%Y%m%d_%H%M%S}", "docx")
    # New badges void the old ones, so first make sure that they can be handed out.
    refuse_unfit(path)
    group_id = group_named(f"{GROUP_KIND_NAMES[GroupKind.RESEARCH]}:{group}") if group else None
    made = badges.issue(actor, now, [staff_no] if staff_no else None, group_id)
    if not made:
        return "都已经有工牌，不用发。"
    write_badges(path, made, school.school_name())
    return f"{len(made)} 张工牌已存为 {path}，请打印裁开发给本人，印好后删掉文件。"


def _print(room: DeskRoom, group: str = "", row: TeacherRow | None = None) -> None:
    room.say("正在做工牌……", "plain")
    staff_no = row.staff_no if row else ""
    room.ask(lambda: BadgesDone(print_badges(room.actor, staff_no, group)))


def _ask_sure(room: DeskRoom, row: TeacherRow | None) -> None:
    assert row is not None

    def answered(sure: bool | None) -> None:
        if sure:
            _print(room, row=row)

    question = f"{row.name}老师已有工牌。换发以后旧的作废，不能再刷。要换发吗？"
    room.app.push_screen(ConfirmScreen(question, "换发"), answered)


def _ask_group(room: DeskRoom, rows: Sequence[TeacherRow]) -> None:
    wanting = [row.research_group for row in rows if row.active and not row.has_badge]
    names = sorted({name for each in wanting for name in each.split("、") if name})

    def chosen(group: str | None) -> None:
        if group:
            _print(room, group)

    room.app.push_screen(ChooseScreen("哪个教研组", [(name, name) for name in names]), chosen)


def _ask_reason(room: DeskRoom, row: TeacherRow | None) -> None:
    assert row is not None

    def given(reason: str | None) -> None:
        if reason is None:
            return

        def act() -> Message:
            name = badges.revoke(room.actor, row.staff_no, reason, clock.now())
            return BadgesDone(f"{name}老师的工牌已挂失；要补发，再按 F8。")

        room.ask(act)

    room.app.push_screen(ReasonScreen(f"挂失{row.name}老师（{row.staff_no}）的工牌"), given)
