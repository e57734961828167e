"""No traceback ever reaches a user: one sentence, the details in a file."""

import peewee
import pytest
from textual.app import App

from db.errors import DatabaseProblem
from yanxiu_tui import trouble
from yanxiu_tui.app import YanxiuApp


@pytest.fixture(autouse=True)
def log(tmp_path, monkeypatch):
    """The log file of this test."""
    trouble._keep.cache_clear()
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path)
    return tmp_path / "error.log"


def test_what_the_memory_says_is_passed_on_as_it_is():
    assert trouble.explain(DatabaseProblem("打不开数据库。")) == "打不开数据库。"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (peewee.OperationalError("database is locked"), "正忙"),
        (peewee.DataError("out of range"), "不接受"),
        (ZeroDivisionError("division by zero"), "出了意外"),
    ],
)
def test_anything_else_is_one_chinese_sentence_and_the_details_are_kept(error, says, log):
    sentence = trouble.explain(error)
    assert says in sentence
    assert str(log) in sentence
    assert type(error).__name__ in log.read_text()


def test_where_the_log_cannot_be_written_the_details_go_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path / "none")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert trouble.keep_details(ValueError("x")) == tmp_path / "yanxiu-error.log"


def test_the_same_trouble_every_second_is_written_once_a_minute(log, monkeypatch):
    error = peewee.OperationalError("server closed the connection")
    for second in range(0, 120, 10):
        monkeypatch.setattr("time.time", lambda second=second: 1_200_000.0 + second)
        trouble.explain(error)
    assert log.read_text().count("server closed the connection") == 2


def test_a_log_grown_too_large_begins_anew(log):
    log.write_text("x" * (trouble.LARGEST_LOG + 1))
    trouble.keep_details(ValueError("fresh"))
    assert log.stat().st_size < trouble.LARGEST_LOG
    assert "fresh" in log.read_text()


async def test_a_screen_that_fails_ends_with_a_sentence_not_a_traceback(capsys, monkeypatch):
    class Failing(YanxiuApp):
        CSS_PATH = []

        def get_default_screen(self):
            return App.get_default_screen(self)

        def on_mount(self):
            raise ZeroDivisionError("division by zero")

    app = Failing("示范中学")
    with pytest.raises(ZeroDivisionError):
        async with app.run_test():
            pass
    shown = capsys.readouterr().err
    assert "出了意外" in shown
    assert "Traceback" not in shown
