"""No list, sheet or help on the command line tells a secret, or why somebody was ill (Z30)."""

import zipfile
from datetime import timedelta
from importlib import import_module

import click
import pytest

from db.models import Credential
from tests.builders import NOW, OPERATOR, PIN
from tests.services.cast import a_cast, an_open_activity
from yanxiu_tui.commands.main import _COMMANDS
from yanxiu_tui.services import badges, enrolment_codes, leave, phone_codes
from yanxiu_tui.services.leave import LeaveDraft
from yanxiu_tui.services.meeting import close_activity

REASON, OPINION, PAPER = "肺结核复查", "早日康复", "医院证明"
FORMATS = ("table", "json", "csv", "markdown")
SHEETS = (
    ("attendance", "1", "--xlsx"),
    ("hours", "--xlsx"),
    ("ranking", "--xlsx"),
    ("pairings", "register"),
    ("personal-data", "export", "1002"),
)


@pytest.fixture
def private(memory):
    """A school in which somebody was ill and missed a meeting; the words nobody may read."""
    cast = a_cast("default")
    draft = LeaveDraft("1001", "sick", REASON, NOW, NOW + timedelta(hours=2))
    asked = leave.ask(cast.teacher, draft, NOW)
    for paper in asked.owed_kinds:
        leave.receive_evidence(cast.dean, asked.id, paper, NOW)
    leave.approve(cast.head, asked.id, NOW, OPINION)
    meeting = an_open_activity(cast)
    number = badges.issue(OPERATOR, NOW, ["1001"])[0].number
    code = enrolment_codes.issue_codes(OPERATOR, NOW, ["1002"])[0].code
    close_activity(OPERATOR, meeting.id, NOW + timedelta(hours=2))
    hashed = [row.pin_hash for row in Credential.select()]
    return [REASON, OPINION, PAPER, PIN, number, code, phone_codes.secret(), *hashed]


def _commands():
    """Every command, as the words that name it."""
    for name, module in _COMMANDS.items():
        command = import_module(f"yanxiu_tui.commands.{module}").command
        if isinstance(command, click.Group):
            yield from (((name, sub), each) for sub, each in command.commands.items())
        else:
            yield (name,), command


def _lists():
    """Those that print a table and can be asked with no word more."""
    for words, command in _commands():
        wanted = [each for each in command.params if each.required]
        if not wanted and any(each.name == "fmt" for each in command.params):
            yield words


def test_no_help_shows_a_secret(yanxiu, private):
    helps = [yanxiu(*words, "--help") for words, _ in _commands()]
    assert all(said.out for said in helps)
    assert not [word for said in helps for word in private if word in said.out + said.err]


@pytest.mark.parametrize("words", _lists(), ids=" ".join)
def test_no_list_shows_a_secret(yanxiu, private, words):
    for fmt in FORMATS:
        said = yanxiu(*words, "--format", fmt)
        assert not [word for word in private if word in said.out + said.err]


@pytest.mark.parametrize("words", SHEETS, ids=lambda words: words[0])
def test_no_sheet_shows_a_secret(yanxiu, private, words, tmp_path):
    path = tmp_path / "sheet.xlsx"
    said = yanxiu(*words, path)
    assert path.exists(), said.err
    with zipfile.ZipFile(path) as parts:
        written = b"".join(parts.read(name) for name in parts.namelist())
    assert not [word for word in private if word.encode() in written]
