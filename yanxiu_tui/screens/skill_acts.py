"""What is done with a test as a whole: its retake, its end, who is in it, its sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.reports.skills import TALLY_HEADINGS, tally_rows
from yanxiu_tui.rules.names import Named
from yanxiu_tui.rules.skills import Outcome
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.mark_sheet import MarkSheet
from yanxiu_tui.services import people, school, skills
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.skills import CandidateLine, SkillTestPage


@dataclass
class TestRead(Message):
    """The test as it stands; ``said`` is what was just done to it."""

    page: SkillTestPage
    said: str = ""


@dataclass
class PeopleRead(Message):
    """Whom one may add."""

    people: Sequence[Named]


@dataclass
class ToClose(Message):
    """Nothing keeps the test from being closed."""

    page: SkillTestPage


@dataclass
class Counted(Message):
    """The test as it stands, to be counted."""

    page: SkillTestPage


@dataclass
class SheetWritten(Message):
    """The sheet stands in a file."""

    path: str


class SkillActs(MarkSheet):
    """The keys of a test's page; ``page`` is the test as it was last read.

    What was marked since stands only in ``lines``: whoever counts or prints reads it again.
    """

    def __init__(self, actor: Actor, test_id: int) -> None:
        super().__init__(actor)
        self.test_id = test_id
        self.page: SkillTestPage | None = None
        self.lines: dict[int, CandidateLine] = {}

    @property
    def may_mark(self) -> bool:
        still_open = self.page is not None and self.page.view.closed_at is None
        return still_open and allowed(self.actor, Act.RUN_SKILLS)

    @property
    def current(self) -> CandidateLine | None:
        """Who stands in the fields."""
        return self.lines.get(self.at) if self.at is not None else None

    def do(self, act: Callable[[], SkillTestPage], said: str) -> None:
        """Ask the service for the test after an act."""
        self.ask(lambda: TestRead(act(), said))

    def send(self, line: CandidateLine, score: str | None, then: int | None) -> None:
        """Enter a result; None is that of somebody who did not come."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        line = self.current
        match action:
            case "count":
                return self.page is not None and bool(self.page.tallies)
            case "finish":
                return self.page is not None and allowed(self.actor, Act.RUN_SKILLS)
            case "retake":
                again = any(each.outcome is Outcome.TO_RETAKE for each in self.lines.values())
                return self.may_mark and again
            case "add":
                return self.may_mark
            case "excuse":
                return self.may_mark and line is not None and line.outcome is not Outcome.EXCUSED
            case "absent":
                return self.may_mark and line is not None and bool(line.next_attempt)
            case "print":
                return self.page is not None and self.page.told
        return True

    def action_count(self) -> None:
        self.ask(lambda: Counted(skills.test(self.actor, self.test_id)))

    def on_counted(self, message: Counted) -> None:
        fields = [
            (group, "，".join(f"{name} {each}" for name, each in zip(
                TALLY_HEADINGS[1:], figures, strict=True) if each))
            for group, *figures in tally_rows(message.page)
        ]  # fmt: skip
        self.app.push_screen(DetailsScreen(f"{message.page.view.title}：统计", fields))

    def action_finish(self) -> None:
        if self.page is None:
            return
        view = self.page.view
        if view.closed_at:

            def given(reason: str | None) -> None:
                if reason:
                    self.do(
                        lambda: skills.reopen(self.actor, view.id, reason, clock.now()),
                        "已重新开放，改完请再结束。",
                    )

            self.app.push_screen(ReasonScreen(f"重新开放「{view.title}」"), given)
            return

        self.ask(lambda: ToClose(skills.to_close(self.actor, view.id)))

    def on_to_close(self, message: ToClose) -> None:
        view, silent = message.page.view, message.page.silent
        more = f"\n还有 {silent} 人没有评语，可以先补。" if silent else ""
        question = f"结束「{view.title}」？成绩从此不变，本人看得到。{more}"
        self.once_sure(
            question,
            lambda: self.do(
                lambda: skills.close(self.actor, view.id, clock.now()),
                "已结束：成绩已公布给本人，记入计分和档案。",
            ),
            "结束",
        )

    def action_retake(self) -> None:
        from yanxiu_tui.screens.skill_retake import RetakeScreen

        def kept(page: SkillTestPage | None) -> None:
            if page is not None:
                said = f"补考定在 {page.view.retake_on}，已列进要补考的人的待办。"
                self.post_message(TestRead(page, said))

        if self.page is not None:
            self.app.push_screen(RetakeScreen(self.actor, self.page.view), kept)

    def action_add(self) -> None:
        line = self.current
        if line is not None and line.outcome in (None, Outcome.EXCUSED):
            self.add(line.staff_no, line.name)
        else:
            self.ask(lambda: PeopleRead(people.everybody()))

    def on_people_read(self, message: PeopleRead) -> None:
        there = {each.staff_no for each in self.lines.values()}
        others = [each for each in message.people if each.staff_no not in there]
        names = {each.staff_no: each.name for each in others}

        def chosen(staff_no: str | None) -> None:
            if staff_no:
                self.add(staff_no, names[staff_no])

        choices = [(each.staff_no, f"{each.name} {each.staff_no}") for each in others]
        self.app.push_screen(ChooseScreen("加谁参加考核？", choices), chosen)

    def add(self, staff_no: str, name: str) -> None:
        """Let somebody take the test."""

        def act() -> SkillTestPage:
            skills.add(self.actor, self.test_id, staff_no, clock.now())
            return skills.test(self.actor, self.test_id)

        self.do(act, f"{name}已加进名单。")

    def action_excuse(self) -> None:
        line = self.current
        if line is None:
            return

        def given(reason: str | None) -> None:
            def act() -> SkillTestPage:
                skills.excuse(self.actor, self.test_id, line.teacher_id, reason or "", clock.now())
                return skills.test(self.actor, self.test_id)

            if reason:
                self.do(act, f"{line.name}免考。")

        self.app.push_screen(ReasonScreen(f"{line.name}免考"), given)

    def action_absent(self) -> None:
        line, place = self.current, self.place
        if line is not None and place is not None:
            self.send(line, None, self.following(place))

    def action_print(self) -> None:
        self.ask(lambda: SheetWritten(_printed(skills.test(self.actor, self.test_id))))

    def on_sheet_written(self, message: SheetWritten) -> None:
        self.say(f"成绩登记表已存为 {message.path}。")


def _printed(page: SkillTestPage) -> str:
    """Write the sheet; where it stands."""
    from yanxiu_tui.reports.skills import write_sheet
    from yanxiu_tui.screens.paper_files import new_file

    path = new_file(f"{page.view.title}成绩登记表", "xlsx")
    write_sheet(path, page, school.school_name())
    return str(path)
