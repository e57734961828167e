"""``yanxiu demo``: builds the made-up school, says how to sign in, and opens the screen."""

from pathlib import Path

import pytest

from db.models import School, Teacher
from tests.builders import a_school
from yanxiu_tui.commands import screen


@pytest.fixture
def opened(monkeypatch):
    """The addresses at which the screen was opened."""
    urls: list[str] = []
    monkeypatch.setattr(screen, "open_screen", lambda url, _: urls.append(url))
    return urls


@pytest.fixture
def nowhere_named(monkeypatch, tmp_path):
    """No database named anywhere; the user's data folder is a fresh one."""
    monkeypatch.delenv("YANXIU_DB", raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_: tmp_path / "yanxiu")
    return tmp_path / "yanxiu"


def test_it_builds_the_school_and_says_how_to_sign_in(yanxiu, opened):
    said = yanxiu("demo", "--teachers", 12, "--build-only")
    assert (said.code, said.err, opened) == (0, "", [])
    assert "正在建立演示学校" in said.out
    assert "工号 1001，口令 2580" in said.out
    assert "工号 1011、1012，启用码 2345 6789" in said.out
    assert Teacher.select().count() == 12


def test_then_it_opens_the_screen_on_that_database(yanxiu, opened, database_url):
    assert yanxiu("demo", "--teachers", 8).code == 0
    assert opened == [database_url]


def test_the_address_may_stand_after_the_command(command_line, memory, opened, database_url):
    assert command_line("demo", "--teachers", 8, "--db", database_url).code == 0
    assert opened == [database_url]
    assert School.get().name == "示范中学（演示）"


def test_with_no_address_the_demo_has_a_file_of_its_own(command_line, opened, nowhere_named):
    assert command_line("demo", "--teachers", 8).code == 0
    assert opened == [f"sqlite:///{nowhere_named / 'demo.db'}"]
    assert [path.name for path in nowhere_named.glob("*.db")] == ["demo.db"]


def test_an_address_in_the_environment_is_used(
    command_line, opened, nowhere_named, monkeypatch, tmp_path
):
    url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    monkeypatch.setenv("YANXIU_DB", url)
    assert command_line("demo", "--teachers", 8).code == 0
    assert opened == [url]
    assert not Path(nowhere_named).exists()


def test_a_second_time_it_is_opened_as_it_is(yanxiu, opened):
    yanxiu("demo", "--teachers", 9)
    said = yanxiu("demo", "--teachers", 30)
    assert (said.code, len(opened)) == (0, 2)
    assert "照原样打开" in said.out
    assert Teacher.select().count() == 9


def test_a_real_school_is_refused_and_no_screen_opens(yanxiu, opened):
    a_school()
    said = yanxiu("demo")
    assert (said.code, opened) == (1, [])
    assert "真实的学校" in said.err
    assert School.get().name == "示范中学"


@pytest.mark.parametrize("teachers", ["7", "2001", "许多"])
def test_a_number_of_teachers_no_school_has_is_wrong_usage(yanxiu, opened, teachers):
    said = yanxiu("demo", "--teachers", teachers)
    assert (said.code, opened) == (2, [])
    assert said.err
    assert not School.select().exists()
