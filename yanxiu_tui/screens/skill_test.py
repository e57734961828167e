"""One test: a score and a comment for one after the other, retakes, the end (P10, P11)."""

from dataclasses import dataclass

from rich.text import Text
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Static

from yanxiu_tui import clock
from yanxiu_tui.rules.evaluation import typed_score
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.skills import Outcome
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.searched import MOST_ROWS, ListTable
from yanxiu_tui.screens.skill_acts import SkillActs, TestRead
from yanxiu_tui.screens.skill_turns import Turns
from yanxiu_tui.services import skills
from yanxiu_tui.services.skills import CandidateLine, NewResult
from yanxiu_tui.widgets.skill_words import cells_of

_FIXED = {"姓名": 14, "教研组": 12, "成绩": 6, "补考": 6, "结果": 8}
_SENDING = "mark"


@dataclass
class Marked(Message):
    """A result is kept."""

    line: CandidateLine


class SkillTestScreen(SkillActs):
    """All who are to take the test: what they got, and what is entered now."""

    ROOM_NAME = "考核"
    HELP_TEXT = """\
输入分数按[b]回车[/b]，马上保存，接着登记下一位；[b]Tab[/b] 写评语。
上下键换人。改已登记的，改完按回车，写原因（留痕）。
[b]F8[/b] 没有来的记缺考。
[b]F5[/b] 定补考的日子：不合格和缺考的，到那天再登记一次。
[b]F6[/b] 加人：光标在“年龄不详”的人上，就是定他要参加。
[b]F7[/b] 免考：写原因。年龄不详、不用参加的，也这样定。
[b]F3[/b] 结束：成绩从此不变，本人和组长看得到，
   自动记入计分和档案；要改，再按 F3 重新开放。
[b]F9[/b] 成绩登记表（xlsx，A4）；[b]Ctrl+T[/b] 各组的统计。"""
    BINDINGS = [
        Binding("f3", "finish", "结束", id="finish", tooltip="结束考核，或重新开放"),
        Binding("f5", "retake", "补考", id="retake", tooltip="定补考的日子"),
        Binding("f6", "add", "加人", show=False, id="add", tooltip="加进名单"),
        Binding("f7", "excuse", "免考", id="excuse", tooltip="免考，写原因"),
        Binding("f8", "absent", "缺考", id="absent", tooltip="没有来的记缺考"),
        Binding("f9", "print", "打印", id="print", tooltip="存成可打印的成绩登记表"),
        Binding("ctrl+t", "count", "统计", show=False, id="count", tooltip="应考、合格，按组"),
    ]

    # Reading and painting

    def on_mount(self) -> None:
        self.do(lambda: skills.test(self.actor, self.test_id), "")

    @property
    def turns(self) -> Turns:
        """Who is marked next."""
        fixed = self.page is not None and self.page.view.retake_on is not None
        return Turns(self.lines, self.actor.teacher_id, fixed)

    def on_test_read(self, message: TestRead) -> None:
        self.page = message.page
        self.lines = {line.teacher_id: line for line in message.page.lines[:MOST_ROWS]}
        self.show_lines("名单是空的。")
        line = self.current
        waiting = any(map(self.turns.waits, self.lines.values()))
        stays = line is not None and (self.turns.waits(line) or not waiting)
        self.point(self.at if stays else self.turns.following(-1))
        if message.said:
            self.say(message.said)
        self.refresh_bindings()

    def paint(self) -> None:
        rest = max(12, self.size.width - sum(_FIXED.values()) - 2 * (len(_FIXED) + 1) - 1)
        self.fill((*_FIXED.items(), ("评语", rest)))
        self.head()

    def row(self, who: int) -> tuple[Text, ...]:
        line = self.lines[who]
        name = Text(line.name, no_wrap=True, overflow="ellipsis")
        group = Text(line.group, no_wrap=True, overflow="ellipsis")
        return (name, group, *cells_of(line).values())

    def head(self) -> None:
        """Say which test it is, and how far it has come."""
        if self.page is None:
            return
        view = self.page.view
        text = Text(f"{view.title}（{view.kind_name}）", "bold")
        again = f"  补考 {view.retake_on:%m-%d}" if view.retake_on else ""
        text.append(f"  {view.held_on:%m-%d}{again}", "dim")
        text.append(f"  满分 {self.page.full}，{plain(self.page.passing)} 分合格", "dim")
        state = self.state()
        room = self.size.width - text.cell_len - state.cell_len
        text.append("  " if room >= 4 else "\n")
        text.append_text(state)
        self.query_one("#about", Static).update(text)

    def state(self) -> Text:
        """How far the test has come."""
        if self.page is None or not self.page.told:
            return Text("结束后才看得到成绩", "yellow")
        if self.page.view.closed_at:
            return Text("已结束", "bold")
        found = [line.outcome for line in self.lines.values()]
        counts = {"未登记": Outcome.UNMARKED, "要补考": Outcome.TO_RETAKE, "年龄不详": None}
        said = [f"{found.count(each)} 人{name}" for name, each in counts.items() if each in found]
        return Text("，".join(said) or "可以结束", "bold yellow")

    # Going from one to another

    def whose(self, who: int) -> str:
        line = self.lines[who]
        if line.outcome is None:
            return f"{line.name}：年龄不详。F6 参加，F7 不用参加"
        if line.outcome is Outcome.EXCUSED:
            return f"{line.name}：免考（{line.excused}）。F6 还是要参加"
        done = self.turns.attempt(line) <= len(line.attempts)
        which = "补考" if self.turns.attempt(line) > 1 else "成绩"
        return f"{line.name}：{f'更正{which}' if done else f'登记{which}'}"

    def kept(self, who: int) -> tuple[str, str]:
        line = self.lines[who]
        number = self.turns.attempt(line)
        made = next((each for each in line.attempts if each.number == number), None)
        if made is None:
            return "", ""
        return "" if made.score is None else plain(made.score), made.comment

    def following(self, row: int) -> int | None:
        return self.turns.following(row)

    # Keeping

    def keep(self, then: int | None) -> None:
        line = self.current
        if line is None or self.page is None or not self.changed():
            self.point(then)
            return
        score = self.typed[0].strip()
        full = self.page.full
        if typed_score(score, full) is None:
            self.type_again(f"分数请写 0 到 {full}，如 92.5；没有来的按 F8 记缺考。")
        else:
            self.send(line, score, then)

    def send(self, line: CandidateLine, score: str | None, then: int | None) -> None:
        """Enter a result; one that stands already is put right, and why."""
        result = NewResult(line.teacher_id, self.turns.attempt(line), score, self.typed[1])
        if result.attempt > len(line.attempts) or result.attempt == 0:
            self.ask(lambda: Marked(self.mark(result)), group=_SENDING)
            self.point(then)
            return

        def given(reason: str | None) -> None:
            if reason:
                self.ask(lambda: Marked(self.correct(result, reason)), group=_SENDING)
            self.point(then if reason else line.teacher_id)

        self.app.push_screen(ReasonScreen(f"更正{line.name}的成绩"), given)

    def mark(self, result: NewResult) -> CandidateLine:
        return skills.mark(self.actor, self.test_id, result, clock.now())

    def correct(self, result: NewResult, reason: str) -> CandidateLine:
        return skills.correct(self.actor, self.test_id, result, reason, clock.now())

    def on_marked(self, message: Marked) -> None:
        line = message.line
        self.lines[line.teacher_id] = line
        table = self.query_one(ListTable)
        for heading, cell in cells_of(line).items():
            table.update_cell(str(line.teacher_id), heading, cell)
        self.head()
        last = line.attempts[-1]
        score = "缺考" if last.score is None else f"{plain(last.score)} 分"
        if self.at == line.teacher_id:
            self.point(self.at)
        self.say(f"{line.name}：{score}，已保存。")
        self.refresh_bindings()
