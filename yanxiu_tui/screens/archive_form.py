"""添加材料: its class, what it is, where the paper lies or the file that is copied in."""

from dataclasses import dataclass
from datetime import date

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.archives import medium_of
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import archives
from yanxiu_tui.services.archives import Archive, ClassView, ItemDraft, ItemView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.pick import Pick, named

_HINTS = {
    "class": "放在哪一类，上下键选，回车选定。",
    "title": "写清是什么，如：课题结题证书。",
    "kept": "有纸质的写放在哪里，如：档案柜三；只有电子的不用填。",
    "path": "有电子的写文件的路径，也可以把文件拖进来；程序存一份，最大 20 MB。只有纸质的不用填。",
}
_DAY_HINT = "如 10-12，也可写 1012、昨天、今天。"
_FIELD_OF = {
    "没有「": "class", "名称": "title", "已经在": "title", "日期": "day", "存放": "kept",
    "文件": "path", "路径": "path", "读不了": "path", "20 MB": "path", "没有找到": "path",
    "是空的": "path",
}  # fmt: skip


@dataclass
class Added(Message):
    """It is filed."""

    item: ItemView


class ArchiveFormScreen(FormScreen[ItemView]):
    """Returns what was filed, or None. What is filled in says whether it is paper, file or both.

    ``day`` is what stands there to begin with.
    """

    YES = "添加（Ctrl+S）"

    def __init__(
        self, actor: Actor, archive: Archive, each: ClassView | None, day: date | None
    ) -> None:
        super().__init__()
        self.actor, self.archive, self.each, self.day = actor, archive, each, day
        self.FORM_NAME = f"{archive.title}：添加材料"

    def fields(self) -> ComposeResult:
        names = [each.name for each in self.archive.classes]
        yield row("类别", Pick(named(names), self.each.name if self.each else "", id="class"))
        yield row("名称", Input(id="title", compact=True))
        yield row("日期", Input(f"{self.day or ''}", id="day", compact=True))
        yield row("纸质存放", Input(id="kept", compact=True))
        yield row("电子文件", Input(id="path", compact=True))

    def on_mount(self) -> None:
        if self.each:
            # The form itself begins at its first field.
            self.call_after_refresh(self.query_one("#title").focus)

    def hint_for(self, field: Widget) -> str:
        if field.id == "day":
            return self.told_day("day", _DAY_HINT)
        return _HINTS.get(field.id or "", "")

    def save(self) -> None:
        term_id = self.archive.term_id
        self.send(
            self.read, lambda draft: Added(archives.add(self.actor, draft, clock.now(), term_id))
        )

    def read(self) -> ItemDraft:
        """The fields as a draft; Refused, with the field as its reason, when one cannot be read."""
        meant = self.query_one("#class", Pick).meant()
        if meant is None:
            raise Refused("class", "请选定类别，上下键选，按回车。")
        day = self.typed_day("day")
        if day is None:
            raise Refused("day", "日期请写成 10-12 这样。")
        kept, path = self.text("kept"), self.text("path")
        if not kept and not path:
            raise Refused("kept", "纸质的请写放在哪里，电子的请写文件。")
        return ItemDraft(
            archive_class=meant.name,
            title=self.text("title"),
            day=day,
            medium=medium_of(bool(kept), bool(path)),
            teacher_id=self.archive.teacher_id,
            where_kept=kept,
            path=path,
        )

    def on_added(self, message: Added) -> None:
        self.dismiss(message.item)

    def field_of(self, sentence: str) -> str:
        found = (name for word, name in _FIELD_OF.items() if word in sentence)
        return next(found, "title")
