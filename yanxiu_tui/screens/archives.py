"""档案: one's own growth archive, a colleague's or the school's: what is there, what is missing."""

from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.archive_form import ArchiveFormScreen
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.form import today
from yanxiu_tui.screens.paper_files import new_file
from yanxiu_tui.services import archives
from yanxiu_tui.services.archives import Archive, ClassView, ItemView
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach
from yanxiu_tui.widgets.archive_words import class_row, fields_of, item_row, summary_of
from yanxiu_tui.widgets.kept_table import MOST_ROWS, KeptTable

_CLASSES = {"": 2, "类别": 0, "件数": 9, "来源": 8}
_CLASSES_WIDE = {"": 2, "类别": 22, "件数": 9, "来源": 8, "依据": 0}
_ITEMS = {"日期": 5, "名称": 0, "是什么": 0}
_ITEMS_WIDE = {"日期": 5, "名称": 0, "是什么": 30, "形式": 10, "存放": 24}
_HOW = {
    "records": "有了记录会自己归进来。",
    "claims": "申报、上交的审核过了会归进来。",
    "hand": "这一类要手工添加。",
}
_OWN, _SCHOOL, _ALL = "own", "school", "all"


@dataclass
class ArchiveRead(Message):
    """An archive is read."""

    archive: Archive


@dataclass
class Removed(Message):
    """An item is taken out."""

    title: str


@dataclass
class CopyTaken(Message):
    """A copy of a file is written."""

    path: Path


class ArchivesScreen(TermRoom):
    """The classes above, below what stands in the one under the cursor.

    ``of`` is the teacher whose archive it is; "" is one's own, None the school's.
    """

    ROOM_NAME = "档案"
    CSS_PATH = "archives.tcss"
    HELP_TEXT = """\
上面是档案的各类，[b]缺[/b]是还差，[b]齐[/b]是够了；下面是光标上那一类里的材料，各从哪里来。
考勤、备课、听课、反思、学时、审核过的申报，程序自己归进来，不用再交一遍。
[b]回车[/b] 从类到材料，再按一次看一份的全部；[b]左右键[/b] 在两边走动。
[b]Ctrl+N[/b] 添加：纸质的写放在哪里，电子的写文件的路径（程序存一份，最大 20 MB），都有就都写。
[b]F5[/b] 取一份：把存着的文件另存出来；[b]Delete[/b] 移出添加错的，写原因，留痕。
[b]F3[/b] 换一份档案：教导处和校长看总档案和全校老师的，组长看本组老师的。
材料归它日期所在的学期（学期后的假期也算）：[b]Ctrl+T[/b] 看以前学期的，忘了的在那里补。
[b]F9[/b] 自己本学年的《报告册》（Word），从记录来，总结和签字留空。"""
    BINDINGS = [
        Binding("f3", "change", "换档案", id="change", tooltip="总档案，全校老师的档案"),
        Binding("ctrl+n", "add", "添加", id="new", tooltip="添加一份材料"),
        Binding("f5", "copy", "取一份", id="copy", tooltip="把存着的文件另存出来"),
        Binding("delete", "remove", "移出", id="remove", tooltip="移出添加错的"),
        Binding("f9", "book", "报告册", show=False, id="book", tooltip="自己本学年的《报告册》"),
        Binding("right", "go('items')", show=False, priority=True),
        Binding("left", "go('classes')", show=False, priority=True),
    ]

    def __init__(self, actor: Actor, of: int | str | None = "") -> None:
        super().__init__(actor)
        self.of = actor.teacher_id if of == "" else of
        self.archive: Archive | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("本校制度还没有规定档案分哪几类，请找教导处。", id="nothing", markup=False)
        yield KeptTable(_CLASSES, _CLASSES_WIDE, id="classes")
        yield Static("", id="of_class", markup=False)
        yield Static("", id="empty", markup=False)
        yield KeptTable(_ITEMS, _ITEMS_WIDE, id="items")

    def on_mount(self) -> None:
        self.classes_table.focus()

    @property
    def classes_table(self) -> KeptTable:
        return self.query_one("#classes", KeptTable)

    @property
    def items_table(self) -> KeptTable:
        return self.query_one("#items", KeptTable)

    @property
    def current_class(self) -> ClassView | None:
        """The class under the cursor."""
        at = self.classes_table.current
        return self.archive.classes[at] if self.archive and at is not None else None

    @property
    def current(self) -> ItemView | None:
        """The item under the cursor."""
        each, at = self.current_class, self.items_table.current
        return each.items[at] if each and at is not None and at < len(each.items) else None

    # Reading

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read the archive again."""

        def act() -> Message:
            now, term = clock.now(), self.term_in_hand().id
            if self.of is None:
                found = archives.school(self.actor, term, now)
            else:
                found = archives.growth(self.actor, int(self.of), term, now)
            return ArchiveRead(found)

        self.ask(act, group="read", only_last=True)

    def on_archive_read(self, message: ArchiveRead) -> None:
        self.archive = message.archive
        self.query_one("#summary", Static).update(summary_of(message.archive))
        self.query_one("#nothing").display = not message.archive.classes
        self.classes_table.display = bool(message.archive.classes)
        self.classes_table.show([class_row(each) for each in message.archive.classes])
        self.show_items()

    @on(DataTable.RowHighlighted, "#classes")
    def show_items(self) -> None:
        """Show what stands in the class under the cursor."""
        each = self.current_class
        if each is None:
            return
        more = f"，列前 {MOST_ROWS} 件" if len(each.items) > MOST_ROWS else ""
        self.query_one("#of_class", Static).update(f"{each.name}：{len(each.items)} 件{more}")
        self.items_table.show([item_row(at, item) for at, item in enumerate(each.items)])
        self.items_table.display = bool(each.items)
        empty = self.query_one("#empty", Static)
        empty.display = not each.items
        add = "按 Ctrl+N 添加。" if self.may_keep and each.filed_by != "records" else ""
        empty.update(f"还没有材料。{_HOW[each.filed_by]}{add}")
        self.refresh_bindings()

    @on(DataTable.RowHighlighted, "#items")
    def pointed_at(self) -> None:
        self.refresh_bindings()

    def action_go(self, where: str) -> None:
        if where == "classes" or (self.current_class and self.current_class.items):
            self.query_one(f"#{where}").focus()

    @on(DataTable.RowSelected, "#classes")
    def enter_class(self) -> None:
        self.action_go("items")

    @on(DataTable.RowSelected, "#items")
    def details(self) -> None:
        """Show the item in full, with what can be done with it."""
        each, item = self.current_class, self.current
        if each is None or item is None:
            return
        acts = {"f5": "取一份"} if item.file_id else {}
        if self.may_remove(item):
            acts["delete"] = "移出"

        def chosen(key: str | None) -> None:
            if key == "f5":
                self.action_copy()
            elif key == "delete":
                self.action_remove()

        self.app.push_screen(DetailsScreen(item.title, fields_of(each, item), acts), chosen)

    # What one may do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        item = self.current
        if action == "change":
            return reach(self.actor, Act.VIEW_ARCHIVES) is not Scope.NONE
        if action == "add":
            return bool(self.archive and self.archive.classes) and self.may_keep
        if action == "copy":
            return item is not None and item.file_id is not None
        if action == "remove":
            return item is not None and self.may_remove(item)
        if action == "book":
            return self.of is not None and self.of == self.actor.teacher_id
        return True

    @property
    def may_keep(self) -> bool:
        """Whether this person may file here; the service has the last word."""
        own = self.of == self.actor.teacher_id
        act = Act.OWN_ARCHIVE if own else Act.KEEP_ARCHIVES
        return allowed(self.actor, act)

    def may_remove(self, item: ItemView) -> bool:
        """Only what was filed by hand; what records say is changed where they are."""
        return item.id is not None and self.may_keep

    # Doing it

    def action_change(self) -> None:
        choices = [(_OWN, "我的成长档案")]
        whose = "本组老师的成长档案一览"
        if allowed(self.actor, Act.VIEW_ARCHIVES):
            choices.append((_SCHOOL, "学校总档案"))
            whose = "全校老师的成长档案一览"
        choices.append((_ALL, whose))
        self.app.push_screen(ChooseScreen("看哪一份档案", choices), self.changed)

    def changed(self, key: str | None) -> None:
        """Go to the archive that was chosen."""
        if key == _ALL:
            from yanxiu_tui.screens.archives_overview import ArchivesOverviewScreen

            screen = ArchivesOverviewScreen(self.actor)
            screen.term_id = self.term_id
            self.app.push_screen(screen)
        elif key is not None:
            self.of = None if key == _SCHOOL else self.actor.teacher_id
            self.read()

    def action_add(self) -> None:
        if self.archive is None:
            return

        def added(item: ItemView | None) -> None:
            if item is not None:
                self.say(f"「{item.title}」已添加。")

        day = today() if self.running else None
        form = ArchiveFormScreen(self.actor, self.archive, self.current_class, day)
        self.app.push_screen(form, added)

    def action_copy(self) -> None:
        item = self.current
        if item is None or item.file_id is None:
            return
        file_id, name = item.file_id, Path(item.file_name)
        target = new_file(name.stem, name.suffix.lstrip(".") or "bin")

        def given(typed: str | None) -> None:
            if typed is not None:
                self.ask(lambda: CopyTaken(archives.file_of(self.actor, file_id, typed)))

        label = "存到哪里（新的文件，或一个文件夹）"
        self.app.push_screen(ReasonScreen(f"取一份「{item.title}」", label, str(target)), given)

    def action_book(self) -> None:
        """Print one's own 《报告册》 of the 学年 (D8)."""
        from yanxiu_tui.screens.certificates import print_book
        from yanxiu_tui.services import certificates

        def act() -> Message:
            year = certificates.newest_year(clock.now())
            return CopyTaken(Path(print_book(self.actor, self.actor.staff_no, year)))

        self.ask(act)

    def on_copy_taken(self, message: CopyTaken) -> None:
        self.say(f"已存为「{message.path}」。")

    def action_remove(self) -> None:
        item = self.current
        if item is None or item.id is None:
            return
        item_id, title = item.id, item.title

        def given(reason: str | None) -> None:
            if reason is None:
                return

            def act() -> Message:
                archives.remove(self.actor, item_id, reason, clock.now())
                return Removed(title)

            self.ask(act)

        self.app.push_screen(ReasonScreen(f"移出「{title}」"), given)

    def on_removed(self, message: Removed) -> None:
        self.say(f"「{message.title}」已移出。")
        self.read()
