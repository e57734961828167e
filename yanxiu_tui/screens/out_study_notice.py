"""外出学习: a notice put right for all whom it sends; the form opens as it stands (P8)."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from yanxiu_tui import clock
from yanxiu_tui.rules.names import single_words
from yanxiu_tui.screens.out_study_forms import TripChoices, TripFormScreen, read_choices
from yanxiu_tui.services import out_studies
from yanxiu_tui.services.out_studies import Notice, OutStudyView
from yanxiu_tui.services.permission import Actor

_STANDS = """\
已经有人批准，这里只改文字，批准和公假不变。
日期用「改期」，人用「取消」，或另登记一份通知。"""
_OPEN = "还没有人批准，日期和派谁去也可以改；\n去掉的人，那一份随即取消。"


def read_notice(actor: Actor, trip_id: int) -> "NoticeScreen":
    """The form of that trip's notice, read in a worker."""
    return NoticeScreen(actor, read_choices(True), trip_id, out_studies.notice(actor, trip_id))


class NoticeScreen(TripFormScreen):
    """Put the words right, and before anybody may go the days and the people, too."""

    def __init__(self, actor: Actor, choices: TripChoices, trip_id: int, notice: Notice) -> None:
        # Whoever has left since is still sent by it.
        offered = dict.fromkeys([*choices.people, *notice.sent])
        super().__init__(actor, replace(choices, people=list(offered)))
        self.trip_id, self.notice = trip_id, notice
        self.FORM_NAME, self.YES = "改外出学习通知", "保存（Ctrl+S）"
        settled = f"\n已经核销的 {notice.settled} 位不改。" if notice.settled else ""
        self.about = (_STANDS if notice.decided else _OPEN) + settled
        self.hidden = ("people", "first", "last") if notice.decided else ()
        draft, words = notice.draft, single_words(offered)
        self.opens = {
            "people": " ".join(words[each.staff_no] for each in notice.sent),
            "title": draft.title,
            "first": f"{draft.first:%Y-%m-%d}",
            "last": f"{draft.last:%Y-%m-%d}",
            "place": draft.place,
            "organiser": draft.organiser,
            "notice": draft.notice,
        }

    def act(self) -> Callable[[], Sequence[OutStudyView]]:
        stands = self.notice.decided
        told = self.notice.draft
        draft = self.draft(*((told.first, told.last) if stands else self.days()))
        sent = [each.staff_no for each in self.notice.sent] if stands else self.sent()
        return lambda: out_studies.change_notice(self.actor, self.trip_id, draft, sent, clock.now())
