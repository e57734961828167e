"""写材料: a plan, a summary, a report or minutes, section by section; F9 saves it for Word."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.binding import Binding
from textual.message import Message

from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.screens.writing import WritingRoom
from yanxiu_tui.services import paper
from yanxiu_tui.services.manuscripts import ManuscriptView
from yanxiu_tui.services.permission import Actor


@dataclass
class Printed(Message):
    """The paper is saved there."""

    path: Path


class PaperScreen(WritingRoom):
    """Writes what stands in these ``sections``, or only reads it once it is closed."""

    ROOM_NAME = "写材料"
    HELP_TEXT = """\
一节一节地写，写了就存，不用按保存；右上角写着存没存上。
[b]F7 F8[/b] 上一节、下一节；[b]Tab[/b] 到左边的目录，上下键选节
[b]F9[/b] 存成 Word：A4、宋体四号，可以双面打印（Z35）
别人也在写的，几秒后就看得到；两人同时写一节，会让您选留哪一段。"""
    BINDINGS = [
        Binding("f9", "save_word", "存Word", id="save_word", tooltip="存成 Word 文件，好打印"),
    ]

    def __init__(
        self, actor: Actor, manuscript_id: int, title: str, sections: Sequence[Section]
    ) -> None:
        super().__init__(actor, manuscript_id)
        self.called, self.named = title, tuple(sections)

    def sections(self) -> Sequence[Section]:
        return self.named

    def heading(self) -> str:
        return self.called

    def action_save_word(self) -> None:
        """Save what is written by now."""
        self.when_kept(lambda: self.ask(lambda: Printed(self.printed()), group="print"))

    def printed(self) -> Path:
        """Write it for Word; called in a worker."""
        return print_paper(self.actor, self.manuscript_id, self.called, self.named)

    def on_printed(self, message: Printed) -> None:
        self.say(f"已存为 {message.path}")


def texts_of(written: ManuscriptView, sections: Sequence[Section]) -> list[tuple[str, str]]:
    """What stands in each of these sections, by its name."""
    return [(each.name, written.text(each.id)) for each in sections]


def print_paper(actor: Actor, manuscript_id: int, title: str, sections: Sequence[Section]) -> Path:
    """Write it into the user's documents, else the home folder; called in a worker."""
    from yanxiu_tui.reports.paper import write
    from yanxiu_tui.screens.paper_files import new_file

    found = paper.paper(actor, manuscript_id)
    texts = texts_of(found.written, sections)
    path = new_file("_".join(filter(None, (title, found.whose))), "docx")
    day = f"{found.day.year}年{found.day.month}月{found.day.day}日"
    write(path, ["　".join(filter(None, (found.whose, day)))], title, texts, found.school)
    return path
