"""The program as it is started: exit codes, one Chinese sentence, and never a traceback."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest
from wcwidth import wcswidth

from yanxiu_tui.commands import main as door
from yanxiu_tui.commands.main import main

ROOT = Path(__file__).parent.parent.parent
OURS = ("codes", "activities", "sign-in", "attendance", "leave", "regulation", "init", "doctor")


@pytest.fixture
def program(tmp_path):
    """Start ``python -m yanxiu_tui`` in a process of its own; a fresh address unless given one."""

    def start(*words: str, db: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        places = {"YANXIU_DB": db or f"sqlite:///{tmp_path / 'school.db'}", "HOME": str(tmp_path)}
        return subprocess.run(
            [sys.executable, "-m", "yanxiu_tui", *words],
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, **places, "PYTHONIOENCODING": "utf-8", **more},
            stdin=subprocess.DEVNULL,
            timeout=60,
        )

    return start


def _one_sentence(done, code=1):
    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == (2 if code == 2 else 1), done.stderr
    return lines[0]


def test_an_unknown_command_is_wrong_usage(program):
    assert _one_sentence(program("nosuch"), 2) == "没有「nosuch」这个命令。"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("activities", "open"), "缺少 编号，请补上。"),
        (("activities", "open", "三"), "「三」不是数字"),
        (("activities", "open", "0"), "不在允许的范围里"),
        (("activities", "open", "1", "2"), "多写了内容：2。"),
        (("activities", "list", "--nosuch"), "没有「--nosuch」这个选项。"),
        (("activities", "list", "--format"), "后面要写内容"),
        (("activities", "list", "--format", "xml"), "「xml」不在可选的"),
        (("activities", "reopen", "1"), "缺少 --reason，请补上。"),
        (("activities", "plan", "--large=1"), "后面不用写内容"),
        (("activities", "lisst"), "没有「lisst」这个命令。"),
    ],
)
def test_wrong_usage_is_said_in_chinese(program, words, says):
    assert says in _one_sentence(program(*words), 2)


def test_a_refused_act_is_one_sentence(program):
    assert "yanxiu init" in _one_sentence(program("activities", "list"))


@pytest.mark.parametrize(
    ("db", "says"),
    [
        ("mysql://x/y", "无法识别"),
        ("nonsense", "无法识别"),
        ("sqlite:///", "缺少文件路径"),
        ("sqlite:////dev/null/x.db", "没有找到"),
        ("postgresql://nobody@127.0.0.1:1/x", "连不上"),
    ],
)
def test_a_bad_address_is_one_sentence(program, db, says):
    assert says in _one_sentence(program("activities", "list", db=db))


def test_a_database_of_another_program_is_refused_untouched(program, tmp_path):
    path = tmp_path / "songs.db"
    with sqlite3.connect(path) as theirs:
        theirs.execute("CREATE TABLE songs (name TEXT)")
    before = path.read_bytes()
    assert "别的程序" in _one_sentence(program("activities", "list", db=f"sqlite:///{path}"))
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_untouched(program, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("尊敬的老师：")
    assert "不是数据库文件" in _one_sentence(program("leave", "list", db=f"sqlite:///{path}"))
    assert path.read_text() == "尊敬的老师："


def test_a_pin_is_not_asked_for_where_it_could_be_seen(program, tmp_path):
    options = (
        "--name", "示范中学", "--term", "一", "--from", "2026-09-01", "--to", "2027-01-20",
        "--preset", "third", "--admin-no", "1001", "--admin-name", "苏慧",
    )  # fmt: skip
    done = program("init", *options)
    assert done.returncode == 1
    assert "Warning" not in done.stderr


def test_help_is_chinese_and_fits_a_small_screen(program):
    done = program("activities", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    for english in ("Usage", "Options", "Commands", "Show this", "ARGS"):
        assert english not in done.stdout
    assert "用法：" in done.stdout


def _commands():
    for name in OURS:
        command = main.get_command(click.Context(main), name)
        yield (name,), command
        for each in getattr(command, "commands", {}):
            yield (name, each), command.commands[each]


@pytest.mark.parametrize(("path", "command"), list(_commands()), ids=lambda value: str(value))
def test_no_line_of_help_is_wider_than_80_cells(path, command):
    with click.Context(command, info_name=" ".join(("yanxiu", *path))) as context:
        text = command.get_help(context)
    assert [line for line in text.splitlines() if wcswidth(line) > 80] == []
    assert "显示这份帮助。" in text


def test_the_columns_of_a_help_page_line_up(program):
    lines = program("leave", "ask", "--help").stdout.splitlines()
    said = [line for line in lines if line.startswith("  --")]
    starts = {wcswidth(line) - wcswidth(line[2:].split("  ", 1)[1].lstrip()) for line in said}
    assert len(said) > 8
    assert len(starts) == 1


def test_output_that_nobody_reads_to_the_end_is_cut_short_in_silence():
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "yanxiu_tui", "regulation", "show", "zhanghong"],
        stdout=write, stderr=subprocess.PIPE, cwd=ROOT, timeout=60,
    )  # fmt: skip
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_name_the_console_cannot_show_is_no_error(program):
    done = program("regulation", "show", "zhanghong", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Z31" in done.stdout


def test_what_nobody_foresaw_is_one_sentence_and_its_details_are_kept(
    command_line, monkeypatch, tmp_path
):
    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr(door, "default_url", break_down)
    said = command_line("regulation", "list")
    assert (said.code, said.out) == (1, "")
    assert "程序出了意外" in said.err
    assert "deep inside" not in said.err
    kept = next((tmp_path / "state").rglob("error.log"))
    assert "ZeroDivisionError: deep inside" in kept.read_text(encoding="utf-8")


def test_characters_no_database_can_hold_are_one_sentence(yanxiu):
    said = yanxiu("regulation", "show", "\udcff")
    assert said.code == 1
    assert len(said.err.splitlines()) == 1
    assert "Traceback" not in said.err
