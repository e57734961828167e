"""Days and hours on the command line are understood as in a form."""

from datetime import UTC, date, datetime, time

import click
import pytest

from tests.builders import NOW
from yanxiu_tui import clock
from yanxiu_tui.commands.parameters import Day, Hour, Moment


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.mark.parametrize(
    "typed", ["2026-10-21", "2026/10/21", "2026年10月21日", "20261021", "10-21", "１０月２１日"]
)
def test_a_day_may_be_written_in_every_usual_way(typed):
    assert Day().convert(typed, None, None) == date(2026, 10, 21)


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "1999-12-31", "2101-01-01", "某天"])
@pytest.mark.parametrize("kind", [Day(), Moment(), Moment(end_of_day=True)])
def test_a_day_no_school_means_is_wrong_usage(kind, typed):
    with pytest.raises(click.BadParameter, match="2000 至 2100 年"):
        kind.convert(typed, None, None)


@pytest.mark.parametrize("typed", ["14:30", "1430", "下午2:30", "14：30"])
def test_a_time_may_be_written_in_every_usual_way(typed):
    assert Hour().convert(typed, None, None) == time(14, 30)


def test_what_is_no_time_is_wrong_usage():
    with pytest.raises(click.BadParameter, match="不是时间"):
        Hour().convert("25:00", None, None)


@pytest.mark.parametrize(
    "typed", ["2026-10-21 14:30", "2026-10-21T14:30", "10-21 1430", "10月21日下午2点半"]
)
def test_a_moment_is_a_day_with_a_time(typed):
    assert Moment().convert(typed, None, None) == datetime(2026, 10, 21, 6, 30, tzinfo=UTC)


def test_a_day_alone_is_its_beginning_or_its_end():
    begins, ends = Moment(), Moment(end_of_day=True)
    assert begins.convert("2026-10-21", None, None) == datetime(2026, 10, 20, 16, tzinfo=UTC)
    assert ends.convert("2026-10-21", None, None) == datetime(2026, 10, 21, 16, tzinfo=UTC)
