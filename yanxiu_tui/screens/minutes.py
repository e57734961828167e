"""写材料, for the record of a meeting or an inspection: saved with who came and what was found."""

from collections.abc import Sequence
from pathlib import Path

from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.screens.paper import PaperScreen
from yanxiu_tui.services.minutes import minutes
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.steering_views import RecordView


class MinutesScreen(PaperScreen):
    """Writes the minutes of a record, or only reads them once it is finished."""

    def __init__(self, actor: Actor, record: RecordView, sections: Sequence[Section]) -> None:
        super().__init__(actor, record.minutes_id, record.title, sections)
        self.record_id = record.id

    def printed(self) -> Path:
        from yanxiu_tui.reports.paper import write
        from yanxiu_tui.screens.paper_files import new_file

        found = minutes(self.actor, self.record_id)
        path = new_file(f"{found.title}_记录", "docx")
        write(path, found.under, found.title, found.sections, found.school)
        return path
