"""Whatever is written on the command line is done, or refused in Chinese; no traceback."""

import io
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.connection import connect, database
from tests.builders import NOW
from tests.conftest import copied_sqlite
from tests.roster.office import workbook
from tests.services.cells.world import a_world
from tests.wild import WORDS, quick_pins, rows_of, tries, undone
from yanxiu_tui import clock
from yanxiu_tui.commands import common, main
from yanxiu_tui.memory import open_memory
from yanxiu_tui.regulation.loader import preset_source

# What a refusal keeps: that somebody tried, and how long to wait for the next guess.
KEPT = ("attendance_fact", "trace", "chain", "credential")
# They open a database of their own, or put another in its place.
APART = ("demo", "init", "doctor", "backup", "restore", "move")
DATA = Path(__file__).parent.parent / "data"
NUMBERS = st.sampled_from(
    ["1", "2", "17", "58", "59", "0", "-1", "2147483647", "2147483648", "１", "9" * 30]
)
GOOD = st.sampled_from([
    "1012", "1003", "2580", "第一学期", "语文组", "语文", "核对过了", "personal", "slip", "plan",
    "teacher", "research", "pingfang", "100", "1.5", "我校.toml", "名册.csv", "名册.xlsx",
    "新.xlsx", "新.docx", "夹", "夹/", ".", "没有/新.xlsx", "/dev/full", "/proc/1/x",
    "名册.xlsx/新.xlsx",
])  # fmt: skip
TIMES = st.sampled_from(
    ["2026-10-14", "11-25", "1125", "14:30", "16:30", "下午2:30", "明天", "2026-10-14T14:30"]
)
ANYTHING = GOOD | GOOD | NUMBERS | WORDS


def leaves(command=main.main, path=()):
    """Every command that does something, by the words that call it."""
    context = click.Context(command)
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name in command.list_commands(context):
        yield from leaves(command.get_command(context, name), (*path, name))


LEAVES = list(leaves())
OPTIONS = sorted({name for _, each in LEAVES for param in each.params for name in param.opts})


@pytest.fixture(scope="module")
def door(request, tmp_path_factory):
    """Runs ``yanxiu`` on one prepared school, and undoes it; what was unforeseen is raised."""
    folder = tmp_path_factory.mktemp("a") / "b" / "c"
    (folder / "夹").mkdir(parents=True)
    (folder / "我校.toml").write_text(preset_source("third"), encoding="utf-8")
    (folder / "名册.csv").write_text("工号,姓名\n1012,林远\n=1,\n", encoding="utf-8")
    workbook(folder / "名册.xlsx", ("花名册", [["工号", "姓名"], ["2001", "卫青"]]))
    patch = pytest.MonkeyPatch()
    patch.chdir(folder)
    patch.setenv("HOME", str(folder))
    patch.setattr(clock, "now", lambda: NOW)
    quick_pins(patch)
    patch.setattr(main, "explain", _raised)
    patch.setattr(common, "open_memory", lambda *_: "")
    opened = connect(copied_sqlite(request, folder))
    a_world()
    before = rows_of(opened, *KEPT)

    def call(words, typed=""):
        database.initialize(opened)
        words = [word.replace("\0", "") for word in words]  # No process is ever given one.
        with undone() as written:
            code, out, err = _run(patch, words, typed)
            assert code in (0, 1, 2)
            assert "Traceback" not in out + err
            if code:
                assert err.strip(), words
                assert not written() or rows_of(opened, *KEPT) == before, words
        return code

    yield call
    opened.close()
    patch.undo()


def _raised(error):
    raise error


def _run(patch, words, typed):
    """What ends the program, and what it said."""
    patch.setattr(sys, "argv", ["yanxiu", *words])
    patch.setattr(sys, "stdin", io.StringIO(typed))
    lines = iter(typed.splitlines())
    patch.setattr("click.termui.hidden_prompt_func", lambda _: _typed(lines))
    code = 0
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            main.run()
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    return code, out.getvalue(), err.getvalue()


def _typed(lines):
    """The next line; when there is none left, nobody sits there, and asking again has no end."""
    for line in lines:
        return line
    raise EOFError


@st.composite
def words_for(draw, command):
    """The arguments it wants and some of its options, each with something or other."""
    words = []
    for each in command.params:
        if isinstance(each, click.Argument):
            many = each.nargs if each.nargs > 0 else draw(st.integers(0, 2))
            words += [draw(_value(each)) for _ in range(many)]
        elif each.is_flag and draw(st.booleans()):
            words.append(draw(st.sampled_from(each.opts)))
        elif not each.is_flag and (each.required or draw(st.integers(0, 2)) == 0):
            words += [draw(st.sampled_from(each.opts)), draw(_value(each))]
    return words


def _value(param):
    if isinstance(param.type, click.Choice):
        return st.sampled_from([str(each) for each in param.type.choices]) | ANYTHING
    if isinstance(param.type, click.IntRange):
        return NUMBERS | NUMBERS | ANYTHING
    return TIMES | TIMES | ANYTHING if param.type.name in ("日期", "时间") else ANYTHING


@pytest.mark.parametrize(
    ("path", "command"), [each for each in LEAVES if each[0][0] not in APART],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
@tries(10)
@given(data=st.data())
def test_every_command_with_any_arguments(door, path, command, data):
    door([*path, *data.draw(words_for(command))], data.draw(st.just("2580\n") | WORDS))


@tries(200)
@given(
    words=st.lists(
        st.sampled_from([name for path, _ in LEAVES for name in path if name not in APART])
        | st.sampled_from(OPTIONS)
        | WORDS,
        min_size=1,
        max_size=6,
    )
)
def test_any_words_in_any_order(door, words):
    # Not what opens the terminal, or a database of its own.
    if words[0] not in ("", *APART) and not words[0].startswith("-"):
        door(words)


@pytest.mark.parametrize(
    "words",
    [
        ("demo", "--teachers", "0"), ("demo", "--teachers", "9" * 30), ("demo", "--teachers", "a"),
        ("demo", "x"), ("init", "--from", "x"), ("init", "--preset", "没有"), ("init",),
        ("doctor", "--format", "x"), ("backup",), ("backup", "夹"), ("backup", "没有/b"),
        ("backup", "名册.csv"), ("backup", "/dev/full"), ("backup", "/proc/1/x"), ("backup", ""),
        ("restore", "夹", "--yes"), ("restore", "没有", "--yes"), ("restore", "名册.csv", "--yes"),
        ("restore", "名册.xlsx", "--yes"), ("restore", "/dev/null", "--yes"),
        ("restore", "", "--yes"), ("restore", "\udcff", "--yes"), ("restore", "school.db"),
        ("move", ""), ("move", "名册.csv"), ("move", "sqlite:///"), ("move", "sqlite:///夹"),
        ("move", "sqlite:///名册.csv"), ("move", "sqlite:////dev/full"), ("move", "mysql://x"),
        ("move", "sqlite:///school.db"), ("move", "postgresql://x@127.0.0.1:1/y"),
        ("move", "postgresql:///"), ("move", "\udcff"),
        ("--db", "sqlite:///名册.csv", "doctor"), ("--db", "sqlite:///夹", "leave", "list"),
        ("--db", "", "leave", "list"), ("--db", "\udcff", "leave", "list"), ("--db",),
        ("--db", "sqlite:///" + "长" * 300, "leave", "list"),
        ("--db", "sqlite:///" + "长" * 300, "doctor"), ("--db", "sqlite:///a\0b", "doctor"),
        ("--db", "sqlite:///a\0b", "leave", "list"), ("--db", "sqlite:///\udcff", "doctor"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_opens_a_database_of_its_own_leaves_it_as_it_was(door, words, monkeypatch, tmp_path):
    shutil.copytree(Path.cwd(), tmp_path / "b")
    monkeypatch.chdir(tmp_path / "b")
    monkeypatch.setattr(common, "open_memory", open_memory)
    monkeypatch.setenv("YANXIU_DB", "sqlite:///school.db")
    opened = connect("sqlite:///school.db")
    before = rows_of(opened)
    opened.close()
    code, out, err = _run(monkeypatch, words, "\n")
    assert code in (0, 1, 2)
    assert "Traceback" not in out + err
    opened = connect("sqlite:///school.db")
    assert rows_of(opened) == before
    opened.close()
