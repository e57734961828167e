"""What the forms of activities share: 时间, 地点, 主讲人, 内容 as people type them (Z8 四定)."""

from datetime import date, time
from decimal import Decimal, InvalidOperation

from textual.widget import Widget
from textual.widgets import Input

from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.calendar import WEEKDAYS, week_of_term, why_off
from yanxiu_tui.rules.names import Named, fold_width
from yanxiu_tui.rules.typed import typed_date, typed_time
from yanxiu_tui.screens.activity_choices import HINTS, SPOKEN_OF, Choices
from yanxiu_tui.screens.form import FormScreen, Result, today
from yanxiu_tui.widgets.pick import Pick, label_of


class FourFixedForm(FormScreen[Result]):
    """Reads its fields; Refused, with the field as its reason, when one cannot be read."""

    CSS_PATH = ["form.tcss", "activity_form.tcss"]  # type: ignore[assignment]
    choices: Choices

    def person(self, staff_no: str) -> str:
        """A teacher as the field shows them."""
        found = (label_of(each) for each in self.choices.people if each.staff_no == staff_no)
        return next(found, "")

    def hint_for(self, field: Widget) -> str:
        hint = HINTS.get(field.id or "", "")
        if field.id == "day" and isinstance(field, Input):
            return self.about_day(field.value) or hint
        return hint

    def about_day(self, typed: str) -> str:
        """The day meant, its week, and why there is no 研修 on it; "" when it is no day."""
        day = typed_date(typed, today())
        if day is None:
            return ""
        week = week_of_term(day, self.choices.term.starts_on)
        off = why_off(day, self.choices.exempt)
        warning = f"\n注意：这天是{off}，按校历停研。" if off else ""
        return f"{day:%Y-%m-%d} 周{WEEKDAYS[day.weekday()]}，第 {week} 周。{warning}"

    def written(self, name: str, label: str) -> str:
        value = self.query_one(f"#{name}", Input).value.strip()
        if not value:
            fixed = self.choices.regulation.four_fixed
            raise Refused(name, f"请填写{label}：{fixed.words}（{fixed.id}）。")
        return value

    def day(self, name: str, label: str) -> date:
        value = self.written(name, label)
        day = typed_date(value, today())
        if day is None:
            raise Refused(name, f"{label}「{value}」看不懂，请写成 2026-11-25 或 11-25。")
        return day

    def hour(self, name: str, label: str) -> time:
        value = self.written(name, label)
        hour = typed_time(value)
        if hour is None:
            raise Refused(name, f"{label}「{value}」看不懂，请写成 14:30 或 1430。")
        return hour

    def number(self, name: str, label: str) -> Decimal:
        value = fold_width(self.query_one(f"#{name}", Input).value)
        try:
            return Decimal(value or "0")
        except InvalidOperation as error:
            raise Refused(name, f"{label}「{value}」不是数字，请写成 2 或 1.5。") from error

    def picked(self, name: str, label: str, needed: bool = True) -> Named:
        field = self.query_one(f"#{name}", Pick)
        value, meant = field.value.strip(), field.meant()
        if meant is None and value:
            raise Refused(name, f"{label}「{value}」请用上下键从右边选定，按回车。")
        if meant is None and needed:
            raise Refused(name, f"请选定{label}。")
        return meant or Named("", "", "")

    def field_of(self, sentence: str) -> str:
        return next((name for word, name in SPOKEN_OF.items() if word in sentence), "title")


def entry(value: str, name: str, short: bool = False) -> Input:
    """A plain field of one of these forms."""
    return Input(value, id=name, compact=True, classes="short" if short else "")
