"""集体备课记录: everything of one session in one screen, written down while it is held (§8)."""

from collections.abc import Sequence

from textual.binding import Binding

from yanxiu_tui.clock import local
from yanxiu_tui.rules.lesson_prep import SESSION_PARTS
from yanxiu_tui.screens.drafts import Part
from yanxiu_tui.screens.files_panel import FilesPanel
from yanxiu_tui.screens.pages import Panel
from yanxiu_tui.screens.remarks_panel import RemarksPanel
from yanxiu_tui.screens.shared_plan import PlanRoom
from yanxiu_tui.services import plan_versions, prep_sessions, prep_units
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.prep_sessions import SessionView


class RecordingScreen(PlanRoom):
    """The unit's sections, 分工 and 成果 of the session, who said what, photos and files."""

    ROOM_NAME = "集体备课记录"
    CSS_PATH = ["writing.tcss", "recording.tcss"]  # type: ignore[assignment]
    HELP_TEXT = """\
一次备课的全部记录，边开会边写，写了就存。
[b]F7 F8[/b] 上一节、下一节；[b]F6[/b] 直接到发言，再按一次回到刚才那一节
[b]发言[/b] 姓名首字母、空格、意见、回车；不写姓名就是刚才那位接着说
  上下键选一条：[b]F5[/b] 采纳，可以原话写进教案一节的末尾；[b]F9[/b] 未采纳
  [b]F3[/b] 改这一条，清空再回车就是划去
[b]材料[/b] 写照片、文件的路径和说明；[b]F5[/b] 从清单上取下
[b]F9[/b] 在各节里：把共性教案存为一版"""
    BINDINGS = [
        Binding("f6", "speak", "发言", id="speak", tooltip="到发言，再按一次回去"),
    ]

    def __init__(self, actor: Actor, session_id: int) -> None:
        super().__init__(actor, session_id=session_id, note="集体备课")
        self.recorded = session_id
        self.session: SessionView | None = None
        self.before = 0

    def parts(self) -> Sequence[Part]:
        session = self.session = prep_sessions.session(self.actor, self.recorded)
        self.unit_id = session.unit_id
        unit = prep_units.unit(self.actor, session.unit_id)
        return [
            *(Part(session.plan_id, each) for each in plan_versions.sections_of(unit.term_id)),
            *(Part(session.notes_id, each) for each in SESSION_PARTS),
        ]

    def panels(self) -> Sequence[Panel]:
        session = self.session
        if session is None:
            return ()
        plan = [draft.part for draft in self.drafts if draft.part.manuscript_id == session.plan_id]
        sections = {part.section.id: part.section.name for part in plan}
        return [
            RemarksPanel(self.actor, session, sections),
            FilesPanel(self.actor, session.activity_id, session.may_write),
        ]

    def heading(self) -> str:
        session = self.session
        if session is None:
            return ""
        return f"{session.title}  {local(session.starts_at):%m-%d %H:%M}"

    def action_speak(self) -> None:
        """Go to what is said, and from there back to the section one came from."""
        at = next(
            (at for at, page in enumerate(self.pages) if isinstance(page, RemarksPanel)), None
        )
        if at is None:
            return
        if self.at == at:
            self.show(self.before)
        else:
            self.before = self.at
            self.show(at)
