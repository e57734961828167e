"""外出学习: asking to go or entering a notice, and putting a trip on other days (P8)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import Named, fold_width, rank
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.out_study import OutStudyRule
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import out_studies, people, school
from yanxiu_tui.services.out_studies import OutStudyDraft, OutStudyView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.out_study_words import about_settling, title_of
from yanxiu_tui.widgets.pick import Tick

_HINTS = {
    "people": "一份通知派几位老师，姓名、工号或首字母，用空格隔开，如 wxm 1012。",
    "title": "学什么，如：省骨干教师培训。",
    "notice": "通知的文号或题目；没有可以不填。",
    "organiser": "谁主办的，如：省教育学院；没有可以不填。",
    "place": "到哪里去。",
    "reason": "写一句话，为什么改期。",
    "opinion": "审批意见，可以不写。",
    "cap": "最多报销多少元；不限就留空。",
    "cost": "一共花了多少元。",
    "violation": "有违章就写明，写了就一分不报（违章则罚）；没有就留空。",
    "hours": "认定多少学时，写数字。",
    "words": "什么材料、放在哪里，如：讲义一本，档案柜三。",
    "path": "电子材料的路径，可以把文件拖进来；没有就留空。",
}
_DAY_HINT = "如 10-28，也可写 1028、明天。只去一天的，返回不用填。"
_FIELD_OF = {
    "返回日期": "last", "最长": "last", "重叠": "first", "学习内容": "title", "地点": "place",
    "通知": "notice", "主办": "organiser", "工号": "people", "选派": "people", "原因": "reason",
    "花费": "cost", "金额": "cost", "违章": "violation", "学时": "hours", "存放": "words",
    "日期": "first",
}  # fmt: skip


_ROWS = (
    ("派谁去", "people"), ("学习内容", "title"), ("出发", "first"), ("返回", "last"),
    ("地点", "place"), ("主办", "organiser"), ("通知", "notice"),
)  # fmt: skip


@dataclass
class Kept(Message):
    """What the form did is on record."""

    views: Sequence[OutStudyView]


class TripForm(FormScreen[Sequence[OutStudyView]]):
    """A form about trips; returns them as they stand once it is saved, or None."""

    actor: Actor
    about = ""

    def on_mount(self) -> None:
        self.query_one("#about", Static).update(self.about)

    def hint_for(self, field: Widget) -> str:
        if field.id in ("first", "last"):
            return self.told_day(field.id, _DAY_HINT)
        return _HINTS.get(field.id or "", "")

    def act(self) -> Callable[[], Sequence[OutStudyView]]:
        """The fields read, and what to ask the service; Refused with the field as its reason."""
        raise NotImplementedError

    def save(self) -> None:
        self.send(self.act, lambda act: Kept(act()))

    def days(self) -> tuple[date, date]:
        """The first and the last day; the same where only one is given."""
        first = self.day("first", "出发")
        return first, self.day("last", "返回") if self.text("last") else first

    def day(self, name: str, label: str) -> date:
        found = self.typed_day(name)
        if found is None:
            raise Refused(name, f"{label}日期请写成 10-28 这样。")
        return found

    def number(self, name: str, label: str) -> Decimal | None:
        """A number, None for an empty field."""
        typed = fold_width(self.text(name))
        try:
            return Decimal(typed) if typed else None
        except InvalidOperation:
            raise Refused(name, f"{label}请写数字，如 650 或 12.5。") from None

    def on_kept(self, message: Kept) -> None:
        self.dismiss(message.views)

    def field_of(self, sentence: str) -> str:
        known = [name for word, name in _FIELD_OF.items() if word in sentence]
        first = str(self.query("Input").first().id)
        return next((name for name in known if self.query(f"#{name}")), first)


@dataclass(frozen=True)
class TripChoices:
    """What the form offers; ``people`` is empty for one's own."""

    rule: OutStudyRule
    people: Sequence[Named]


def read_choices(for_others: bool) -> TripChoices:
    """Read it in a worker."""
    term = school.current_term(clock.now())
    rule = school.regulation_of(term.regulation_id).out_study
    return TripChoices(rule, people.everybody() if for_others else ())


class TripFormScreen(TripForm):
    """Ask to go oneself; with ``people``, enter a notice for those it sends."""

    hidden: Collection[str] = ()
    opens: Mapping[str, str] = {}

    def __init__(self, actor: Actor, choices: TripChoices) -> None:
        super().__init__()
        self.actor, self.people = actor, choices.people
        if not self.people:
            self.hidden = ("people",)
        clause = choices.rule.clause
        self.about = f"{clause.id}「{clause.words}」\n批准后自动登记公假，不用另外请假。"
        self.FORM_NAME = "登记外出学习通知" if self.people else "申请外出学习"
        self.YES = "登记（Ctrl+S）" if self.people else "提交（Ctrl+S）"

    def fields(self) -> ComposeResult:
        for label, name in _ROWS:
            if name not in self.hidden:
                yield row(label, Input(self.opens.get(name, ""), id=name, compact=True))

    def hint_for(self, field: Widget) -> str:
        if field.id == "people" and isinstance(field, Input) and field.value.strip():
            meant = [(word, self.meant(word)) for word in field.value.split()]
            return "\n".join(
                f"{one.name} {one.staff_no}" if one else f"「{word}」认不出或不止一位"
                for word, one in meant
            )
        return super().hint_for(field)

    def meant(self, word: str) -> Named | None:
        """The one teacher a word means; None where there is none, or several."""
        found = [one for one in self.people if word in (one.staff_no, one.name)]
        found = found or rank(word, self.people, 2)
        return found[0] if len(found) == 1 else None

    def draft(self, first: date, last: date) -> OutStudyDraft:
        """What the fields say of a trip on these days."""
        return OutStudyDraft(
            title=self.text("title"), place=self.text("place"), first=first, last=last,
            notice=self.text("notice"), organiser=self.text("organiser"),
        )  # fmt: skip

    def act(self) -> Callable[[], Sequence[OutStudyView]]:
        draft = self.draft(*self.days())
        if not self.people:
            return lambda: [out_studies.ask(self.actor, draft, clock.now())]
        sent = self.sent()
        return lambda: out_studies.enter(self.actor, draft, sent, clock.now())

    def sent(self) -> list[str]:
        """The staff numbers of those sent."""
        words = self.text("people").split()
        meant = [(word, self.meant(word)) for word in words]
        unknown = next((word for word, one in meant if one is None), "")
        if unknown:
            raise Refused("people", f"「{unknown}」认不出或不止一位，请写工号或全名。")
        if not meant:
            raise Refused("people", "请写明派谁去，至少一位老师。")
        return [one.staff_no for _, one in meant if one]


class _OfTrip(TripForm):
    """A form about one trip."""

    def __init__(self, actor: Actor, view: OutStudyView) -> None:
        super().__init__()
        self.actor, self.view = actor, view


class DaysScreen(_OfTrip):
    """Put it on other days."""

    about = "已经批准的，改期以后要重新审批；原来的公假随即作废。"

    def __init__(self, actor: Actor, view: OutStudyView) -> None:
        super().__init__(actor, view)
        self.FORM_NAME = f"改期：{title_of(view)}"

    def fields(self) -> ComposeResult:
        yield row("出发", Input(f"{self.view.first:%Y-%m-%d}", id="first", compact=True))
        yield row("返回", Input(f"{self.view.last:%Y-%m-%d}", id="last", compact=True))
        yield row("原因", Input(id="reason", compact=True))

    def act(self) -> Callable[[], Sequence[OutStudyView]]:
        first, last = self.days()
        id, reason = self.view.id, self.text("reason")
        return lambda: [out_studies.change_days(self.actor, id, first, last, reason, clock.now())]


class ApproveScreen(_OfTrip):
    """Let them go, up to so much money; ``others`` were sent by the same notice."""

    YES = "同意（Ctrl+S）"

    def __init__(self, actor: Actor, view: OutStudyView, others: Sequence[OutStudyView]) -> None:
        super().__init__(actor, view)
        self.others = others
        clause = view.rule.spending
        first = f"{view.priority}。\n" if view.priority else ""
        self.about = f"{first}{clause.id}「{clause.words}」\n同意后 {view.days} 天都算公假。"
        self.FORM_NAME = f"同意{title_of(view)}"

    def fields(self) -> ComposeResult:
        cap = self.view.cap
        yield row("报销限额", Input(plain(cap) if cap is not None else "", id="cap", compact=True))
        yield row("意见", Input("同意", id="opinion", compact=True))
        if self.others:
            yield row("同去的", Tick(f"另外 {len(self.others)} 位一起同意", True, id="together"))

    def hint_for(self, field: Widget) -> str:
        if field.id == "together":
            names = "、".join(f"{each.teacher_name}老师" for each in self.others)
            return f"同一份通知、同样的日子：{names}。空格键换是、否。"
        return super().hint_for(field)

    def act(self) -> Callable[[], Sequence[OutStudyView]]:
        cap, opinion = self.number("cap", "报销限额"), self.text("opinion")
        together = self.others and self.query_one("#together", Tick).value
        ids = [each.id for each in (self.view, *(self.others if together else ()))]
        return lambda: out_studies.approve_together(self.actor, ids, cap, opinion, clock.now())

    def field_of(self, sentence: str) -> str:
        return "cap" if "金额" in sentence else "opinion"


class SettleScreen(_OfTrip):
    """What it cost, whether it kept to the rules, and the 学时."""

    YES = "核销（Ctrl+S）"

    def __init__(self, actor: Actor, view: OutStudyView) -> None:
        super().__init__(actor, view)
        self.about = about_settling(view)
        self.FORM_NAME = f"核销{title_of(view)}"

    def fields(self) -> ComposeResult:
        view = self.view
        cost = plain(view.cost) if view.cost is not None else ""
        hours = view.hours_proposed if view.hours is None else view.hours
        yield row("花费", Input(cost, id="cost", compact=True))
        yield row("违章", Input(view.violation, id="violation", compact=True))
        yield row("学时", Input(plain(hours), id="hours", compact=True))

    def act(self) -> Callable[[], Sequence[OutStudyView]]:
        cost, hours = self.number("cost", "花费"), self.number("hours", "学时")
        if cost is None:
            raise Refused("cost", "请填写花费，没有花费就写 0。")
        id, violation = self.view.id, self.text("violation")
        return lambda: [
            out_studies.settle(self.actor, id, cost, violation, hours or Decimal(0), clock.now())
        ]


class MaterialsScreen(_OfTrip):
    """What was brought home, where it lies, and a file."""

    def __init__(self, actor: Actor, view: OutStudyView) -> None:
        super().__init__(actor, view)
        self.FORM_NAME = f"学习材料：{title_of(view)}"
        self.about = f"已存：{view.file_name}\n再存一份就换掉它。" if view.file_name else ""

    def fields(self) -> ComposeResult:
        yield row("材料", Input(self.view.materials, id="words", compact=True))
        yield row("文件", Input(id="path", compact=True))

    def act(self) -> Callable[[], Sequence[OutStudyView]]:
        id, words, path = self.view.id, self.text("words"), self.text("path") or None
        return lambda: [out_studies.keep_materials(self.actor, id, words, path, clock.now())]

    def field_of(self, sentence: str) -> str:
        return "words" if "存放" in sentence else "path"
